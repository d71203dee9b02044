"""What the pages of this room show: a case with its facts and forms, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from flask_babel import gettext, ngettext

from logbook.domain.cases import LATE_DAYS, UNDO_SECONDS, Answer
from logbook.queries.approval import Given
from logbook.queries.approval_queue import Group, WaitingCase
from logbook.web import current
from logbook.web.approval.facts import Fact, shown_of
from logbook.web.approval.forms import ApproveForm, NotObservedForm, ReturnForm, level_notes
from logbook.web.words import language


@dataclass(frozen=True, slots=True)
class Item:
    """One case on a page, ready to be answered."""

    case: WaitingCase
    title: str
    facts: list[Fact]
    notes: dict[str, str]
    """What each level means."""
    approve: ApproveForm
    return_: ReturnForm
    not_observed: NotObservedForm
    opened: str = ""
    """Which of the forms is unfolded: `approve`, `return` or none."""

    @property
    def late_days(self) -> int | None:
        """How many days after it the case was logged, where that was late."""
        days = self.case.logged_after_days
        return days if days > LATE_DAYS and self.case.amends_why is None else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The waiting cases of one fellow."""

    fellow: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Banner:
    """What was just answered, and how long it can be taken back."""

    text: str
    differences: list[str]
    answers: list[Given]
    seconds_left: int


def item_of(
    case: WaitingCase,
    *,
    opened: str = "",
    approve: ApproveForm | None = None,
    return_: ReturnForm | None = None,
) -> Item:
    return Item(
        case=case,
        title=case.curriculum.procedures[case.procedure].name.in_(language()),
        facts=shown_of(case),
        notes=level_notes(case.curriculum),
        approve=approve or ApproveForm.blank(case),
        return_=return_ or ReturnForm.blank(case),
        not_observed=NotObservedForm.blank(case),
        opened=opened,
    )


def shelves_of(groups: Sequence[Group]) -> list[Shelf]:
    """The groups of a page; the very first case stands open, the next to be answered."""
    first = groups[0].cases[0].id if groups else None
    return [
        Shelf(
            group.fellow,
            [item_of(case, opened="approve" if case.id == first else "") for case in group.cases],
        )
        for group in groups
    ]


def banner_of(answers: Sequence[Given]) -> Banner | None:
    """About the answers that stand; None for none."""
    standing = [answer for answer in answers if not answer.undone]
    if not standing:
        return None
    age = max((current.now() - answer.at).total_seconds() for answer in standing)
    return Banner(
        text=_said(standing),
        differences=[difference(answer) for answer in standing if answer.differs],
        answers=standing,
        seconds_left=max(0, ceil(UNDO_SECONDS - age)),
    )


def _said(answers: Sequence[Given]) -> str:
    if len(answers) > 1:
        return ngettext("%(num)s case approved.", "%(num)s cases approved.", len(answers))
    [one] = answers
    about = {"procedure": one.procedure.in_(language()), "fellow": one.fellow}
    if one.answer is Answer.APPROVED:
        return gettext("Approved: %(procedure)s of %(fellow)s.", **about)
    if one.answer is Answer.RETURNED:
        return gettext("Returned to %(fellow)s: %(procedure)s.", **about)
    return gettext("Not observed: %(procedure)s goes back to %(fellow)s.", **about)


def difference(answer: Given) -> str:
    """Both roles, side by side, in one sentence."""
    assert answer.role_logged_label is not None
    assert answer.role_stated_label is not None
    return gettext(
        "%(fellow)s logged: %(logged)s; you stated: %(stated)s. Both are kept; yours counts.",
        fellow=answer.fellow,
        logged=answer.role_logged_label.in_(language()),
        stated=answer.role_stated_label.in_(language()),
    )
