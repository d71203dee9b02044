"""What can happen at the guard against identifiers of patients."""

from logbook.domain.events import Event, event


@event("identifier.stated_harmless")
class IdentifierStatedHarmless(Event):
    """Subject: the record whose words they are. Its writer said why words of this kind, which the
    guard had found in this field, are no patient's. The words themselves are not repeated."""

    field: str
    kind: str
    reason: str
    count: int
    """How many such words of the field the reason is given for now."""
