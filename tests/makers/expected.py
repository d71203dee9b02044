"""Clinic lists for tests."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.models.expected import ExpectedCase
from logbook.services import expected
from logbook.services.expected import Brought, Taken
from tests.cast import TODAY, Member

YESTERDAY = TODAY - timedelta(days=1)
WORDS = ("Fluoroscopy list", "the second of the morning")
"""What a page may show that somebody typed."""
LIST = """08:30, Lumbar TFESI L4-5 R
09:00, Lumbar TFESI
13:15, stellate ganglion block
"""


def brought(
    text: str | bytes = LIST, *, of: Member, by: Member | None = None, day: date = YESTERDAY
) -> Taken:
    data = text.encode() if isinstance(text, str) else text
    return expected.bring((by or of).actor, of.id, Brought(data, day, "Fluoroscopy list"))


def an_expected_case(*, of: Member) -> UUID:
    """The first line of a list that was brought in now."""
    brought(of=of)
    asked = select(ExpectedCase.id).where(
        ExpectedCase.program_id == of.program_id, ExpectedCase.fellow_id == of.id
    )
    return db.session.scalars(asked.order_by(ExpectedCase.procedure)).all()[0]
