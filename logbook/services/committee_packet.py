"""The packet of a meeting: one PDF and one workbook about all fellows of the agenda, made step by
step.

Each fellow is a file that appears whole, by renaming; then the PDF, then the workbook. Whoever goes
on with a packet does the first step whose file is not there yet: a process that is killed costs one
step, and two that do the same one cost nothing but time.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_committee import PacketAsked, PacketMade, PacketTaken
from logbook.domain.readings import Page
from logbook.models.committee import CommitteePacket
from logbook.models.programs import Program
from logbook.policy import committee as policy
from logbook.policy.actors import Actor
from logbook.queries.committee_board import Board, board
from logbook.queries.committee_kept import file_for
from logbook.services import record_reads
from logbook.services.committee_meetings import find
from logbook.services.committee_paper import told
from logbook.services.committee_rows import HEADS, Speak, Teller
from logbook.services.papers import set_paper
from logbook.services.refusals import Conflict, insist
from logbook.services.spreadsheets import guarded
from logbook.services.unit import unit_of_work
from logbook.services.workbooks import packed

KEPT = timedelta(days=7)
"""How long the files are kept."""
PAPER, BOOK = "packet.pdf", "packet.xlsx"


@dataclass(frozen=True, slots=True)
class Come:
    """How far a packet has come; the last two steps are the PDF and the workbook."""

    done: int
    total: int

    @property
    def is_ready(self) -> bool:
        return self.done == self.total


def ask(actor: Actor, meeting_id: UUID, packet_id: UUID, language: str) -> UUID:
    """Begin a packet. One of one's own that is not ready yet is gone on with instead."""
    with unit_of_work(actor) as unit:
        meeting = find(actor, meeting_id)
        about = board(actor, meeting_id)
        insist(policy.may_take_packet(actor, meeting, about.is_about(actor.id)))
        found = db.session.scalars(
            _own(actor).where(
                (CommitteePacket.id == packet_id)
                | (CommitteePacket.ready_at.is_(None) & (CommitteePacket.meeting_id == meeting_id))
            )
        ).first()
        if found is None:
            found = CommitteePacket(
                program_id=actor.program_id,
                id=packet_id,
                meeting_id=meeting_id,
                member_id=actor.id,
                language=language,
                asked_at=unit.now,
            )
            db.session.add(found)
        unit.record(PacketAsked(subject_id=found.id, meeting_id=meeting_id))
        return found.id


def _own(actor: Actor) -> Select[CommitteePacket]:
    return select(CommitteePacket).where(
        CommitteePacket.program_id == actor.program_id, CommitteePacket.member_id == actor.id
    )


def folder_of(folder: Path, packet_id: UUID) -> Path:
    return folder / f"packet-{packet_id}"


def come_to(about: Board, folder: Path, packet_id: UUID, is_ready: bool) -> Come:
    files, total = folder_of(folder, packet_id), len(about.agenda) + 2
    if is_ready:
        return Come(total, total)
    names = [f"{one.fellow_id}.json" for one in about.agenda] + [PAPER]
    return Come(sum((files / name).is_file() for name in names), total)


def advance(
    actor: Actor, packet_id: UUID, folder: Path, speak: Speak, today: date, now: datetime
) -> None:
    """Do the next step of one's own packet. `speak`: puts a message into the reader's words;
    `today`: where the program is. NoResultFound for anybody else's packet."""
    packet = db.session.scalars(_own(actor).where(CommitteePacket.id == packet_id)).one()
    if packet.ready_at is not None:
        return
    about = board(actor, packet.meeting_id)
    insist(policy.may_take_packet(actor, about, about.is_about(actor.id)))
    files, teller = folder_of(folder, packet_id), Teller(speak, packet.language)
    files.mkdir(parents=True, exist_ok=True)
    for item in about.agenda:
        if not (files / f"{item.fellow_id}.json").is_file():
            file = file_for(actor, about, item, today, now)
            said = json.dumps(told(teller, item, file), ensure_ascii=False)
            _appear(files / f"{item.fellow_id}.json", said.encode())
            return
    fellows = [
        json.loads((files / f"{one.fellow_id}.json").read_text("utf-8")) for one in about.agenda
    ]
    if not (files / PAPER).is_file():
        _set(actor, about, fellows, teller, files)
        return
    _finish(actor, packet_id, fellows, teller, files)


