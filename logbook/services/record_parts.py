"""What a copy of a record is made of, part by part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from uuid import UUID

from sqlalchemy import LargeBinary, func, select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.models.credentials import Credential
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Actor
from logbook.queries.certificates import CertificateView, own
from logbook.services.certificate_paper import Reader, write_pdf
from logbook.services.exchange_export import workbook_of
from logbook.services.papers import TEMPLATES, set_paper
from logbook.services.record_paper import Speak, Writer, sections, writer_for
from logbook.services.record_proofs import write_signatures
from logbook.services.record_rows import write_records

PIECE = 1024 * 1024
"""Bytes of a document in memory at one time."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose record it is, and how the copy speaks."""

    actor: Actor
    name: str
    program: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    make: Callable[[Owner, Path, Speak], None]
    """Writes its files into a folder."""


def owner_of(actor: Actor, language: str, at: datetime) -> Owner:
    row = db.session.execute(
        select(Account.name, Program.name.label("program"))
        .select_from(Membership)
        .join(Account, Account.id == Membership.account_id)
        .join(Program, Program.id == Membership.program_id)
        .where(Membership.program_id == actor.program_id, Membership.id == actor.id)
    ).one()
    return Owner(actor, row.name, row.program, language, at)


def _records(owner: Owner, into: Path, _speak: Speak) -> None:
    write_records(owner.actor, into)


def _workbook(owner: Owner, into: Path, _speak: Speak) -> None:
    (into / "cases.xlsx").write_bytes(workbook_of(owner.actor, owner.language))


def _paper(owner: Owner, into: Path, speak: Speak) -> None:
    writer = writer_for(owner.actor, owner.language, speak)
    set_paper("portfolio", _says(owner, writer), into / "portfolio.pdf")


def _says(owner: Owner, writer: Writer) -> dict[str, object]:
    day = writer.word(owner.at.date())
    told = sections(writer)
    return {
        "language": owner.language,
        "title": writer.speak(say("Record of a fellowship")),
        "name": owner.name,
        "program": owner.program,
        "lines": [writer.speak(say("As it stood on %(day)s", day=day))],
        "footer": f"{owner.name} · {owner.program} · {day}",
        "sections": told or [{"title": writer.speak(say("Nothing is recorded yet."))}],
    }


def _documents(owner: Owner, into: Path, _speak: Speak) -> None:
    """Of credentials, under the names that they came with; piece by piece."""
    folder = into / "documents"
    folder.mkdir()
    found = db.session.execute(
        select(Credential.id, Credential.document_name, Credential.document_size).where(
            Credential.program_id == owner.actor.program_id,
            Credential.member_id == owner.actor.id,
            Credential.document_sha256.is_not(None),
        )
    )
    for row in found.all():
        with (folder / f"{row.id}-{Path(row.document_name).name}").open("wb") as out:
            for begin in range(0, row.document_size, PIECE):
                out.write(_piece(owner, row.id, begin))


def _piece(owner: Owner, credential_id: UUID, begin: int) -> bytes:
    piece = func.substr(Credential.document, begin + 1, PIECE, type_=LargeBinary)
    asked = select(piece).where(
        Credential.program_id == owner.actor.program_id, Credential.id == credential_id
    )
    return bytes(db.session.execute(asked).scalar_one())


def _signatures(owner: Owner, into: Path, _speak: Speak) -> None:
    write_signatures(owner.actor, into)


def _certificates(owner: Owner, into: Path, speak: Speak) -> None:
    """Each as its holder would hand it over: on paper, as a file, as a badge. One that the ledger
    was not yet signed over proves nothing, and is left for a later copy."""
    folder = into / "certificates"
    folder.mkdir()
    reader = Reader(owner.language, speak)
    for one in own(owner.actor, owner.at.date()):
        if one.file is None or one.badge is None:
            continue
        name = f"{_what(one)}-{one.id}"
        (folder / f"{name}.json").write_text(one.file, "utf-8")
        (folder / f"{name}.jwt").write_text(one.badge, "utf-8")
        write_pdf(one, reader, folder / f"{name}.pdf")


def _what(one: CertificateView) -> str:
    """Of which competency, as the name of a file; or that it is of the whole fellowship."""
    if one.statement["kind"] == "fellowship":
        return "fellowship"
    code: str = one.statement["competencies"][0]["competency"]["code"]
    return "".join(letter for letter in code if letter.isalnum())


def _instructions(_owner: Owner, into: Path, _speak: Speak) -> None:
    """In both languages: nobody knows who will read it in ten years."""
    for name in ("README.en.txt", "README.id.txt"):
        copyfile(TEMPLATES / name, into / name)


PARTS = (
    Part("records", _records),
    Part("workbook", _workbook),
    Part("paper", _paper),
    Part("documents", _documents),
    Part("signatures", _signatures),
    Part("certificates", _certificates),
    Part("instructions", _instructions),
)

__all__ = ["PARTS", "Owner", "Part", "Speak", "owner_of"]
