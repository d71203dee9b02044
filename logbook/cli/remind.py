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
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Another day than the program's.")
@with_appcontext
def remind(on: datetime | None) -> None:
    """Write to the holders of credentials that end soon. Run twice, it writes once."""
    now = datetime.now(UTC)
    programs = db.session.scalars(select(Program)).all()
    days = {one.id: on.date() if on else one.day_of(now) for one in programs}
    letters = [letter for program_id, day in days.items() for letter in due(program_id, day)]
    sent = sum(_post(one) for one in letters)
    click.echo(f"{sent} of {len(letters)} letters sent.")


def _post(one: Reminder) -> bool:
    with force_locale(one.locale or "en"):
        # Not by `render_template`: what a page has around it asks for a request, and there is none.
        text = current_app.jinja_env.get_template("mail/credential.txt").render(
            name=one.name, program=one.program, expires_on=one.expires_on
        )
        return send(Letter(one.address, gettext("A credential of yours ends soon"), text))
