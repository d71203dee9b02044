"""A supervisor's mirror: their own figures, for nobody else, and the rows behind each of them."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.due import DUE_WEEKS
from logbook.policy.mirror import may_look_into_mirror
from logbook.queries import opportunity
from logbook.queries.mirror import WINDOWS, Mirror, level_list, mirror
from logbook.queries.mirror_rows import Row
from logbook.services.spreadsheets import Cell
from logbook.web import current
from logbook.web.guard import door
from logbook.web.kept import keep
from logbook.web.opportunity.views import signed
from logbook.web.sheets import Sheet, sent
from logbook.web.words import label, language

bp = Blueprint("mirror", __name__, url_prefix="/mirror")


@bp.get("")
@door(may_look_into_mirror)
def show() -> ResponseReturnValue:
    return keep("mirror/show.html", _shown)


def _shown() -> dict[str, Any]:
    return {
        "page": _mirror(),
        "windows": WINDOWS,
        "due_weeks": DUE_WEEKS,
        "today": current.today(),
        "signed": signed,
        "level_list": level_list,
    }


@bp.get("/rows")
@door(may_look_into_mirror)
def rows() -> ResponseReturnValue:
    """What one figure counts; of a level that was never given, nothing."""
    page, name = _mirror(), request.args.get("of", "said")
    if name not in page.lists and not name.startswith("level."):
        raise NotFound
    return render_template(
        "mirror/rows.html",
        page=page,
        rows=page.lists.get(name, []),
        of=name,
        names=opportunity.names_of(current.actor()),
    )


@bp.get("/<any(levels,said):table>.<any(csv,xlsx):form>")
@door(may_look_into_mirror)
def table(table: str, form: str) -> ResponseReturnValue:
    page = _mirror()
    return sent(f"mirror-{table}", _levels(page) if table == "levels" else _said(page), form)


def _mirror() -> Mirror:
    return mirror(current.actor(), _months(), current.today(), current.now())


def _months() -> int:
    asked = request.args.get("months", WINDOWS[-1], type=int)
    return asked if asked in WINDOWS else WINDOWS[-1]


def _levels(page: Mirror) -> Sheet:
    return Sheet(
        header=[
            gettext("Scale"),
            gettext("Level"),
            gettext("Given by you"),
            gettext("Share"),
            gettext("Colleagues from"),
            gettext("Colleagues to"),
        ],
        rows=[
            [
                one.scale.name.in_(language()),
                level.code,
                level.n,
                round(level.share, 3),
                level.band.low if level.band else None,
                level.band.high if level.band else None,
            ]
            for one in page.scales
            for level in one.levels
        ],
    )


def _said(page: Mirror) -> Sheet:
    names = opportunity.names_of(current.actor())
    return Sheet(
        header=[
            gettext("Day"),
            gettext("Fellow"),
            gettext("What"),
            gettext("Answer"),
            gettext("Level"),
            gettext("Days until it was answered"),
        ],
        rows=[
            [
                row.on,
                row.fellow,
                names[row.what].in_(language()) if row.what in names else row.what,
                label(row.answer) if row.answer else gettext("assessment"),
                row.level,
                _days(row),
            ]
            for row in page.lists["said"]
        ],
    )


def _days(row: Row) -> Cell:
    return None if row.waited is None else row.waited.days
