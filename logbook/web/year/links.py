"""Where the rows are that a number of the year adds up from, and where a thing is done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext

from logbook.domain.assessments import SAID
from logbook.domain.assessments import State as Asked
from logbook.domain.cases import State
from logbook.domain.next_weeks import Do, Todo
from logbook.domain.requirements import Requirement, RequirementKind, cases_asked, counted_cases
from logbook.domain.rules_of_judgement import AssessmentsByForm
from logbook.policy.actors import Actor
from logbook.policy.credentials import may_oversee as may_see_credentials
from logbook.queries.progress import Enrolled, RequirementLine
from logbook.queries.year import LONG_AGO_DAYS


@dataclass(frozen=True)
class Links:
    """For one reader of one fellow's year: the fellow's own lists, or those of an overseer. Their
    addresses are made once and narrowed by what is asked for: a page has a hundred of them."""

    actor: Actor
    enrolled: Enrolled

    @property
    def own(self) -> bool:
        return self.enrolled.fellow_id == self.actor.id

    def cases(self, **narrowed: Any) -> str:
        return _narrowed(self._cases, narrowed)

    @cached_property
    def _cases(self) -> str:
        asked: dict[str, Any] = {"enrollment": self.enrolled.id}
        if self.own:
            return url_for("cases.index", **asked)
        return url_for("cases.overview", fellow=self.enrolled.fellow_id, **asked)

    def performed(self, category: str | None, complicated: bool = False) -> str:
        """Approved cases that the fellow performed, of one category or of all procedures."""
        narrowed: dict[str, Any] = {"state": State.APPROVED.value, "performed": "yes"}
        narrowed |= {"category": category} if category else {"kind": "procedure"}
        return self.cases(**narrowed, **({"complication": "yes"} if complicated else {}))

    def feedback(self, **narrowed: Any) -> str:
        return _narrowed(self._feedback, narrowed)

    @cached_property
    def _feedback(self) -> str:
        if self.own:
            return url_for("assessments.index")
        return url_for("assessments.overview", fellow=self.enrolled.fellow_id)

    def assessments(self, states: Iterable[Asked], **narrowed: Any) -> str:
        named = sorted(one.value for one in states)
        return self.feedback(enrollment=self.enrolled.id, state=named, **narrowed)

    def of_line(self, line: RequirementLine) -> str | None:
        """The rows that add up to the credit of a requirement; None where no list of rows does,
        as weeks, hours and patterns are reckoned and not counted."""
        wanted = line.requirement
        if counted_cases(wanted) and not line.by_level_side:
            return self.cases(requirement=wanted.id, state=State.APPROVED.value)
        if isinstance(wanted.rule, AssessmentsByForm):
            rule = wanted.rule
            return self.assessments(SAID, form=sorted(rule.forms), competency=rule.competency)
        return None

    def gap(self, requirement: str) -> str:
        return f"{self._gaps}#{requirement}"

    @cached_property
    def _gaps(self) -> str:
        if self.own:
            return url_for("readiness.own")
        return url_for("readiness.fellow", enrollment_id=self.enrolled.id)

    @property
    def curves(self) -> str:
        if self.own:
            return url_for("curves.own")
        return url_for("curves.fellow", enrollment_id=self.enrolled.id)

    @property
    def forecast(self) -> str:
        if self.own:
            return url_for("forecast.own")
        return url_for("forecast.fellow", enrollment_id=self.enrolled.id)

    def todo(self, one: Todo) -> tuple[str, str] | None:
        """Where it is done and what the way there is called."""
        if one.do is Do.MEND:
            return self.cases(state=State.RETURNED.value), gettext("Open them")
        if one.do is Do.READ:
            return self.assessments([Asked.FINISHED]), gettext("Open them")
        if one.do is Do.ASK_AGAIN:
            asked = self.assessments([Asked.REQUESTED], waiting=LONG_AGO_DAYS)
            return asked, gettext("Open them")
        if one.do is Do.RENEW:
            return self._credentials()
        assert one.requirement is not None
        return self._toward(one.requirement)

    def _credentials(self) -> tuple[str, str] | None:
        if self.own:
            return url_for("credentials.index"), gettext("My credentials")
        if may_see_credentials(self.actor):
            return url_for("credentials.everybody"), gettext("Credentials")
        return None

    def _toward(self, wanted: Requirement) -> tuple[str, str]:
        if self.own and cases_asked(wanted):
            return url_for("cases.new"), gettext("Log a case")
        if self.own and wanted.kind in DONE_AT:
            endpoint, label = DONE_AT[wanted.kind]
            return url_for(endpoint), label()
        return self.gap(wanted.id), gettext("See the next step")


def _narrowed(address: str, narrowed: Mapping[str, Any]) -> str:
    if not narrowed:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(narrowed, doseq=True)}"


Way = tuple[str, Callable[[], str]]
ASK: Way = ("assessments.new", lambda: gettext("Ask for an assessment"))
PORTFOLIO: Way = ("portfolio.index", lambda: gettext("Open the portfolio"))
DONE_AT: Mapping[RequirementKind, Way] = {
    RequirementKind.ASSESSMENTS: ASK,
    RequirementKind.ENTRUSTMENT: ASK,
    RequirementKind.SESSIONS: PORTFOLIO,
    RequirementKind.HOURS: PORTFOLIO,
    RequirementKind.PORTFOLIO: PORTFOLIO,
    RequirementKind.CREDENTIAL: ("credentials.index", lambda: gettext("My credentials")),
}
