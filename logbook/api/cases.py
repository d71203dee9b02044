"""Cases: listed, read, kept under the id that the client made, handed in, withdrawn."""

from datetime import date
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from logbook.api.answers import Shown, answer, insist_on, is_conditional, page_of, two_versions
from logbook.api.blueprint import bp
from logbook.api.callers import caller, note
from logbook.api.case_shown import case_shown, row_shown
from logbook.api.operations import asked, body, operation
from logbook.api.problems import Missing, Problem
from logbook.api.schemas import CASE_FILTERS
from logbook.domain.case_content import CaseContent
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole, Outcome
from logbook.domain.decisions import say
from logbook.domain.readings import Page
from logbook.domain.scopes import Scope
from logbook.policy.cases import may_log
from logbook.policy.curriculum import may_read
from logbook.queries import case_lists
from logbook.queries import cases as queries
from logbook.queries.case_lists import Place, Wanted
from logbook.queries.cases import CaseView
from logbook.services import cases as services
from logbook.services.entering import Entered
from logbook.services.refusals import Conflict

ROOM = say("Cases")


@bp.get("/cases")
@operation(
    room=ROOM,
    summary=say("Those that you may see, the newest first, a page at a time"),
    scope=Scope.CASES_READ,
    may=may_read,
    asks=CASE_FILTERS,
    gives={200: "CasePage", 304: ""},
    problems=(422,),
)
def list_cases() -> ResponseReturnValue:
    actor = caller().actor
    found = case_lists.page(actor, _wanted(), _place(asked("after")))
    rows = [row_shown(actor, row) for row in found.rows]
    return page_of(rows, _as_text(found.next), ".list_cases")


@bp.get("/cases/<uuid:case_id>")
@operation(
    room=ROOM,
    summary=say("One case in full"),
    scope=Scope.CASES_READ,
    may=may_read,
    gives={200: "Case", 304: ""},
    problems=(404,),
)
def get_case(case_id: UUID) -> ResponseReturnValue:
    found = queries.case(caller().actor, case_id)
    note("case", case_id, Page.CASE)
    return shown(found)


@bp.put("/cases/<uuid:case_id>")
@operation(
    room=ROOM,
    summary=say("Keep a case under the id that you made: sent twice, it is one case"),
    scope=Scope.CASES_WRITE,
    may=may_log,
    takes="CaseToKeep",
    gives={200: "Case", 201: "Case"},
    problems=(404, 409, 412),
)
def put_case(case_id: UUID) -> ResponseReturnValue:
    """Without If-Match it is a case that may be new: the same once more is answered as it was, and
    another under the same id is a conflict. With If-Match it is a change of that revision."""
    entered = _entered()
    current = _current(case_id)
    if is_conditional():
        if current is None:
            raise two_versions("stale", None, body())
        insist_on(current.revision, _shown(current), body())
        return _change(current, entered)
    return _log(case_id, entered, new=current is None)


@bp.post("/cases/<uuid:case_id>/submit")
@operation(
    room=ROOM,
    summary=say("Hand a draft, or a returned case, in to its supervisor"),
    scope=Scope.CASES_WRITE,
    may=may_log,
    gives={200: "Case"},
    conditional=True,
    keyed=True,
    problems=(404, 409, 422),
)
def submit_case(case_id: UUID) -> ResponseReturnValue:
    current = queries.case(caller().actor, case_id)
    insist_on(current.revision, _shown(current), {})
    return _change(current, _as_it_stands(current))


@bp.post("/cases/<uuid:case_id>/withdraw")
@operation(
    room=ROOM,
    summary=say("Take a case out of the log; an approved one takes its credits with it"),
    scope=Scope.CASES_WRITE,
    may=may_log,
    takes="Withdrawal",
    gives={200: "Case"},
    conditional=True,
    keyed=True,
    problems=(404, 409),
)
def withdraw_case(case_id: UUID) -> ResponseReturnValue:
    current = queries.case(caller().actor, case_id)
    insist_on(current.revision, _shown(current), body())
    try:
        services.withdraw(caller().actor, case_id, body().get("reason", ""), current.revision)
    except services.Stale:
        raise _two_versions("stale", case_id) from None
    return shown(queries.case(caller().actor, case_id))


