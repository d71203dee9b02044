"""Knowledge tests: entered for the whole cohort, read by each fellow, amended openly."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.knowledge import Outcome, Result, mark_standing
from logbook.domain.opportunities import KnowledgeTest
from logbook.domain.requirements import FigureStanding
from logbook.policy.cohort import may_see_progress
from logbook.policy.curriculum import may_read
from logbook.policy.knowledge import may_enter, may_enter_for
from logbook.policy.teaching import may_open, may_see_sessions
from logbook.queries import knowledge as queries
from logbook.queries.cases import enrollment_of
from logbook.queries.curriculum import curriculum_of
from logbook.queries.knowledge import SittingView
from logbook.queries.teaching import Trained, enrolled, trained
from logbook.services import knowledge as services
from logbook.services.refusals import Invalid, insist
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.teaching.blueprint import bp
from logbook.web.teaching.forms import (
    ResultForm,
    ResultsForm,
    an_id,
    beside_rows,
    outcome_choices,
    results_form,
)
from logbook.web.teaching.telling import crumbs, fellow_tabs, program_tabs

FIELDS = {"sat_on": "on", "score": "score", "outcome": "outcome", "test": "score"}


@dataclass(frozen=True, slots=True)
class TestOf:
    """One test of a fellow's curriculum, with all that was entered about it."""

    __test__ = False  # pytest takes the name for one of its own

    test: KnowledgeTest
    standing: FigureStanding
    """Who stands behind the pass mark."""
    entries: list[SittingView]

    @property
    def latest(self) -> SittingView | None:
        """Only the latest sitting tells."""
        return next((one for one in self.entries if one.stands), None)


@bp.get("/tests")
@door(may_open)
def tests() -> ResponseReturnValue:
    """Fellows by tests; for a fellow, the own results."""
    actor = current.actor()
    if not may_see_sessions(actor):
        enrollment = enrollment_of(actor)
        if enrollment is None:
            return render_template("teaching/not_enrolled.html")
        return _results(enrollment.id)
    people = trained(actor, current.today())
    latest: dict[tuple[UUID, str], SittingView] = {}
    for one in queries.all_sittings(actor):
        if one.stands:
            latest.setdefault((one.enrollment_id, one.test), one)
    return render_template(
        "teaching/tests.html",
        people=people,
        tests=_known(people).values(),
        asked={(one.id, test) for one in people for test in _tests_of(one)},
        latest=latest,
        may_enter=may_enter(actor),
        tabs=program_tabs(actor, "tests"),
    )


def _tests_of(fellow: Trained) -> dict[str, KnowledgeTest]:
    curriculum = curriculum_of(current.actor().program_id, fellow.version_id)
    return dict(curriculum.offers.tests)


def _known(people: list[Trained]) -> dict[str, KnowledgeTest]:
    """Tests of the curricula that are followed, by id."""
    return {code: test for one in people for code, test in _tests_of(one).items()}


@bp.route("/tests/<string:code>", methods=["GET", "POST"])
@door(may_enter)
def test(code: str) -> ResponseReturnValue:
    """Enter the results of all who sat a test: all of them or none."""
    actor = current.actor()
    people = [one for one in trained(actor, current.today()) if code in _tests_of(one)]
    if not people:
        raise NotFound
    known = _known(people)[code]
    form = results_form(people, known)
    if request.method == "POST":
        try:
            if form.validate():
                return _enter(form, known, people)
        except Invalid as wrong:
            show(form, wrong)
    else:
        form.sat_on.data = current.today()
    latest: dict[UUID, SittingView] = {}
    for one in queries.sittings_on(actor, code):
        if one.stands:
            latest.setdefault(one.enrollment_id, one)
    page = render_template(
        "teaching/test.html", form=form, test=known, people=people, latest=latest
    )
    return page, 200 if request.method == "GET" else 422


