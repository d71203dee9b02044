"""A figure that a director confirmed, and that was changed behind the service's back, is named."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from logbook.database import db
from logbook.domain.events import FigureConfirmed
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.curriculum import FigureConfirmation
from logbook.services import audit, curriculum
from tests.cast import RIVERSIDE, TODAY, Cast, Member
from tests.makers.forgery import forge

FIGURES = FigureConfirmation.metadata.tables["figure_confirmation"]
LUMBAR = "epa08.spine_lumbar_sacral"
CHANGED = "This %(record)s no longer says what the entry sealed: %(id)s."
UNTOLD = "Nothing in the ledger tells of this %(record)s: %(id)s."
GONE = "The record that this entry sealed is gone: %(id)s."


def confirm(by: Member, version_id: UUID, value: int = 30) -> UUID:
    said = {"document": "Program requirements", "edition": "2026", "dated": TODAY}
    curriculum.confirm_figure(by.actor, version_id, LUMBAR, value=value, **said)  # type: ignore[arg-type]
    asked = select(FigureConfirmation.id).order_by(FigureConfirmation.confirmed_at.desc())
    return db.session.scalars(asked).first() or UUID(int=0)


def found() -> list[tuple[int | None, str, object]]:
    """Number of the entry, what is wrong, and of which record."""
    return [
        (fault.seq, fault.what.id, fault.what.params["id"]) for fault in audit.verify(RIVERSIDE)
    ]


def last_entry() -> int:
    asked = select(LedgerEntry.seq).where(LedgerEntry.event == FigureConfirmed.name)
    return db.session.scalars(asked.order_by(LedgerEntry.seq.desc())).first() or 0


def the(figure_id: UUID) -> dict[str, object]:
    asked = select(FIGURES).where(FIGURES.c.id == figure_id)
    return dict(db.session.execute(asked).mappings().one())


@pytest.mark.parametrize(
    "forged",
    [
        {"value": 3},
        {"document": "A letter"},
        {"edition": "1999"},
        {"dated": TODAY - timedelta(days=1)},
        {"salt": bytes(16)},
    ],
)
def test_an_altered_figure_is_named(cast: Cast, dana: Member, forged: dict[str, object]) -> None:
    figure_id = confirm(dana, cast.version_id)
    assert found() == []
    forge(update(FIGURES).where(FIGURES.c.id == figure_id).values(**forged))
    assert found() == [(last_entry(), CHANGED, figure_id)]


def test_a_figure_that_is_gone_or_came_from_nowhere_is_named(cast: Cast, dana: Member) -> None:
    figure_id = confirm(dana, cast.version_id)
    kept, stranger = the(figure_id), new_id()
    forge(FIGURES.insert().values(**kept | {"id": stranger, "requirement": "another"}))
    assert found() == [(None, UNTOLD, stranger)]
    forge(delete(FIGURES).where(FIGURES.c.id.in_([figure_id, stranger])))
    assert found() == [(last_entry(), GONE, figure_id)]


def test_what_was_confirmed_before_there_were_seals_is_held_against_what_was_told(
    cast: Cast, dana: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_it_was(event: FigureConfirmed) -> dict[str, object]:
        return {"requirement": event.requirement, "value": event.value}

    with monkeypatch.context() as then:
        then.setattr(FigureConfirmed, "facts", as_it_was)
        figure_id = confirm(dana, cast.version_id)
    assert found() == []
    forge(update(FIGURES).where(FIGURES.c.id == figure_id).values(value=3))
    assert found() == [(None, UNTOLD, figure_id), (last_entry(), GONE, cast.version_id)]
