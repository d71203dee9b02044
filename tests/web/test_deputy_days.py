"""Nobody answered for as long as the program says: the worker's round asks the deputy, the deputy
signs, and both names stay. Once, for the worker and the pages together."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.signatures import Signature
from logbook.services import audit, delegations, progress
from tests.cast import RIVERSIDE, Member
from tests.conftest import sign_in
from tests.makers.reminders import a_deputy, a_waiting_case
from tests.web.test_queue import approve, case_of, shown

DAYS = 10


@pytest.fixture
def case_id(asha: Member, ben: Member, eve: Member, dana: Member) -> UUID:
    """Waits for ben as long as riverside lets a case wait; eve is his standing deputy."""
    delegations.set_deputy_days(dana.actor, DAYS)
    a_deputy(of=ben, deputy=eve, ends_on=None)
    return a_waiting_case(fellow=asha, supervisor=ben, days=DAYS)


def round_of(app: Flask) -> str:
    """What the worker says of the cases that it passed on."""
    said = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert said.exit_code == 0, said.output
    return said.output.splitlines()[0]


def signers_under(case: UUID) -> list[UUID]:
    db.session.expire_all()
    asked = select(Signature).where(Signature.program_id == RIVERSIDE)
    found = [one for one in db.session.scalars(asked) if str(case) in one.text]
    return [one.signer_id for one in found]


def test_the_deputy_signs_what_the_worker_passed_on_and_both_names_stay(
    app: Flask, client: FlaskClient, case_id: UUID, cast: dict[str, Member]
) -> None:
    asha, ben, eve, dana = (cast[name] for name in ("asha", "ben", "eve", "dana"))
    delegations.set_deputy_days(dana.actor, DAYS + 1)
    assert round_of(app) == "cases passed on: 0"
    delegations.set_deputy_days(dana.actor, DAYS)
    assert [round_of(app) for _ in range(2)] == ["cases passed on: 1", "cases passed on: 0"]

    assert str(case_id) not in sign_in(client, ben).get("/queue").text
    queue = shown(sign_in(client, eve).get("/queue"))
    assert "Ben" in queue
    assert approve(client, case_id, revision=case_of(case_id).revision).status_code == 303
    assert case_of(case_id).state is State.APPROVED
    assert signers_under(case_id) == [eve.id]
    for reader in (asha, eve, dana):
        page = shown(sign_in(client, reader).get(f"/cases/{case_id}"))
        assert "Eve in place of Ben" in page, reader.name
    assert (audit.verify(), progress.differences()) == ([], [])


@pytest.mark.parametrize("answered", [False, True])
def test_whom_the_deputy_stands_in_for_cannot_sign_as_well(
    app: Flask, client: FlaskClient, case_id: UUID, ben: Member, eve: Member, answered: bool
) -> None:
    round_of(app)
    if answered:
        approve(sign_in(client, eve), case_id, revision=case_of(case_id).revision)
    before = signers_under(case_id)
    for revision in (1, case_of(case_id).revision):
        said = approve(sign_in(client, ben), case_id, revision=revision)
        assert said.status_code in (403, 404, 409), said.text
    assert signers_under(case_id) == before
    assert case_of(case_id).state is (State.APPROVED if answered else State.SUBMITTED)
    assert audit.verify() == []
