"""What every page has around it: navigation, who is signed in, theme and language."""

from dataclasses import dataclass

from flask import Flask, current_app, request, session, url_for
from flask_babel import gettext

from logbook.policy.actors import Actor
from logbook.policy.approval import may_open_queue
from logbook.policy.audit import may_read_ledger
from logbook.policy.cases import may_open_own_log, may_oversee
from logbook.policy.cohort import may_see_cohort
from logbook.policy.curriculum import may_read
from logbook.policy.identity import may_administer
from logbook.policy.portfolio import may_open_own as may_open_portfolio
from logbook.policy.programs import may_see_members
from logbook.web import current
from logbook.web.language import LANGUAGES
from logbook.web.words import label, language


@dataclass(frozen=True, slots=True)
class Link:
    """One way to go in the navigation."""

    label: str
    href: str
    icon: str
    active: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in, as the page shows it."""

    name: str
    program_name: str
    roles_text: str
    shortcuts: bool
    can_switch: bool


def set_up(app: Flask) -> None:
    app.context_processor(around)


def around() -> dict[str, object]:
    person = current.person()
    return {
        "nav": links(person.actor) if person and person.actor else [],
        "who": who(),
        "theme": person.theme if person else session.get("theme", "auto"),
        "locale": language(),
        "languages": list(LANGUAGES.items()),
        "preferences_url": url_for("identity.preferences"),
        "app_version": current_app.config["VERSION"],
    }


def who() -> Who | None:
    person = current.person()
    if person is None:
        return None
    roles = sorted(person.actor.roles) if person.actor else []
    return Who(
        name=person.name,
        program_name=person.program_name or gettext("No program"),
        roles_text=", ".join(label(role) for role in roles),
        shortcuts=person.shortcuts,
        can_switch=person.can_switch,
    )


def links(actor: Actor) -> list[Link]:
    """The ways open to this member, each by the same policy that guards its door."""
    ways = (
        (True, gettext("Home"), "home.show", "house"),
        (may_administer(actor), gettext("Programs"), "administration.programs", "hospital"),
        (may_open_queue(actor), gettext("Queue"), "approval.queue", "inbox"),
        (may_open_own_log(actor), gettext("My cases"), "cases.index", "journal-medical"),
        (may_open_portfolio(actor), gettext("Portfolio"), "portfolio.index", "collection"),
        (may_see_cohort(actor), gettext("Cohort"), "cohort.show", "grid-3x3-gap"),
        (may_oversee(actor), gettext("Cases"), "cases.overview", "journal-medical"),
        (may_see_members(actor), gettext("People"), "programs.members", "people"),
        (
            may_read(actor),
            gettext("Curriculum"),
            "curriculum.show",
            "book",
        ),
        (may_read_ledger(actor), gettext("Ledger"), "audit.index", "shield-check"),
    )
    return [
        Link(text, url_for(endpoint), icon, active=_is_here(endpoint))
        for open_to, text, endpoint, icon in ways
        if open_to
    ]


def _is_here(endpoint: str) -> bool:
    return request.endpoint == endpoint or (
        request.blueprint == endpoint.partition(".")[0] and request.blueprint != "cases"
    )
