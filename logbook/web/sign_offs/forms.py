"""Forms of sign-offs: proposing, judging, deciding, and declaring a conflict of interest."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from logbook.domain.competencies import Scale
from logbook.queries.sign_off_judges import Judge
from logbook.web.approval.ids import ids_of
from logbook.web.forms import Form, choices
from logbook.web.identifiers.guarded import GUARDED
from logbook.web.presence import SigningForm
from logbook.web.words import language, profession_label


class ProposeForm(Form):
    sign_off_id = HiddenField()
    amends = HiddenField()
    words = TextAreaField(_("In a few words, why now"), [GUARDED])

    @property
    def judges(self) -> list[SelectField]:
        return [field for name, field in self._fields.items() if name.startswith("judge_")]

    def judge_ids(self) -> tuple[UUID | None, ...]:
        return tuple(an_id(field.data) for field in self.judges)


def propose_form(seats: Sequence[Sequence[Judge]], **given: Any) -> ProposeForm:
    """With one choice for each seat of the rule."""
    many = len(seats) > 1
    fields = {
        f"judge_{place}": SelectField(
            gettext("Judge %(n)s", n=place + 1) if many else gettext("Judge"),
            choices=choices(
                ((one.id, f"{one.name}, {profession_label(one.profession)}") for one in judges),
                empty=gettext("Choose"),
            ),
            validate_choice=False,
        )
        for place, judges in enumerate(seats)
    }
    return type("FormWithSeats", (ProposeForm,), fields)(**given)


class JudgeForm(SigningForm):
    judgement_id = HiddenField()
    seen = HiddenField()
    level = RadioField(_("Level"), validate_choice=False)
    words = TextAreaField(_("What you saw"), [GUARDED])

    def offer(self, scale: Scale) -> None:
        self.level.choices = choices((one.code, one.code) for one in scale.levels)


class DecideForm(SigningForm):
    decision_id = HiddenField()
    revision = HiddenField()
    seen = HiddenField()
    decided = HiddenField()
    level = RadioField(_("Level that holds"), validate_choice=False)
    words = TextAreaField(_("Reason"), [GUARDED])

    def stands_in(self, fold: str) -> None:
        """Several of these stand on one page, each under its own name."""
        for field in self:
            field.id = field.label.field_id = f"{fold}-{field.name}"

    def offer(self, scale: Scale, target: str) -> None:
        """Only levels at which the competency counts as reached."""
        wanted = scale.level(target)
        least = wanted.order if wanted else 0
        self.level.choices = choices(
            (one.code, one.code) for one in scale.levels if one.order >= least
        )


class ConflictForm(Form):
    conflict_id = HiddenField()
    one = SelectField(_("Who"), validate_choice=False)
    other = SelectField(_("And whom"), validate_choice=False)


class AskForm(Form):
    judge = StringField()


def an_id(text: object) -> UUID | None:
    """The id in a field; None for what is none."""
    found = ids_of([str(text or "")])
    return found[0] if found else None


def level_notes(scale: Scale) -> dict[str, str]:
    """What each level says, by its code."""
    return {one.code: one.label.in_(language()) for one in scale.levels}
