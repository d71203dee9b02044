"""Whom to move to an edition, and why."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import SelectChoice, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from logbook.queries.curriculum_effect import Effect
from logbook.services.moving import REASON_LENGTH
from logbook.web.forms import Form
from logbook.web.identifiers.guarded import GUARDED


class PeopleField(SelectMultipleField):
    """People as check boxes. Who is on none of them is for the use case to say."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class MoveForm(Form):
    enrollments = PeopleField(_("Whom to move"), validate_choice=False)
    reason = TextAreaField(_("Reason"), [GUARDED], render_kw={"maxlength": REASON_LENGTH})

    def offer(self, effects: Sequence[Effect]) -> None:
        """Each with the edition that they follow now."""
        self.enrollments.choices = [
            SelectChoice(
                value=str(one.follower.id),
                label=f"{one.follower.fellow} · {one.follower.edition}",
            )
            for one in effects
        ]

    def chosen(self) -> list[UUID]:
        """ValueError for what is no id."""
        return [UUID(one) for one in self.enrollments.data or []]
