"""The form of an item. Choices are not checked here: the domain judges what was entered."""

from datetime import date
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.portfolio import (
    CERTIFICATE_LENGTH,
    LINK_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    ItemContent,
    hours_text,
    minutes_in,
)
from logbook.queries.portfolio import ItemView
from logbook.queries.programs import Choice
from logbook.services.portfolio import Entered
from logbook.services.refusals import Invalid
from logbook.web.forms import Form, choices
from logbook.web.identifiers.guarded import GUARDED
from logbook.web.words import language


class ItemForm(Form):
    revision = HiddenField()
    kind = SelectField(_("Kind"), validate_choice=False)
    done_on = DateField(_("Date"), [InputRequired()])
    title = StringField(_("Title"), [Length(max=TITLE_LENGTH), GUARDED])
    hours = StringField(_("Hours"), [Length(max=8)])
    words = TextAreaField(
        _("A line about it, or the reflection"), [Length(max=TEXT_LENGTH), GUARDED]
    )
    link = StringField(_("Link"), [Length(max=LINK_LENGTH)])
    certificate = StringField(_("Certificate number"), [Length(max=CERTIFICATE_LENGTH)])
    accepter = SelectField(_("Who is to accept it"), validate_choice=False)

    def offer(self, curriculum: Curriculum, people: list[Choice]) -> None:
        kinds = curriculum.offers.activities.values()
        self.kind.choices = choices((one.id, one.name.in_(language())) for one in kinds)
        anybody = gettext("Any coordinator or director")
        self.accepter.choices = choices(((one.id, one.name) for one in people), empty=anybody)

    def fill(self, item: ItemView) -> None:
        """As the item stands."""
        self.revision.data, self.kind.data, self.done_on.data = (
            str(item.revision),
            item.kind,
            item.done_on,
        )
        self.title.data, self.hours.data = item.title, hours_text(item.minutes)
        self.words.data, self.link.data = item.words, item.link
        self.certificate.data = item.certificate
        self.accepter.data = str(item.accepter_id or "")


def entered(form: ItemForm, since: date | None, send: bool) -> Entered:
    """What was typed; Invalid where hours or a person cannot be read at all."""
    minutes = minutes_in(form.hours.data or "")
    if minutes is None:
        raise Invalid({"hours": say("Write hours as 2, 1.5 or 1:30.")})
    try:
        accepter_id = UUID(form.accepter.data) if form.accepter.data else None
    except ValueError:
        raise Invalid({"accepter": say("Choose a member of this program.")}) from None
    content = ItemContent(
        kind=form.kind.data or "",
        done_on=form.done_on.data,
        title=form.title.data or "",
        since=since,
        minutes=minutes,
        words=form.words.data or "",
        link=form.link.data or "",
        certificate=form.certificate.data or "",
    )
    return Entered(content, accepter_id, send)
