"""No case of a blocked category is handed in while the credential has lapsed."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.services import credentials
from logbook.services.refusals import Invalid
from tests.cast import RIVERSIDE, Member
from tests.house.round import statements
from tests.makers.cases import a_case
from tests.makers.credentials import a_credential, a_verified_credential, ends_in
from tests.makers.curricula import a_version, shipped_document
from tests.makers.people import a_fellow

PROCEDURE = "esi_lumbosacral_transforaminal"


@pytest.fixture
def fellow(app: Flask) -> Member:
    """Whose curriculum asks for life support at every lumbar injection."""
    document: dict[str, Any] = shipped_document()
    category = next(one["category"] for one in document["procedures"] if one["id"] == PROCEDURE)
    kinds = [
        {**one, "blocks": [category]} if one["id"] == "life_support" else one
        for one in document["credentials"]
    ]
    return a_fellow("Nia Putri", version_id=a_version(RIVERSIDE, credentials=kinds))


def test_a_lapsed_credential_stops_it_and_says_why(
    fellow: Member, ben: Member, cora: Member
) -> None:
    a_verified_credential(of=fellow, by=cora, expires_on=ends_in(-1))
    with pytest.raises(Invalid) as wrong:
        a_case(fellow=fellow, supervisor=ben)
    reason = wrong.value.complaints["procedure"]
    assert "had lapsed on" in reason.id and reason.params["day"] == ends_in(-1)
    draft = a_case(fellow=fellow, supervisor=ben, submit=False)
    assert db.session.get_one(Case, (RIVERSIDE, draft)).state is State.DRAFT


def test_a_renewed_one_lets_it_through_once_verified(
    fellow: Member, ben: Member, cora: Member
) -> None:
    a_verified_credential(of=fellow, by=cora, expires_on=ends_in(-1))
    renewed = a_credential(of=fellow, expires_on=ends_in(700))
    with pytest.raises(Invalid):
        a_case(fellow=fellow, supervisor=ben)
    credentials.verify(cora.actor, renewed, 1)
    a_case(fellow=fellow, supervisor=ben)


def test_on_its_last_day_it_is_still_good(fellow: Member, ben: Member, cora: Member) -> None:
    a_verified_credential(of=fellow, by=cora, expires_on=ends_in(0))
    a_case(fellow=fellow, supervisor=ben)


def test_where_nothing_blocks_nothing_is_asked(
    asha: Member, ben: Member, cora: Member, connection: Connection
) -> None:
    a_verified_credential(of=asha, by=cora, expires_on=ends_in(-1))
    with statements(connection) as said:
        a_case(fellow=asha, supervisor=ben)
    assert said and not any("FROM credential" in sql for sql in said)
