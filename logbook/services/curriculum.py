"""Publishing a version, confirming its figures, enrolling fellows on it."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import select

from logbook.database import db
from logbook.domain.audit import canonical
from logbook.domain.curriculum import Curriculum, CurriculumError
from logbook.domain.decisions import Message, say
from logbook.domain.derivation import BASED_ON, derived
from logbook.domain.events import (
    CurriculumPublished,
    EnrollmentChanged,
    FellowEnrolled,
    FigureConfirmed,
)
from logbook.models.columns import new_id
from logbook.models.curriculum import CurriculumVersion, Enrollment, FigureConfirmation
from logbook.models.programs import Membership
from logbook.policy import curriculum as policy
from logbook.policy.actors import Actor, Role
from logbook.policy.programs import may_run
from logbook.queries.curriculum import curriculum_of
from logbook.queries.evidence import evidence_of
from logbook.services import progress
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work

SHIPPED = Path(__file__).resolve().parent.parent / "curricula"


def read_document(path: Path) -> dict[str, Any]:
    """A curriculum file (YAML) as plain values, whole also where it builds on a shipped one.
    OSError, yaml.YAMLError, CurriculumError."""
    document: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    if isinstance(document, dict) and BASED_ON in document:
        document = derived(document, read_document(shipped(str(document[BASED_ON]))))
    Curriculum.from_document(document)
    return document


def shipped(name: str) -> Path:
    """The file of a shipped curriculum. CurriculumError for a name that none has."""
    known = {path.stem: path for path in SHIPPED.glob("*.yaml")}
    if name not in known:
        raise CurriculumError(BASED_ON, say("no shipped curriculum '%(name)s'", name=name))
    return known[name]


def publish(actor: Actor, document: Mapping[str, Any], now: datetime | None = None) -> UUID:
    """Make a curriculum the program's own, as a version that never changes. Returns its id.
    Conflict when the program has this edition already; CurriculumError for one that is none."""
    with unit_of_work(actor, now) as unit:
        insist(may_run_or_job(actor))
        return add_version(unit, document)


def add_version(unit: Unit, document: Mapping[str, Any]) -> UUID:
    """Within the unit of whoever publishes it, who has been asked whether they may."""
    curriculum = Curriculum.from_document(document)
    _refuse_another_of_the_edition(unit.actor, curriculum)
    version = CurriculumVersion(
        program_id=unit.actor.program_id,
        id=new_id(),
        curriculum=curriculum.id,
        edition=curriculum.edition,
        document=dict(document),
        sha256=hashlib.sha256(canonical(plain(document))).hexdigest(),
        published_at=unit.now,
    )
    db.session.add(version)
    unit.record(
        CurriculumPublished(
            subject_id=version.id,
            curriculum=version.curriculum,
            edition=version.edition,
            sha256=version.sha256,
        )
    )
    return version.id


def _refuse_another_of_the_edition(actor: Actor, curriculum: Curriculum) -> None:
    same = select(CurriculumVersion.id).where(
        CurriculumVersion.program_id == actor.program_id,
        CurriculumVersion.curriculum == curriculum.id,
        CurriculumVersion.edition == curriculum.edition,
    )
    if db.session.scalars(same).first() is not None:
        raise Conflict(
            say("This edition is published already. Give a changed curriculum another edition.")
        )


def may_run_or_job(actor: Actor) -> Any:
    """Directors and coordinators, and the machinery that sets a program up."""
    return may_run(actor) if not actor.is_(Role.JOB) else policy.may_read(actor)


def plain(value: Any) -> Any:
    """The document with its decimals and dates as text, as canonical JSON wants it."""
    if value is None or isinstance(value, (str, int)):  # nearly all there is, so asked first
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return str(value)


def confirm_figure(
    actor: Actor,
    version_id: UUID,
    requirement: str,
    *,
    value: int,
    document: str,
    edition: str,
    dated: date,
) -> None:
    """Record that a figure stands in a named document; only then is it called confirmed."""
    with unit_of_work(actor) as unit:
        curriculum = curriculum_of(actor.program_id, version_id)
        insist(policy.may_confirm(actor))
        if requirement not in curriculum.requirements:
            raise Invalid({"requirement": say("This curriculum has no such requirement.")})
        check_document(document, edition)
        figure = FigureConfirmation(
            program_id=actor.program_id,
            id=new_id(),
            version_id=version_id,
            requirement=requirement,
            value=value,
            document=document.strip(),
            edition=edition.strip(),
            dated=dated,
            confirmed_by_id=actor.id,
            confirmed_at=unit.now,
        )
        db.session.add(figure)
        unit.record(
            FigureConfirmed(
                subject_id=version_id,
                requirement=requirement,
                value=value,
                figure_id=figure.id,
                figure_seal=figure.seal().hex(),
            )
        )


def check_document(document: str, edition: str) -> None:
    """A figure is confirmed by a document that others can look up."""
    named = {"document": document, "edition": edition}
    blank = [name for name, words in named.items() if not words.strip()]
    if blank:
        raise Invalid({name: say("Name the document and its edition.") for name in blank})


def enroll(
    actor: Actor,
    fellow_id: UUID,
    version_id: UUID,
    *,
    starts_on: date,
    ends_on: date,
    full_time_percent: int = 100,
    now: datetime | None = None,
) -> UUID:
    """Bind a fellow to a curriculum version; their progress begins. Returns its id."""
    with unit_of_work(actor, now) as unit:
        fellow = db.session.get_one(Membership, (actor.program_id, fellow_id))
        insist(may_run_or_job(actor))
        check_dates(starts_on, ends_on, full_time_percent)
        if Role.FELLOW not in fellow.roles:
            raise Invalid({"fellow": say("Only a fellow can be enrolled.")})
        _refuse_a_second_time(fellow, version_id)
        enrollment = Enrollment(
            program_id=actor.program_id,
            id=new_id(),
            fellow_id=fellow.id,
            version_id=version_id,
            starts_on=starts_on,
            ends_on=ends_on,
            full_time_percent=full_time_percent,
        )
        db.session.add(enrollment)
        db.session.flush()
        begin_progress(enrollment, curriculum_of(actor.program_id, version_id))
        unit.record(
            FellowEnrolled(subject_id=enrollment.id, fellow_id=fellow.id, version_id=version_id),
            of=enrollment,
        )
        return enrollment.id


def _refuse_a_second_time(fellow: Membership, version_id: UUID) -> None:
    same = select(Enrollment.id).where(
        Enrollment.program_id == fellow.program_id,
        Enrollment.fellow_id == fellow.id,
        Enrollment.version_id == version_id,
    )
    if db.session.scalars(same).first() is not None:
        raise Invalid({"version": say("This fellow is enrolled in this curriculum already.")})


def change_enrollment(
    actor: Actor, enrollment_id: UUID, *, starts_on: date, ends_on: date, full_time_percent: int
) -> None:
    """New dates or a new full-time share; the pace follows, the credits stay."""
    with unit_of_work(actor) as unit:
        enrollment = db.session.get_one(Enrollment, (actor.program_id, enrollment_id))
        insist(may_run(actor))
        check_dates(starts_on, ends_on, full_time_percent)
        enrollment.starts_on = starts_on
        enrollment.ends_on = ends_on
        enrollment.full_time_percent = full_time_percent
        unit.record(EnrollmentChanged(subject_id=enrollment.id), of=enrollment)


def check_dates(starts_on: date, ends_on: date, full_time_percent: int) -> None:
    complaints: dict[str, Message] = {}
    if ends_on <= starts_on:
        complaints["ends_on"] = say("Training ends after it starts.")
    if not 1 <= full_time_percent <= 100:
        complaints["full_time_percent"] = say("A share of full time is from 1 to 100 percent.")
    if complaints:
        raise Invalid(complaints)


def begin_progress(enrollment: Enrollment, curriculum: Curriculum) -> None:
    """Most begins at nothing; what belongs to the fellow, as a verified credential does, counts
    from the start."""
    shown = evidence_of(enrollment.program_id, enrollment.id)
    progress.begin(enrollment.program_id, enrollment.id, shown, curriculum)
