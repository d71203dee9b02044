"""A document that is no longer the one whose hash was recorded is found, and named."""

from copy import deepcopy
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update

from logbook.database import db
from logbook.domain.audit import canonical
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.credentials import Credential
from logbook.models.curriculum import CurriculumVersion
from logbook.services import audit, credentials
from logbook.services.credentials import Upload
from logbook.services.curriculum import plain
from tests.cast import RIVERSIDE, Member
from tests.makers.credentials import a_credential
from tests.makers.curricula import a_version
from tests.makers.documents import a_pdf
from tests.makers.forgery import forge, only_sqlite, spoil

held = Credential.metadata.tables["credential"]
versions = CurriculumVersion.metadata.tables["curriculum_version"]
SCAN = "The document of this credential was changed: %(id)s."
CURRICULUM = "The document of this curriculum was changed: %(id)s."


def found() -> list[tuple[int | None, str, UUID]]:
    """Number of the entry, what is wrong, and of which record."""
    return [
        (fault.seq, fault.what.id, fault.what.params["id"]) for fault in audit.verify(RIVERSIDE)
    ]


def seq_of(subject_id: UUID) -> int:
    """Of the last entry about it."""
    asked = select(LedgerEntry.seq).where(LedgerEntry.subject_id == subject_id)
    return db.session.scalars(asked.order_by(LedgerEntry.seq.desc())).first() or 0


@pytest.fixture
def scanned(asha: Member, cora: Member) -> UUID:
    """A verified credential with a document, beside one without."""
    a_credential(of=asha)
    id_ = a_credential(of=asha, upload=Upload("licence.pdf", a_pdf("Licence")))
    credentials.verify(cora.actor, id_, 1)
    return id_


@pytest.fixture
def version(asha: Member) -> UUID:
    return a_version(RIVERSIDE, notice={"en": "Half a dose is 0.5."}, edition="0.5")


def test_documents_that_nobody_touched_hold(scanned: UUID, version: UUID, asha: Member) -> None:
    gone = a_credential(of=asha, upload=Upload("old.pdf", a_pdf("Old")))
    credentials.withdraw(asha.actor, gone)  # its document is erased, as it should be
    assert found() == []


@pytest.mark.parametrize("content", [a_pdf("Another"), b"", None])
def test_another_scan_is_named(scanned: UUID, content: bytes | None) -> None:
    forge(update(held).where(held.c.id == scanned).values(document=content))
    assert found() == [(seq_of(scanned), SCAN, scanned)]


def test_a_scan_put_in_place_together_with_its_hash_breaks_the_seal(scanned: UUID) -> None:
    other = a_pdf("Another")
    changed = {"document": other, "document_sha256": sha256(other).hexdigest()}
    forge(update(held).where(held.c.id == scanned).values(changed))
    [(_, what, id_)] = found()
    assert (what, id_) == ("This %(record)s no longer says what the entry sealed: %(id)s.", scanned)


def with_a_lower_figure(version_id: UUID) -> dict[str, Any]:
    asked = select(versions.c.document).where(versions.c.id == version_id)
    document = deepcopy(db.session.scalars(asked).one())
    document["requirements"][0]["figure"]["suggested"] -= 1
    return dict(document)


def test_a_curriculum_with_another_figure_is_named(version: UUID) -> None:
    changed = update(versions).where(versions.c.id == version)
    forge(changed.values(document=with_a_lower_figure(version)), guarded=versions.name)
    assert found() == [(seq_of(version), CURRICULUM, version)]


def test_its_hash_made_to_fit_does_not_fit_the_ledger(version: UUID) -> None:
    document = with_a_lower_figure(version)
    fitting = sha256(canonical(plain(document))).hexdigest()
    changed = update(versions).where(versions.c.id == version)
    forge(changed.values(document=document, sha256=fitting), guarded=versions.name)
    assert found() == [(seq_of(version), CURRICULUM, version)]


def test_only_its_hash_changed_is_named_too(version: UUID) -> None:
    changed = update(versions).where(versions.c.id == version).values(sha256="0" * 64)
    forge(changed, guarded=versions.name)
    assert found() == [(seq_of(version), CURRICULUM, version)]


@only_sqlite
def test_an_unreadable_curriculum_is_named(version: UUID) -> None:
    spoil(versions.c.document, "{broken", versions.c.id == version)
    assert found() == [
        (seq_of(version), "This %(record)s is unreadable: %(id)s.", version),
    ]


def test_one_that_is_gone_and_one_that_nobody_published_are_named(version: UUID) -> None:
    asked = select(versions).where(versions.c.id == version)
    row = dict(db.session.execute(asked).mappings().one())
    forge(delete(versions).where(versions.c.id == version), guarded=versions.name)
    row["id"] = new_id()
    forge(insert(versions).values(row))
    assert found() == [
        (None, "Nothing in the ledger tells of this %(record)s: %(id)s.", row["id"]),
        (seq_of(version), "The curriculum that this entry published is gone: %(id)s.", version),
    ]
