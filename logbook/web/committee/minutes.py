"""The minutes of a meeting: read by those who may, signed and amended by the chair."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.committee import MeetingState
from logbook.domain.milestones import scale_of
from logbook.domain.signatures import Proven
from logbook.policy import committee as policy
from logbook.queries.committee_board import Board, board
from logbook.queries.committee_minutes import Plain, approved, minutes_said
from logbook.queries.curriculum import curriculum_of
from logbook.queries.signatures import signatures_of
from logbook.services import committee_minutes as services
from logbook.services.committee_minutes import MINUTES, Asked, digest_of
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.web import current
from logbook.web.committee.blueprint import bp
from logbook.web.committee.forms import MinutesForm, an_id
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.presence import asked, asked_of_passkey, proof_in
from logbook.web.teaching.telling import level_words, sub_names
from logbook.web.words import words


def _board(meeting_id: UUID) -> Board:
    """For those who read what was decided: a coordinator plans and reads none of it."""
    actor = current.actor()
    found = board(actor, meeting_id)
    insist(policy.may_read_minutes(actor, found, found.is_about(actor.id)))
    return found


@bp.get("/<uuid:meeting_id>/minutes")
@door(policy.may_list)
def minutes(meeting_id: UUID) -> ResponseReturnValue:
    return _page(_board(meeting_id), MinutesForm(formdata=None, minutes_id=uuid4()))


def _page(found: Board, form: MinutesForm) -> str:
    actor = current.actor()
    kept = approved(actor, found.id)
    said = kept[0].said if kept else minutes_said(actor, found, current.now())
    form.seen.data, form.seen.raw_data = digest_of(said), None
    signed = signatures_of(actor, MINUTES, [one.id for one in kept])
    return render_template(
        "committee/minutes.html",
        board=found,
        said=said,
        kept=kept,
        amendments=kept[1:],
        form=form,
        proof=asked(),
        levels=_levels(found, said),
        may_approve=policy.may_approve(actor, found),
        signatures={one.id: signed[one.id] for one in kept},
    )


def _levels(found: Board, said: Plain) -> dict[str, str]:
    """By fellow, the ratings in one line: `PC1 3, PC2 3.5`."""
    told = {}
    for one in said["fellows"]:
        decision = one["decision"]
        if not decision or not decision["levels"]:
            continue
        item = found.item(UUID(one["id"]))
        assert item is not None
        curriculum = curriculum_of(current.actor().program_id, item.version_id)
        scale = scale_of(curriculum)
        told[one["id"]] = ", ".join(
            f"{name} {level_words(scale, decision['levels'][name])}"
            for name in sub_names(curriculum)
            if name in decision["levels"]
        )
    return told


@bp.post("/<uuid:meeting_id>/minutes")
@door(policy.may_list)
def sign(meeting_id: UUID) -> ResponseReturnValue:
    """The chair signs the minutes, or an amendment once they are signed."""
    found = _board(meeting_id)
    insist(policy.may_approve(current.actor(), found))
    form = MinutesForm()
    by = proof_in(form) if form.validate() else None
    if by is None:
        return _page(found, form), 422
    amends = found.state is MeetingState.APPROVED
    act = _amending if amends else _approving
    try:
        act(meeting_id, form, by)()
    except Invalid as wrong:
        show(form, wrong)
        return _page(found, form), 422
    except Conflict as other:
        form.form_errors.append(words(other.reason))
        return _page(found, form), 409
    flash(
        gettext("The amendment is signed.")
        if amends
        else gettext("The minutes are signed. The letters are on their way.")
    )
    return redirect(url_for(".minutes", meeting_id=meeting_id), 303)


def _approving(meeting_id: UUID, form: MinutesForm, by: Proven) -> Callable[[], None]:
    sent = (_id_of(form), form.seen.data or "")
    return lambda: services.approve(current.actor(), meeting_id, *sent, by)


def _amending(meeting_id: UUID, form: MinutesForm, by: Proven) -> Callable[[], None]:
    sent = (_id_of(form), form.words.data or "")
    return lambda: services.amend(current.actor(), meeting_id, *sent, by)


def _id_of(form: MinutesForm) -> UUID:
    return an_id(form.minutes_id.data) or uuid4()


@bp.post("/<uuid:meeting_id>/minutes/statement")
@door(policy.may_list)
def minutes_statement(meeting_id: UUID) -> ResponseReturnValue:
    """What a passkey is asked to sign if this form is sent as it is. Changes nothing."""
    found, form = _board(meeting_id), MinutesForm()
    if not form.validate():
        return _page(found, form), 422
    what = Asked(_id_of(form), form.seen.data or "", form.words.data or "")
    try:
        text = services.to_be_signed(current.actor(), meeting_id, what, current.now())
    except Invalid as wrong:
        show(form, wrong)
        return _page(found, form), 422
    return asked_of_passkey(text)
