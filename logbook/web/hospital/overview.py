"""How complete all logs are beside the hospital's record, and what waits to be done for it."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from logbook.domain.completeness import Share
from logbook.domain.hospital_states import MapKind
from logbook.policy import hospital as policy
from logbook.queries.completeness import logged_shares, overview
from logbook.queries.hospital import all_columns, latest_imports
from logbook.queries.hospital_names import open_names
from logbook.services.reconciling import compare as compare_anew
from logbook.web import current
from logbook.web.guard import door
from logbook.web.hospital.blueprint import bp
from logbook.web.hospital.telling import since

BANNER_DAYS = 90


@bp.get("")
@door(policy.may_oversee)
def index() -> ResponseReturnValue:
    actor, may = current.actor(), policy.may_import(current.actor())
    waiting = open_names(actor)
    return render_template(
        "hospital/index.html",
        found=overview(actor, since(current.today())),
        imports=latest_imports(actor) if may else [],
        columns=all_columns(actor) if may else [],
        may_import=may,
        waiting=waiting,
        open_codes=waiting[MapKind.PROCEDURE],
    )


@bp.post("/compare")
@door(policy.may_import)
def compare() -> ResponseReturnValue:
    found = compare_anew(current.actor())
    flash(
        ngettext(
            "Compared: %(num)s procedure is in both records.",
            "Compared: %(num)s procedures are in both records.",
            found.agreed,
        )
        if found.changed
        else gettext("Compared: nothing has changed.")
    )
    return redirect(url_for(".index"), 303)


def banner(today: date) -> dict[str, object] | None:
    """What stands above the cohort: how complete the logs were in the last months, and whose
    counts are to be read with care; nothing where there is no record of the hospital."""
    actor = current.actor()
    shares = logged_shares(actor, today - timedelta(days=BANNER_DAYS), today)
    if not shares:
        return None
    whole = Share(sum(one.part for one in shares.values()), sum(o.whole for o in shares.values()))
    return {"whole": whole, "doubtful": {own for own, one in shares.items() if one.doubtful}}
