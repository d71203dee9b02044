"""A competency of one fellow with its evidence and its rule, and proposing it."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.decisions import Decision
from logbook.policy import sign_offs as policy
from logbook.policy.curriculum import may_read
from logbook.queries.privileges import fields_of
from logbook.queries.sign_off_curve import by_month, curve
from logbook.queries.sign_off_evidence import EvidenceFor, evidence_for
from logbook.queries.sign_off_judges import judges_for
from logbook.queries.sign_off_page import ties_to_fellow
from logbook.queries.sign_offs import FellowCompetency, competencies_of
from logbook.services import sign_offs as services
from logbook.services.refusals import Conflict, Invalid
from logbook.services.sign_offs import Proposed
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.presence import by_presence
from logbook.web.sign_offs.blueprint import bp
from logbook.web.sign_offs.forms import ProposeForm, an_id, propose_form
from logbook.web.words import words


@bp.route("/of/<uuid:enrollment_id>/<string:competency>", methods=["GET", "POST"])
@door(may_read)
def competency(enrollment_id: UUID, competency: str) -> ResponseReturnValue:
    actor, today = current.actor(), current.today()
    try:
        found = evidence_for(actor, enrollment_id, competency, today)
    except KeyError:
        raise NotFound from None
    fellow_id = found.enrolled.fellow_id
    ties = ties_to_fellow(actor, fellow_id)
    if not policy.may_view_fellow(actor, fellow_id, ties):
        raise NotFound
    rule = found.curriculum.competencies[competency].sign_off
    wanted = fields_of(found.curriculum, competency)
    form = propose_form(
        [judges_for(actor, fellow_id, seat, today, wanted) for seat in rule.seats],
        sign_off_id=uuid4(),
        amends=request.args.get("amends", ""),
    )
    may = policy.may_propose(actor, fellow_id, rule, ties)
    if request.method == "GET":
        return _page(found, form, may)
    return _propose(found, form, may)


def _propose(found: EvidenceFor, form: ProposeForm, may: Decision) -> ResponseReturnValue:
    sign_off_id = an_id(form.sign_off_id.data) or uuid4()
    proposed = Proposed(form.judge_ids(), form.words.data or "", an_id(form.amends.data))
    try:
        if form.validate():
            services.propose(
                current.actor(),
                sign_off_id,
                found.enrolled.id,
                found.competency,
                proposed,
                by_presence(),
            )
            flash(gettext("Proposed. Those who are asked to judge find it among theirs."))
            return redirect(url_for(".detail", sign_off_id=sign_off_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    except Conflict as other:
        form.form_errors.append(words(other.reason))
        return _page(found, form, may), 409
    return _page(found, form, may), 422


def _page(found: EvidenceFor, form: ProposeForm, may: Decision) -> str:
    actor = current.actor()
    row = _row(found)
    standing = row.stands
    amending = standing is not None and str(standing.id) == form.amends.data
    return render_template(
        "sign_offs/competency.html",
        found=found,
        competency=found.curriculum.competencies[found.competency],
        months=months_of(found),
        row=row,
        form=form,
        may_propose=may,
        proposing=bool(may) and row.on_its_way is None and (standing is None or amending),
        amending=amending,
        own=found.enrolled.fellow_id == actor.id,
    )


def _row(found: EvidenceFor) -> FellowCompetency:
    rows = competencies_of(current.actor(), found.enrolled.id, current.today()).rows
    return next(one for one in rows if one.competency.id == found.competency)


def months_of(found: EvidenceFor) -> list[object]:
    """The levels that were seen, month by month, on the scale of the target."""
    scale = found.curriculum.competencies[found.competency].target.scale
    return [*by_month(curve(found), scale)]
