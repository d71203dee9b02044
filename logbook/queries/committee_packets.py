"""The packets of meetings that were asked for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.models.committee import CommitteePacket
from logbook.policy.actors import Actor

SHOWN = 5


@dataclass(frozen=True, slots=True)
class PacketRow:
    id: UUID
    meeting_id: UUID
    language: str
    asked_at: datetime
    ready_at: datetime | None
    size: int | None
    """Of the PDF, in bytes."""
    sha256: str | None


_COLUMNS = (
    CommitteePacket.id,
    CommitteePacket.meeting_id,
    CommitteePacket.language,
    CommitteePacket.asked_at,
    CommitteePacket.ready_at,
    CommitteePacket.size,
    CommitteePacket.sha256,
)


def packets(actor: Actor, meeting_id: UUID) -> list[PacketRow]:
    """One's own of a meeting, the newest first."""
    asked = select(*_COLUMNS).where(
        CommitteePacket.program_id == actor.program_id,
        CommitteePacket.meeting_id == meeting_id,
        CommitteePacket.member_id == actor.id,
    )
    rows = db.session.execute(asked.order_by(CommitteePacket.asked_at.desc()).limit(SHOWN))
    return [PacketRow(*row) for row in rows]


def packet(actor: Actor, packet_id: UUID) -> PacketRow:
    """NoResultFound for another's."""
    asked = select(*_COLUMNS).where(
        CommitteePacket.program_id == actor.program_id,
        CommitteePacket.id == packet_id,
        CommitteePacket.member_id == actor.id,
    )
    return PacketRow(*db.session.execute(asked).one())
