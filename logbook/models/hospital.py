"""The hospital's own record of performed procedures, without who the patients are, and what its
names mean here."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.hospital import Happened, Side
from logbook.domain.hospital_states import FileForm, ImportState, MapKind
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.tenancy import Owned, of_a_program, within


class CodeMap(Owned, Base):
    """One name that the hospital uses, by code or in words, and what it is here. It is there as
    soon as a row has used it; the rows point at it, so that what is said of it later holds for
    all of them."""

    __tablename__ = "code_map"
    __table_args__ = (
        of_a_program(),
        within("membership", "member_id"),
        within("site", "site_id"),
        within("membership", "decided_by_id"),
        UniqueConstraint("program_id", "kind", "system", "code"),
        CheckConstraint("procedure IS NULL OR kind = 'procedure'", name="procedure_of_its_kind"),
        CheckConstraint("member_id IS NULL OR kind = 'person'", name="person_of_its_kind"),
        CheckConstraint("site_id IS NULL OR kind = 'site'", name="site_of_its_kind"),
        CheckConstraint(
            "NOT left_out OR (procedure IS NULL AND member_id IS NULL AND site_id IS NULL)",
            name="left_out_is_nothing",
        ),
    )

    kind: Mapped[MapKind] = mapped_column(as_text(MapKind, "kind"))
    system: Mapped[str] = mapped_column(String(80))
    code: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(String(160), default="")
    procedure: Mapped[str | None] = mapped_column(String(64))
    """A procedure of the catalogue."""
    member_id: Mapped[UUID | None]
    site_id: Mapped[UUID | None]
    left_out: Mapped[bool] = mapped_column(default=False)
    """Nothing of ours: such rows are not compared."""
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class KeptColumns(Owned, Base):
    """What the columns of one kind of table hold, found again by its headings."""

    __tablename__ = "column_map"
    __table_args__ = (
        of_a_program(),
        within("membership", "confirmed_by_id"),
        UniqueConstraint("program_id", "signature"),
    )

    signature: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the headings in plain words."""
    header: Mapped[list[str]] = mapped_column(JSON)
    columns: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    date_order: Mapped[str] = mapped_column(String(8), default="dmy")
    system: Mapped[str] = mapped_column(String(80), default="cpt")
    """Of codes whose row names no list."""
    confirmed_by_id: Mapped[UUID | None]
    """None: guessed from the headings, and not used yet."""
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HospitalImport(Owned, Base):
    """One file of the hospital on its way in. The file itself is not kept."""

    __tablename__ = "hospital_import"
    __table_args__ = (
        of_a_program(),
        within("membership", "requested_by_id"),
        CheckConstraint("done >= 0 AND done <= total", name="done_of_total"),
        Index(None, "program_id", "created_at"),
    )

    requested_by_id: Mapped[UUID | None]
    """None: the worker or the command line."""
    state: Mapped[ImportState] = mapped_column(as_text(ImportState, "state"))
    form: Mapped[FileForm] = mapped_column(as_text(FileForm, "form"))
    file_name: Mapped[str] = mapped_column(String(200))
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)
    faulty: Mapped[int] = mapped_column(default=0)
    faults: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Of what could not be used the place, and what is wrong there; never what stood there."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HospitalImportRow(Owned, Base):
    """One row as it came through the door, until it is in."""

    __tablename__ = "hospital_import_row"
    __table_args__ = (
        within("hospital_import", "import_id"),
        UniqueConstraint("program_id", "import_id", "number"),
    )

    import_id: Mapped[UUID]
    number: Mapped[int]
    row: Mapped[dict[str, Any]] = mapped_column(JSON)


class HospitalProcedure(Owned, Base):
    """One procedure that the hospital says was performed. Its id follows from the key under which
    the hospital knows it, by the keyed hash of `domain/hospital.py`."""

    __tablename__ = "hospital_procedure"
    __table_args__ = (
        within("code_map", "code_id"),
        within("code_map", "place_id"),
        within("hospital_import", "import_id"),
        Index(None, "program_id", "performed_on", "id"),
        Index(None, "program_id", "code_id"),
        Index(None, "program_id", "place_id", "performed_on"),
    )

    performed_on: Mapped[date]
    code_id: Mapped[UUID]
    place_id: Mapped[UUID | None]
    side: Mapped[Side | None] = mapped_column(as_text(Side, "side"))
    body_site: Mapped[str] = mapped_column(String(160), default="")
    happened: Mapped[Happened] = mapped_column(as_text(Happened, "happened"))
    age_band: Mapped[str] = mapped_column(String(8), default="")
    patient_mark: Mapped[str] = mapped_column(String(32), default="")
    encounter_mark: Mapped[str] = mapped_column(String(32), default="")
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Of all that the row says: another one is a correction."""
    import_id: Mapped[UUID]
    """The file that said it last."""
    revision: Mapped[int] = mapped_column(default=1)


class HospitalStaff(Owned, Base):
    """Somebody whom the hospital names with a procedure."""

    __tablename__ = "hospital_staff"
    __table_args__ = (
        within("hospital_procedure", "procedure_id"),
        within("code_map", "person_id"),
        UniqueConstraint("program_id", "procedure_id", "person_id"),
        Index(None, "program_id", "person_id"),
    )

    procedure_id: Mapped[UUID]
    person_id: Mapped[UUID]
