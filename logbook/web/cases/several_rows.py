"""The rows of the list on which a morning's cases are entered together.

A row is typed in short or begun from a tile. What was understood fills the fields of its kind; from
then on the fields are what counts, until other words are typed.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import Field

from logbook.domain.catalogue import Procedure
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.shorthand import Understood, understand
from logbook.policy.actors import Actor
from logbook.services.cases import new_case_id
from logbook.services.entering import Entered
from logbook.services.refusals import Invalid
from logbook.web.cases.forms import DETAIL, CaseForm, class_for, offer
from logbook.web.cases.prefill import beginning
from logbook.web.cases.reading import entered
from logbook.web.cases.shorthand import Chip, asked_with, chips_of
from logbook.web.words import language

AT_FIRST, MOST = 8, 20
"""Rows that the page begins with, and those that it has at most."""
MOST_KINDS = 8
"""So many kinds are offered when what was typed may mean several."""
OPEN = {"levels", "sides", "regions"}
"""Where it was done."""
SHARED = ("performed_on", "performed_on-other", "supervisor", "site", "setting", "step")
"""Said once for all rows."""


@dataclass
class Row:
    """One case of the list, as far as it was entered. Its id is the case's."""

    id: UUID = field(default_factory=new_case_id)
    what: str = ""
    """As typed."""
    procedure: Procedure | None = None
    kinds: list[Procedure] = field(default_factory=list)
    """What the words may mean, the likeliest first."""
    chips: list[Chip] = field(default_factory=list)
    form: CaseForm | None = None
    """The fields of its kind; None until a kind is known."""
    fresh: bool = False
    """Filled in by this request: its fellow has not seen the fields yet."""

    @property
    def blank(self) -> bool:
        return self.procedure is None and not self.what

    def needed(self) -> list[Field]:
        """What this kind needs, and where on the body it was: the fields that stand open."""
        where = self._open()
        return [one for one in self._details() if one.short_name in where]

    def technique(self) -> list[Field]:
        """Of the rest, only what is carried over from the last of the kind, or was typed."""
        where = self._open()
        rest = [one for one in self._details() if one.short_name not in where]
        return [one for one in rest if one.data and not one.flags.guarded]

    def _details(self) -> list[Field]:
        return self.form.detail_fields() if self.form else []

    def _open(self) -> set[str]:
        specs = self.procedure.fields if self.procedure else ()
        return {DETAIL + one.name for one in specs if one.required or one.own in OPEN}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows that were sent."""

    actor: Actor
    curriculum: Curriculum
    day: date

    def rows(self) -> list[Row]:
        rows: list[Row] = []
        for said in list(dict.fromkeys(request.form.getlist("row")))[:MOST]:
            rows.append(self._row(UUID(said), rows))
        return rows

    def begin(
        self, row: Row, procedure: Procedure, above: list[Row], said: Understood | None = None
    ) -> None:
        """Fill the row in: as the last of its kind, and as typed; what no case tells, as in rows
        above. How it ended is never filled in. Words of the last case are left out: they are not
        shown here, and could not be mended."""
        begun = _above(above, procedure) | {
            name: value
            for name, value in beginning(self.actor, procedure, self.day).values.items()
            if value is not None and name != "indication"
        }
        if said is not None:
            begun |= asked_with(said, procedure)
        row.procedure, row.fresh = procedure, True
        row.form = self._form(row, begun)

    def _form(self, row: Row, data: dict[str, object] | None) -> CaseForm:
        assert row.procedure is not None
        kind = class_for(self.curriculum, row.procedure, language())
        prefix = str(row.id)
        form = kind(prefix=prefix) if data is None else kind(None, data=data, prefix=prefix)
        offer(form, self.curriculum, language())
        return form

    def _row(self, row_id: UUID, above: list[Row]) -> Row:
        sent = part_of(row_id)
        row = Row(row_id, what=sent.get("what", "").strip())
        read, was = sent.get("read", ""), sent.get("was", "")
        chosen = self.curriculum.procedures.get(sent.get("procedure", ""))
        said = understand(self.curriculum, row.what, language()) if row.what else None
        if said is not None:
            row.kinds = list(said.procedures[:MOST_KINDS])
            row.chips = chips_of(said, self.curriculum)
        if row.what != read:
            chosen = row.kinds[0] if row.kinds else None
        if chosen is None:
            return row
        if row.what != read or chosen.id != was:
            self.begin(row, chosen, above, said)
        else:
            row.procedure = chosen
            row.form = self._form(row, None)
        return row


def _above(rows: list[Row], procedure: Procedure) -> dict[str, object]:
    """The role of the row above, and the patient's age band of the last one of this kind."""
    begun: dict[str, object] = {}
    for row in rows:
        if row.form is not None:
            begun["role"] = row.form.role.data
            if row.procedure is procedure:
                begun["age_band"] = row.form.age_band.data
    return begun


def part_of(row_id: UUID) -> MultiDict[str, str]:
    """What was sent for one row, by the names of a case's form, with what all rows share."""
    prefix, sent = f"{row_id}-", request.form
    own = [(name.removeprefix(prefix), name) for name in sent if name.startswith(prefix)]
    named = [*own, *((name, name) for name in SHARED)]
    return MultiDict((to, value) for to, name in named for value in sent.getlist(name))


def said_in(row: Row) -> Entered | Invalid:
    """What the row says, or why it cannot be read."""
    if row.procedure is None:
        return Invalid({"what": say("Nothing in the catalogue is called that.")})
    if row.fresh:
        return Invalid({"what": say("Look over what was understood, then send the list again.")})
    try:
        return entered(row.procedure, part_of(row.id))
    except Invalid as wrong:
        return wrong


def heading_of(row: Row, number: int) -> str:
    """`3. Lumbar TFESI`, or `Case 3` before it is known what it was."""
    if row.procedure is None:
        return gettext("Case %(number)s", number=number)
    return f"{number}. {row.procedure.short.in_(language())}"
