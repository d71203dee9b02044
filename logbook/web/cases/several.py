"""Several cases at once: a list with one day, site and supervisor, and a row for each case."""

from dataclasses import dataclass, field
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from logbook.domain.curriculum import Curriculum
from logbook.policy.cases import may_log
from logbook.queries.cases import EnrollmentNow, enrollment_of
from logbook.services.cases_together import WrongRows, log_together
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.cases.blueprint import bp
from logbook.web.cases.forms import CaseForm, offer
from logbook.web.cases.prefill import context_of
from logbook.web.cases.several_rows import AT_FIRST, MOST, Reader, Row, heading_of, said_in
from logbook.web.cases.sheet import last_days, offer_places
from logbook.web.cases.tiles import Tiles, tiles_of
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.words import language, words

SHARED = ("performed_on", "supervisor", "site", "setting")


@dataclass
class Several:
    """The page: what all rows share, the rows, and the tiles that begin one."""

    shared: CaseForm
    rows: list[Row]
    tiles: Tiles
    wrong: dict[str, list[str]] = field(default_factory=dict)
    """What is wrong with a row and belongs to none of its fields, by the row's id."""

    @property
    def days(self) -> list[tuple[date, str]]:
        return last_days(current.today())

    @property
    def begun(self) -> list[Row]:
        return [one for one in self.rows if one.procedure is not None]

    @property
    def open(self) -> list[Row]:
        return [one for one in self.rows if one.procedure is None]

    @property
    def room(self) -> bool:
        return len(self.rows) < MOST

    def heading(self, row: Row) -> str:
        return heading_of(row, [*self.begun, *self.open].index(row) + 1)

    def complaints(self, row: Row) -> list[str]:
        """All that is wrong with a row, with the names of its fields."""
        fields = [f"{f.label.text}: {said}" for f in row.form or () for said in f.errors]
        return [*self.wrong.get(str(row.id), []), *fields]

    def any_wrong(self, row: Row) -> bool:
        return bool(self.complaints(row))

    @property
    def faulty(self) -> bool:
        return bool(self.shared.errors) or any(map(self.any_wrong, self.rows))


@bp.get("/several")
@door(may_log)
def several() -> ResponseReturnValue:
    """Eight rows, with the day, site and supervisor that the last case tells."""
    enrollment = enrollment_of(current.actor())
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    begun = context_of(current.actor(), "", current.today()).values()
    shared = CaseForm(None, data={**begun, "performed_on": current.today()})
    return _shown(enrollment.curriculum, shared, [Row() for _ in range(AT_FIRST)])


@bp.post("/several")
@door(may_log)
def log_several() -> ResponseReturnValue:
    """Add a row, read what was typed, or log them all. What was typed is on every answer."""
    enrollment = enrollment_of(current.actor())
    if enrollment is None:
        raise NotFound
    shared = CaseForm()
    day = shared.performed_on.data or current.today()
    reader = Reader(current.actor(), enrollment.curriculum, day)
    try:
        rows = reader.rows()
    except ValueError:
        raise NotFound from None  # no page of ours gave a row such an id
    step, _, what = request.form.get("step", "").partition(":")
    if step in ("submit", "draft"):
        return _log(enrollment, shared, rows)
    if step == "remove":
        rows = [one for one in rows if str(one.id) != what]
    elif step == "add" and len(rows) < MOST:
        rows.append(Row())
    elif step == "kind" and what in enrollment.curriculum.procedures:
        row = _place_for_one(rows)
        above = rows[: rows.index(row)]
        reader.begin(row, enrollment.curriculum.procedures[what], above)
    return _shown(enrollment.curriculum, shared, rows)


def _place_for_one(rows: list[Row]) -> Row:
    """The first row in which nothing stands; a new one where all are taken."""
    blank = next((one for one in rows if one.blank), None)
    if blank is None:
        blank = Row()
        rows.append(blank)
    return blank


def _log(enrollment: EnrollmentNow, shared: CaseForm, rows: list[Row]) -> ResponseReturnValue:
    filled = [one for one in rows if not one.blank]
    draft = request.form.get("step") == "draft"
    try:
        if not filled:
            raise WrongRows({})
        said = {one.id: said_in(one) for one in filled}
        log_together(current.actor(), enrollment.id, said)
    except WrongRows as wrong:
        return _again(enrollment.curriculum, shared, rows, wrong)
    n = len(filled)
    if draft:
        flash(ngettext("%(num)s case is kept as a draft.", "%(num)s cases are kept as drafts.", n))
        return redirect(url_for("cases.later", _anchor="tray"), 303)
    flash(ngettext("%(num)s case is logged.", "%(num)s cases are logged.", n))
    return redirect(url_for("cases.index"), 303)


def _again(
    curriculum: Curriculum, shared: CaseForm, rows: list[Row], found: WrongRows
) -> ResponseReturnValue:
    """Everything as it was sent: what concerns all rows on top, the rest beside its row."""
    page = _page(curriculum, shared, rows)
    if not found.complaints:
        shared.form_errors.append(gettext("Enter at least one case."))
    for row in rows:
        complaints = dict(found.complaints[row.id].complaints) if row.id in found.complaints else {}
        for name in SHARED:
            said = complaints.pop(name, None)
            if said is not None and words(said) not in shared[name].errors:
                show(shared, {name: said})
        if row.form is not None:
            show(row.form, Invalid(complaints))
            page.wrong[str(row.id)] = row.form.form_errors
        elif complaints:
            page.wrong[str(row.id)] = [words(one) for one in complaints.values()]
    return render_template("cases/several.html", page=page), 422


def _page(curriculum: Curriculum, shared: CaseForm, rows: list[Row]) -> Several:
    offer(shared, curriculum, language())
    offer_places(shared)
    return Several(shared, rows, tiles_of(current.actor(), curriculum))


def _shown(curriculum: Curriculum, shared: CaseForm, rows: list[Row]) -> ResponseReturnValue:
    return render_template("cases/several.html", page=_page(curriculum, shared, rows))
