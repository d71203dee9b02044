"""A round from its opening to its words, and that nobody can be told from it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.models.audit import LedgerEntry
from logbook.models.rounds import FeedbackRound, RaterInvitation, RoundAnswer
from logbook.queries import rounds as queries
from logbook.services import audit, progress, rounds
from logbook.services.refusals import Invalid, Refused
from logbook.services.rounds import AlreadyOpen, LinkSpent
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.curricula import a_version
from tests.makers.forgery import forge
from tests.makers.people import a_fellow
from tests.makers.rounds import a_closed_round, a_round, raters, said


def test_a_complete_round_counts_and_shows_everything(cora: Member, dana: Member) -> None:
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    round_id, asked = a_round(fellow=fellow, by=cora)
    rounds.rate_self(fellow.actor, round_id, said("above").answers)
    for link in asked[:5]:
        rounds.answer(link.token, said())
    assert rounds.close(cora.actor, round_id)
    result = queries.result(dana.actor, queries.round_(dana.actor, round_id))
    assert result is not None
    assert dict(result.items[0].counts)["meets"] == 5
    assert result.items[0].own == "above"
    assert progress.differences(RIVERSIDE) == []
    assert audit.verify() == []


def test_too_few_answers_show_nothing_and_count_for_nothing(cora: Member, asha: Member) -> None:
    round_id = a_closed_round(fellow=asha, by=cora, answers=4)
    view = queries.round_(asha.actor, round_id)
    assert (view.answered, view.is_complete) == (4, False)
    assert queries.result(asha.actor, view) is None
    assert (
        queries.rounds_evidence({"in_program": RIVERSIDE, "of_enrollment": view.enrollment_id})
        == []
    )


def test_nothing_is_shown_while_it_runs(cora: Member, dana: Member, asha: Member) -> None:
    round_id, asked = a_round(fellow=asha, by=cora)
    for link in asked:
        rounds.answer(link.token, said())
    for reader in (asha, dana, cora):
        view = queries.round_(reader.actor, round_id)
        assert view.answered is None
        assert queries.result(reader.actor, view) is None


def test_a_link_works_once(cora: Member, asha: Member) -> None:
    round_id, asked = a_round(fellow=asha, by=cora)
    rounds.answer(asked[0].token, said())
    for spent in (asked[0].token, "nonsense"):
        with pytest.raises(LinkSpent):
            rounds.answer(spent, said())
    rounds.close(cora.actor, round_id)
    with pytest.raises(Refused):
        rounds.answer(asked[1].token, said())


def test_a_new_link_replaces_the_old(cora: Member, asha: Member) -> None:
    round_id, asked = a_round(fellow=asha, by=cora)
    view = queries.round_(cora.actor, round_id)
    first = queries.invited(cora.actor, view)[0]
    old = next(link for link in asked if link.address == first.address)
    new = rounds.ask_again(cora.actor, round_id, first.id)
    with pytest.raises(LinkSpent):
        rounds.answer(old.token, said())
    rounds.answer(new.token, said())
    with pytest.raises(Invalid):
        rounds.ask_again(cora.actor, round_id, first.id)


def test_opened_twice_it_is_one_round(cora: Member, asha: Member) -> None:
    round_id, _ = a_round(fellow=asha, by=cora)
    assert asha.enrollment_id is not None
    with pytest.raises(AlreadyOpen):
        rounds.open_(
            cora.actor,
            round_id,
            asha.enrollment_id,
            form="msf",
            closes_on=TODAY + timedelta(days=14),
            raters=raters(),
        )


@pytest.mark.parametrize(
    ("but", "field"),
    [
        ({"form": "dops"}, "form"),
        ({"form": "nonsense"}, "form"),
        ({"closes_on": TODAY}, "closes_on"),
        ({"raters": raters(4)}, "raters"),
    ],
)
def test_what_would_not_keep_raters_unknown_is_refused(
    cora: Member, asha: Member, but: dict, field: str
) -> None:
    given = {"form": "msf", "closes_on": TODAY + timedelta(days=9), "raters": raters(), **but}
    assert asha.enrollment_id is not None
    with pytest.raises(Invalid) as wrong:
        rounds.open_(cora.actor, uuid4(), asha.enrollment_id, **given)
    assert set(wrong.value.complaints) == {field}


def test_words_that_tell_who_the_patient_is_are_refused(cora: Member, asha: Member) -> None:
    _, asked = a_round(fellow=asha, by=cora)
    with pytest.raises(Invalid) as wrong:
        rounds.answer(asked[0].token, said(went_well="Calmed Mrs. Tanaka, MRN 12345678"))
    assert set(wrong.value.complaints) == {"went_well"}
    rounds.answer(asked[0].token, said(went_well="Calmed a frightened patient"))


@pytest.mark.parametrize("name", ["asha", "ben", "eve", "ola", "mia"])
def test_who_does_not_run_the_program_opens_no_round(cast, name: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused):
        a_round(fellow=cast["finn"], by=cast[name])


def test_strangers_find_nothing(cast, cora: Member, asha: Member) -> None:  # type: ignore[no-untyped-def]
    round_id = a_closed_round(fellow=asha, by=cora)
    for name in ("rin", "ravi", "eve", "ben", "finn", "ola"):
        with pytest.raises(NoResultFound):
            queries.round_(cast[name].actor, round_id)
        with pytest.raises(NoResultFound):
            rounds.close(cast[name].actor, round_id)


def test_words_reach_the_fellow_when_a_director_released_them(
    cora: Member, dana: Member, asha: Member
) -> None:
    round_id = a_closed_round(fellow=asha, by=cora)
    theirs = queries.result(dana.actor, queries.round_(dana.actor, round_id))
    assert theirs is not None and len(theirs.words) == 5
    own = queries.result(asha.actor, queries.round_(asha.actor, round_id))
    assert own is not None and own.words == []
    rounds.release(dana.actor, round_id, [theirs.words[0].id])
    own = queries.result(asha.actor, queries.round_(asha.actor, round_id))
    assert own is not None
    assert [one.went_well for one in own.words] == [theirs.words[0].went_well]
    with pytest.raises(Refused):
        rounds.release(cora.actor, round_id, [theirs.words[1].id])


def test_a_coordinator_runs_it_and_reads_nothing_of_it(cora: Member, asha: Member) -> None:
    round_id = a_closed_round(fellow=asha, by=cora)
    view = queries.round_(cora.actor, round_id)
    assert len(queries.invited(cora.actor, view)) == 6
    assert queries.result(cora.actor, view) is None


def test_a_fellow_never_sees_who_was_asked(cora: Member, asha: Member) -> None:
    round_id = a_closed_round(fellow=asha, by=cora)
    assert queries.invited(asha.actor, queries.round_(asha.actor, round_id)) == []


def test_no_row_and_no_id_joins_a_rater_to_an_answer(cora: Member, asha: Member) -> None:
    round_id, asked = a_round(fellow=asha, by=cora)
    for link in asked:
        rounds.answer(link.token, said())
    invitations = db.session.scalars(select(RaterInvitation)).all()
    answers = db.session.scalars(select(RoundAnswer)).all()
    known = {str(one.id) for one in invitations} | {one.token_hash for one in invitations}
    for answer in answers:
        values = {str(getattr(answer, column.name)) for column in RoundAnswer.__table__.columns}
        assert not values & known
        assert answer.id.version == 4, "an id in order of making tells who came first"
    kinds = {str(column.type) for column in RoundAnswer.__table__.columns}
    assert not any("DATE" in kind or "TIME" in kind for kind in kinds)
    assert round_id in {one.round_id for one in answers}


def test_the_order_of_answers_says_nothing(cora: Member, dana: Member, asha: Member) -> None:
    round_id = a_closed_round(fellow=asha, by=cora)
    result = queries.result(dana.actor, queries.round_(dana.actor, round_id))
    assert result is not None
    assert [one.id for one in result.words] == sorted(one.id for one in result.words)


def test_the_ledger_tells_of_no_rater(cora: Member, asha: Member) -> None:
    round_id, asked = a_round(fellow=asha, by=cora)
    rounds.answer(asked[0].token, said(went_well="Kind"))
    entries = db.session.scalars(
        select(LedgerEntry).where(LedgerEntry.subject_id == round_id).order_by(LedgerEntry.seq)
    ).all()
    answered = entries[-1]
    assert (answered.event, answered.facts, answered.content) == ("round.answered", "{}", None)
    assert answered.actor_id.int == 0, "no person's name stands beside an answer"
    invitations = db.session.scalars(select(RaterInvitation)).all()
    text = " ".join(entry.facts for entry in entries)
    assert not any(one.address in text or str(one.id) in text for one in invitations)


@pytest.mark.parametrize("what", ["answer", "round"])
def test_what_is_changed_behind_the_services_back_is_named(
    cora: Member, asha: Member, what: str
) -> None:
    round_id = a_closed_round(fellow=asha, by=cora)
    if what == "answer":
        forge(update(RoundAnswer.__table__).values(went_well="forged"))
    else:
        forge(update(FeedbackRound.__table__).values(minimum=3))
    assert str(round_id) in {str(fault.what.params["id"]) for fault in audit.verify()}


def test_a_round_is_ended_with_a_reason_or_not_at_all(cora: Member, asha: Member) -> None:
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    round_id, _asked = a_round(fellow=fellow, by=cora)
    with pytest.raises(Invalid):
        rounds.cancel(cora.actor, round_id, " \n")
    rounds.cancel(cora.actor, round_id, "Opened twice.")
