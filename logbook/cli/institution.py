"""`flask institution`: names institutions, joins programs to them, and appoints officers."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from logbook.cli import rollups
from logbook.database import db
from logbook.models.institutions import Institution
from logbook.models.programs import Program
from logbook.policy.actors import INSTALLATION, Actor, Role
from logbook.services import institutions
from logbook.services.refusals import Invalid

OPERATOR = Actor(INSTALLATION, INSTALLATION, frozenset({Role.ADMINISTRATOR, Role.JOB}))
"""Who has a shell here administers the installation; the ledger names no person for it."""


@click.group()
def institution() -> None:
    """Institutions, their programs and officers."""


@institution.command()
@click.argument("name")
@click.argument("country")
@with_appcontext
def create(name: str, country: str) -> None:
    """Name an institution in COUNTRY (two letters); prints the short name the others ask for."""
    try:
        made = institutions.create(OPERATOR, name=name, country=country)
    except Invalid as wrong:
        raise _refusal(wrong) from wrong
    click.echo(db.session.get_one(Institution, made).slug)


@institution.command()
@click.argument("slug")
@click.argument("program")
@with_appcontext
def join(slug: str, program: str) -> None:
    """Let PROGRAM (its name) belong to the institution SLUG."""
    found = db.session.scalars(select(Program).where(Program.name == program)).one_or_none()
    if found is None:
        raise click.ClickException(f"There is no program {program}.")
    try:
        institutions.join(OPERATOR, _by(slug).id, found.id)
    except Invalid as wrong:
        raise _refusal(wrong) from wrong


@institution.command()
@click.argument("address")
@click.option("--name", default="Officer", show_default=True)
@click.option("--of", "slug", help="The institution; without it, of all institutions.")
@with_appcontext
def officer(address: str, name: str, slug: str | None) -> None:
    """Appoint ADDRESS; prints a link to set a password where the account is new."""
    where = _by(slug).id if slug else None
    try:
        made = institutions.appoint(OPERATOR, where, name=name, address=address)
    except Invalid as wrong:
        raise _refusal(wrong) from wrong
    if made.link is not None:
        click.echo(f"{current_app.config['BASE_URL']}/password/{made.link.token}")


@institution.command("sum-up")
@with_appcontext
def sum_up() -> None:
    """Reckon the roll-ups of all programs now; the worker does it every night."""
    click.echo(f"{rollups.bring_up_to_date()} programs changed.")


def _by(slug: str) -> Institution:
    found = db.session.scalars(select(Institution).where(Institution.slug == slug)).one_or_none()
    if found is None:
        raise click.ClickException(f"There is no institution {slug}.")
    return found


def _refusal(wrong: Invalid) -> click.ClickException:
    said = [one.id % dict(one.params) for one in wrong.complaints.values()]
    return click.ClickException(" ".join(said))
