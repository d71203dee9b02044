"""How the states of the cohort look: a word, a tone, a shape; the digit is the domain's."""

from flask_babel import gettext
from markupsafe import Markup

from logbook.domain.heat import LEVELS, Heat
from logbook.web.tags import tag
from logbook.web.words import LABELS, label

LABELS.update(
    {
        Heat.BEHIND: lambda: gettext("Behind"),
        Heat.AT_RISK: lambda: gettext("At risk"),
        Heat.ON_COURSE: lambda: gettext("On course"),
        Heat.UNKNOWN: lambda: gettext("No forecast"),
        Heat.MET: lambda: gettext("Met"),
        Heat.OPTIONAL: lambda: gettext("Optional"),
    }
)

TONES = {
    Heat.BEHIND: "bad",
    Heat.AT_RISK: "warn",
    Heat.ON_COURSE: "ok",
    Heat.UNKNOWN: "mute",
    Heat.MET: "ok",
    Heat.OPTIONAL: "mute",
}
SHOWN = (Heat.BEHIND, Heat.AT_RISK, Heat.ON_COURSE, Heat.MET, Heat.UNKNOWN)
"""In the legend, and where a state is chosen."""

SHAPE = Markup('<svg class="lb-icon" aria-hidden="true"><use href="#heat-{}"></use></svg>')


def shape(state: Heat) -> Markup:
    """Drawn once on the page (`cohort/_shapes.html`); each cell refers to it."""
    return SHAPE.format(state.value)


def digit(state: Heat) -> str:
    return str(LEVELS.get(state, "" if state is Heat.OPTIONAL else "–"))


def heat_tag(state: Heat) -> Markup:
    return tag(TONES[state], label(state))
