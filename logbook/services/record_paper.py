"""The record as a paper: what a reader sees, in their words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.assessments import State
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of
from logbook.services.record_rows import AT_ONCE, KINDS

Speak = Callable[[Message], str]
"""Puts a message into the reader's words."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose paper, and how its codes become words."""

    actor: Actor
    language: str
    speak: Speak
    curricula: Mapping[UUID, Curriculum]
    """By enrollment."""
    names: Mapping[UUID, str]
    """Of all members, by id."""

    def word(self, member: object) -> str:
        """A member of an enum, a day or nothing, as it is read."""
        return "" if member is None else self.speak(Message("%(word)s", {"word": member}))

    def code(self, found: Mapping[str, Any], code: str | None, kind: str = "label") -> str:
        """What a curriculum calls a code; the code itself where it does not know it."""
        if not code:
            return ""
        return str(getattr(found[code], kind).in_(self.language)) if code in found else code

    def level(self, curriculum: Curriculum, scale: str | None, level: str | None) -> str:
        known = curriculum.scales.get(scale or "")
        found = known.level(level) if known and level else None
        return found.label.in_(self.language) if found else level or ""


def writer_for(actor: Actor, language: str, speak: Speak) -> Writer:
    enrolled = db.session.execute(
        select(Enrollment.id, Enrollment.version_id).where(
            Enrollment.program_id == actor.program_id, Enrollment.fellow_id == actor.id
        )
    )
    names = db.session.execute(
        select(Membership.id, Account.name)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == actor.program_id)
    )
    curricula = {row.id: curriculum_of(actor.program_id, row.version_id) for row in enrolled.all()}
    return Writer(actor, language, speak, curricula, {row.id: row.name for row in names})


def rows(writer: Writer, file: str, *order: str) -> Iterator[Any]:
    """All of one kind, in the order of these columns; some in memory at a time."""
    [kind] = [one for one in KINDS if one.file == file]
    table: Any = kind.table
    columns = [getattr(table, name) for name in order]
    asked = select(table).where(kind.which(writer.actor)).order_by(*columns, table.id)
    for one in db.session.scalars(asked.execution_options(yield_per=AT_ONCE)):
        yield one
        db.session.expunge(one)


def sections(writer: Writer) -> list[dict[str, object]]:
    """Those in which something stands."""
    made = (sign_offs, assessments, cases, portfolio, rotations, credentials, results)
    return [section for one in made if (section := one(writer))]


def sign_offs(writer: Writer) -> dict[str, object]:
    judged = list(rows(writer, "judgements", "place"))
    entries = []
    for one in rows(writer, "sign_offs", "proposed_at"):
        curriculum = writer.curricula[one.enrollment_id]
        lines = [
            (say("State"), writer.word(one.state)),
            (say("Level"), writer.level(curriculum, one.scale, one.level)),
            (say("Granted"), writer.word(_day(one.granted_at))),
            (say("Holds until"), writer.word(one.lapses_on)),
        ]
        for said in (by for by in judged if by.sign_off_id == one.id):
            level = writer.level(curriculum, one.scale, said.level)
            who = f"{writer.names[said.judge_id]}, {writer.word(said.given_on)}"
            lines.append((say("Judgement"), f"{who}: {level}. {said.words}"))
        entries.append(
            _entry(writer, writer.code(curriculum.competencies, one.competency, "name"), lines)
        )
    return _told(writer, say("Competencies"), entries)


def assessments(writer: Writer) -> dict[str, object]:
    entries = []
    for one in rows(writer, "assessments", "happened_on"):
        if one.finished_at is None:
            continue
        curriculum = writer.curricula[one.enrollment_id]
        title = (
            f"{writer.word(one.happened_on)} · {writer.code(curriculum.forms, one.form, 'short')}"
        )
        lines = [
            (say("Competency"), writer.code(curriculum.competencies, one.competency, "name")),
            (say("Assessor"), writer.names[one.assessor_id]),
            (say("Level"), writer.level(curriculum, one.scale, one.level)),
            (say("What went well"), one.went_well),
            (say("Next step"), one.next_step),
            (say("What was wrong before"), one.amends_why or ""),
            (say("State"), writer.word(one.state) if one.state is State.AMENDED else ""),
        ]
        entries.append(_entry(writer, title, lines))
    return _told(writer, say("Assessments"), entries)


