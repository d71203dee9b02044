"""Credentials from their entry to their withdrawal, and what they count for."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.models.audit import LedgerEntry
from logbook.models.credentials import Credential
from logbook.models.progress import Progress
from logbook.queries import credentials as queries
from logbook.queries.progress import progress_of
from logbook.services import audit, credentials, progress
from logbook.services.credentials import AlreadyEntered, Upload
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.credentials import a_content, a_credential, a_verified_credential, ends_in
from tests.makers.curricula import a_version, enrolled_on
from tests.makers.documents import A_DRAWING, A_PROGRAM, a_pdf, a_png
from tests.makers.forgery import forge
from tests.makers.people import a_fellow


def kept(enrollment_id: UUID | None) -> object:
    """What progress keeps of the days on which life support is good."""
    db.session.expire_all()
    return db.session.scalars(
        select(Progress.kept).where(
            Progress.enrollment_id == enrollment_id,
            Progress.requirement == "epa07.life_support",
        )
    ).one()


def test_it_counts_once_verified_until_it_is_changed(cora: Member) -> None:
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    id_ = a_credential(of=fellow)
    nothing = kept(fellow.enrollment_id)
    credentials.verify(cora.actor, id_, 1)
    counted = kept(fellow.enrollment_id)
    assert str(ends_in(301)) in str(counted)
    credentials.change(fellow.actor, id_, 2, a_content(issuer="Resuscitation Council"))
    assert kept(fellow.enrollment_id) == nothing
    assert queries.credential(cora.actor, id_, TODAY).verified_by is None
    credentials.verify(cora.actor, id_, 3)
    assert kept(fellow.enrollment_id) == counted
    credentials.withdraw(fellow.actor, id_)
    assert kept(fellow.enrollment_id) == nothing
    assert progress.differences(RIVERSIDE) == []
    assert audit.verify() == []


def test_every_enrollment_of_the_fellow_follows(cora: Member) -> None:
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    later = enrolled_on(fellow, a_version(RIVERSIDE, "later"))
    a_verified_credential(of=fellow, by=cora)
    assert str(ends_in(301)) in str(kept(later))
    assert kept(fellow.enrollment_id) == kept(later)
    assert progress.differences(RIVERSIDE) == []


def test_each_step_is_one_event_without_number_or_issuer(asha: Member, cora: Member) -> None:
    id_ = a_verified_credential(of=asha, by=cora, number="XK-777", issuer="Kolegium")
    credentials.change(asha.actor, id_, 2, a_content(number="XK-778", issuer="Kolegium"))
    credentials.withdraw(cora.actor, id_)
    rows = db.session.execute(
        select(LedgerEntry.event, LedgerEntry.facts)
        .where(LedgerEntry.subject_id == id_)
        .order_by(LedgerEntry.seq)
    ).all()
    steps = ["entered", "verified", "changed", "removed"]
    assert [row.event for row in rows] == [f"credential.{step}" for step in steps]
    assert not any("XK-77" in row.facts or "Kolegium" in row.facts for row in rows)


def test_sent_twice_it_is_one(asha: Member) -> None:
    id_ = a_credential(of=asha)
    with pytest.raises(AlreadyEntered):
        credentials.add(asha.actor, id_, asha.id, a_content())
    assert len(queries.own(asha.actor, TODAY)) == 1


def test_who_may_not_is_refused(asha: Member, finn: Member, dana: Member) -> None:
    id_ = a_credential(of=asha)
    with pytest.raises(Refused):
        credentials.add(finn.actor, uuid4(), asha.id, a_content())
    with pytest.raises(Refused):
        credentials.verify(asha.actor, id_, 1)
    with pytest.raises(Refused):
        credentials.verify(dana.actor, a_credential(of=dana), 1)
    with pytest.raises(NoResultFound):
        credentials.change(finn.actor, id_, 1, a_content())


def test_a_stranger_finds_nothing(asha: Member, rin: Member) -> None:
    id_ = a_credential(of=asha, upload=Upload("a.pdf", a_pdf()))
    for act in (
        lambda: credentials.withdraw(rin.actor, id_),
        lambda: credentials.add(rin.actor, uuid4(), asha.id, a_content()),
        lambda: queries.credential(rin.actor, id_, TODAY),
        lambda: queries.document(rin.actor, id_),
    ):
        with pytest.raises(NoResultFound):
            act()


def test_what_was_changed_meanwhile_is_not_verified_unseen(asha: Member, cora: Member) -> None:
    id_ = a_credential(of=asha)
    credentials.change(asha.actor, id_, 1, a_content(number="NEW"))
    with pytest.raises(Conflict):
        credentials.verify(cora.actor, id_, 1)


def test_a_document_is_kept_whole_and_erased_with_its_credential(asha: Member) -> None:
    id_ = a_credential(of=asha, upload=Upload("my licence.PNG.pdf", a_png() + b"hidden"))
    kept = queries.document(asha.actor, id_)
    assert (kept.type, kept.content) == ("image/png", a_png())
    assert kept.name.endswith(".png")
    credentials.change(asha.actor, id_, 1, a_content(number="NEW"))
    assert queries.document(asha.actor, id_).content == a_png()
    credentials.withdraw(asha.actor, id_)
    gone = db.session.scalars(select(Credential.document).where(Credential.id == id_)).one()
    assert gone is None


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", A_PROGRAM), ("a.png", A_DRAWING), ("../a.pdf", a_pdf()), ("a.pdf", b"")],
)
def test_a_wrong_file_is_named_and_nothing_is_kept(asha: Member, name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as wrong:
        a_credential(of=asha, upload=Upload(name, content))
    assert set(wrong.value.complaints) == {"document"}
    assert queries.own(asha.actor, TODAY) == []


def test_what_is_wrong_is_told_by_field(asha: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        a_credential(of=asha, issuer=" ", expires_on=None, issued_on=TODAY + timedelta(days=800))
    assert set(wrong.value.complaints) == {"issuer", "expires_on", "issued_on"}


def test_the_list_begins_with_what_ends_first(asha: Member, finn: Member, cora: Member) -> None:
    never = a_credential(of=finn, kind="residency", expires_on=None)
    soon = a_credential(of=asha, expires_on=ends_in(20))
    lapsed = a_credential(of=finn, expires_on=ends_in(-3))
    listed = queries.of_all(cora.actor, TODAY)
    assert [one.id for one in listed] == [lapsed, soon, never]
    assert [one.validity for one in listed] == ["lapsed", "ends_soon", "valid"]
    assert [one.id for one in queries.of_all(asha.actor, TODAY)] == [soon]


def test_a_row_altered_behind_the_service_is_named(asha: Member, cora: Member) -> None:
    id_ = a_verified_credential(of=asha, by=cora)
    forge(update(Credential).where(Credential.id == id_).values(number="FORGED"))
    found = [str(fault.what.params) for fault in audit.verify() if fault.what]
    assert len(found) == 1 and str(id_) in found[0]


def test_a_later_enrollment_begins_with_what_is_verified_already(cora: Member) -> None:
    """A credential is its holder's: it counts on whatever curriculum they follow afterwards."""
    fellow = a_fellow("Nia Putri")
    a_verified_credential(of=fellow, by=cora)
    enrollment_id = enrolled_on(fellow, a_version(RIVERSIDE))
    assert progress.differences(RIVERSIDE) == []
    lines = progress_of(fellow.actor, enrollment_id, TODAY).lines
    [life_support] = [one for one in lines if one.requirement.id == "epa07.life_support"]
    assert life_support.met