def _appear(target: Path, content: bytes) -> None:
    unfinished = target.with_name(f".{uuid4().hex}")
    unfinished.write_bytes(content)
    unfinished.rename(target)


def _set(
    actor: Actor, about: Board, fellows: Sequence[Mapping[str, Any]], teller: Teller, files: Path
) -> None:
    program = db.session.get_one(Program, actor.program_id).name
    day = teller.word(about.held_on)
    says = {
        "language": teller.language,
        "title": teller.speak(say("Packet for the committee")),
        "program": program,
        "lines": [
            teller.speak(say("Meeting of %(day)s, %(place)s", day=day, place=about.place)),
            teller.speak(say("Confidential: for members of the committee and directors only.")),
        ],
        "footer": f"{program} · {day}",
        "fellows": fellows,
    }
    unfinished = files / f".{uuid4().hex}.pdf"
    set_paper("packet", says, unfinished)
    unfinished.rename(files / PAPER)


def _finish(
    actor: Actor,
    packet_id: UUID,
    fellows: Sequence[Mapping[str, Any]],
    teller: Teller,
    files: Path,
) -> None:
    _appear(files / BOOK, packed(*_sheets(fellows, teller)))
    content = (files / PAPER).read_bytes()
    hashed = sha256(content).hexdigest()
    with unit_of_work(actor) as unit:
        packet = db.session.scalars(
            _own(actor).where(CommitteePacket.id == packet_id).with_for_update()
        ).one()
        packet.ready_at, packet.size, packet.sha256 = unit.now, len(content), hashed
        unit.record(PacketMade(subject_id=packet.id, size=len(content), sha256=hashed))


def _sheets(fellows: Sequence[Mapping[str, Any]], teller: Teller) -> list[dict[str, object]]:
    """Each kind of row of all fellows on a sheet of its own."""
    return [
        {
            "name": teller.speak(title)[:31],
            "header": True,
            "rows": [
                [teller.speak(word) for word in head],
                *([_cell(cell) for cell in row] for one in fellows for row in one["sheets"][kind]),
            ],
        }
        for kind, (title, head) in HEADS.items()
    ]


def _cell(cell: object) -> object:
    return guarded(cell) if isinstance(cell, str) else cell


def take(actor: Actor, packet_id: UUID, folder: Path, form: str, now: datetime) -> Path:
    """One of the two files, for who asked for it; that it left is told to the ledger, and noted
    for each fellow whose record is in it. NoResultFound for a packet that is not ready or not the
    actor's."""
    with unit_of_work(actor) as unit:
        packet = db.session.scalars(
            _own(actor).where(
                CommitteePacket.id == packet_id, CommitteePacket.ready_at.is_not(None)
            )
        ).one()
        about = board(actor, packet.meeting_id)
        insist(policy.may_take_packet(actor, about, about.is_about(actor.id)))
        file = folder_of(folder, packet_id) / (BOOK if form == "xlsx" else PAPER)
        if not file.is_file():
            raise Conflict(say("This file is not there any more. Ask for another one."))
        unit.record(PacketTaken(subject_id=packet.id, form=form))
    for item in about.agenda:
        record_reads.note(actor, "enrollment", item.enrollment_id, Page.PACKET, now)
    return file


def sweep(program_id: UUID, folder: Path, now: datetime) -> int:
    """Delete the files whose days are over, and those with which nobody went on. Another packet
    can be asked for at any time. Returns how many."""
    over = select(CommitteePacket.id).where(
        CommitteePacket.program_id == program_id, CommitteePacket.asked_at < now - KEPT
    )
    folders = [folder_of(folder, one) for one in db.session.scalars(over)]
    found = [one for one in folders if one.is_dir()]
    for one in found:
        shutil.rmtree(one, ignore_errors=True)
    return len(found)