def cases(writer: Writer) -> dict[str, object]:
    lines = []
    for one in rows(writer, "cases", "performed_on"):
        curriculum = writer.curricula[one.enrollment_id]
        roles = curriculum.vocabularies["roles"]
        lines.append(
            [
                writer.word(one.performed_on),
                writer.code(curriculum.procedures, one.procedure, "short"),
                writer.code(roles, one.credited_role or one.role),
                writer.names.get(one.supervisor_id, ""),
                writer.word(one.state),
            ]
        )
    head = (say("Date"), say("Procedure"), say("Role"), say("Supervisor"), say("State"))
    return _table(writer, say("Cases"), head, (3, 6, 5, 4, 3), lines)


def portfolio(writer: Writer) -> dict[str, object]:
    lines = [
        [
            writer.word(one.done_on),
            writer.code(writer.curricula[one.enrollment_id].offers.activities, one.kind, "name"),
            one.title,
            writer.word(one.state),
        ]
        for one in rows(writer, "portfolio", "done_on")
    ]
    head = (say("Date"), say("Kind"), say("Title"), say("State"))
    return _table(writer, say("Portfolio"), head, (3, 5, 8, 3), lines)


def rotations(writer: Writer) -> dict[str, object]:
    lines = [
        [
            writer.word(one.starts_on),
            writer.word(one.ends_on),
            writer.code(writer.curricula[one.enrollment_id].offers.rotations, one.kind, "name"),
        ]
        for one in rows(writer, "rotations", "starts_on")
        if one.cancelled_at is None
    ]
    head = (say("First day"), say("Last day"), say("Rotation"))
    return _table(writer, say("Rotations"), head, (3, 3, 8), lines)


def credentials(writer: Writer) -> dict[str, object]:
    kinds = {
        code: kind
        for one in writer.curricula.values()
        for code, kind in one.offers.credentials.items()
    }
    lines = [
        [
            writer.code(kinds, one.kind, "name"),
            one.issuer,
            writer.word(one.issued_on),
            writer.word(one.expires_on),
            writer.names.get(one.verified_by_id, ""),
        ]
        for one in rows(writer, "credentials", "issued_on")
        if one.withdrawn_at is None
    ]
    head = (say("Credential"), say("Issued by"), say("From"), say("To"), say("Checked by"))
    return _table(writer, say("Credentials"), head, (5, 5, 3, 3, 4), lines)


def results(writer: Writer) -> dict[str, object]:
    lines = [
        [
            writer.word(one.sat_on),
            writer.code(writer.curricula[one.enrollment_id].offers.tests, one.test, "name"),
            "" if one.score is None else f"{one.score} %",
            writer.word(one.outcome),
        ]
        for one in rows(writer, "results", "sat_on")
    ]
    head = (say("Date"), say("Test"), say("Score"), say("Result"))
    return _table(writer, say("Tests"), head, (3, 7, 3, 4), lines)


def _day(instant: Any) -> date | None:
    return instant.date() if instant else None


def _entry(writer: Writer, title: str, lines: Iterable[tuple[Message, str]]) -> dict[str, object]:
    said = [{"label": writer.speak(label), "text": text} for label, text in lines if text]
    return {"title": title, "lines": said}


def _told(writer: Writer, title: Message, entries: list[Any]) -> dict[str, object]:
    return {"title": writer.speak(title), "entries": entries} if entries else {}


def _table(
    writer: Writer, title: Message, head: Sequence[Message], widths: Sequence[int], lines: list[Any]
) -> dict[str, object]:
    if not lines:
        return {}
    told = [writer.speak(word) for word in head]
    return {"title": writer.speak(title), "head": told, "widths": widths, "rows": lines}
