"""Fields that WTForms does not have as we want them."""

from wtforms import IntegerField
from wtforms.widgets import TextInput


class WholeNumberField(IntegerField):
    """A whole number typed as text: no spinner that a scroll changes, the number pad on a phone."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.strip() for value in valuelist])
