"""What a draft still lacks before it can be submitted: said by name, so that it can be listed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from logbook.domain.case_content import missing
from logbook.domain.curriculum import Curriculum

DETAIL = "details."


class Begun(Protocol):
    """A case as far as it was entered."""

    @property
    def procedure(self) -> str: ...
    @property
    def supervisor_id(self) -> object: ...
    @property
    def outcome(self) -> str: ...
    @property
    def age_band(self) -> str | None: ...
    @property
    def complications(self) -> Sequence[str]: ...
    @property
    def complication_note(self) -> str: ...
    @property
    def details(self) -> Mapping[str, object]: ...


def still_missing(case: Begun, curriculum: Curriculum) -> Iterator[str]:
    """In the order of the form: `details.levels`, `supervisor`, `outcome`, `age_band`. The day and
    the role are never missing: without them there is no case."""
    procedure = curriculum.procedures.get(case.procedure)
    if procedure is not None:
        yield from (DETAIL + name for name in missing(procedure, case.details))
    if case.supervisor_id is None:
        yield "supervisor"
    if not case.outcome:
        yield "outcome"
    if not case.age_band:
        yield "age_band"
    known = curriculum.complications
    if (
        any(known[one].needs_note for one in case.complications if one in known)
        and not case.complication_note.strip()
    ):
        yield "complication_note"
