"""What of the ledger is asked for."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import DateField, SelectChoice, SelectField, StringField
from wtforms.validators import Optional

from logbook.domain.days import day_after, day_began
from logbook.policy.actors import Actor
from logbook.queries.audit import Person
from logbook.queries.audit_wanted import Place, Wanted
from logbook.web.audit.rooms import rooms_for
from logbook.web.forms import Form, choices

NAMES = ("event", "member", "since", "until", "subject")
ALL_OF = "all-"
"""Begins the choice of everything in one room."""


class LedgerForm(Form):
    """Comes in the address, so that a filtered view can be passed on."""

    class Meta(Form.Meta):
        csrf = False

    event = SelectField(lazy_gettext("What happened"), default="", validate_choice=False)
    member = SelectField(lazy_gettext("By whom"), default="", validate_choice=False)
    since = DateField(lazy_gettext("From"), [Optional()])
    until = DateField(lazy_gettext("To"), [Optional()])
    subject = StringField(lazy_gettext("Id of the record"))

    time_zone = "UTC"
    """In which the days are meant: the program's."""

    def offer(self, actor: Actor, people: Sequence[Person]) -> None:
        self.kinds: dict[str, frozenset[str]] = {}
        self.event.choices = [SelectChoice(value="", label=gettext("Everything"))]
        for room in rooms_for(actor):
            whole = ALL_OF + room.code
            self.kinds |= {name: frozenset({name}) for name in room.titles}
            self.kinds[whole] = frozenset(room.titles)
            every = gettext("%(room)s: everything", room=room.label)
            self.event.choices += [
                SelectChoice(value=value, label=str(text), optgroup=str(room.label))
                for value, text in ((whole, every), *room.titles.items())
            ]
        self.member.choices = choices(
            ((person.id, person.name) for person in people), empty=gettext("Anybody")
        )

    def validate_subject(self, field: StringField) -> None:
        if field.data and as_id(field.data) is None:
            field.errors = [*field.errors, gettext("This is not the id of a record.")]

    def validate_until(self, field: DateField) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            field.errors = [*field.errors, gettext("This day is before the first one.")]

    @property
    def active(self) -> int:
        return sum(1 for name in NAMES if self[name].data)

    def wanted(self, before: str = "") -> Wanted:
        """What cannot be read is not asked for."""
        since = None if self.since.errors else self.since.data
        until = None if self.until.errors else self.until.data
        return Wanted(
            events=self.kinds.get(self.event.data),
            subject_id=as_id(self.subject.data),
            member_id=as_id(self.member.data),
            since=day_began(self.time_zone, since) if since else None,
            until=day_began(self.time_zone, day_after(until)) if until else None,
            before=place_in(before),
        )


def asked_for(actor: Actor, people: Sequence[Person], time_zone: str) -> LedgerForm:
    """What the address of this request asks for."""
    form = LedgerForm(formdata=request.args)
    form.time_zone = time_zone
    form.offer(actor, people)
    form.validate()
    return form


def as_id(text: str | None) -> UUID | None:
    try:
        return UUID((text or "").strip())
    except ValueError:
        return None


def place_in(text: str) -> Place | None:
    """`2026-17`: the log and the number in it."""
    log, _, seq = text.partition("-")
    return (log, int(seq)) if log and seq.isdecimal() and len(seq) < 10 else None
