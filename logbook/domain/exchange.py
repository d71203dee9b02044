"""Cases in from a spreadsheet: what a file says of each, and the id that each one gets."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from logbook.domain.audit import canonical
from logbook.domain.case_content import CaseContent, Complaint
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.credentials import blocked
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message
from logbook.domain.evidence import CredentialEvidence
from logbook.domain.exchange_dates import DateOrder

ROW_IDS = UUID("6f1c52b4-8f0e-4d0a-9d6e-2a3f6f0b7c11")
"""Name space of the ids that rows get: the same row makes the same case, whenever it comes."""


@dataclass(frozen=True, slots=True)
class Matching:
    """What the columns hold, and what has to be known to read them."""

    columns: Mapping[str, int]
    order: DateOrder = DateOrder.DMY
    role: CaseRole | None = None
    """Of rows that name none."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a row may name as supervisor."""

    id: UUID
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the rows are going to: the enrollment and what a row may name."""

    curriculum: Curriculum
    today: date
    starts_on: date
    ends_on: date
    supervisors: Sequence[Person] = ()
    """Who can be asked now; never the fellow."""
    sites: Mapping[str, UUID] = field(default_factory=dict)
    held: Mapping[str, Sequence[CredentialEvidence]] = field(default_factory=dict)
    """The fellow's verified credentials, lapsed ones too, by kind: of the kinds without which some
    cases are not handed in."""

    def blocked(self, content: CaseContent) -> Message | None:
        """Why a case is not handed in, though nothing is missing; None for most."""
        category = self.curriculum.procedures[content.procedure].category
        reasons = (
            blocked(kind, self.held.get(kind.id, ()), content.performed_on)
            for kind in self.curriculum.offers.blocking(category)
        )
        return next((reason for reason in reasons if reason is not None), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says. With problems it is faulty and is not imported."""

    content: CaseContent | None
    problems: tuple[Complaint, ...] = ()
    state: State = State.DRAFT
    """Submitted when nothing is missing, not even the supervisor; otherwise a draft."""
    supervisor_id: UUID | None = None
    site_id: UUID | None = None
    unknown: tuple[tuple[str, str], ...] = ()
    """Supervisor or site as the row names them, where the program knows none of that name."""
    wanting: tuple[str, ...] = ()
    """What a draft lacks before it can be handed in, by field."""
    own_id: UUID | None = None
    """Of a row that we wrote ourselves when a log was taken out."""


def row_ids(
    program_id: UUID, enrollment_id: UUID, readings: Iterable[Reading]
) -> list[UUID | None]:
    """The id of the case that each row makes; None of a faulty one.

    It follows from what the row says and from how often the file has said it before, so that the
    same file brings the same cases, in whatever order its rows are. A row of our own file keeps
    its id.
    """
    seen: Counter[bytes] = Counter()
    ids: list[UUID | None] = []
    for reading in readings:
        if reading.content is None or reading.own_id is not None:
            ids.append(reading.own_id if reading.content is not None else None)
            continue
        said = canonical(stated(reading.content))
        seen[said] += 1
        name = f"{program_id} {enrollment_id} {seen[said]} {said.decode()}"
        ids.append(uuid5(ROW_IDS, name))
    return ids


def id_elsewhere(enrollment_id: UUID, own: UUID) -> UUID:
    """The id of a row of our own file whose case is already in another fellow's log."""
    return uuid5(ROW_IDS, f"{enrollment_id} {own}")


def stated(content: CaseContent) -> dict[str, object]:
    """All that a case says, as plain values."""
    return {
        "procedure": content.procedure,
        "performed_on": content.performed_on.isoformat(),
        "role": str(content.role),
        "setting": content.setting,
        "age_band": content.age_band,
        "indication": content.indication,
        "outcome": str(content.outcome),
        "complications": list(content.complications),
        "complication_note": content.complication_note,
        "reflection": content.reflection,
        "details": dict(content.details),
    }