def _log(case_id: UUID, entered: Entered, *, new: bool) -> Response:
    actor = caller().actor
    enrollment = queries.enrollment_of(actor)
    if enrollment is None:
        raise Conflict(say("You are not enrolled on a curriculum yet."))
    try:
        services.log(actor, case_id, enrollment.id, entered)
    except services.Stale:
        if _current(case_id) is None:  # somebody else's
            raise Problem("missing") from None
        raise _two_versions("conflict", case_id) from None
    response = shown(queries.case(actor, case_id), 201 if new else 200)
    response.headers["Location"] = url_for(".get_case", case_id=case_id)
    return response


def _change(current: CaseView, entered: Entered) -> Response:
    try:
        services.change(caller().actor, current.id, current.revision, entered)
    except services.Stale:
        raise _two_versions("stale", current.id) from None
    return shown(queries.case(caller().actor, current.id))


def shown(found: CaseView, status: int = 200) -> Response:
    return answer(_shown(found), status, found.revision)


def _shown(found: CaseView) -> Shown:
    return case_shown(caller().actor, found)


def _current(case_id: UUID) -> CaseView | None:
    try:
        return queries.case(caller().actor, case_id)
    except Missing:
        return None


def _two_versions(code: str, case_id: UUID) -> Problem:
    sent = body() if request.data else {}
    return two_versions(code, _shown(queries.case(caller().actor, case_id)), sent)


def _wanted() -> Wanted:
    fellow, state = asked("fellow_id"), asked("state")
    since, until = asked("since"), asked("until")
    return Wanted(
        fellow_id=UUID(fellow) if fellow else None,
        procedure=asked("procedure"),
        category=asked("category"),
        state=State(state) if state else None,
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )


def _as_text(place: Place | None) -> str | None:
    return None if place is None else f"{place.performed_on.isoformat()}.{place.id}"


def _place(after: str | None) -> Place | None:
    """Where a page begins: a day and an id, as the page before it said."""
    if after is None:
        return None
    day, _, id_ = after.partition(".")
    try:
        return Place(date.fromisoformat(day), UUID(id_))
    except ValueError:
        wrong = say("Take this from the answer before it.")
        raise Problem("invalid", errors=[("/after", wrong)]) from None


def _entered() -> Entered:
    sent = body()
    supervisor, site = sent.get("supervisor_id"), sent.get("site_id")
    content = CaseContent(
        procedure=sent["procedure"],
        performed_on=date.fromisoformat(sent["performed_on"]),
        role=CaseRole(sent["role"]),
        setting=sent.get("setting") or None,
        age_band=sent.get("age_band") or None,
        indication=sent.get("indication", ""),
        outcome=sent.get("outcome", Outcome.SUCCESS.value),
        complications=tuple(sent.get("complications", ())),
        complication_note=sent.get("complication_note", ""),
        reflection=sent.get("reflection", ""),
        details=sent.get("details", {}),
    )
    return Entered(
        content=content,
        supervisor_id=UUID(supervisor) if supervisor else None,
        site_id=UUID(site) if site else None,
        submit=sent.get("submit", False),
        code=sent.get("code", "").strip(),
    )


def _as_it_stands(case: CaseView) -> Entered:
    """The same words, handed in."""
    names = (
        *("procedure", "performed_on", "role", "setting", "age_band", "indication", "outcome"),
        *("complications", "complication_note", "reflection", "details"),
    )
    content = CaseContent(**{name: getattr(case, name) for name in names})
    return Entered(content, case.supervisor_id, case.site_id, submit=True)
