"""The supervisor's queue: each case answered where it stands."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from logbook.policy.approval import may_answer, may_open_queue
from logbook.queries import approval as queries
from logbook.queries import approval_queue
from logbook.queries.approval_queue import WaitingCase
from logbook.queries.reminders import nudged_of
from logbook.queries.stand_ins import standing_in
from logbook.services import approval as services
from logbook.services import approval_together as together_services
from logbook.services.cases import Stale
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.web.approval import together
from logbook.web.approval.blueprint import bp
from logbook.web.approval.facts import all_shown
from logbook.web.approval.forms import AnswerForm, ApproveForm, NotObservedForm, ReturnForm
from logbook.web.approval.ids import ids_of
from logbook.web.approval.items import banner_of, item_of, shelves_of
from logbook.web.current import actor, now
from logbook.web.errors import page
from logbook.web.forms import show
from logbook.web.guard import door, to_links_too
from logbook.web.presence import by_presence
from logbook.web.signer import signer_told
from logbook.web.words import words

__all__ = ["bp", "together"]

PASSED_BY = lazy_gettext(
    "It may have been given to somebody else meanwhile, or taken back. What you sent was not saved."
)
"""The same for a case that never was theirs: who guesses learns nothing."""
F = TypeVar("F", bound=AnswerForm)


@bp.get("")
@to_links_too
@door(may_open_queue)
def queue() -> ResponseReturnValue:
    after = next(iter(ids_of(request.args.getlist("after"))), None)
    shown = approval_queue.queue(actor(), now(), after)
    answered = ids_of(request.args.getlist("answered"))[: together_services.MOST]
    return render_template(
        "approval/queue.html",
        shelves=shelves_of(shown.groups),
        next_after=shown.next_after,
        age=queries.queue_age(actor(), now()),
        recent=queries.recent_answers(actor()),
        nudged=nudged_of(actor()),
        in_place_of=standing_in(actor()),
        banner=banner_of(queries.own_answers(actor(), answered)) if answered else None,
        most=together_services.MOST,
        **signer_told(shown.asked),
    )


@bp.post("/<uuid:case_id>/approve")
@to_links_too
@door(may_open_queue)
def approve(case_id: UUID) -> ResponseReturnValue:
    def answer(form: ApproveForm, revision: int) -> UUID:
        return services.approve(
            actor(),
            case_id,
            revision,
            role_stated=form.stated,
            level=form.level.data,
            words=form.words.data or "",
            seen_id=form.seen_id,
            by=by_presence(),
        )

    return _answer(case_id, ApproveForm, answer)


@bp.post("/<uuid:case_id>/return")
@to_links_too
@door(may_open_queue)
def return_(case_id: UUID) -> ResponseReturnValue:
    def answer(form: ReturnForm, revision: int) -> UUID:
        return services.return_(actor(), case_id, revision, reason=form.words.data)

    return _answer(case_id, ReturnForm, answer)


@bp.post("/<uuid:case_id>/not-observed")
@to_links_too
@door(may_open_queue)
def not_observed(case_id: UUID) -> ResponseReturnValue:
    def answer(_form: NotObservedForm, revision: int) -> UUID:
        return services.not_observed(actor(), case_id, revision)

    return _answer(case_id, NotObservedForm, answer)


@bp.post("/undo")
@to_links_too
@door(may_open_queue)
def undo() -> ResponseReturnValue:
    """Take back one answer or several, named in the address."""
    try:
        outcome = together_services.undo_each(
            actor(), ids_of(request.args.getlist("answer")), by_presence()
        )
    except Invalid as wrong:
        flash(" ".join(words(message) for message in wrong.complaints.values()), "warning")
        return redirect(url_for(".queue"), 303)
    if outcome.done:
        flash(
            ngettext(
                "Taken back: the case waits for your answer again.",
                "Taken back: %(num)s cases wait for your answer again.",
                len(outcome.done),
            )
        )
    for complaints in outcome.failed.values():
        flash(" ".join(words(message) for message in complaints.values()), "warning")
    return redirect(url_for(".queue"), 303)


def _answer(case_id: UUID, kind: type[F], answer: Callable[[F, int], UUID]) -> ResponseReturnValue:
    """Answer the revision that the page showed; a case that moved on meanwhile is shown anew."""
    case = _find(case_id)
    if case is None:
        return _settled(case_id, kind)
    form = kind(case)
    if form.revision.data is None:
        form.revision.data = 0  # a page that does not say what it showed has shown nothing
    if not form.is_about(case):
        return _changed(case, form)
    if not form.validate():
        return _again(case, form)
    try:
        answer_id = answer(form, case.revision)
    except Invalid as wrong:
        show(form, wrong)
        return _again(case, form)
    except Conflict:
        fresh = _find(case_id)
        if fresh is None:
            raise
        return _changed(fresh, form)
    return redirect(url_for(".queue", answered=answer_id), 303)


def _settled(case_id: UUID, kind: type[AnswerForm]) -> ResponseReturnValue:
    """A case that does not wait for this supervisor: answered from the same page a moment ago by
    an impatient hand, or no longer to be answered, or not theirs at all."""
    revision = request.form.get(kind.name_of("revision", case_id), 0, type=int)
    answer_id = queries.own_answer_to(actor(), case_id, revision)
    if answer_id is not None:
        return redirect(url_for(".queue", answered=answer_id), 303)
    standing = queries.standing_of(actor(), case_id)
    if standing is None:
        return page(404, gettext("This case does not wait for you"), str(PASSED_BY))
    decision = may_answer(actor(), standing)
    if standing.supervisor_id != actor().id:
        insist(decision)
    raise Conflict(decision.reason) if decision.reason else Stale


def _find(case_id: UUID) -> WaitingCase | None:
    return next(iter(approval_queue.waiting_cases(actor(), now(), [case_id])), None)


def _again(case: WaitingCase, form: AnswerForm) -> ResponseReturnValue:
    """The same case with what is wrong beside the fields."""
    return _page(case, form), 422


def _changed(case: WaitingCase, form: AnswerForm) -> ResponseReturnValue:
    """What the page had shown beside what there is now; what was typed stays."""
    seen, only_code = form.seen_facts(), form.revision.data == case.revision
    form.show(case)
    return _page(case, form, seen, only_code), 409


def _page(
    case: WaitingCase,
    form: AnswerForm,
    seen: list[tuple[str, str]] | None = None,
    only_code: bool = False,
) -> str:
    item = item_of(
        case,
        opened="return" if isinstance(form, ReturnForm) else "approve",
        approve=form if isinstance(form, ApproveForm) else None,
        return_=form if isinstance(form, ReturnForm) else None,
    )
    before, after = dict(seen or ()), dict(all_shown(case))
    return render_template(
        "approval/answer.html",
        item=item,
        form=form,
        changed=seen is not None,
        only_code=only_code,
        compared=[(name, before.get(name), after.get(name)) for name in before | after],
        **signer_told(),
    )
