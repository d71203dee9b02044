"""Who calls: a program that carries a person's token, or a page of ours in a person's browser."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask import g, request, url_for
from werkzeug.exceptions import BadRequest

from logbook.api.house import house
from logbook.api.problems import Problem
from logbook.domain.days import day_in
from logbook.domain.decisions import Decision, say
from logbook.domain.readings import Page
from logbook.domain.scopes import MOST_IN_WINDOW, Scope
from logbook.domain.signatures import Presence, Proven
from logbook.policy.actors import Actor, Role
from logbook.queries.tokens import Bearer, bearer
from logbook.services import record_reads, tokens
from logbook.services.identity import hash_of
from logbook.services.refusals import insist
from logbook.services.tokens import Use

EVERYTHING = frozenset(Scope)
"""What a page of ours may do: all that its reader may."""
FELLOW_ONLY = frozenset({Role.FELLOW})
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Logbook"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """For whom a request speaks, and what it may do."""

    actor: Actor
    account_id: UUID
    name: str
    program: str
    time_zone: str
    scopes: frozenset[Scope]
    by_token: bool
    presence: Presence | None
    """Of a token: when its owner last let it sign."""


def caller() -> Caller:
    """The door lets nobody come here who is nobody."""
    found: Caller = g.api_caller
    return found


def now() -> datetime:
    """The instant of this request, the same for all that it does."""
    if "api_now" not in g:
        g.api_now = datetime.now(UTC)
    instant: datetime = g.api_now
    return instant


def today() -> date:
    """The calendar day of this request where the program is."""
    return day_in(caller().time_zone, now())


def let_in(scope: Scope | None, question: Callable[[Actor], Decision]) -> None:
    """Find out who calls, and ask whether they may. Raises Problem and Refused."""
    header = request.headers.get("Authorization")
    found = _by_token(header) if header is not None else _by_session()
    if scope is not None and scope not in found.scopes:
        said = say("This needs a token with the scope %(scope)s.", scope=scope.value)
        raise Problem("scope", said)
    insist(question(found.actor))
    g.api_caller = found


def _by_session() -> Caller:
    """A browser sends its cookie whoever asks it to: an act needs the token of a page as well."""
    person = house().person()
    if person is None:
        raise Problem("unauthenticated", headers=CHALLENGE)
    try:
        house().check_csrf()
    except BadRequest:
        said = say("Send the token of /api/v1/me as X-CSRFToken.")
        raise Problem("csrf", said) from None
    if person.actor is None:
        raise Problem("forbidden", say("You work in no program."))
    return Caller(
        actor=person.actor,
        account_id=person.account_id,
        name=person.name,
        program=person.program_name or "",
        time_zone=person.time_zone,
        scopes=EVERYTHING,
        by_token=False,
        presence=None,
    )


def _by_token(header: str) -> Caller:
    scheme, _, token = header.partition(" ")
    found = bearer(hash_of(token.strip()), now()) if scheme.lower() == "bearer" else None
    if found is None:
        raise Problem("unauthenticated", headers=CHALLENGE)
    _count(found)
    return Caller(
        actor=found.actor,
        account_id=found.account_id,
        name=found.name,
        program=found.program,
        time_zone=found.time_zone,
        scopes=found.scopes,
        by_token=True,
        presence=found.presence,
    )


def _count(found: Bearer) -> None:
    use = tokens.use(found.token_id, now())
    g.api_use = use
    if use.too_often:
        said = say("At most %(most)s requests in a minute.", most=MOST_IN_WINDOW)
        raise Problem("too-many", said, headers={"Retry-After": str(use.wait(now()))})


def limits() -> dict[str, str]:
    """How much this token may still ask for in this minute (draft-ietf-httpapi-ratelimit)."""
    use: Use | None = g.get("api_use")
    if use is None:
        return {}
    return {
        "RateLimit-Policy": f'"token";q={MOST_IN_WINDOW};w=60',
        "RateLimit": f'"token";r={use.left};t={use.wait(now())}',
    }


def proven() -> Proven:
    """How whoever calls proved who they are, for a signature. In the pages, as the pages have it.
    Of a token, only while its owner lets it sign: holding a token is no proof of who holds it."""
    found = caller()
    if not found.by_token:
        return house().proven()
    if found.presence is None or not found.presence.is_fresh(now()):
        raise Problem(
            "unproven",
            say("An approval is a signature. Its owner must let this token sign first."),
            more={"confirm": url_for("tokens.index", _external=False)},
        )
    return found.presence.proves(now())


def note(kind: str, record_id: UUID, page: Page) -> None:
    """That another person's record was read is noted before it leaves, as for the pages."""
    if caller().actor.roles != FELLOW_ONLY:
        record_reads.note(caller().actor, kind, record_id, page, now())
