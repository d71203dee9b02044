"""No case of a blocked category is handed in while the credential has lapsed."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_babel import format_date
from sqlalchemy import Connection

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.queries import exchange as queries
from logbook.services import credentials, exchange, exchange_steps
from logbook.services.exchange import as_matching
from logbook.services.refusals import Invalid
from logbook.web.exchange.labels import problems_told
from tests.cast import RIVERSIDE, Member
from tests.house.round import statements
from tests.makers.cases import a_case
from tests.makers.credentials import a_credential, a_verified_credential, ends_in
from tests.makers.curricula import a_version, shipped_document
from tests.makers.files import a_csv, a_row
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


def brought_in(fellow: Member, data: bytes) -> UUID:
    """Prepared, with the columns as they were guessed; not yet a case."""
    assert fellow.enrollment_id is not None
    batch_id = exchange.prepare(fellow.actor, fellow.enrollment_id, "log.csv", data)
    kept = queries.batch(fellow.actor, batch_id).matching
    exchange.match(fellow.actor, batch_id, as_matching(kept))
    return batch_id


def refused(fellow: Member, batch_id: UUID) -> list[tuple[int, list[str]]]:
    """Number and reasons of each row that is no case."""
    found = queries.batch(fellow.actor, batch_id)
    curriculum = queries.curriculum(fellow.actor, found)
    return [
        (row.number, problems_told(curriculum, row.problems))
        for row in queries.faulty_rows(fellow.actor, batch_id)
    ]


def test_a_row_of_a_spreadsheet_is_refused_like_a_case_on_a_page(
    app: Flask, fellow: Member, ben: Member, cora: Member
) -> None:
    a_verified_credential(of=fellow, by=cora, expires_on=ends_in(-3))
    data = a_csv(
        a_row(4),  # it was still good
        a_row(2),
        a_row(2, Procedure="IV access", Levels="", Side=""),  # asks for no credential
        a_row(1, Attending="Nobody Known"),  # a draft, which is handed in by hand
    )
    batch_id = brought_in(fellow, data)
    with app.test_request_context():
        [(number, [reason])] = refused(fellow, batch_id)
        assert (number, reason) == (
            3,
            f"Procedure: Advanced life support had lapsed on {format_date(ends_in(-3), 'medium')};"
            " without it, no case of this kind is handed in. Renew it and have it verified, or"
            " keep this case as a draft.",
        )
    assert not exchange_steps.advance(fellow.actor, batch_id)
    made = db.session.query(Case).filter_by(fellow_id=fellow.id).order_by(Case.performed_on).all()
    assert [(case.category == "iv_access", case.state) for case in made] == [
        (False, State.SUBMITTED),
        (True, State.SUBMITTED),
        (False, State.DRAFT),
    ]


def test_a_row_whose_credential_went_after_the_preview_is_named_too(
    app: Flask, fellow: Member, cora: Member
) -> None:
    a_verified_credential(of=fellow, by=cora, expires_on=ends_in(-3))
    renewed = a_verified_credential(of=fellow, by=cora, expires_on=ends_in(300))
    batch_id = brought_in(fellow, a_csv(a_row(2), a_row(1)))
    assert refused(fellow, batch_id) == []
    credentials.withdraw(fellow.actor, renewed)
    assert not exchange_steps.advance(fellow.actor, batch_id)
    with app.test_request_context():
        assert [number for number, _ in refused(fellow, batch_id)] == [2, 3]
    assert db.session.query(Case).filter_by(fellow_id=fellow.id).count() == 0


def test_where_nothing_blocks_nothing_is_asked(
    asha: Member, ben: Member, cora: Member, connection: Connection
) -> None:
    a_verified_credential(of=asha, by=cora, expires_on=ends_in(-1))
    with statements(connection) as said:
        a_case(fellow=asha, supervisor=ben)
    assert said and not any("FROM credential" in sql for sql in said)
