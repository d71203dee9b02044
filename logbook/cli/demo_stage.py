"""The demo's programs and members, brought on stage at the beginning of its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from logbook.cli.demo_people import ADMINISTRATOR, PEOPLE, PLACES, Person, Place
from logbook.database import db
from logbook.domain.events import AccountCreated, MemberJoined, ProgramCreated, SiteAdded
from logbook.models.columns import new_id
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program, Site
from logbook.policy.actors import INSTALLATION, Actor, Role, job
from logbook.queries.curriculum import curriculum_of
from logbook.queries.demo import DEMO_PASSWORD
from logbook.services import curriculum, passwords
from logbook.services.unit import unit_of_work

FULL_TIME_DAYS = 365


@dataclass(frozen=True, slots=True)
class Player:
    """A person of the demo in one program."""

    person: Person
    actor: Actor
    enrollment_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One program, ready for its cases."""

    place: Place
    program_id: UUID
    version_id: UUID
    """Of the first curriculum that is followed here."""
    site_ids: list[UUID]
    fellows: list[Player]
    supervisors: list[Player]
    directors: list[Player]
    assessors: list[Player]
    """Supervisors and those of other professions."""
    committee: list[Player]

    def today(self) -> date:
        """Where the program is."""
        return datetime.now(ZoneInfo(self.place.time_zone)).date()


def bring_on_stage(began: datetime) -> list[Stage]:
    """Accounts, programs, sites, members, the curriculum and the enrollments."""
    stored = passwords.hash_password(DEMO_PASSWORD)
    accounts = _accounts((*PEOPLE, ADMINISTRATOR), stored, began)
    return [_stage(place, PEOPLE, accounts, began) for place in PLACES]


def one_more(place: Place, people: tuple[Person, ...], stored: str, began: datetime) -> Stage:
    """Another program with people of its own; `stored`: the hash of their password."""
    return _stage(place, people, _accounts(people, stored, began), began)


def _accounts(people: tuple[Person, ...], stored: str, began: datetime) -> dict[str, UUID]:
    """One account each; the password is hashed once, since it is the same for all."""
    ids: dict[str, UUID] = {}
    with unit_of_work(job(INSTALLATION), began) as unit:
        for person in people:
            account = Account(
                id=new_id(),
                address=person.address,
                name=person.name,
                password_hash=stored,
                is_administrator=person is ADMINISTRATOR,
                created_at=began,
            )
            db.session.add(account)
            ids[person.name] = account.id
            unit.record(AccountCreated(subject_id=account.id))
    return ids


def _stage(
    place: Place, people: tuple[Person, ...], accounts: dict[str, UUID], began: datetime
) -> Stage:
    program_id = new_id()
    with unit_of_work(job(INSTALLATION), began) as unit:
        db.session.add(
            Program(
                id=program_id,
                name=place.name,
                time_zone=place.time_zone,
                year_begins_month=place.year_begins_month,
                created_at=began,
            )
        )
        unit.record(ProgramCreated(subject_id=program_id))
    site_ids, members = _people(place, people, program_id, accounts, began)
    tracks = [one.person.track for one in members if Role.FELLOW in one.actor.roles]
    versions = _published(tracks, program_id, began)
    players = [_enrolled(player, versions, began) for player in members]
    return Stage(
        place,
        program_id,
        versions[tracks[0]],
        site_ids=site_ids,
        fellows=[one for one in players if one.enrollment_id],
        supervisors=[
            one for one in _as(Role.SUPERVISOR, players) if one.person.profession == "physician"
        ],
        assessors=_as(Role.SUPERVISOR, players),
        directors=_as(Role.DIRECTOR, players),
        committee=_as(Role.COMMITTEE, players),
    )


def _as(role: Role, players: list[Player]) -> list[Player]:
    return [one for one in players if one.actor.is_(role)]


def _published(tracks: list[str], program_id: UUID, began: datetime) -> dict[str, UUID]:
    """The version of each track that somebody is on."""
    return {
        track: curriculum.publish(
            job(program_id), curriculum.read_document(curriculum.shipped(track)), began
        )
        for track in dict.fromkeys(tracks)
    }


def _people(
    place: Place,
    people: tuple[Person, ...],
    program_id: UUID,
    accounts: dict[str, UUID],
    began: datetime,
) -> tuple[list[UUID], list[Player]]:
    players, site_ids = [], []
    with unit_of_work(job(program_id), began) as unit:
        for name in place.sites:
            site = Site(program_id=program_id, id=new_id(), name=name)
            db.session.add(site)
            site_ids.append(site.id)
            unit.record(SiteAdded(subject_id=site.id))
        for person in people:
            if place.name not in (person.program, person.also_in):
                continue
            at_home = person.program == place.name
            member = Membership(
                program_id=program_id,
                id=new_id(),
                account_id=accounts[person.name],
                roles=frozenset(person.roles) if at_home else frozenset({Role.SUPERVISOR}),
                profession=person.profession,
                joined_on=began.date(),
            )
            db.session.add(member)
            unit.record(
                MemberJoined(subject_id=member.id, roles=tuple(sorted(member.roles))), of=member
            )
            players.append(Player(person, member.as_actor(began.date())))
    return site_ids, players


def _enrolled(player: Player, versions: Mapping[str, UUID], began: datetime) -> Player:
    """A fellow with an enrollment that began as many weeks ago as the person says."""
    person = player.person
    if Role.FELLOW not in player.actor.roles:
        return player
    today, version_id = datetime.now(began.tzinfo).date(), versions[person.track]
    months = curriculum_of(player.actor.program_id, version_id).length_months
    starts_on = today - timedelta(weeks=person.weeks)
    ends_on = starts_on + timedelta(days=FULL_TIME_DAYS * months // 12 * 100 // person.percent)
    enrollment_id = curriculum.enroll(
        job(player.actor.program_id),
        player.actor.id,
        version_id,
        starts_on=starts_on,
        ends_on=ends_on,
        full_time_percent=person.percent,
        now=began,
    )
    return Player(person, player.actor, enrollment_id, starts_on, ends_on)
