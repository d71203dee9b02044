"""Signatures: what they are over, that they stand once, and that nothing moves or changes them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from logbook.database import db
from logbook.domain.signatures import (
    FRESH,
    Ground,
    Meaning,
    Method,
    Presence,
    Signer,
    Statement,
)
from logbook.models.columns import new_id
from logbook.models.signatures import Signature
from logbook.policy.actors import Role
from logbook.services import audit, signatures
from logbook.services.refusals import Conflict
from logbook.services.unit import unit_of_work
from tests.cast import Member
from tests.makers.forgery import forge

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def a_statement(signer: Member, **but: Any) -> Statement:
    given: dict[str, Any] = {
        "program_id": signer.program_id,
        "record": "sign_off",
        "record_id": new_id(),
        "meaning": Meaning.ATTESTS,
        "signer": Signer(signer.id, "Ben", Role.SUPERVISOR, "physician"),
        "at": NOW,
        "content": {"competency": "epa08", "level": "4"},
        "grounds": (Ground("case", UUID(int=2), "bb"), Ground("case", UUID(int=1), "aa")),
    }
    return Statement(**(given | but))


def sign(member: Member, statement: Statement, method: Method = Method.SESSION) -> UUID:
    with unit_of_work(member.actor) as unit:
        return signatures.sign(unit, statement, method).id


def test_what_is_signed_says_everything_and_is_kept_word_for_word(ben: Member) -> None:
    statement = a_statement(ben)
    sign(ben, statement)
    [found] = signatures.signatures_under(ben.program_id, "sign_off", statement.record_id)
    said = json.loads(found.text)
    assert (said["meaning"], said["signer"]["name"]) == ("attests", "Ben")
    assert (said["at"], said["content"]["level"]) == ("2026-11-25T09:30:00.000000Z", "4")
    assert [one["sha256"] for one in said["grounds"]] == ["aa", "bb"]
    assert found.sha256 == statement.sha256
    assert audit.verify() == []


@pytest.mark.parametrize(
    "but",
    [
        {"record": "assessment"},
        {"record_id": UUID(int=9)},
        {"program_id": UUID(int=9)},
        {"meaning": Meaning.CONFIRMS},
        {"at": NOW + timedelta(microseconds=1)},
        {"content": {"competency": "epa08", "level": "5"}},
        {"grounds": (Ground("case", UUID(int=1), "aa"),)},
        {"signer": Signer(UUID(int=9), "Ben", Role.SUPERVISOR, "physician")},
        {"signer": Signer(UUID(int=9), "Ben", Role.DIRECTOR, "physician")},
    ],
)
def test_a_signature_is_over_this_record_and_no_other(ben: Member, but: dict[str, Any]) -> None:
    statement = a_statement(ben)
    assert replace(statement, **but).sha256 != statement.sha256


def test_the_order_in_which_the_grounds_were_listed_is_nothing_that_is_signed(ben: Member) -> None:
    statement = a_statement(ben)
    turned = replace(statement, grounds=tuple(reversed(statement.grounds)))
    assert turned.sha256 == statement.sha256


def test_nobody_signs_twice_in_one_meaning(ben: Member, dana: Member) -> None:
    statement = a_statement(ben)
    sign(ben, statement)
    with pytest.raises(Conflict):
        sign(ben, replace(statement, at=NOW + timedelta(minutes=1)))
    sign(ben, replace(statement, meaning=Meaning.ENDS))
    by_dana = Signer(dana.id, "Dana", Role.DIRECTOR, "physician")
    sign(dana, replace(statement, signer=by_dana))
    record_id = statement.record_id
    assert len(signatures.signatures_under(ben.program_id, "sign_off", record_id)) == 3


def test_another_programs_signatures_are_not_there(ben: Member, rin: Member) -> None:
    statement = a_statement(ben)
    sign(ben, statement)
    assert signatures.signatures_under(rin.program_id, "sign_off", statement.record_id) == []


def test_the_signer_is_named_as_they_are_known(ben: Member) -> None:
    assert signatures.signer_of(ben.actor, Role.SUPERVISOR) == Signer(
        ben.id, "Ben", "supervisor", "physician"
    )


@pytest.mark.parametrize(
    ("minutes", "fresh"), [(0, True), (10, True), (10.01, False), (-0.01, False), (600, False)]
)
def test_a_presence_is_fresh_for_ten_minutes_and_never_before(minutes: float, fresh: bool) -> None:
    presence = Presence(Method.PASSKEY, NOW)
    assert presence.is_fresh(NOW + timedelta(minutes=minutes)) is fresh
    assert timedelta(minutes=10) == FRESH


def test_the_database_itself_refuses_to_change_a_signature(ben: Member) -> None:
    sign(ben, a_statement(ben))
    for statement in ("UPDATE signature SET text = ''", "DELETE FROM signature"):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.parametrize(
    "change", [{"text": "{}"}, {"meaning": "confirms"}, {"record_id": UUID(int=7)}]
)
def test_a_forged_signature_is_named(ben: Member, change: dict[str, Any]) -> None:
    signature_id = sign(ben, a_statement(ben))
    table = Signature.metadata.tables["signature"]
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE signature DISABLE TRIGGER USER"))
    else:
        db.session.execute(text("DROP TRIGGER signature_refuses_update"))
    forge(update(table).values(change))
    unlike_its_seal, unlike_its_text = audit.verify()
    assert "is about something else" in unlike_its_text.what.id
    assert "no longer says what the entry sealed" in unlike_its_seal.what.id
    assert unlike_its_text.what.params["id"] == unlike_its_seal.what.params["id"] == signature_id


def test_only_a_passkey_leaves_a_proof(ben: Member) -> None:
    with pytest.raises(DBAPIError):
        sign(ben, a_statement(ben), Method.PASSKEY)