def _enter(form: ResultsForm, known: KnowledgeTest, people: list[Trained]) -> ResponseReturnValue:
    rows = [(one, found) for one in people if (found := _typed(form, known, one))]
    try:
        services.enter_together(
            current.actor(),
            [(an_id(form[f"id-{one.id.hex}"].data), one.id, result) for one, result in rows],
        )
    except Invalid as wrong:
        ends = [one.id.hex for one, _ in rows]
        raise Invalid(beside_rows(wrong, ends, FIELDS)) from None
    flash(gettext("Entered. Each fellow sees their own result."))
    return redirect(url_for(".test", code=known.id), 303)


def _typed(form: ResultsForm, known: KnowledgeTest, one: Trained) -> Result | None:
    """What was typed for one fellow; None where nothing was."""
    day = form[f"on-{one.id.hex}"].data or form.sat_on.data
    if known.pass_mark is not None:
        score = form[f"score-{one.id.hex}"].data
        return None if score is None else Result(known.id, day, score)
    said = form[f"outcome-{one.id.hex}"].data
    return Result(known.id, day, outcome=_outcome(said)) if said else None


def _outcome(text: str | None) -> Outcome | None:
    """As it is said on a form; that an entry was a mistake is said in another way."""
    return Outcome(text) if text in (Outcome.PASSED, Outcome.NOT_PASSED) else None


@bp.get("/tests/fellows/<uuid:enrollment_id>")
@door(may_read)
def results(enrollment_id: UUID) -> ResponseReturnValue:
    """For the fellow, and for those who oversee the program."""
    return _results(enrollment_id)


def _results(enrollment_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    fellow = enrolled(actor, enrollment_id)
    if not may_see_progress(actor, fellow.fellow_id):
        raise NotFound
    curriculum = curriculum_of(actor.program_id, fellow.version_id)
    found = queries.sittings_of(actor, enrollment_id)
    return render_template(
        "teaching/results.html",
        fellow=fellow,
        own=fellow.fellow_id == actor.id,
        edition=curriculum.edition,
        tests=[
            TestOf(
                test,
                mark_standing(test, curriculum.sources),
                [one for one in found if one.test == test.id],
            )
            for test in curriculum.offers.tests.values()
        ],
        may_enter=may_enter_for(actor, fellow.fellow_id),
        crumbs=crumbs(actor, fellow),
        tabs=fellow_tabs(enrollment_id, "results"),
    )


@bp.route("/tests/results/<uuid:sitting_id>/amend", methods=["GET", "POST"])
@door(may_enter)
def amend(sitting_id: UUID) -> ResponseReturnValue:
    """Put another result in its place, or say that it was a mistake; it stays readable."""
    actor = current.actor()
    before = queries.sitting(actor, sitting_id)
    insist(may_enter_for(actor, before.fellow_id))
    fellow = enrolled(actor, before.enrollment_id)
    known = _tests_of(fellow).get(before.test)
    if known is None:
        raise NotFound
    if before.amended_by_id and request.method == "GET":  # it is another entry that stands now
        return redirect(url_for(".results", enrollment_id=before.enrollment_id))
    form = ResultForm(
        sitting_id=uuid4(), sat_on=before.sat_on, score=before.score, outcome=before.outcome
    )
    form.outcome.choices = outcome_choices()
    try:
        if form.validate_on_submit():
            return _amend(form, before, known)
    except Invalid as wrong:
        show(form, wrong)
    page = render_template("teaching/amend.html", form=form, before=before, test=known)
    return page, 200 if request.method == "GET" else 422


def _amend(form: ResultForm, before: SittingView, known: KnowledgeTest) -> ResponseReturnValue:
    if request.form.get("step") == "mistake":
        result = Result(known.id, before.sat_on, outcome=Outcome.MISTAKEN)
    elif known.pass_mark is not None:
        result = Result(known.id, form.sat_on.data, form.score.data)
    else:
        result = Result(known.id, form.sat_on.data, outcome=_outcome(form.outcome.data))
    services.amend(current.actor(), an_id(form.sitting_id.data), before.id, result)
    flash(gettext("Amended. What stood there before stays readable."))
    return redirect(url_for(".results", enrollment_id=before.enrollment_id), 303)
