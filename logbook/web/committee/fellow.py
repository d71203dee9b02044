"""The page of one fellow in a meeting: the evidence, what members thought, what was decided; and
while the committee sits, how long they talk."""

from typing import Any
from uuid import UUID, uuid4

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from logbook.domain.committee import MeetingState
from logbook.domain.milestones import aims, scale_of
from logbook.policy import committee as policy
from logbook.queries.committee_board import Board
from logbook.queries.committee_decisions import decisions_in, dissents_of
from logbook.queries.committee_kept import FileThen, file_for
from logbook.queries.committee_ratings import compared, pre_ratings
from logbook.services import committee_decisions, committee_session
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.committee.blueprint import bp
from logbook.web.committee.forms import DissentForm, an_id
from logbook.web.committee.meetings import the_board
from logbook.web.forms import choices
from logbook.web.guard import door
from logbook.web.teaching.telling import sub_names


@bp.get("/<uuid:meeting_id>/fellows/<uuid:fellow_id>")
@door(policy.may_list)
def fellow(meeting_id: UUID, fellow_id: UUID) -> ResponseReturnValue:
    actor, today, now = current.actor(), current.today(), current.now()
    found = the_board(meeting_id, fellow_id)
    item = found.item(fellow_id)
    assert item is not None
    file = file_for(actor, found, item, today, now)
    ratings = pre_ratings(actor, found, fellow_id)
    decisions = decisions_in(actor, meeting_id).get(fellow_id, [])
    return render_template(
        "committee/fellow.html",
        board=found,
        item=item,
        file=file,
        kept_at=file.kept_at if isinstance(file, FileThen) else None,
        ratings=ratings,
        compared=compared(ratings, file.curriculum),
        scale=scale_of(file.curriculum),
        names=sub_names(file.curriculum),
        aims=aims(file.curriculum),
        decisions=decisions,
        dissents=dissents_of(actor, [one.id for one in decisions]),
        earlier=[one for one in file.decisions if one.meeting_id != meeting_id],
        dissent_form=_dissent_form(found, fellow_id),
        seconds=_seconds(item.began_at, item.ended_at, now),
        **_asked(found, fellow_id),
    )


def _asked(found: Board, fellow_id: UUID) -> dict[str, Any]:
    """What the actor may do about this fellow."""
    actor = current.actor()
    place = found.place_of(actor, fellow_id)
    related, all_in = found.are_related(actor.id, fellow_id), found.all_in(fellow_id)
    places = [one.fellow_id for one in found.agenda]
    here = places.index(fellow_id)
    return {
        "may_record": policy.may_record(actor, found, fellow_id, place),
        "may_dissent": policy.may_dissent(actor, found, fellow_id, place),
        "may_rate": policy.may_pre_rate(actor, found, fellow_id, place),
        "may_read": policy.may_read_pre_ratings(actor, found, fellow_id, related, all_in),
        "lacking": found.lacking(fellow_id),
        "apart": found.apart(fellow_id),
        "sits": found.state is MeetingState.IN_SESSION,
        "before": found.agenda[here - 1] if here else None,
        "after": found.agenda[here + 1] if here + 1 < len(places) else None,
        "number": here + 1,
    }


def _seconds(began_at: Any, ended_at: Any, now: Any) -> int:
    """Since they began to talk, or how long they did."""
    return max(0, int(((ended_at or now) - began_at).total_seconds())) if began_at else 0


def _dissent_form(found: Board, fellow_id: UUID) -> DissentForm:
    """Who leads records for any member who takes part; the others for themselves."""
    actor = current.actor()
    form = DissentForm(formdata=None, dissent_id=uuid4(), member=str(actor.id))
    leads = bool(policy.may_lead(actor, found))
    form.member.choices = choices(
        (one.member_id, one.name)
        for one in found.expected(fellow_id)
        if leads or one.member_id == actor.id
    )
    return form


@bp.post("/<uuid:meeting_id>/fellows/<uuid:fellow_id>/discussion")
@door(policy.may_list)
def discussion(meeting_id: UUID, fellow_id: UUID) -> ResponseReturnValue:
    """Note that they begin, or end, to talk about this fellow."""
    the_board(meeting_id, fellow_id)
    ways = {
        "begin": (committee_session.begin_discussion, gettext("The time runs.")),
        "end": (committee_session.end_discussion, gettext("The time is noted.")),
    }
    if (way := ways.get(request.form.get("step", ""))) is None:
        raise BadRequest
    act, said = way
    here = url_for(".fellow", meeting_id=meeting_id, fellow_id=fellow_id)
    return act_and_return(lambda: act(current.actor(), meeting_id, fellow_id), said, here)


@bp.post("/<uuid:meeting_id>/fellows/<uuid:fellow_id>/dissent")
@door(policy.may_list)
def dissent(meeting_id: UUID, fellow_id: UUID) -> ResponseReturnValue:
    the_board(meeting_id, fellow_id)
    form = DissentForm()
    member_id = an_id(form.member.data)
    if member_id is None:
        raise BadRequest
    here = url_for(".fellow", meeting_id=meeting_id, fellow_id=fellow_id, _anchor="decision")
    dissent_id = an_id(form.dissent_id.data) or uuid4()
    said = form.words.data or ""
    return act_and_return(
        lambda: committee_decisions.dissent(
            current.actor(), meeting_id, fellow_id, member_id, dissent_id, said
        ),
        gettext("The dissent is recorded."),
        here,
    )
