"""Letters to the signers of what has to be looked at again, once the withdrawal is committed."""

from flask import Flask, current_app
from flask_babel import force_locale, gettext

from logbook.domain.events import Event
from logbook.domain.events_sign_offs import SignOffReopened
from logbook.policy.actors import Actor
from logbook.queries.sign_off_page import signers_of
from logbook.services.mail import Letter, send
from logbook.services.unit import AFTER_COMMIT
from logbook.web.letters import absolute


def set_up(_app: Flask) -> None:
    AFTER_COMMIT["sign_offs"] = tell


def tell(actor: Actor, events: list[Event]) -> None:
    for event in events:
        if isinstance(event, SignOffReopened):
            _tell_signers(actor, event)


def _tell_signers(actor: Actor, event: SignOffReopened) -> None:
    # By its path alone: a command has no request whose address could be asked.
    address = absolute(f"/competencies/{event.subject_id}")
    for name, to, locale in signers_of(actor.program_id, event.subject_id):
        with force_locale(locale or "en"):
            template = current_app.jinja_env.get_template("mail/sign_off_reopened.txt")
            text = template.render(name=name, address=address)
            send(Letter(to, gettext("A sign-off of yours is to be looked at again"), text))
