"""What another edition would change for those who are in training: reckoned, never written."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from logbook.database import db
from logbook.domain.carrying_over import carried_over
from logbook.domain.curriculum import Curriculum
from logbook.domain.curriculum_effect import EffectLine, Turn, effect
from logbook.domain.decisions import Message, say
from logbook.domain.names_kept import counts_no_more, names_lost
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.curriculum import confirmed_curriculum, curriculum_of, versions
from logbook.queries.curriculum_drafts import DraftRow
from logbook.queries.curriculum_records import records_of
from logbook.queries.evidence import evidence_of


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody in training on some edition."""

    id: UUID
    """Of the enrollment."""
    fellow_id: UUID
    fellow: str
    version_id: UUID
    edition: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Effect:
    """What following the other edition would change for one of them."""

    follower: Follower
    lines: list[EffectLine]
    refused: list[Message]
    """Why they cannot follow it; empty when they can."""
    counts_no_more: list[Message]

    def turned(self, *turns: Turn) -> list[EffectLine]:
        return [line for line in self.lines if line.turn in turns]

    @property
    def changed(self) -> list[EffectLine]:
        """All but what stays as it is, what matters most first."""
        order = {turn: place for place, turn in enumerate(Turn)}
        found = [line for line in self.lines if line.turn is not Turn.SAME]
        return sorted(found, key=lambda line: order[line.turn])

    def count(self, turn: Turn) -> int:
        return len(self.turned(turn))


def followers(actor: Actor, today: date, curriculum: str) -> list[Follower]:
    """Whoever is in training, or will be, on any edition of this curriculum: one statement."""
    rows = db.session.execute(
        _followers(actor, today).where(CurriculumVersion.curriculum == curriculum)
    )
    return [Follower(*row) for row in rows]


def followers_of(actor: Actor, today: date, version_id: UUID) -> list[Follower]:
    """The same of one edition."""
    rows = db.session.execute(_followers(actor, today).where(Enrollment.version_id == version_id))
    return [Follower(*row) for row in rows]


def _followers(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrollment.id,
            Enrollment.fellow_id,
            Account.name,
            Enrollment.version_id,
            CurriculumVersion.edition,
            Enrollment.starts_on,
            Enrollment.ends_on,
        )
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .join(
            CurriculumVersion,
            (CurriculumVersion.program_id == Enrollment.program_id)
            & (CurriculumVersion.id == Enrollment.version_id),
        )
        .where(
            Enrollment.program_id == actor.program_id,
            Enrollment.ends_on >= today,
            Membership.left_on.is_(None) | (Membership.left_on > today),
        )
        .order_by(Account.name, Enrollment.id)
    )


def effects(
    actor: Actor,
    those: Collection[Follower],
    then: Curriculum,
    today: date,
    target_id: UUID | None = None,
) -> list[Effect]:
    """For each of them sixteen statements, and one for each edition they follow. `target_id`:
    the edition itself, once it is published."""
    now = {one: confirmed_curriculum(actor, one) for one in {each.version_id for each in those}}
    elsewhere = _enrolled_on(actor, target_id)
    return [
        _effect(actor, one, now[one.version_id], then, today, one.fellow_id in elsewhere)
        for one in those
    ]


def _effect(
    actor: Actor, one: Follower, now: Curriculum, then: Curriculum, today: date, twice: bool
) -> Effect:
    shown = evidence_of(actor.program_id, one.id)
    refused = names_lost(records_of(actor.program_id, one.id), now, then)
    if twice:
        refused.append(say("enrolled on that edition already"))
    lines = effect(shown, now, then, today)
    return Effect(one, lines, refused, counts_no_more(shown, now, then))


def _enrolled_on(actor: Actor, version_id: UUID | None) -> set[UUID]:
    """Who has an enrollment on this edition already, of this year or another."""
    if version_id is None:
        return set()
    return set(
        db.session.scalars(
            select(Enrollment.fellow_id).where(
                Enrollment.program_id == actor.program_id, Enrollment.version_id == version_id
            )
        )
    )


@dataclass(frozen=True, slots=True)
class Base:
    """The edition that a draft is compared with."""

    id: UUID
    curriculum: Curriculum


def base_of(actor: Actor, draft: DraftRow) -> Base | None:
    """What the draft began as, where it still is an edition of the same curriculum; else the
    newest of its editions. None for a curriculum that the program has none of."""
    return base_for(actor, draft.curriculum.id, draft.based_on_id)


def base_for(actor: Actor, curriculum: str, based_on_id: UUID | None = None) -> Base | None:
    if based_on_id is not None:
        found = curriculum_of(actor.program_id, based_on_id)
        if found.id == curriculum:
            return Base(based_on_id, confirmed_curriculum(actor, based_on_id))
    newest = next((one for one in versions(actor) if one.curriculum == curriculum), None)
    return None if newest is None else Base(newest.id, confirmed_curriculum(actor, newest.id))


def as_published(draft: Curriculum, base: Base | None) -> Curriculum:
    """The draft with the confirmations that will go over to it."""
    if base is None:
        return draft
    return draft.with_confirmations(carried_over(base.curriculum, draft))
