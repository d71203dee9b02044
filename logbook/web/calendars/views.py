"""A member's dates for a calendar program: the address of the feed, and the feed itself."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from logbook.domain.calendars import DateKind, Entry, calendar
from logbook.domain.document import Text
from logbook.policy.calendars import may_have_feed
from logbook.queries import calendars as queries
from logbook.queries.calendars import Dated
from logbook.services import calendars as services
from logbook.services.certificate_reader import link_missed
from logbook.services.identity import hash_of
from logbook.web import current
from logbook.web.guard import anyone, door
from logbook.web.letters import absolute
from logbook.web.words import language

bp = Blueprint("calendars", __name__, url_prefix="/calendar")

PAGES = {
    DateKind.MEETING: ("committee.detail", "meeting_id"),
    DateKind.CREDENTIAL: ("credentials.detail", "credential_id"),
    DateKind.ROTATION: ("rotations.fellow", "enrollment_id"),
    DateKind.TRAINING: ("year.fellow", "enrollment_id"),
    DateKind.PLAN: ("committee.plan", "plan_id"),
}


@bp.get("")
@door(may_have_feed)
def show() -> ResponseReturnValue:
    return _page(None)


@bp.post("")
@door(may_have_feed)
def make() -> ResponseReturnValue:
    """The address is on this page and never again: it is kept as a hash."""
    token = services.make(current.actor())
    return _page(absolute(url_for(".feed", token=token)))


def _page(address: str | None) -> str:
    actor = current.actor()
    return render_template(
        "calendars/show.html",
        address=address,
        made_at=queries.made_at(actor),
        entries=[(one, _title(one)) for one in queries.dates_of(actor, current.today())],
        today=current.today(),
    )


@bp.post("/stop")
@door(may_have_feed)
def stop() -> ResponseReturnValue:
    services.stop(current.actor())
    flash(gettext("Stopped. The address opens nothing any more."))
    return redirect(url_for(".show"), 303)


@bp.get("/<string:token>.ics")
@anyone
def feed(token: str) -> ResponseReturnValue:
    """What a calendar program reads, without signing in. Who tries what opens nothing is made to
    wait before long."""
    now = current.now()
    found = queries.subscriber(token, hash_of(token), now)
    if found is None:
        link_missed(request.remote_addr or "")
        abort(404)
    with force_locale(found.locale):
        entries = [_entry(one) for one in queries.dates_of(found.actor, found.today)]
    text = calendar(f"{found.program} · Logbook", entries, now)
    response = Response(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="logbook.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _entry(one: Dated) -> Entry:
    endpoint, part = PAGES[one.kind]
    where: dict[str, Any] = {part: one.page_id}
    address = absolute(url_for(endpoint, **where))
    host = urlsplit(address).hostname or ""
    return Entry(f"{one.kind}-{one.record_id}@{host}", one.on, _title(one), address)


def _title(one: Dated) -> str:
    what = one.what.in_(language()) if isinstance(one.what, Text) else one.what
    said = {
        DateKind.MEETING: lambda: gettext("Committee, %(place)s", place=what),
        DateKind.CREDENTIAL: lambda: gettext("%(credential)s ends", credential=what),
        DateKind.ROTATION: lambda: gettext("End of rotation: %(rotation)s", rotation=what),
        DateKind.TRAINING: lambda: gettext("Training ends: everything is to be there"),
        DateKind.PLAN: lambda: gettext("Plan of the committee is due"),
    }[one.kind]()
    return said if one.whose is None else f"{one.whose}: {said}"
