"""Who calls, and in what program; for a page of ours, the token that its acts must carry."""

from flask.typing import ResponseReturnValue

from logbook.api.answers import answer
from logbook.api.blueprint import bp
from logbook.api.callers import caller
from logbook.api.house import house
from logbook.api.operations import operation
from logbook.domain.decisions import say
from logbook.queries.cases import enrollment_of

ROOM = say("You")


@bp.get("/me")
@operation(
    room=ROOM,
    summary=say("For whom you speak, and what you may do"),
    gives={200: "Me", 304: ""},
)
def me() -> ResponseReturnValue:
    found = caller()
    enrollment = enrollment_of(found.actor)
    return answer(
        {
            "account_id": found.account_id,
            "member_id": found.actor.id,
            "name": found.name,
            "program": {"id": found.actor.program_id, "name": found.program},
            "roles": found.actor.roles,
            "scopes": found.scopes,
            "enrollment_id": enrollment.id if enrollment else None,
            "version_id": enrollment.version_id if enrollment else None,
            "csrf_token": None if found.by_token else house().csrf_token(),
        }
    )
