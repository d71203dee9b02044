"""The people in the tests.

In Riverside: asha and finn (fellows), ben (asha's supervisor), eve (a supervisor with no tie to
her), lee (a supervisor who has left), dana (director), cora (coordinator), mia (committee),
ola (auditor). In Hillside: rin (director) and ravi (fellow), strangers to all of Riverside.
ada administers the installation.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from logbook.database import db
from logbook.domain.events import MemberJoined
from logbook.models.identity import Account, SignInSession
from logbook.models.programs import Membership, Program, Site
from logbook.policy.actors import INSTALLATION, Actor, Role, job
from logbook.services import curriculum
from logbook.services.unit import unit_of_work
from logbook.web.current import SEEN, hash_of

NAMES = UUID("5f0c8f4e-3f39-4c8e-9a51-0a4f7a3b2c10")
RIVERSIDE = uuid5(NAMES, "Riverside")
HILLSIDE = uuid5(NAMES, "Hillside")
CLINIC = uuid5(NAMES, "Riverside clinic")
FAR_CLINIC = uuid5(NAMES, "Hillside clinic")

TODAY = datetime.now(UTC).date()
BEGAN = TODAY - timedelta(days=120)
ENDS = BEGAN + timedelta(days=365)


@dataclass(slots=True)
class Member:
    """One of the cast: a membership, or the administrator."""

    name: str
    actor: Actor
    enrollment_id: UUID | None = None

    @property
    def id(self) -> UUID:
        return self.actor.id

    @property
    def account_id(self) -> UUID:
        assert self.actor.account_id is not None
        return self.actor.account_id

    @property
    def program_id(self) -> UUID:
        return self.actor.program_id


class Cast(dict[str, Member]):
    """Who is who, by first name."""

    version_id: UUID
    """Of the shipped curriculum, with counts of cases as its only requirements."""
    far_version_id: UUID


CAST = Cast()

PARTS: list[tuple[str, UUID, tuple[Role, ...]]] = [
    ("asha", RIVERSIDE, (Role.FELLOW,)),
    ("finn", RIVERSIDE, (Role.FELLOW,)),
    ("ben", RIVERSIDE, (Role.SUPERVISOR,)),
    ("eve", RIVERSIDE, (Role.SUPERVISOR,)),
    ("lee", RIVERSIDE, (Role.SUPERVISOR,)),
    ("dana", RIVERSIDE, (Role.DIRECTOR,)),
    ("cora", RIVERSIDE, (Role.COORDINATOR,)),
    ("mia", RIVERSIDE, (Role.COMMITTEE,)),
    ("ola", RIVERSIDE, (Role.AUDITOR,)),
    ("rin", HILLSIDE, (Role.DIRECTOR,)),
    ("ravi", HILLSIDE, (Role.FELLOW,)),
]


def bring_on_stage() -> None:
    """Make the programs, their members and enrollments, committed once for the whole run."""
    now = datetime.now(UTC)
    for program_id, site_id, name in (
        (RIVERSIDE, CLINIC, "Riverside"),
        (HILLSIDE, FAR_CLINIC, "Hillside"),
    ):
        if db.session.get(Program, program_id) is None:
            db.session.add(Program(id=program_id, name=name, created_at=now))
            db.session.flush()
            db.session.add(Site(program_id=program_id, id=site_id, name=f"{name} clinic"))
    for name, program_id, roles in PARTS:
        CAST[name] = _member(name, program_id, roles, now)
    CAST["ada"] = _administrator(now)
    db.session.commit()
    document = curriculum.read_document(curriculum.SHIPPED / "pain_medicine.yaml")
    CAST.version_id = curriculum.publish(job(RIVERSIDE), with_counts_only(document))
    CAST.far_version_id = curriculum.publish(job(HILLSIDE), with_counts_only(document))
    for name, version_id in (
        ("asha", CAST.version_id),
        ("finn", CAST.version_id),
        ("ravi", CAST.far_version_id),
    ):
        fellow = CAST[name]
        fellow.enrollment_id = curriculum.enroll(
            job(fellow.program_id), fellow.id, version_id, starts_on=BEGAN, ends_on=ENDS
        )


def with_counts_only(document: dict[str, Any]) -> dict[str, Any]:
    """So that one approved case moves one sum, and nothing else is behind on the first day."""
    counts = {"procedures", "patients", "exams"}
    kept = [one for one in document["requirements"] if one["kind"] in counts]
    return {**document, "requirements": kept}


@contextmanager
def other_stage() -> Iterator[Cast]:
    """For a test that plays on a database of its own: inside, `bring_on_stage` may be called again;
    afterwards the cast of the other tests is who it was."""
    people, versions = dict(CAST), dict(vars(CAST))
    try:
        yield CAST
    finally:
        CAST.clear()
        CAST.update(people)
        vars(CAST).clear()
        vars(CAST).update(versions)


def _member(name: str, program_id: UUID, roles: tuple[Role, ...], now: datetime) -> Member:
    account = _account(name, now)
    membership = Membership(
        program_id=program_id,
        id=uuid5(NAMES, f"{name} in {program_id}"),
        account_id=account.id,
        roles=frozenset(roles),
        joined_on=date(2020, 1, 1),
        left_on=TODAY - timedelta(days=1) if name == "lee" else None,
    )
    db.session.commit()
    with unit_of_work(job(program_id)) as unit:
        db.session.add(membership)
        joined = MemberJoined(subject_id=membership.id, roles=tuple(sorted(roles)))
        unit.record(joined, of=membership)
    return Member(name, membership.as_actor(TODAY))


def _administrator(now: datetime) -> Member:
    account = _account("ada", now)
    account.is_administrator = True
    roles = frozenset({Role.ADMINISTRATOR})
    return Member("ada", Actor(account.id, INSTALLATION, roles, account.id))


def _account(name: str, now: datetime) -> Account:
    account = Account(
        id=uuid5(NAMES, f"account of {name}"),
        address=f"{name}@example.org",
        name=name.title(),
        theme="auto",
        shortcuts=True,
        created_at=now,
    )
    db.session.add(account)
    db.session.flush()
    return account


def session_token_of(member: Member) -> dict[str, object]:
    """What the cookie of a signed-in member holds; begins the session on first use."""
    token = f"token of {member.name}"
    known = select(SignInSession.id).where(SignInSession.token_hash == hash_of(token))
    if db.session.scalars(known).first() is None:
        db.session.add(
            SignInSession(
                account_id=member.account_id,
                token_hash=hash_of(token),
                program_id=member.program_id,
                created_at=datetime.now(UTC),
            )
        )
        db.session.commit()
    return {"_user_id": token, "_fresh": True, SEEN: datetime.now(UTC).timestamp()}
