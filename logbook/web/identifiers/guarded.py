"""Marks a field of a form whose words the domain keeps from telling who a patient is."""

from wtforms import Field, Form


class Guarded:
    """Stands among a field's validators and refuses nothing itself: the domain does, for every way
    in. The page then has the words looked at while they are written, and room to say why."""

    field_flags = {"guarded": True}  # noqa: RUF012 as WTForms wants it

    def __call__(self, form: Form, field: Field) -> None:
        pass


GUARDED = Guarded()
