"""What the hospital's names are here: said once, and true of all rows, those that came before as
well, since the rows only point at the names."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from logbook.database import db
from logbook.domain.catalogue import CaseKind
from logbook.domain.decisions import say
from logbook.domain.events_hospital import HospitalNameMapped
from logbook.domain.hospital_states import MapKind
from logbook.models.hospital import CodeMap
from logbook.models.programs import Membership, Site
from logbook.policy import hospital as policy
from logbook.policy.actors import Actor
from logbook.queries.reconciling import catalogue_of
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name is here: a procedure, a person or a place by its kind; nothing of ours; or, with
    neither, open again."""

    target: str = ""
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody says of one name, as their page showed it."""

    name_id: UUID
    revision: int
    meaning: Meaning


def map_name(actor: Actor, decided: Decided) -> None:
    """Say what one name is. Conflict when somebody else has said something since."""
    map_names(actor, [decided])


def map_names(actor: Actor, decided: Sequence[Decided]) -> None:
    """The same for several at once: all of them, or none."""
    with unit_of_work(actor) as unit:
        insist(policy.may_import(actor))
        for one in decided:
            _map(unit, one)


def _map(unit: Unit, decided: Decided) -> None:
    actor, meaning = unit.actor, decided.meaning
    name = db.session.get_one(CodeMap, (actor.program_id, decided.name_id), with_for_update=True)
    if name.revision != decided.revision:
        raise Conflict(say("Somebody else has just said what this name is. Look at it again."))
    name.procedure = name.member_id = name.site_id = None
    name.left_out = meaning.left_out
    if not meaning.left_out and meaning.target:
        _aim(name, meaning.target)
    is_open = not meaning.left_out and not meaning.target
    name.decided_by_id = None if is_open else actor.id
    name.decided_at = None if is_open else unit.now
    unit.record(
        HospitalNameMapped(
            subject_id=name.id,
            kind=name.kind,
            procedure=name.procedure,
            member_id=name.member_id,
            site_id=name.site_id,
            left_out=name.left_out,
        )
    )


def _aim(name: CodeMap, target: str) -> None:
    """Point a name at what it is; Invalid for what this program does not have."""
    if name.kind is MapKind.PROCEDURE:
        found = catalogue_of(name.program_id).get(target)
        if found is None or found.kind is not CaseKind.PROCEDURE:
            raise Invalid({"target": say("Choose a procedure of this program.")})
        name.procedure = target
        return
    table = Membership if name.kind is MapKind.PERSON else Site
    own = _as_id(target)
    if own is None or db.session.get(table, (name.program_id, own)) is None:
        raise Invalid({"target": say("Choose somebody or some place of this program.")})
    if name.kind is MapKind.PERSON:
        name.member_id = own
    else:
        name.site_id = own


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
