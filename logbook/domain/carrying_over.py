"""Which confirmations of figures hold for another edition too."""

from logbook.domain.curriculum import Curriculum
from logbook.domain.requirements import Confirmation, Requirement


def carried_over(before: Curriculum, after: Curriculum) -> dict[str, Confirmation]:
    """Of an edition with its confirmations: those that hold for the other as well, by requirement.

    A director has found a number for something in a document. So it holds where both are the same
    still: the figure as the curriculum states it, with its source and where it is looked up; and
    what it is a figure of, the competency and the rule. Whoever changed one of them reads anew.
    """
    return {
        name: said
        for name, wanted in after.requirements.items()
        if (said := _said(before.requirements.get(name), wanted)) is not None
    }


def _said(before: Requirement | None, after: Requirement) -> Confirmation | None:
    if before is None or before.figure is None or after.figure is None:
        return None
    same = (
        _stated(before) == _stated(after)
        and (before.kind, before.competency) == (after.kind, after.competency)
        and before.rule == after.rule
    )
    return before.figure.confirmation if same else None


def _stated(wanted: Requirement) -> tuple[object, ...]:
    figure = wanted.figure
    assert figure is not None
    return figure.value, figure.suggested, figure.source, figure.check
