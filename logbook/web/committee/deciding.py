"""What the members agree on, and what they decide: each on a page of its own, the decision looked
at once more before it is recorded."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.committee import about_decision
from logbook.domain.decisions import say
from logbook.domain.milestones import scale_of
from logbook.policy import committee as policy
from logbook.queries.committee import Person, members
from logbook.queries.committee_board import Board, Item
from logbook.queries.committee_ratings import compared, pre_ratings
from logbook.queries.curriculum import curriculum_of
from logbook.services import committee_decisions, committee_session
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.web import current
from logbook.web.committee.blueprint import bp
from logbook.web.committee.forms import ConsensusForm, DecideForm, an_id
from logbook.web.committee.meetings import the_board
from logbook.web.committee.rating import notes
from logbook.web.committee.telling import apart_words, spread_words
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.teaching.forms import LEVELS, with_levels
from logbook.web.words import words


def _opened(meeting_id: UUID, fellow_id: UUID) -> tuple[Board, Item]:
    """For whoever records what the committee comes to."""
    actor, found = current.actor(), the_board(meeting_id, fellow_id)
    insist(policy.may_record(actor, found, fellow_id, found.place_of(actor, fellow_id)))
    item = found.item(fellow_id)
    assert item is not None
    return found, item


@bp.route("/<uuid:meeting_id>/fellows/<uuid:fellow_id>/consensus", methods=["GET", "POST"])
@door(policy.may_list)
def consensus(meeting_id: UUID, fellow_id: UUID) -> ResponseReturnValue:
    """Begins with what all said alike; the rest is for the members to agree on."""
    found, item = _opened(meeting_id, fellow_id)
    curriculum = curriculum_of(current.actor().program_id, item.version_id)
    form = with_levels(ConsensusForm, curriculum)(revision=item.revision, narrative=item.narrative)
    if request.method == "GET":
        form.fill({**_agreed_before(found, item), **item.levels})
        return _consensus_page(found, item, form)
    code = 422
    try:
        if form.validate():
            return _keep(found, item, form)
    except Invalid as wrong:
        show(form, wrong)
    except Conflict as other:
        form.form_errors.append(words(other.reason))
        now = the_board(meeting_id, fellow_id).item(fellow_id)
        form.revision.data, form.revision.raw_data = str(now.revision if now else ""), None
        code = 409
    return _consensus_page(found, item, form), code


def _agreed_before(found: Board, item: Item) -> dict[str, str]:
    curriculum = curriculum_of(current.actor().program_id, item.version_id)
    said = compared(pre_ratings(current.actor(), found, item.fellow_id), curriculum)
    return {name: one.agreed for name, one in said.spreads.items() if one.agreed}


def _keep(found: Board, item: Item, form: ConsensusForm) -> ResponseReturnValue:
    number = form.revision.data or ""
    committee_session.keep_consensus(
        current.actor(),
        found.id,
        item.fellow_id,
        int(number) if number.isdecimal() else 0,
        form.levels(),
        form.narrative.data or "",
    )
    flash(gettext("Kept."))
    onward = ".decision" if request.form.get("step") == "decide" else ".fellow"
    return redirect(url_for(onward, meeting_id=found.id, fellow_id=item.fellow_id), 303)


def _consensus_page(found: Board, item: Item, form: ConsensusForm) -> str:
    actor = current.actor()
    curriculum = curriculum_of(actor.program_id, item.version_id)
    scale = scale_of(curriculum)
    said = compared(pre_ratings(actor, found, item.fellow_id), curriculum)
    return render_template(
        "committee/consensus.html",
        board=found,
        item=item,
        form=form,
        notes=notes(curriculum),
        hints={
            LEVELS + name: f"{spread_words(one, scale)} · {apart_words(one)}"
            for name, one in said.spreads.items()
            if one.counts
        },
    )


@bp.route("/<uuid:meeting_id>/fellows/<uuid:fellow_id>/decision", methods=["GET", "POST"])
@door(policy.may_list)
def decision(meeting_id: UUID, fellow_id: UUID) -> ResponseReturnValue:
    found, item = _opened(meeting_id, fellow_id)
    form = DecideForm(decision_id=uuid4(), starts_on=current.today())
    owners = _owners(fellow_id)
    form.offer(owners)
    if request.method == "GET":
        return _decision_page(found, item, form)
    try:
        if form.validate():
            return _decide(found, item, form, owners)
    except Invalid as wrong:
        show(form, wrong)
    return _decision_page(found, item, form), 422


def _owners(fellow_id: UUID) -> list[Person]:
    return [one for one in members(current.actor(), current.today()) if one.id != fellow_id]


def _decide(
    found: Board, item: Item, form: DecideForm, owners: list[Person]
) -> ResponseReturnValue:
    terms = form.terms(current.today())
    if terms is None:
        raise Invalid({"outcome": say("Choose what is decided.")})
    if request.form.get("step") != "record":
        if wrong := about_decision(terms, {one.id for one in owners}, current.today()):
            raise Invalid(wrong)
        owner = next((one.name for one in owners if str(one.id) == form.owner.data), "")
        return render_template(
            "committee/check.html", board=found, item=item, form=form, terms=terms, owner=owner
        )
    decision_id = an_id(form.decision_id.data) or uuid4()
    committee_decisions.decide(current.actor(), found.id, item.fellow_id, decision_id, terms)
    flash(gettext("The decision is recorded. The fellow reads it once the minutes are approved."))
    way = url_for(".fellow", meeting_id=found.id, fellow_id=item.fellow_id, _anchor="decision")
    return redirect(way, 303)


def _decision_page(found: Board, item: Item, form: DecideForm) -> str:
    return render_template("committee/decision.html", board=found, item=item, form=form)
