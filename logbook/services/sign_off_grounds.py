"""Evidence that is withdrawn shakes what stood on it.

Whoever takes evidence back calls this in the same unit of work: no sign-off stands for a moment
on what is no longer there. Its signers are written to from the same unit, by the outbox.
"""

from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.events_sign_offs import SignOffReopened
from logbook.domain.letters import LetterKind
from logbook.domain.sign_offs import SHAKEN_WITH_ITS_GROUNDS, State, Step, after
from logbook.models.sign_offs import SignOff, SignOffGround
from logbook.queries.sign_off_page import signers_of
from logbook.services.outbox import Order, write
from logbook.services.unit import Unit


def shake(unit: Unit, kind: str, ground_id: UUID) -> None:
    """Look again at every sign-off that stands on this piece of evidence. After `progress.move`,
    which holds the enrollment: see `sign_off_signing.find`."""
    standing_on_it = select(SignOffGround.sign_off_id).where(
        SignOffGround.program_id == unit.actor.program_id,
        SignOffGround.kind == kind,
        SignOffGround.ground_id == ground_id,
    )
    shaken = db.session.scalars(
        select(SignOff)
        .where(
            SignOff.program_id == unit.actor.program_id,
            SignOff.id.in_(standing_on_it),
            SignOff.state.in_(SHAKEN_WITH_ITS_GROUNDS | {State.SUSPENDED}),
        )
        .order_by(SignOff.id)
        .with_for_update()
    )
    for sign_off in shaken.all():
        sign_off.state = after(sign_off.state, Step.REOPEN)
        reopened = SignOffReopened(
            subject_id=sign_off.id,
            fellow_id=sign_off.fellow_id,
            competency=sign_off.competency,
            state=sign_off.state,
            kind=kind,
            ground_id=ground_id,
        )
        unit.record(reopened, of=sign_off)
        _tell_signers(unit, sign_off.id)


def _tell_signers(unit: Unit, sign_off_id: UUID) -> None:
    """One letter a day and sign-off, however many pieces go."""
    for member_id in signers_of(unit.actor.program_id, sign_off_id):
        key = f"reopened/{sign_off_id}/{member_id}/{unit.now:%Y-%m-%d}"
        facts = {"sign_off_id": str(sign_off_id)}
        write(unit, Order(member_id, LetterKind.REOPENED, key, facts, unit.now))
