"""Every table of the room as CSV and XLSX, with what a page shows and nothing that it hides."""

from collections.abc import Callable, Iterator

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.unlogged import Lateness
from logbook.policy.opportunity import may_see_opportunity
from logbook.queries import opportunity as queries
from logbook.queries.opportunity_ahead import gains
from logbook.queries.opportunity_logging import Logging, logging_of_all
from logbook.queries.opportunity_supervisors import Supervisors, supervisors
from logbook.services.spreadsheets import Cell
from logbook.web import current
from logbook.web.guard import door
from logbook.web.opportunity.blueprint import bp
from logbook.web.opportunity.matrix import Matrix, by_fellow, by_site, by_supervisor
from logbook.web.sheets import Sheet, sent
from logbook.web.words import language, words

HIDDEN = "x"
"""A count that is not shown."""


@bp.get(
    "/<any(fellows,sites,shares,coming,weeks,delays,unanswered,rating):table>.<any(csv,xlsx):form>"
)
@door(may_see_opportunity)
def table(table: str, form: str) -> ResponseReturnValue:
    return sent(f"opportunity-{table}", TABLES[table](), form)


def _fellows() -> Sheet:
    return _matrix(by_fellow(queries.opportunity(current.actor(), current.today())))


def _sites() -> Sheet:
    return _matrix(by_site(queries.opportunity(current.actor(), current.today())))


def _shares() -> Sheet:
    return _matrix(by_supervisor(queries.opportunity(current.actor(), current.today())))


def _matrix(found: Matrix) -> Sheet:
    header = [gettext("Category"), *(name for name, _ in found.columns), gettext("All")]
    return Sheet(
        header=[*header, gettext("Mean a month"), gettext("Highest less lowest, in means")],
        rows=[
            [
                line.name,
                *(None if cell is None else _shown(cell.n) for cell in line.cells),
                _shown(line.total.n),
                round(line.sharing.mean, 2) if line.sharing else None,
                round(line.sharing.spread, 2) if line.sharing else None,
            ]
            for line in found.lines
        ],
        legend=[(HIDDEN, gettext("not shown, so that nobody is picked out by one or two cases"))],
    )


def _shown(n: int | None) -> Cell:
    return HIDDEN if n is None else n


def _coming() -> Sheet:
    actor, today = current.actor(), current.today()
    found = gains(actor, queries.opportunity(actor, today), today)
    return Sheet(
        header=[gettext("Category"), gettext("Who gains most")],
        rows=[[one.name.in_(language()), words(gain.in_words())] for one, gain in found],
    )


def _logging() -> Logging:
    return logging_of_all(current.actor(), current.today())


def _weeks() -> Sheet:
    return Sheet(
        header=[gettext("Fellow"), gettext("Week of"), gettext("Rotation")],
        rows=[
            [one.trained.fellow, each.week.monday, each.rotation.in_(language())]
            for one in _logging().fellows
            for each in one.weeks
        ],
    )


def _delays() -> Sheet:
    return Sheet(
        header=[
            gettext("Fellow"),
            gettext("Cases"),
            gettext("Half within, days"),
            gettext("Over 7 days"),
            gettext("Share"),
        ],
        rows=[_delay(one.trained.fellow, one.lateness) for one in _logging().fellows],
    )


def _delay(fellow: str, found: Lateness) -> list[Cell]:
    if found.share is None:
        return [fellow, found.n, None, None, None]
    return [fellow, found.n, found.median_days, found.late, round(found.share, 3)]


def _found() -> Supervisors:
    return supervisors(current.actor(), current.today(), current.now())


def _unanswered() -> Sheet:
    return Sheet(
        header=[
            gettext("Supervisor"),
            gettext("Asked for"),
            gettext("Cases over 7 days"),
            gettext("Requests over 7 days"),
            gettext("Share"),
        ],
        rows=[
            [
                one.supervisor,
                one.asked,
                one.cases_late,
                one.requests_late,
                None if one.share is None else round(one.share, 3),
            ]
            for one in _found().unanswered
        ],
    )


def _rating() -> Sheet:
    return Sheet(
        header=[
            gettext("Scale"),
            gettext("Supervisor"),
            gettext("Judgements"),
            gettext("Levels above colleagues"),
            gettext("Interval from"),
            gettext("Interval to"),
        ],
        rows=list(_raters(_found())),
        legend=[("", gettext("Empty: not enough evidence. Intervals hold in 90 of 100 cases."))],
    )


def _raters(found: Supervisors) -> Iterator[list[Cell]]:
    for scale in found.scales:
        for one in scale.raters:
            told = one.tendency
            numbers = (told.estimate, told.low, told.high) if told else ()
            cells: list[Cell] = [*(round(number, 2) for number in numbers)] or [None] * 3
            yield [scale.scale.name.in_(language()), one.rater, one.n, *cells]


TABLES: dict[str, Callable[[], Sheet]] = {
    "fellows": _fellows,
    "sites": _sites,
    "shares": _shares,
    "coming": _coming,
    "weeks": _weeks,
    "delays": _delays,
    "unanswered": _unanswered,
    "rating": _rating,
}
