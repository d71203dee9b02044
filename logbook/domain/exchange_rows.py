"""Reading the rows of a spreadsheet: each becomes a case, or says what is wrong with it."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from uuid import UUID

from logbook.domain.case_content import (
    TEXT_LIMITS,
    CaseContent,
    about_text,
    complaints,
    tidied,
)
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole, Choice, FieldSpec, Outcome, Procedure
from logbook.domain.decisions import Message, say
from logbook.domain.document import Text
from logbook.domain.exchange import Matching, Reading, Surroundings
from logbook.domain.exchange_columns import specs_of
from logbook.domain.exchange_dates import read_date
from logbook.domain.exchange_values import (
    Procedures,
    band_in,
    code_in,
    codes_in,
    detail_in,
    is_nothing,
    plain,
    says_none,
)

SHOWN = 60
"""How much of a cell is quoted in a complaint, in characters."""

NAMED = 3
"""How many procedures are named where a text may mean several."""

TITLES = frozenset(
    ("dr", "drg", "prof", "md", "do", "phd", "mph", "sp", "span", "spn", "kmn", "kati", "fipp")
)


class Reader:
    """Reads the rows of one file."""

    def __init__(self, around: Surroundings, matching: Matching) -> None:
        self.around = around
        self.curriculum = around.curriculum
        self.matching = matching
        self.specs = specs_of(around.curriculum)
        self.find_procedure = lru_cache(4096)(Procedures(around.curriculum).meant_by)
        self.find_supervisor = lru_cache(1024)(self._supervisor)
        self.find_code = lru_cache(4096)(self._code)
        self.find_detail = lru_cache(8192)(self._detail)

    def read(self, cells: Sequence[str]) -> Reading:
        """What one row says. Never raises: whatever cannot be read is a problem of the row."""
        row = Row(self, cells)
        content = row.content()
        if content is None or row.problems:
            row.look_into_texts()
            return Reading(None, tuple(row.problems.items()))
        supervisor_id = self.find_supervisor(row.text("supervisor"))
        wanting = self._complaints(content, complete=True)
        wrong = self._complaints(content, complete=False) if wanting else {}
        done = not wanting and supervisor_id is not None and not row.stays_a_draft()
        if done and (reason := self.around.blocked(content)) is not None:
            return Reading(None, (("procedure", reason),))
        return Reading(
            None if wrong else content,
            tuple(wrong.items()),
            State.SUBMITTED if done else State.DRAFT,
            supervisor_id,
            self.around.sites.get(plain(row.text("site"))),
            tuple(self._unknown(row, supervisor_id)),
            (*wanting, *(["supervisor"] if supervisor_id is None else [])),
            own_id(row.text("id")),
        )

    def _complaints(self, content: CaseContent, complete: bool) -> dict[str, Message]:
        around = self.around
        return complaints(
            content, self.curriculum, around.today, around.starts_on, around.ends_on, complete
        )

    def _unknown(self, row: "Row", supervisor_id: UUID | None) -> Iterable[tuple[str, str]]:
        if supervisor_id is None and row.text("supervisor"):
            yield "supervisor", row.text("supervisor")[:SHOWN]
        if row.text("site") and plain(row.text("site")) not in self.around.sites:
            yield "site", row.text("site")[:SHOWN]

    def _supervisor(self, text: str) -> UUID | None:
        """By address, by name, or by part of a name that only one of them has."""
        said = text.strip().casefold()
        for one in self.around.supervisors:
            if said and one.address == said:
                return one.id
        words = name_words(text)
        if not words:
            return None
        named = [(one.id, name_words(one.name)) for one in self.around.supervisors]
        same = [key for key, name in named if name == words]
        part = [key for key, name in named if words < name]
        found = same or part
        return found[0] if len(found) == 1 else None

    def _code(self, vocabulary: str, text: str) -> str | None:
        return code_in(self.curriculum.vocabularies[vocabulary], text)

    def _detail(self, procedure: str, name: str, text: str) -> tuple[object, tuple[str, ...]]:
        spec = self.curriculum.procedures[procedure].field(name)
        assert spec is not None
        value, unknown = detail_in(spec, text)
        return value, tuple(unknown)


class Row:
    """One row while it is being read."""

    def __init__(self, reader: Reader, cells: Sequence[str]) -> None:
        self.reader = reader
        self.cells = cells
        self.problems: dict[str, Message] = {}

    def text(self, name: str) -> str:
        """What stands in the column of a field; nothing where there is none."""
        place = self.reader.matching.columns.get(name)
        if place is None or place >= len(self.cells) or is_nothing(self.cells[place]):
            return ""
        return self.cells[place].strip()

    def wrong(self, name: str, message: Message) -> None:
        self.problems.setdefault(name, message)

    def look_into_texts(self) -> None:
        """Complain about the words of a row that is faulty anyway, so that all is told at once."""
        for name, limit in TEXT_LIMITS.items():
            for field, message in about_text(name, self.text(name), limit):
                self.wrong(field, message)

    def content(self) -> CaseContent | None:
        """The case, or None when a row lacks what every case must have."""
        self._refuse_closed()
        performed_on, procedure, role = self._date(), self._procedure(), self._role()
        codes = {
            "setting": self._of("settings", "setting"),
            "outcome": self._of("outcomes", "outcome") or Outcome.SUCCESS.value,
            "age_band": self._age_band(),
        }
        complications = self._complications()
        if procedure is None or performed_on is None or role is None:
            return None
        content = CaseContent(
            procedure=procedure.id,
            performed_on=performed_on,
            role=role,
            setting=codes["setting"],
            age_band=codes["age_band"],
            indication=self.text("indication"),
            outcome=codes["outcome"] or Outcome.SUCCESS,
            complications=tuple(complications),
            complication_note=self.text("complication_note"),
            reflection=self.text("reflection"),
            details=self._details(procedure),
        )
        return tidied(content, self.reader.curriculum)

    def stays_a_draft(self) -> bool:
        """What our own file calls a draft, or what came back to its fellow, is not handed in."""
        return plain(self.text("state")) in (State.DRAFT, State.RETURNED)

    def _refuse_closed(self) -> None:
        if plain(self.text("state")) in (State.WITHDRAWN, State.VOIDED, State.AMENDED):
            message = say("The file says that this case was withdrawn, voided or amended.")
            self.wrong("state", message)

    def _date(self) -> date | None:
        text = self.text("performed_on")
        found = read_date(text, self.reader.matching.order)
        if not text:
            self.wrong("performed_on", say("The date is missing."))
        elif found is None:
            self.wrong("performed_on", say("“%(found)s” is not a date.", found=text[:SHOWN]))
        return found

    def _procedure(self) -> Procedure | None:
        text = self.text("procedure")
        if not text:
            self.wrong("procedure", say("The procedure is missing."))
            return None
        found = self.reader.find_procedure(text)
        if len(found) > 1:
            found = [one for one in found if self._levels_fit(one)] or found
        if len(found) == 1:
            return found[0]
        self.wrong("procedure", unclear_procedure(text, found))
        return None

    def _levels_fit(self, procedure: Procedure) -> bool:
        """Whether the row's levels are such as this procedure has: they tell a lumbar one from a
        cervical one of the same short name."""
        if not self.text("levels") or procedure.field("levels") is None:
            return False
        known, unknown = self.reader.find_detail(procedure.id, "levels", self.text("levels"))
        return bool(known) and not unknown

    def _role(self) -> CaseRole | None:
        if not self.text("role") and self.reader.matching.role is None:
            self.wrong("role", say("The role is missing."))
        code = self._of("roles", "role")
        return CaseRole(code) if code else self.reader.matching.role

    def _of(self, vocabulary: str, name: str) -> str | None:
        text = self.text(name)
        if not text:
            return None
        code = self.reader.find_code(vocabulary, text)
        if code is None:
            self.wrong(name, not_of_the_list(text))
        return code

    def _age_band(self) -> str | None:
        text = self.text("age_band")
        if not text:
            return None
        bands = self.reader.curriculum.vocabularies["age_bands"]
        found = band_in(bands, text) or code_in(bands, text)
        if found is None:
            self.wrong("age_band", not_of_the_list(text))
        return found

    def _complications(self) -> list[str]:
        known = {
            one.id: Choice(one.id, one.label)
            for one in self.reader.curriculum.complications.values()
        }
        found, unknown = codes_in(known, self.text("complications"))
        if unknown:
            self.wrong("complications", not_of_the_list(unknown[0]))
        return found

    def _details(self, procedure: Procedure) -> dict[str, object]:
        details: dict[str, object] = {}
        for name in self.reader.specs:
            text = self.text(name)
            if not text:
                continue
            spec = procedure.field(name)
            if spec is None:
                self._not_of(procedure, name, text)
            else:
                details[name] = self._detail(procedure, spec, text)
        return details

    def _not_of(self, procedure: Procedure, name: str, text: str) -> None:
        """A column says something that this procedure has no field for. 'None' says nothing."""
        if not says_none(text):
            self.wrong(
                f"details.{name}",
                say("“%(found)s” does not belong to this procedure.", found=text[:SHOWN]),
            )

    def _detail(self, procedure: Procedure, spec: FieldSpec, text: str) -> object:
        value, unknown = self.reader.find_detail(procedure.id, spec.name, text)
        if unknown:
            self.wrong(f"details.{spec.name}", not_of_the_list(unknown[0]))
        return value


def not_of_the_list(text: str) -> Message:
    return say("“%(found)s” is not one of the list.", found=text[:SHOWN])


def unclear_procedure(text: str, found: Sequence[Procedure]) -> Message:
    if not found:
        return say("No procedure is called “%(found)s”.", found=text[:SHOWN])
    return say(
        "“%(found)s” may mean several procedures: %(several)s. Write one of these names.",
        found=text[:SHOWN],
        several=Text.joined("; ", [one.short for one in found[:NAMED]]),
    )


def name_words(text: str) -> frozenset[str]:
    """A person's name without titles and order: `Chen, Dr. May` is `may chen`."""
    before = text.split("@")[0]
    return frozenset(plain(before).split()) - TITLES


def own_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
