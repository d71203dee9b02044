"""Fields that WTForms does not have as we want them."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField
from wtforms.utils import unset_value
from wtforms.widgets import TextInput


class WholeNumberField(IntegerField):
    """A whole number typed as text: no spinner that a scroll changes, the number pad on a phone."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.strip() for value in valuelist])


class DayField(DateField):
    """A day out of a few, or any other: `day=2026-11-23`, or `day=other` with `day-other=…`."""

    OTHER = "other"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        if formdata and formdata.get(self.name) == self.OTHER:
            formdata = MultiDict({self.name: formdata.get(f"{self.name}-{self.OTHER}", "")})
        super().process(formdata, data, extra_filters)

    def other(self) -> str:
        """As the field of any other day shows it; what was typed and is no day too."""
        return str(self._value())
