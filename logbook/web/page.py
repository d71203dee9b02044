"""What every page has around it: navigation, who is signed in, theme and language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flask import Flask, current_app, request, session
from flask_babel import gettext

from logbook.policy.actors import INSTALLATION, Actor, Role
from logbook.policy.approval import may_open_queue
from logbook.policy.assessments import may_open_own, may_open_requests
from logbook.policy.assessments import may_oversee as may_oversee_assessments
from logbook.policy.audit import may_read_ledger
from logbook.policy.cases import may_log, may_open_own_log, may_oversee
from logbook.policy.cohort import may_see_cohort
from logbook.policy.committee import may_list as may_list_meetings
from logbook.policy.committee import may_open_own as may_open_letters
from logbook.policy.credentials import may_keep_own
from logbook.policy.credentials import may_oversee as may_oversee_credentials
from logbook.policy.curriculum import may_read
from logbook.policy.hospital import may_open_own as may_open_own_comparison
from logbook.policy.hospital import may_oversee as may_oversee_hospital
from logbook.policy.identity import may_administer
from logbook.policy.institutions import may_open as may_open_institutions
from logbook.policy.portfolio import may_open_own as may_open_portfolio
from logbook.policy.programs import may_see_members
from logbook.policy.rotations import may_see_plan
from logbook.policy.rounds import may_list
from logbook.policy.sign_offs import may_open_own as may_open_competencies
from logbook.policy.sign_offs import may_open_waiting
from logbook.policy.sign_offs import may_oversee as may_oversee_sign_offs
from logbook.policy.teaching import may_open as may_open_teaching
from logbook.queries.identity import SignedIn
from logbook.web import current
from logbook.web.bar import Link, Shown, Who
from logbook.web.language import LANGUAGES
from logbook.web.ways import path_to
from logbook.web.words import label, language


def only_oversees(actor: Actor) -> bool:
    """Who is asked for assessments finds those of all fellows behind their own."""
    return bool(may_oversee_assessments(actor)) and not may_open_requests(actor)


def only_oversees_credentials(actor: Actor) -> bool:
    return bool(may_oversee_credentials(actor)) and not may_keep_own(actor)


def only_oversees_sign_offs(actor: Actor) -> bool:
    return bool(may_oversee_sign_offs(actor)) and not may_open_waiting(actor)


@dataclass(frozen=True, slots=True)
class Way:
    """A way that the navigation knows, and to whom it is open."""

    open_to: Callable[[Actor], object]
    label: Callable[[], str]
    endpoint: str
    icon: str


WAYS = (
    Way(lambda _: True, lambda: gettext("Home"), "home.show", "house"),
    Way(may_administer, lambda: gettext("Programs"), "administration.programs", "hospital"),
    Way(may_administer, lambda: gettext("Institutions"), "naming.institutions", "building"),
    Way(
        may_open_institutions,
        lambda: gettext("Dashboards"),
        "institutions.index",
        "bar-chart-line",
    ),
    Way(may_open_queue, lambda: gettext("Queue"), "approval.queue", "inbox"),
    Way(may_open_own_log, lambda: gettext("My cases"), "cases.index", "journal-medical"),
    Way(may_open_own, lambda: gettext("My feedback"), "assessments.index", "chat-left-text"),
    Way(
        may_open_requests, lambda: gettext("Assessments"), "assessments.requests", "clipboard-check"
    ),
    Way(only_oversees, lambda: gettext("Assessments"), "assessments.overview", "clipboard-check"),
    Way(may_open_portfolio, lambda: gettext("Portfolio"), "portfolio.index", "collection"),
    Way(may_open_competencies, lambda: gettext("Sign-offs"), "sign_offs.index", "award"),
    Way(may_open_waiting, lambda: gettext("Sign-offs"), "sign_offs.waiting", "award"),
    Way(only_oversees_sign_offs, lambda: gettext("Sign-offs"), "sign_offs.everybody", "award"),
    Way(may_see_cohort, lambda: gettext("Cohort"), "cohort.show", "grid-3x3-gap"),
    Way(may_list_meetings, lambda: gettext("Committee"), "committee.index", "person-lines-fill"),
    Way(may_open_letters, lambda: gettext("Committee"), "committee.own", "person-lines-fill"),
    Way(may_oversee, lambda: gettext("Cases"), "cases.overview", "journal-medical"),
    Way(may_list, lambda: gettext("Rounds"), "rounds.index", "people-fill"),
    Way(may_see_plan, lambda: gettext("Rotations"), "rotations.plan", "calendar3"),
    Way(may_open_teaching, lambda: gettext("Teaching"), "teaching.index", "mortarboard"),
    Way(may_keep_own, lambda: gettext("Credentials"), "credentials.index", "patch-check"),
    Way(
        only_oversees_credentials,
        lambda: gettext("Credentials"),
        "credentials.everybody",
        "patch-check",
    ),
    Way(
        may_oversee_hospital,
        lambda: gettext("Hospital record"),
        "hospital.index",
        "clipboard2-pulse",
    ),
    Way(
        may_open_own_comparison,
        lambda: gettext("Hospital record"),
        "hospital.own",
        "clipboard2-pulse",
    ),
    Way(may_open_own_log, lambda: gettext("My time"), "rotations.own", "calendar3"),
    Way(may_open_own_log, lambda: gettext("My record"), "own_record.show", "box-arrow-down"),
    Way(may_see_members, lambda: gettext("People"), "programs.members", "people"),
    Way(may_read, lambda: gettext("Curriculum"), "curriculum.show", "book"),
    Way(may_read_ledger, lambda: gettext("Ledger"), "audit.index", "shield-check"),
)

HOUSED = {
    "publishing": "curriculum",
    "drafts": "curriculum",
    "opportunity": "cohort",
    "mirror": "approval",
    "suggestions": "approval",
    "expected": "hospital",
    "follow_ups": "cases",
    "webhooks": "programs",
}
"""Rooms that are reached through another one."""


def set_up(app: Flask) -> None:
    app.context_processor(around)


def around() -> dict[str, object]:
    person = current.person()
    nav = here_among_links(person.actor, person.limited) if person and person.actor else ()
    came_by_link = person is not None and person.limited
    whoever = who(person, language()) if person else None
    return {
        "top_bar": Shown(nav, whoever, came_by_link, language(), request.script_root).written,
        "nav": nav,
        "account": None if person is None or person.limited else account(person),
        "who": whoever,
        "came_by_link": came_by_link,
        "theme": person.theme if person else session.get("theme", "auto"),
        "locale": language(),
        "languages": list(LANGUAGES.items()),
        "preferences_url": path_to("identity.preferences"),
        "app_version": current_app.config["VERSION"],
    }


class Account(NamedTuple):
    """Whose page this is, for the scripts that keep things on a phone: they keep them apart."""

    id: str
    logs: str


def account(person: SignedIn) -> Account:
    logs = person.actor is not None and may_log(person.actor)
    return Account(str(person.account_id), "yes" if logs else "no")


def who(person: SignedIn, spoken: str) -> Who:
    return Who(
        name=person.name,
        program_name=_workplace(person),
        roles_text=_roles(person.actor.roles, spoken) if person.actor else "",
        shortcuts=person.shortcuts,
        can_switch=person.can_switch,
    )


@lru_cache(maxsize=64)
def _roles(roles: frozenset[Role], _language: str) -> str:
    return ", ".join(label(role) for role in sorted(roles))


def _workplace(person: SignedIn) -> str:
    if person.actor and may_open_institutions(person.actor):
        return gettext("Institutions")
    if person.actor and person.actor.program_id == INSTALLATION:
        return gettext("This installation")
    return person.program_name or gettext("No program")


def here_among_links(actor: Actor, limited: bool) -> tuple[Link, ...]:
    """The ways open to this member, this page's own marked; to who came by a link, the queue."""
    ways = links(actor, request.endpoint, language(), request.script_root)
    if limited:
        return tuple(one for one in ways if one.href == path_to("approval.queue"))
    return ways


@lru_cache(maxsize=2048)
def links(actor: Actor, here: str | None, _language: str, _root: str) -> tuple[Link, ...]:
    """The ways open to a member, each by the same policy that guards its door. Kept, as a policy
    knows nothing but the member: it says the same tomorrow."""
    room = here.partition(".")[0] if here else None
    room = HOUSED.get(room or "", room)
    return tuple(
        Link(way.label(), path_to(way.endpoint), way.icon, _is_here(way.endpoint, here, room))
        for way in WAYS
        if way.open_to(actor)
    )


def _is_here(endpoint: str, here: str | None, room: str | None) -> bool:
    """Whether a way leads to this page or to its room; some rooms have two ways."""
    return here == endpoint or (
        room == endpoint.partition(".")[0] and room not in ("cases", "assessments")
    )
