"""A case as the API shows it, to whoever may see it."""

from uuid import UUID

from logbook.api.answers import Shown
from logbook.policy.actors import Actor
from logbook.policy.approval import may_see_role
from logbook.queries.approval import Given, answers_of
from logbook.queries.case_lists import CaseRow
from logbook.queries.cases import CaseView
from logbook.queries.record_reads import seen_at


def named(id_: UUID | None, name: str | None) -> Shown | None:
    return None if id_ is None else {"id": id_, "name": name}


def row_shown(actor: Actor, row: CaseRow) -> Shown:
    """Supervisors state the role before they see the fellow's."""
    return {
        "id": row.id,
        "revision": row.revision,
        "state": row.state,
        "performed_on": row.performed_on,
        "procedure": row.procedure,
        "role": row.role if may_see_role(actor, row) else None,
        "credited_role": row.credited_role,
        "fellow": named(row.fellow_id, row.fellow),
        "supervisor": named(row.supervisor_id, row.supervisor),
    }


def case_shown(actor: Actor, case: CaseView) -> Shown:
    """The case in full, with what was answered to it, the last answer first."""
    told = (
        *("id", "revision", "state", "enrollment_id", "performed_on", "procedure", "category"),
        *("credited_role", "setting", "age_band", "indication", "outcome", "complications"),
        *("complication_note", "reflection", "details", "level_sides", "closing_words"),
        *("logged_at", "submitted_at"),
    )
    return {
        **{name: getattr(case, name) for name in told},
        "role": case.role if may_see_role(actor, case) else None,
        "fellow": named(case.fellow_id, case.fellow),
        "supervisor": named(case.supervisor_id, case.supervisor),
        "site": named(case.site_id, case.site),
        "seen_at": seen_at(actor, case),
        "answers": [_answer(one) for one in answers_of(actor, case.id)],
    }


def _answer(given: Given) -> Shown:
    return {
        "id": given.id,
        "answer": given.answer,
        "role_stated": given.role_stated,
        "level": given.level.code if given.level else None,
        "words": given.words,
        "by": named(given.supervisor_id, given.supervisor),
        "at": given.at,
        "undone_at": given.undone_at,
    }
