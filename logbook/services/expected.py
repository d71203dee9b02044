"""Bringing a clinic list in, and saying that something of it is no case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from logbook.database import db
from logbook.domain.case_content import about_text, plain
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.events_expected import ExpectedBrought, ExpectedDismissed
from logbook.domain.expected import AHEAD_DAYS, BACK_DAYS, LONGEST_NAME, Kept, Said, keep
from logbook.domain.hospital import Named
from logbook.domain.shorthand import understand
from logbook.models.expected import ExpectedCase
from logbook.policy import expected as policy
from logbook.policy.actors import Actor
from logbook.queries.cases import EnrollmentNow
from logbook.queries.expected import (
    expected_visible_to,
    procedures_named,
    sites_named,
    trained_on,
    zone_of,
)
from logbook.services.expected_lists import read_list
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work

LANGUAGES = ("en", "id")


@dataclass(frozen=True, slots=True)
class Brought:
    """A list, and what it does not say itself."""

    data: bytes
    day: date
    name: str = ""
    site_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list."""

    kept: int
    added: int
    unknown: int
    """Without a procedure of the catalogue."""


def bring(actor: Actor, fellow_id: UUID, brought: Brought) -> Taken:
    """Take a list through the door: nothing of a patient is kept. The same list again adds
    nothing. Invalid by field; the slow reading comes before the transaction."""
    insist(policy.may_bring(actor, fellow_id))
    now = datetime.now(UTC)
    zone, name = ZoneInfo(zone_of(actor.program_id)), plain(brought.name)
    if wrong := dict(about_text("name", name, LONGEST_NAME)):
        raise Invalid(wrong)
    enrollment = trained_on(actor, fellow_id)
    if enrollment is None:
        raise Invalid({"fellow": say("Choose a fellow in training.")})
    form, lines = read_list(brought.data, zone)
    known = _knowing(actor, enrollment.curriculum)
    found = list(keep(fellow_id, lines, brought.day, known))
    kept = _within_reach(found, enrollment, now.astimezone(zone).date())
    with unit_of_work(actor, now) as unit:
        added = _write(unit, fellow_id, kept, brought, name)
        taken = Taken(len(kept), added, sum(one.procedure is None for one in kept))
        unit.record(
            ExpectedBrought(
                subject_id=fellow_id,
                form=form,
                kept=taken.kept,
                added=taken.added,
                unknown=taken.unknown,
            )
        )
    return taken


def _within_reach(found: Sequence[Kept], enrollment: EnrollmentNow, today: date) -> list[Kept]:
    first = max(enrollment.starts_on, today - timedelta(days=BACK_DAYS))
    last = min(enrollment.ends_on, today + timedelta(days=AHEAD_DAYS))
    kept = [one for one in found if first <= one.on <= last]
    if not kept:
        raise Invalid({"day": say("No entry is of a day within %(days)s days.", days=BACK_DAYS)})
    return kept


def _knowing(actor: Actor, curriculum: Curriculum) -> Callable[[Named], str | None]:
    """What a name of a list is in the catalogue: as somebody has said of the hospital's names, else
    as it is said in short."""
    mapped = procedures_named(actor)

    def known(named: Named) -> str | None:
        code = mapped.get((named.system, named.code))
        if code is not None:
            return code if code in curriculum.procedures else None
        for language in LANGUAGES:
            for one in understand(curriculum, named.text, language).procedures:
                return one.id
        return None

    return known


def _write(unit: Unit, fellow_id: UUID, kept: Sequence[Kept], brought: Brought, name: str) -> int:
    program_id, places = unit.actor.program_id, sites_named(unit.actor)
    asked = select(ExpectedCase.id).where(
        ExpectedCase.program_id == program_id, ExpectedCase.id.in_([one.id for one in kept])
    )
    there = set(db.session.scalars(asked))
    if brought.site_id is not None and brought.site_id not in places.values():
        raise Invalid({"site": say("Choose a site of this program.")})
    rows = [
        {
            "program_id": program_id,
            "id": one.id,
            "fellow_id": fellow_id,
            "brought_by_id": unit.actor.id,
            "brought_at": unit.now,
            "list_name": name,
            "expected_on": one.on,
            "band": one.band,
            "procedure": one.procedure,
            "text": one.text,
            "site_id": places.get(one.place.strip().casefold(), brought.site_id),
        }
        for one in kept
        if one.id not in there
    ]
    if rows:
        db.session.execute(insert(ExpectedCase), rows)
    return len(rows)


def dismiss(actor: Actor, expected_id: UUID, said: str) -> None:
    """The fellow says that it was not theirs, or did not happen. Said again, the last word counts.
    NoResultFound for what is not the fellow's."""
    with unit_of_work(actor) as unit:
        one = db.session.scalars(
            select(ExpectedCase)
            .where(expected_visible_to(actor), ExpectedCase.id == expected_id)
            .with_for_update()
        ).one()
        insist(policy.may_answer(actor, one))
        if said not in set(Said):
            raise Conflict(say("Say that it is not yours, or that it did not happen."))
        one.said, one.dismissed_at = Said(said), unit.now
        unit.record(ExpectedDismissed(subject_id=one.id, said=one.said))
