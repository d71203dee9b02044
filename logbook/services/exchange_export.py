"""A log out of the service, as CSV or XLSX: stable codes, and beside them what people call them.

A file that was taken out can be taken in again: its columns are found by their names, its codes
are codes, and its ids are known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from logbook.domain.audit import instant
from logbook.domain.catalogue import Choice, FieldKind, FieldSpec
from logbook.domain.curriculum import Curriculum
from logbook.domain.events import CasesExported
from logbook.domain.exchange_columns import specs_of
from logbook.domain.type_ahead import words_of
from logbook.policy import exchange as policy
from logbook.policy.actors import Actor
from logbook.queries import exchange_log as queries
from logbook.queries.exchange_log import LoggedCase, LogOwner
from logbook.queries.signatures import SignatureRow, approvals_of
from logbook.services.refusals import insist
from logbook.services.spreadsheets import Cell, write_csv, write_workbook
from logbook.services.unit import unit_of_work

SIGNED = (
    "signed_by",
    "signer_role",
    "signer_profession",
    "signature_meaning",
    "signature_method",
    "signed_at",
)
"""Of the approval that stands: empty without one. The instant in UTC."""

SEEN = ("seen_with", "seen_code_at", "seen_sent_at")
"""Whose code the fellow had in the room, when it was shown and when it came; instants in UTC."""

CODES = (
    "id",
    "state",
    "performed_on",
    "procedure",
    "procedure_name",
    "category",
    "category_name",
    "role",
    "role_name",
    "credited_role",
    "supervisor",
    "supervisor_address",
    "site",
    "setting",
    "setting_name",
    "age_band",
    "indication",
    "outcome",
    "outcome_name",
    "complications",
    "complication_names",
    "complication_note",
    "reflection",
    *SIGNED,
    *SEEN,
)


SHEETS = ("Cases", "Columns")


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be handed out."""

    file_name: str
    content: bytes


def export(actor: Actor, fellow_id: UUID, form: str, language: str) -> Export:
    """The log of a fellow as `csv` or `xlsx`, with labels in this language. That it left the
    service is told to the ledger. NoResultFound for nobody's log, and for a colleague's."""
    owner = queries.owner(actor, fellow_id)
    insist(policy.may_export(actor, fellow_id))
    header, rows, legend = _sheet(actor, owner, language)
    if form == "csv":
        content = write_csv(header, rows)
    else:
        content = write_workbook(header, rows, legend, SHEETS)
    with unit_of_work(actor) as unit:
        unit.record(CasesExported(subject_id=owner.enrollment_id, rows=len(rows), form=form))
    return Export(_file_name(owner.fellow, form, datetime.now(UTC).date()), content)


def workbook_of(actor: Actor, language: str) -> bytes:
    """One's own log as the same workbook, for a copy of the whole record."""
    header, rows, legend = _sheet(actor, queries.owner(actor, actor.id), language)
    return write_workbook(header, rows, legend, SHEETS)


def _sheet(
    actor: Actor, owner: LogOwner, language: str
) -> tuple[list[str], list[list[Cell]], list[Sequence[str]]]:
    """Header, rows, and what the columns mean."""
    specs = specs_of(owner.curriculum)
    signed = approvals_of(actor, owner.fellow_id)
    rows = [
        list(_row(case, signed.get(case.id), owner.curriculum, specs, language))
        for case in queries.cases(actor, owner.fellow_id)
    ]
    return [*CODES, *specs], rows, list(_legend(specs, language))


def _file_name(fellow: str, form: str, today: date) -> str:
    """`logbook-may-chen-2026-11-23.csv`: plain letters only."""
    name = "-".join(word for word in words_of(fellow) if word.isascii())
    return f"logbook-{name or 'fellow'}-{today.isoformat()}.{form}"


def _row(
    case: LoggedCase,
    signed: SignatureRow | None,
    curriculum: Curriculum,
    specs: Mapping[str, FieldSpec],
    language: str,
) -> Iterator[Cell]:
    said = {
        **_signature(signed),
        **{name: getattr(case, name) for name in CODES if hasattr(case, name)},
        **_labels(case, curriculum, language),
        "id": str(case.id),
        "state": case.state.value,
        "complications": "; ".join(case.complications),
        "seen_code_at": instant(case.seen_code_at) if case.seen_code_at else None,
        "seen_sent_at": instant(case.seen_sent_at) if case.seen_sent_at else None,
    }
    for name in CODES:
        yield said[name]
    for name, spec in specs.items():
        yield _detail(spec, case.details.get(name))


def _signature(signed: SignatureRow | None) -> dict[str, str | None]:
    if signed is None:
        return dict.fromkeys(SIGNED)
    told = (signed.name, signed.role.value, signed.profession, signed.meaning, signed.method)
    return dict(zip(SIGNED, (*told, instant(signed.at)), strict=True))


def _labels(case: LoggedCase, curriculum: Curriculum, language: str) -> dict[str, str | None]:
    procedure = curriculum.procedures.get(case.procedure)
    category = curriculum.categories.get(case.category)
    words = curriculum.vocabularies
    known = curriculum.complications
    return {
        "procedure_name": procedure.name.in_(language) if procedure else None,
        "category_name": category.name.in_(language) if category else None,
        "role_name": _label(words["roles"], case.role, language),
        "setting_name": _label(words["settings"], case.setting, language),
        "outcome_name": _label(words["outcomes"], case.outcome, language),
        "complication_names": "; ".join(
            known[code].label.in_(language) for code in case.complications if code in known
        ),
    }


def _label(choices: Mapping[str, Choice], code: str | None, language: str) -> str | None:
    return choices[code].label.in_(language) if code and code in choices else None


def _detail(spec: FieldSpec, value: object) -> Cell:
    """Codes of a list in one cell; numbers as numbers."""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if spec.kind is FieldKind.DECIMAL and isinstance(value, str):
        number = Decimal(value)
        return int(number) if number == number.to_integral_value() else float(number)
    return value if isinstance(value, str | int) else None


def _legend(specs: Mapping[str, FieldSpec], language: str) -> Iterator[Sequence[str]]:
    """What the columns of the procedures' own fields are called, and their units."""
    yield ("column", "label", "unit")
    for name, spec in specs.items():
        yield (name, spec.label.in_(language), spec.unit or "")
