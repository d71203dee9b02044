"""A case in words: its facts, its place on the body, its role, as lists and pages show them."""

from collections.abc import Mapping

from flask_babel import gettext

from logbook.domain.curriculum import Curriculum
from logbook.queries.cases import CaseView
from logbook.web.approval.facts import Fact, all_said, chosen
from logbook.web.words import language


def place_of(curriculum: Curriculum, details: Mapping[str, object]) -> str:
    """Levels and side, as `L4, L5 left`."""
    return place_in_words(details, labels(curriculum, "sides", language()))


def place_in_words(details: Mapping[str, object], sides: Mapping[str, str]) -> str:
    """The same for many cases; `sides`: the words for a side, by its code."""
    levels, side = details.get("levels"), details.get("laterality")
    said = ", ".join(map(str, levels)) if isinstance(levels, list) else str(levels or "")
    return f"{said} {sides.get(str(side), side)}".strip() if side else said


def labels(curriculum: Curriculum, vocabulary: str, spoken: str) -> Mapping[str, str]:
    """The words of a vocabulary, by their codes."""
    known = curriculum.vocabularies[vocabulary]
    return {code: choice.label.in_(spoken) for code, choice in known.items()}


def role_in_words(curriculum: Curriculum, role: str | None) -> str:
    return chosen(curriculum, "roles", role)


def facts(case: CaseView, with_role: bool = True) -> list[Fact]:
    """Everything that was logged, who was asked, and the role unless its reader states it first."""
    said = all_said(case)
    role = (gettext("Role, as logged"), role_in_words(case.curriculum, case.role))
    who = (gettext("Supervisor"), case.supervisor or gettext("Nobody yet"))
    return [*said[:1], *([role] if with_role else []), who, *said[1:]]


def versions_told(
    mine: CaseView, theirs: CaseView, with_role: bool = True
) -> list[tuple[str, str, str]]:
    """Both versions fact by fact, in one order; a fact that only one has is empty in the other."""
    left, right = dict(facts(mine, with_role)), dict(facts(theirs, with_role))
    if mine.procedure != theirs.procedure:
        kind = gettext("Procedure")
        left, right = {kind: title_of(mine), **left}, {kind: title_of(theirs), **right}
    return [(name, left.get(name, ""), right.get(name, "")) for name in {**left, **right}]


def title_of(case: CaseView) -> str:
    return case.curriculum.procedures[case.procedure].name.in_(language())


def short_of(curriculum: Curriculum, procedure: str) -> str:
    """The name for lists; the code itself where this version does not know it."""
    known = curriculum.procedures.get(procedure)
    return known.short.in_(language()) if known else procedure
