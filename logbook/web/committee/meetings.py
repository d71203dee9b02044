"""Meetings: the list, planning one, its page, and the steps that it takes."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, NotFound

from logbook.domain.committee import MeetingState, minutes_of
from logbook.policy import committee as policy
from logbook.queries.committee import meetings, who_can_sit
from logbook.queries.committee_board import Board, board
from logbook.queries.committee_decisions import decisions_in, open_plans
from logbook.queries.committee_packets import packets
from logbook.queries.teaching import trained
from logbook.services import committee_meetings as services
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.committee.blueprint import bp
from logbook.web.committee.forms import PLACE, MeetingForm, an_id, meeting_form
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.words import words


@bp.get("")
@door(policy.may_list)
def index() -> ResponseReturnValue:
    actor = current.actor()
    return render_template(
        "committee/index.html",
        meetings=meetings(actor),
        plans=open_plans(actor, current.today()) if actor.is_(*policy.READERS) else [],
        may_plan=policy.may_plan(actor),
    )


@bp.route("/new", methods=["GET", "POST"])
@door(policy.may_plan)
def new() -> ResponseReturnValue:
    """The page makes the meeting's id, so that a double tap plans one."""
    form = _form(meeting_id=uuid4())
    if request.method == "GET":
        form.members.data = [str(one.id) for one in who_can_sit(current.actor(), current.today())]
        for number, field in enumerate(form.places(), start=1):
            field.data = number
        return _sheet(form, None)
    meeting_id = an_id(form.meeting_id.data) or uuid4()
    return _save(form, None, lambda: _plan(meeting_id, form), meeting_id)


def _plan(meeting_id: UUID, form: MeetingForm) -> None:
    actor, today = current.actor(), current.today()
    services.plan(actor, meeting_id, form.terms(trained(actor, today)))


@bp.route("/<uuid:meeting_id>/edit", methods=["GET", "POST"])
@door(policy.may_plan)
def edit(meeting_id: UUID) -> ResponseReturnValue:
    """Before the members begin to rate."""
    actor = current.actor()
    found = board(actor, meeting_id)
    insist(policy.may_change(actor, found))
    form = _form(revision=found.revision)
    if request.method == "GET":
        _fill(form, found)
        return _sheet(form, found)

    def change() -> None:
        number = form.revision.data or ""
        revision = int(number) if number.isdecimal() else 0
        people = trained(actor, current.today())
        services.change(actor, meeting_id, revision, form.terms(people))

    return _save(form, found, change, meeting_id)


def _form(**given: object) -> MeetingForm:
    actor, today = current.actor(), current.today()
    return meeting_form(who_can_sit(actor, today), trained(actor, today), **given)


def _fill(form: MeetingForm, found: Board) -> None:
    form.held_on.data, form.place.data = found.held_on, found.place
    form.chair.data = str(found.chair_id)
    form.members.data = [str(one.member_id) for one in found.seats]
    for number, item in enumerate(found.agenda, start=1):
        if (field := form._fields.get(PLACE + item.fellow_id.hex)) is not None:
            field.data = number


