"""What can happen to the hospital's record here. Counts and ids; of the rows nothing."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("hospital.read")
class HospitalFileRead(Event):
    """Subject: the import. Nothing of it is in yet."""

    rows: int
    faulty: int
    form: str


@event("hospital.advanced")
class HospitalImportAdvanced(Event):
    done: int
    added: int
    corrected: int


@event("hospital.given_up")
class HospitalImportGivenUp(Event):
    pass


@event("hospital.columns_said")
class HospitalColumnsSaid(Event):
    """Subject: the column map."""

    columns: tuple[str, ...]


@event("hospital.name_mapped")
class HospitalNameMapped(Event):
    """Subject: the name. What it is here; None of all three: left out, or open again."""

    kind: str
    procedure: str | None
    member_id: UUID | None
    site_id: UUID | None
    left_out: bool


@event("hospital.reconciled")
class HospitalReconciled(Event):
    """Subject: the program. The pairs were reckoned anew, and some are others than before."""

    agreed: int
    hospital_only: int
    changed: int


@event("hospital.answered")
class DifferenceAnswered(Event):
    """Subject: the answer. A fellow said something to a difference."""

    said: str
    case_id: UUID | None
    procedure_id: UUID | None
