"""Which forms for several raters a program's curricula have."""

from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of, versions
from logbook.web.forms import choices
from logbook.web.rounds.forms import OpenForm


def version_forms(actor: Actor, language: str) -> dict[str, str]:
    """By id the names of the forms that are filled in by several raters, of all versions."""
    curricula = [curriculum_of(actor.program_id, one.id) for one in versions(actor)]
    return {
        form.id: form.name.in_(language)
        for curriculum in curricula
        for form in curriculum.forms.values()
        if form.round
    }


def offer_forms(form: OpenForm, known: dict[str, str]) -> None:
    form.form.choices = choices(known.items())
