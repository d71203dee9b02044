"""`flask remind`: letters about credentials that end, 90, 30 and 7 days ahead; run it nightly."""

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext
from sqlalchemy import select

from logbook.database import db
from logbook.models.programs import Program
from logbook.services.mail import Letter, send
from logbook.services.reminders import Reminder, due


@click.command()
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Another day than today.")
@with_appcontext
def remind(on: datetime | None) -> None:
    """Write to the holders of credentials that end soon. Run twice, it writes once."""
    today = (on or datetime.now(UTC)).date()
    programs = db.session.scalars(select(Program.id)).all()
    letters = [one for program_id in programs for one in due(program_id, today)]
    sent = sum(_post(one) for one in letters)
    click.echo(f"{sent} of {len(letters)} letters sent.")


def _post(one: Reminder) -> bool:
    with force_locale(one.locale or "en"):
        # Not by `render_template`: what a page has around it asks for a request, and there is none.
        text = current_app.jinja_env.get_template("mail/credential.txt").render(
            name=one.name, program=one.program, expires_on=one.expires_on
        )
        return send(Letter(one.address, gettext("A credential of yours ends soon"), text))
