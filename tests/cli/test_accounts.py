"""`flask account administrator`."""

from flask import Flask

from logbook.database import db
from logbook.models.identity import Account
from logbook.services import identity


def test_the_first_administrator_gets_a_link_that_works(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["account", "administrator", "Head@Example.org"])
    assert answer.exit_code == 0, answer.output
    token = answer.output.strip().rpartition("/")[2]
    owner = identity.owner_of_link(token)
    assert owner is not None
    assert (owner.address, owner.is_administrator) == ("head@example.org", True)


def test_an_account_that_exists_is_made_one(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["account", "administrator", "dana@example.org"])
    assert answer.exit_code == 0, answer.output
    found = db.session.query(Account).filter_by(address="dana@example.org").one()
    assert found.is_administrator
