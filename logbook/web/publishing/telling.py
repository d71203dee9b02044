"""What following another edition would change for somebody, in one line."""

from flask_babel import gettext, ngettext

from logbook.domain.curriculum_effect import Turn
from logbook.queries.curriculum_effect import Effect
from logbook.web.words import words


def in_a_line(effect: Effect) -> str:
    """Counted, what matters most first; or why it cannot be."""
    if effect.refused:
        reasons = "; ".join(words(one) for one in effect.refused)
        return gettext("Cannot be moved: %(reasons)s.", reasons=reasons)
    told = [told for turn, told in _counts(effect) if effect.count(turn)]
    told += [words(one) for one in effect.counts_no_more]
    return ", ".join(told) if told else gettext("Nothing changes.")


def _counts(effect: Effect) -> list[tuple[Turn, str]]:
    missing, lost, met, changed, gone = (
        effect.count(turn)
        for turn in (Turn.NEWLY_MISSING, Turn.LOST, Turn.NEWLY_MET, Turn.CHANGED, Turn.GONE)
    )
    return [
        (
            Turn.NEWLY_MISSING,
            ngettext("%(num)s newly missing", "%(num)s newly missing", missing),
        ),
        (
            Turn.LOST,
            ngettext("%(num)s lost with its credit", "%(num)s lost with their credit", lost),
        ),
        (Turn.NEWLY_MET, ngettext("%(num)s newly met", "%(num)s newly met", met)),
        (
            Turn.CHANGED,
            ngettext("%(num)s with another number", "%(num)s with another number", changed),
        ),
        (Turn.GONE, ngettext("%(num)s no longer asked for", "%(num)s no longer asked for", gone)),
    ]
