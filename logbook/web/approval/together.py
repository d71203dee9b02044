"""Several cases at once: each is shown in full and answered by itself before all are sent."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from logbook.policy.approval import may_open_queue
from logbook.queries import approval as queries
from logbook.queries import approval_queue
from logbook.queries.approval_queue import WaitingCase
from logbook.services import approval_together as services
from logbook.services.approval_together import Approval, Outcome
from logbook.services.refusals import Invalid
from logbook.web.approval.blueprint import bp
from logbook.web.approval.forms import ApproveForm, SetAllForm
from logbook.web.approval.ids import ids_of
from logbook.web.approval.items import Item, banner_of, item_of
from logbook.web.current import actor, now
from logbook.web.forms import show
from logbook.web.guard import door, to_links_too
from logbook.web.presence import by_presence
from logbook.web.signer import signer_told
from logbook.web.words import words


@bp.post("/review")
@to_links_too
@door(may_open_queue)
def review() -> ResponseReturnValue:
    """The selected cases, each with its own role, level and feedback."""
    ids = ids_of(request.form.getlist("case"))
    try:
        services.check_number(ids)
    except Invalid as wrong:
        flash(_sentences(wrong.complaints), "warning")
        return redirect(url_for(".queue"), 303)
    cases = approval_queue.waiting_cases(actor(), now(), ids)
    return _page([item_of(case) for case in cases], gone=len(ids) - len(cases))


@bp.post("/approvals")
@to_links_too
@door(may_open_queue)
def approve_all() -> ResponseReturnValue:
    """Approve each by itself; those that fail come back with the reason, the rest is done."""
    ids = ids_of(request.form.getlist("case"))[: services.MOST]
    cases = approval_queue.waiting_cases(actor(), now(), ids)
    forms = {case.id: ApproveForm(case) for case in cases}
    if request.form.get("step") == "set_all":
        return _page([item_of(case, approve=_set(forms[case.id], case)) for case in cases])
    fit = [case for case in cases if forms[case.id].validate()]
    wanted = [_wanted(forms[case.id], case) for case in fit]
    outcome = services.approve_each(actor(), wanted, by_presence()) if wanted else Outcome()
    if ids and len(outcome.done) == len(ids):
        return redirect(url_for(".queue", answered=outcome.done), 303)
    return _what_is_left(ids, forms, outcome)


def _wanted(form: ApproveForm, case: WaitingCase) -> Approval:
    words_, seen_id = form.words.data or "", form.seen_id
    return Approval(case.id, form.revision.data, form.stated, form.level.data, words_, seen_id)


def _what_is_left(
    ids: Sequence[UUID], forms: dict[UUID, ApproveForm], outcome: Outcome
) -> ResponseReturnValue:
    """The cases that could not be approved, as they are now, with the reasons."""
    items = []
    cases = approval_queue.waiting_cases(actor(), now(), ids)
    for case in cases:
        form = forms.get(case.id) or ApproveForm.blank(case)
        show(form, outcome.failed.get(case.id, {}))
        form.show(case)
        items.append(item_of(case, approve=form))
    gone = len(ids) - len(outcome.done) - len(cases)
    stale = any("" in complaints for complaints in outcome.failed.values())
    return _page(items, gone=gone, outcome=outcome), 409 if stale or gone else 422


def _set(form: ApproveForm, case: WaitingCase) -> ApproveForm:
    """The same role and level for all, where one was chosen; the rest as it was typed."""
    for_all = SetAllForm(case.curriculum)
    if for_all.role.data:
        form.role.data = for_all.role.data
    if for_all.level.data:
        form.level.data = for_all.level.data
    return form


def _page(items: list[Item], gone: int = 0, outcome: Outcome | None = None) -> str:
    done = queries.own_answers(actor(), outcome.done) if outcome and outcome.done else []
    context: dict[str, Any] = {
        "items": items,
        "set_all": SetAllForm(items[0].case.curriculum) if items else None,
        "gone": gone,
        "banner": banner_of(done),
        **signer_told(),
    }
    return render_template("approval/review.html", **context)


def _sentences(complaints: Any) -> str:
    return " ".join(words(message) for message in complaints.values())
