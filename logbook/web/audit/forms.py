"""What of the ledger is asked for."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField

from logbook.policy.actors import Actor
from logbook.queries.audit import Person, Wanted
from logbook.web.audit.titles import titles_for
from logbook.web.forms import Form, choices


class LedgerForm(Form):
    """Comes in the address, so that a filtered view can be passed on."""

    class Meta(Form.Meta):
        csrf = False

    event = SelectField(lazy_gettext("What happened"), default="", validate_choice=False)
    member = SelectField(lazy_gettext("By whom"), default="", validate_choice=False)
    subject = StringField(lazy_gettext("Id of the record"))

    def offer(self, actor: Actor, people: Sequence[Person]) -> None:
        self.event.choices = choices(
            ((name, str(title)) for name, title in titles_for(actor).items()),
            empty=gettext("Everything"),
        )
        self.member.choices = choices(
            ((person.id, person.name) for person in people), empty=gettext("Anybody")
        )

    def validate_subject(self, field: StringField) -> None:
        if field.data and as_id(field.data) is None:
            field.errors = [*field.errors, gettext("This is not the id of a record.")]

    @property
    def active(self) -> int:
        return sum(1 for field in (self.event, self.member, self.subject) if field.data)

    def wanted(self, before: str) -> Wanted:
        """What cannot be read is not asked for."""
        known = {choice.value for choice in self.event.choices}
        return Wanted(
            event=self.event.data if self.event.data in known and self.event.data else None,
            subject_id=as_id(self.subject.data),
            member_id=as_id(self.member.data),
            before=place_in(before),
        )


def as_id(text: str | None) -> UUID | None:
    try:
        return UUID((text or "").strip())
    except ValueError:
        return None


def place_in(text: str) -> tuple[str, int] | None:
    """`2026-17`: the log and the number in it."""
    log, _, seq = text.partition("-")
    return (log, int(seq)) if log and seq.isdecimal() and len(seq) < 10 else None
