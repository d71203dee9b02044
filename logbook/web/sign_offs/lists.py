"""Lists: a fellow's competencies, what waits for whom, and all sign-offs of the program."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from logbook.domain.sign_offs import State
from logbook.policy import sign_offs as policy
from logbook.policy.certificates import may_issue_whole
from logbook.policy.curriculum import may_read
from logbook.queries import sign_offs as queries
from logbook.queries.cases import enrollment_of
from logbook.queries.sign_off_page import ties_to_fellow
from logbook.web import current
from logbook.web.guard import door
from logbook.web.sign_offs.blueprint import bp


@bp.get("")
@door(policy.may_open_own)
def index() -> ResponseReturnValue:
    enrollment = enrollment_of(current.actor())
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    return _of(enrollment.id)


@bp.get("/of/<uuid:enrollment_id>")
@door(may_read)
def fellow(enrollment_id: UUID) -> ResponseReturnValue:
    return _of(enrollment_id)


def _of(enrollment_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    found = queries.competencies_of(actor, enrollment_id, current.today())
    fellow_id = found.enrolled.fellow_id
    if not policy.may_view_fellow(actor, fellow_id, ties_to_fellow(actor, fellow_id)):
        raise NotFound
    return render_template(
        "sign_offs/index.html",
        found=found,
        own=fellow_id == actor.id,
        oversees=bool(policy.may_oversee(actor)),
        certifies=bool(may_issue_whole(actor, fellow_id)),
    )


@bp.get("/waiting")
@door(policy.may_open_waiting)
def waiting() -> ResponseReturnValue:
    actor, today = current.actor(), current.today()
    return render_template(
        "sign_offs/waiting.html",
        waiting=queries.waiting(actor, today),
        to_decide=queries.to_decide(actor, today),
        judged=queries.judged(actor, today),
        oversees=bool(policy.may_oversee(actor)),
    )


@bp.get("/all")
@door(policy.may_oversee)
def everybody() -> ResponseReturnValue:
    chosen = request.args.get("state", "")
    states = [State(chosen)] if chosen in set(State) else None
    found = queries.of_all(current.actor(), current.today(), states)
    return render_template("sign_offs/all.html", found=found, states=list(State), chosen=chosen)
