"""The rows of a list of cases, in words. Lists are opened most: what rows share is told once."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from flask import current_app
from markupsafe import Markup

from logbook.domain.cases import State
from logbook.domain.curriculum import Curriculum
from logbook.queries.case_lists import CaseRow
from logbook.web.cases.telling import labels, place_in_words
from logbook.web.filters import day
from logbook.web.ways import path_to
from logbook.web.words import language


class Line(NamedTuple):
    """One row as it is shown."""

    url: str
    state: State
    fellow: str
    day: str
    procedure: str
    place: str
    role: str
    """As the supervisor stated it, or else as the fellow logged it."""
    differs: bool
    """Whether the supervisor stated another role than the fellow logged."""
    supervisor: str


def rows_of(lines: Sequence[Line], own: bool = False, with_fellow: bool = False) -> Markup:
    """The rows as `cases/_rows.html` writes them."""
    spoken = language()
    # Joined as plain text: each row is markup already, and would be asked whether it is.
    return Markup("".join([_written(line, own, with_fellow, spoken) for line in lines]))  # noqa: S704


@lru_cache(maxsize=400)
def _written(line: Line, own: bool, with_fellow: bool, _spoken: str) -> Markup:
    """One row. Kept by all that it shows and in what language: what is shown otherwise is another
    row, and who may see a row was asked before it came here."""
    template = current_app.jinja_env.get_or_select_template("cases/_rows.html")
    row: Markup = vars(template.module)["row"](line, own, with_fellow)
    return row


def lines_of(rows: Sequence[CaseRow], curriculum: Curriculum) -> list[Line]:
    spoken, base = language(), path_to("cases.index")
    days = {one: day(one) for one in {row.performed_on for row in rows}}
    kinds = {
        code: curriculum.procedures[code].short.in_(spoken)
        for code in {row.procedure for row in rows}
        if code in curriculum.procedures
    }
    roles, sides = (labels(curriculum, name, spoken) for name in ("roles", "sides"))
    return [
        Line(
            url=f"{base}/{row.id}",
            state=row.state,
            fellow=row.fellow,
            day=days[row.performed_on],
            procedure=kinds.get(row.procedure, row.procedure),
            place=place_in_words(row.details, sides),
            role=roles.get(row.credited_role or row.role, row.role),
            differs=row.credited_role not in (None, row.role),
            supervisor=row.supervisor or "",
        )
        for row in rows
    ]
