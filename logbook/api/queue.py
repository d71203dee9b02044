"""The supervisor's queue: listed, and each case answered."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from logbook.api.answers import Shown, answer, insist_on, page_of, two_versions
from logbook.api.blueprint import bp
from logbook.api.callers import FELLOW_ONLY, caller, now, proven
from logbook.api.case_shown import case_shown, named
from logbook.api.operations import asked, body, operation
from logbook.api.schemas import QUEUE_FILTERS
from logbook.domain.catalogue import CaseRole
from logbook.domain.decisions import say
from logbook.domain.scopes import Scope
from logbook.policy.approval import may_open_queue
from logbook.queries import approval_queue
from logbook.queries import cases as queries
from logbook.queries.approval_queue import WaitingCase
from logbook.queries.cases import CaseView
from logbook.services import approval as services
from logbook.services import record_reads
from logbook.services.cases import Stale

ROOM = say("Queue")


@bp.get("/queue")
@operation(
    room=ROOM,
    summary=say("What waits for you, the oldest first. The role that was logged is not told"),
    scope=Scope.QUEUE_READ,
    may=may_open_queue,
    asks=QUEUE_FILTERS,
    gives={200: "QueuePage", 304: ""},
    problems=(404, 422),
)
def list_queue() -> ResponseReturnValue:
    actor, after = caller().actor, asked("after")
    found = approval_queue.queue(actor, now(), UUID(after) if after else None)
    if actor.roles != FELLOW_ONLY:
        record_reads.note_queue(actor, now())
    rows = [_waiting(case) for group in found.groups for case in group.cases]
    return page_of(rows, str(found.next_after) if found.next_after else None, ".list_queue")


@bp.post("/queue/<uuid:case_id>/approve")
@operation(
    room=ROOM,
    summary=say("Approve a case. This is your signature: a token signs only while you let it"),
    scope=Scope.QUEUE_ANSWER,
    may=may_open_queue,
    takes="Approval",
    gives={200: "Given"},
    conditional=True,
    keyed=True,
    problems=(404, 409),
    signs=True,
)
def approve(case_id: UUID) -> ResponseReturnValue:
    actor, by = caller().actor, proven()
    current = _to_answer(case_id)
    try:
        answer_id = services.approve(
            actor,
            case_id,
            current.revision,
            role_stated=CaseRole(body()["role"]),
            level=body()["level"],
            words=body().get("words", ""),
            by=by,
        )
    except Stale:
        raise two_versions("stale", _shown(case_id), body()) from None
    return _given(case_id, answer_id)


@bp.post("/queue/<uuid:case_id>/return")
@operation(
    room=ROOM,
    summary=say("Send a case back to its fellow, and say why"),
    scope=Scope.QUEUE_ANSWER,
    may=may_open_queue,
    takes="Return",
    gives={200: "Given"},
    conditional=True,
    keyed=True,
    problems=(404, 409),
)
def return_(case_id: UUID) -> ResponseReturnValue:
    current = _to_answer(case_id)
    try:
        answer_id = services.return_(
            caller().actor, case_id, current.revision, reason=body()["words"]
        )
    except Stale:
        raise two_versions("stale", _shown(case_id), body()) from None
    return _given(case_id, answer_id)


def _to_answer(case_id: UUID) -> CaseView:
    current = queries.case(caller().actor, case_id)
    insist_on(current.revision, case_shown(caller().actor, current), body())
    return current


def _given(case_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    case = queries.case(caller().actor, case_id)
    said = {"answer_id": answer_id, "case": case_shown(caller().actor, case)}
    return answer(said, revision=case.revision)


def _shown(case_id: UUID) -> Shown:
    return case_shown(caller().actor, queries.case(caller().actor, case_id))


def _waiting(case: WaitingCase) -> Shown:
    told = (
        *("id", "revision", "performed_on", "procedure", "category", "setting", "site"),
        *("age_band", "indication", "outcome", "complications", "complication_note"),
        *("reflection", "details", "logged_after_days", "waiting_days", "unprivileged"),
    )
    return {
        **{name: getattr(case, name) for name in told},
        "fellow": named(case.fellow_id, case.fellow),
        "seen_together": case.seen is not None,
        "levels": [one.code for one in case.curriculum.case_scale.levels],
    }
