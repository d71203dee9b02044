"""`flask account administrator`: the first person of an installation."""

import click
from flask import current_app
from flask.cli import with_appcontext

from logbook.database import db
from logbook.domain.events import AccountCreated, PasswordLinkAsked
from logbook.models.columns import new_id
from logbook.models.identity import Account
from logbook.policy.actors import INSTALLATION, job
from logbook.services.identity import fold, make_link
from logbook.services.unit import unit_of_work


@click.group()
def account() -> None:
    """Accounts of the installation."""


@account.command()
@click.argument("address")
@click.option("--name", default="Administrator", show_default=True)
@with_appcontext
def administrator(address: str, name: str) -> None:
    """Make ADDRESS the installation's administrator, and print a link to set the password."""
    with unit_of_work(job(INSTALLATION)) as unit:
        found = db.session.query(Account).filter_by(address=fold(address)).one_or_none()
        if found is None:
            found = Account(id=new_id(), address=fold(address), name=name, created_at=unit.now)
            db.session.add(found)
            unit.record(AccountCreated(subject_id=found.id))
        found.is_administrator = True
        db.session.flush()
        link = make_link(unit, found)
        unit.record(PasswordLinkAsked(subject_id=found.id))
    click.echo(f"{current_app.config['BASE_URL']}/password/{link.token}")
