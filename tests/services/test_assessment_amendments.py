"""A signed assessment never changes: its assessor signs another in its place, and both stay
readable."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from logbook.database import db
from logbook.domain.assessments import State
from logbook.domain.evidence import AssessmentEvidence
from logbook.domain.letters import LetterKind
from logbook.domain.sign_offs import State as SignOffState
from logbook.domain.signatures import Meaning
from logbook.models.assessments import Assessment
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.progress import Progress
from logbook.models.reminders import Letter
from logbook.queries.assessments import AssessmentView, assessment
from logbook.queries.evidence import evidence_of
from logbook.services import (
    assessing,
    assessment_amendments,
    assessments,
    audit,
    passkeys,
    progress,
)
from logbook.services.identity import of_account
from logbook.services.refusals import Conflict, Invalid, Refused
from logbook.services.signatures import signatures_under
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.assessments import (
    WHY,
    a_correction,
    a_given_assessment,
    a_judgement,
    an_amended_assessment,
    an_assessment,
)
from tests.makers.curricula import a_version, enrolled_on, shipped_document
from tests.makers.forgery import forge
from tests.makers.passkeys import ORIGIN, a_passkey
from tests.makers.sign_offs import SPINE, a_candidate, a_granted, the


@pytest.fixture(autouse=True)
def all_is_well(app: Flask) -> Iterator[None]:
    yield
    assert progress.differences() == []


def one(assessment_id: UUID) -> Assessment:
    db.session.expire_all()
    return db.session.get_one(Assessment, (RIVERSIDE, assessment_id))


def states(*ids: UUID) -> list[State]:
    return [one(id_).state for id_ in ids]


def events_of(assessment_id: UUID) -> list[str]:
    asked = select(LedgerEntry.event).where(LedgerEntry.subject_id == assessment_id)
    return list(db.session.scalars(asked.order_by(LedgerEntry.log, LedgerEntry.seq)))


def shown_of(fellow: Member) -> list[tuple[UUID | None, str | None]]:
    """What counts as evidence: which assessment, at which level."""
    assert fellow.enrollment_id is not None
    found = evidence_of(RIVERSIDE, fellow.enrollment_id, {AssessmentEvidence})
    return [(it.said_in, it.level) for it in found if isinstance(it, AssessmentEvidence)]


def seen_by(reader: Member, assessment_id: UUID) -> AssessmentView:
    return assessment(reader.actor, assessment_id, datetime.now(UTC))


@pytest.fixture
def old(asha: Member, ben: Member) -> UUID:
    return a_given_assessment(fellow=asha, assessor=ben)


def test_from_the_moment_it_is_signed_only_the_newer_one_counts(
    asha: Member, ben: Member, old: UUID
) -> None:
    assert shown_of(asha) == [(old, "4")]
    new = an_amended_assessment(old, assessor=ben)
    assert states(old, new) == [State.AMENDED, State.FINISHED]
    assert shown_of(asha) == [(new, "2")]
    assert (one(new).amends_id, one(new).amends_why, one(new).level) == (old, WHY, "2")
    assert events_of(new) == ["assessment.amendment_signed"]
    assert events_of(old)[-1] == "assessment.amended"
    assert audit.verify(RIVERSIDE) == []


def test_no_word_of_the_old_one_and_no_signature_under_it_changes(
    asha: Member, ben: Member, old: UUID
) -> None:
    assessing.acknowledge(asha.actor, old, useful=True, comment="I will.")
    words = dict(one(old).content())
    [signed] = signatures_under(RIVERSIDE, "assessment", old)
    text = signed.text
    new = an_amended_assessment(old, assessor=ben)
    assert dict(one(old).content()) == words | {"state": State.AMENDED}
    [still] = signatures_under(RIVERSIDE, "assessment", old)
    [own] = signatures_under(RIVERSIDE, "assessment", new)
    assert still.text == text
    assert (own.meaning, own.signer_id) == (Meaning.ASSESSED, ben.id)
    assert str(old) in own.text and WHY in own.text


def test_it_is_about_the_same_work_and_was_asked_for_when_that_was(
    asha: Member, ben: Member, old: UUID
) -> None:
    new, before = one(an_amended_assessment(old, assessor=ben)), one(old)
    for name in ("enrollment_id", "version_id", "fellow_id", "assessor_id", "case_id", "form"):
        assert getattr(new, name) == getattr(before, name), name
    assert (new.own, new.asked_at, new.started_by_id) == (before.own, before.asked_at, ben.id)


def test_the_fellow_reads_and_acknowledges_anew(asha: Member, ben: Member, old: UUID) -> None:
    assessing.acknowledge(asha.actor, old, useful=False, comment="Too kind.")
    new = an_amended_assessment(old, assessor=ben)
    with pytest.raises(Refused, match="that is not possible now"):
        assessing.acknowledge(asha.actor, old, useful=True)
    assessing.acknowledge(asha.actor, new, useful=True)
    assert states(old, new) == [State.AMENDED, State.ACKNOWLEDGED]
    assert one(old).comment == "Too kind."
    for reader in (asha, ben):
        assert seen_by(reader, old).level == "4" and seen_by(reader, new).level == "2"


def test_who_has_not_rated_yet_rates_once_and_reads_both(asha: Member, ben: Member) -> None:
    old = an_assessment(fellow=asha, assessor=ben, by=ben)
    assessing.finish(ben.actor, old, 1, a_judgement())
    second = an_amended_assessment(old, assessor=ben)
    third = an_amended_assessment(second, assessor=ben, said=a_judgement(level="3"))
    unread = seen_by(asha, third)
    assert (unread.told, unread.level, unread.amends_why) == (False, None, None)
    with pytest.raises(Refused):
        assessments.rate_oneself(asha.actor, old, {"level": "3"})
    assessments.rate_oneself(asha.actor, third, {"level": "3"})
    assert [seen_by(asha, id_).level for id_ in (old, second, third)] == ["4", "2", "3"]
    assert [one(id_).own for id_ in (old, second, third)] == [{"level": "3"}] * 3
    assert audit.verify(RIVERSIDE) == []


def test_the_competency_and_the_day_may_have_been_wrong(asha: Member, ben: Member) -> None:
    document = shipped_document()
    kept = [it for it in document["requirements"] if it["kind"] in {"assessments", "entrustment"}]
    fellow = Member("asha", asha.actor, enrolled_on(asha, a_version(RIVERSIDE, requirements=kept)))

    def credited() -> set[str]:
        rows = select(Progress.requirement).where(
            Progress.enrollment_id == fellow.enrollment_id, Progress.credit != 0
        )
        return set(db.session.scalars(rows))

    old = a_given_assessment(fellow=fellow, assessor=ben)
    first = credited()
    assert first and all(name.startswith("epa08") for name in first)
    day = TODAY - timedelta(days=3)
    new = an_amended_assessment(old, assessor=ben, competency="epa09", happened_on=day)
    second = credited()
    assert second and all(name.startswith("epa09") for name in second)
    assert one(new).happened_on == day and one(old).competency == "epa08"


def test_an_amended_one_is_amended_by_its_newest_only(asha: Member, ben: Member, old: UUID) -> None:
    second = an_amended_assessment(old, assessor=ben)
    with pytest.raises(Refused, match="amended already; only the newest"):
        an_amended_assessment(old, assessor=ben)
    third = an_amended_assessment(second, assessor=ben, said=a_judgement(level="3"))
    assert states(old, second, third) == [State.AMENDED, State.AMENDED, State.FINISHED]
    assert shown_of(asha) == [(third, "3")]


def test_what_stood_on_the_old_one_is_opened_again_and_its_signers_are_told(
    ben: Member, eve: Member
) -> None:
    nia = a_candidate(ben, eve)
    old = a_given_assessment(fellow=nia, assessor=ben, competency=SPINE)
    sign_off_id = a_granted(nia, ben, eve)
    assert the(sign_off_id).state is SignOffState.GRANTED
    an_amended_assessment(old, assessor=ben, competency=SPINE)
    assert the(sign_off_id).state is SignOffState.REVIEW
    told = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.REOPENED)).all()
    assert {letter.member_id for letter in told} == {nia.id, ben.id, eve.id}
    assert audit.verify(RIVERSIDE) == []


def test_what_stands_on_other_evidence_is_left_alone(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    other = a_given_assessment(fellow=nia, assessor=ben, competency="epa04")
    sign_off_id = a_granted(nia, ben, eve)
    an_amended_assessment(other, assessor=ben, competency="epa04")
    assert the(sign_off_id).state is SignOffState.GRANTED


def test_the_same_page_sent_twice_is_one_amendment(asha: Member, ben: Member, old: UUID) -> None:
    new = an_amended_assessment(old, assessor=ben)
    an_amended_assessment(old, assessor=ben, id=new)
    assert events_of(new) == ["assessment.amendment_signed"]
    assert len(signatures_under(RIVERSIDE, "assessment", new)) == 1
    for but in ({"why": "Another."}, {"said": a_judgement(level="3")}, {"competency": "epa04"}):
        with pytest.raises(Conflict, match="not kept"):
            an_amended_assessment(old, assessor=ben, id=new, **but)
    with pytest.raises(Conflict):
        an_amended_assessment(new, assessor=ben, id=old)


def test_a_passkey_signs_just_this_and_nothing_else(
    app: Flask, monkeypatch: pytest.MonkeyPatch, asha: Member, ben: Member, old: UUID
) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", ORIGIN)
    key, _ = a_passkey(ben)
    new, now, correction = new_id(), datetime.now(UTC), a_correction()
    text = assessment_amendments.to_be_signed(ben.actor, old, new, correction, now)
    assert states(old) == [State.FINISHED]
    proven = passkeys.proven(of_account(ben.account_id), key.answer(text.sha256, now))
    other = a_correction(why="Another reason.")
    with pytest.raises(Invalid) as wrong:
        assessment_amendments.amend(ben.actor, old, new, other, proven)
    assert set(wrong.value.complaints) == {"passkey"}
    proven = passkeys.proven(of_account(ben.account_id), key.answer(text.sha256, now))
    assessment_amendments.amend(ben.actor, old, new, correction, proven)
    [signed] = signatures_under(RIVERSIDE, "assessment", new)
    assert signed.text == text.canonical().decode()
    assert audit.verify(RIVERSIDE) == []


def test_the_database_refuses_a_second_one_and_one_that_nobody_signed(
    asha: Member, ben: Member, old: UUID
) -> None:
    an_amended_assessment(old, assessor=ben)
    said = a_given_assessment(fellow=asha, assessor=ben)
    asked = an_assessment(fellow=asha, assessor=ben)
    for id_, values in (
        (said, {"amends_id": old, "amends_why": WHY}),
        (said, {"amends_why": WHY}),
        (said, {"amends_id": said, "amends_why": WHY}),
        (asked, {"amends_id": said, "amends_why": WHY}),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(update(Assessment).where(Assessment.id == id_).values(values))


@pytest.mark.parametrize(
    ("of_new", "change"),
    [
        (False, {"state": State.FINISHED}),
        (False, {"level": "5"}),
        (True, {"amends_why": "Nothing much."}),
        (True, {"amends_id": None, "amends_why": None}),
    ],
)
def test_an_altered_row_is_named(
    ben: Member, old: UUID, of_new: bool, change: dict[str, object]
) -> None:
    new = an_amended_assessment(old, assessor=ben)
    altered = new if of_new else old
    forge(update(Assessment).where(Assessment.id == altered).values(change))
    faults = {fault.what.params["id"] for fault in audit.verify(RIVERSIDE)}
    assert altered in faults
    forge(update(Assessment).where(Assessment.id == altered).values(state=State.AMENDED))