def _save(
    form: MeetingForm, found: Board | None, act: Callable[[], None], meeting_id: UUID
) -> ResponseReturnValue:
    code = 422
    try:
        if form.validate():
            act()
            return redirect(url_for(".detail", meeting_id=meeting_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    except Conflict as other:
        # What was typed is kept; sent once more it takes the place of what is there now.
        form.form_errors.append(words(other.reason))
        form.revision.data, form.revision.raw_data = _revision_now(meeting_id), None
        code = 409
    return _sheet(form, found), code


def _revision_now(meeting_id: UUID) -> str:
    return str(board(current.actor(), meeting_id).revision)


def _sheet(form: MeetingForm, found: Board | None) -> str:
    return render_template("committee/form.html", form=form, board=found)


@bp.get("/<uuid:meeting_id>")
@door(policy.may_list)
def detail(meeting_id: UUID) -> ResponseReturnValue:
    actor, now = current.actor(), current.now()
    found = board(actor, meeting_id)
    reads = actor.is_(*policy.READERS) or bool(policy.may_read_fellow(actor, found, UUID(int=0)))
    return render_template(
        "committee/detail.html",
        board=found,
        now=now,
        reads=reads,
        spent={one.id: minutes_of(one.began_at, one.ended_at, now) for one in found.agenda},
        decisions=decisions_in(actor, meeting_id) if reads else {},
        next_fellow=_next(found),
        may=_may(found),
        plans=_plans(found) if reads else [],
        packets=packets(actor, meeting_id),
        new_packet=uuid4(),
        readable={
            one.id: bool(policy.may_read_fellow(actor, found, one.fellow_id))
            for one in found.agenda
        },
    )


def _next(found: Board) -> UUID | None:
    """The fellow whom the actor is to rate next."""
    actor = current.actor()
    fellow_id = found.next_of(actor.id)
    if fellow_id is None:
        return None
    place = found.place_of(actor, fellow_id)
    return fellow_id if policy.may_pre_rate(actor, found, fellow_id, place) else None


def _may(found: Board) -> dict[str, bool]:
    """The steps that are offered."""
    actor, state = current.actor(), found.state
    leads = bool(policy.may_lead(actor, found))
    return {
        "change": bool(policy.may_change(actor, found)),
        "ask": bool(policy.may_ask(actor, found)),
        "cancel": bool(policy.may_cancel(actor, found)),
        "open": leads and state is MeetingState.PRE_RATING,
        "close": leads and state is MeetingState.IN_SESSION,
        "note": bool(policy.may_note_attendance(actor, found)),
        "approve": bool(policy.may_approve(actor, found)),
        "packet": bool(policy.may_take_packet(actor, found, found.is_about(actor.id))),
    }


def _plans(found: Board) -> list[object]:
    """Plans of those on the agenda that are not done."""
    listed = {one.fellow_id for one in found.agenda}
    everybody = open_plans(current.actor(), current.today())
    return [one for one in everybody if one.fellow_id in listed]


@bp.post("/<uuid:meeting_id>/step")
@door(policy.may_list)
def step(meeting_id: UUID) -> ResponseReturnValue:
    """One of the steps of a meeting, named by the button."""
    actor = current.actor()
    ways: dict[str, tuple[Callable[..., None], str]] = {
        "ask": (services.ask_for_ratings, gettext("The members can rate now.")),
        "open": (services.open_session, gettext("The session is open. All ratings are shown.")),
        "close": (services.close_session, gettext("The session is closed.")),
        "cancel": (services.cancel, gettext("The meeting is cancelled.")),
    }
    if (way := ways.get(request.form.get("step", ""))) is None:
        raise BadRequest
    act, said = way
    here = url_for(".detail", meeting_id=meeting_id)
    return act_and_return(lambda: act(actor, meeting_id), said, here)


@bp.post("/<uuid:meeting_id>/attendance")
@door(policy.may_list)
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    member_id, present = an_id(request.form.get("member")), request.form.get("present")
    if member_id is None or present not in ("yes", "no"):
        raise BadRequest
    here = url_for(".detail", meeting_id=meeting_id, _anchor="members")
    return act_and_return(
        lambda: services.note_attendance(
            current.actor(), meeting_id, member_id, present=present == "yes"
        ),
        gettext("Noted."),
        here,
    )


def the_board(meeting_id: UUID, fellow_id: UUID) -> Board:
    """A meeting with this fellow on its agenda, for those who read what it is about; a stranger is
    told nothing."""
    actor = current.actor()
    found = board(actor, meeting_id)
    if found.item(fellow_id) is None or not policy.may_read_fellow(actor, found, fellow_id):
        raise NotFound
    return found
