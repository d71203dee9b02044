"""Editing a drafted curriculum part by part. Each edit takes the document and gives a new one that
is a curriculum too, or says field by field why it would be none."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.document import CurriculumError, Text
from logbook.domain.draft_asks import Ask, Asks, Kind
from logbook.domain.draft_names import (
    Naming,
    label_of,
    names_of,
    names_of_level,
)
from logbook.domain.draft_options import options_in
from logbook.domain.draft_places import Document, entries, path_in, with_entries
from logbook.domain.draft_shelves import FRAME, SHELVES, Shelf
from logbook.domain.draft_values import (
    NEEDED,
    Complaints,
    Typed,
    at,
    changed,
    checked_id,
    clean,
    id_from,
    shown,
    twice,
)
from logbook.domain.tally import Tally

WHOLE_FORM = ""
"""The name under which a complaint stands that belongs to no field."""

NEVER_EMPTY = {"sources", "scales", "competencies"}


class NotAccepted(Exception):
    """The edit would leave something that is no curriculum; a message for each field at fault."""

    def __init__(self, complaints: Mapping[str, Message]) -> None:
        super().__init__("; ".join(f"{name}: {said.id}" for name, said in complaints.items()))
        self.complaints = complaints


class StillNamed(Exception):
    """What is to be taken out is named by others."""

    def __init__(self, by: Sequence[Naming]) -> None:
        super().__init__(", ".join(f"{one.shelf}.{one.key}" for one in by))
        self.by = tuple(by)


def find(document: Document, shelf: str, key: str) -> Mapping[str, Any] | None:
    return next((one for one in entries(document, shelf) if one["id"] == key), None)


def typed_of(asks: Asks, entry: Mapping[str, Any]) -> dict[str, Any]:
    """What a form shows of an entry as it stands."""
    cells: dict[str, Any] = {}
    for ask in asks:
        cells |= shown(ask, entry)
    return cells


def edited(document: Document, shelf: Shelf, key: str, typed: Typed) -> dict[str, Any]:
    """The document with what was typed for this entry; its id stays."""
    entry = find(document, shelf.name, key)
    assert entry is not None
    return _with(document, shelf, dict(entry), typed, {})


def added(
    document: Document, shelf: Shelf, typed: Typed, kind: str = ""
) -> tuple[dict[str, Any], str]:
    """The document with a new entry at the end of its shelf, and the id of that entry. `kind`: of
    a requirement."""
    wrong: Complaints = {}
    key = key_for(shelf, typed)
    if key:  # without one, the words that it is made from are missing
        checked_id(key, shelf.longest_id, wrong, shelf.id_like)
    elif not shelf.words or clean(typed.get(f"{shelf.words}.en")):
        wrong["new_key"] = NEEDED
    if key in _taken(document, shelf.name):
        wrong["new_key"] = twice(key)
    entry: dict[str, Any] = {"id": key}
    if shelf.name == "requirements":
        entry["kind"] = kind
    return _with(document, shelf, entry, typed, wrong), key


def key_for(shelf: Shelf, typed: Typed) -> str:
    """The id of a new entry: as it was typed, else made from its English words. That of a
    requirement begins with its competency."""
    english = typed.get(f"{shelf.words}.en") or typed.get("category")
    own = clean(typed.get("new_key")) or id_from(english, 48 if shelf.longest_id > 48 else 32)
    competency = typed.get("competency")
    if shelf.name == "requirements" and own and "." not in own and competency:
        return f"{competency}.{own}"
    return own


def removed(document: Document, shelf: Shelf, key: str) -> dict[str, Any]:
    """The document without this entry; StillNamed while others name it."""
    if by := names_of(document, shelf.name, key):
        raise StillNamed(by)
    kept = [one for one in entries(document, shelf.name) if one["id"] != key]
    if not kept and shelf.name in NEVER_EMPTY:
        raise NotAccepted({WHOLE_FORM: say("A curriculum needs at least one of these.")})
    return _judged(with_entries(document, shelf.name, kept))


def reframed(document: Document, typed: Typed) -> dict[str, Any]:
    """The document with another title, edition, length and so on."""
    whole, wrong = dict(document), Complaints()
    options = options_in(document, Curriculum.from_document(document))
    for ask in FRAME:
        changed(ask, whole, typed, options, wrong)
    if wrong:
        raise NotAccepted(wrong)
    return _judged(whole, FRAME, lambda path: path)


def sentence(document: Document, requirement: str, today: date) -> Message:
    """What a fellow who has nothing yet would read beside this requirement."""
    return Curriculum.from_document(document).requirements[requirement].why(Tally(), today)


def _with(
    document: Document, shelf: Shelf, entry: dict[str, Any], typed: Typed, wrong: Complaints
) -> dict[str, Any]:
    asks, before = shelf.asks_of(entry), dict(entry)
    options = options_in(document, Curriculum.from_document(document), entry)
    for ask in asks:
        changed(ask, entry, typed, options, wrong)
        if ask.alone and _said_by_another(document, shelf, entry, ask):
            wrong[ask.name] = twice(str(entry.get(ask.name)))
        if ask.kind is Kind.ROWS:
            _look_at_rows(document, shelf, (before, entry), ask, wrong)
    if wrong:
        raise NotAccepted(wrong)
    whole, place = _put_back(document, shelf.name, entry)
    return _judged(whole, asks, lambda path: path_in(shelf.name, entry, path, place))


def _put_back(
    document: Document, shelf: str, entry: Mapping[str, Any]
) -> tuple[dict[str, Any], int]:
    """The document with this entry in its old place, or last; a group stands after its parts."""
    row = entries(document, shelf)
    places = [number for number, one in enumerate(row) if one["id"] == entry["id"]]
    place = places[0] if places else len(row)
    row[place : place + 1] = [entry]
    parts = entry.get("parts") if shelf == "requirements" else None
    last = max((number for number, one in enumerate(row) if one["id"] in (parts or ())), default=-1)
    if last > place:
        row.insert(last, row.pop(place))
        place = last
    return with_entries(document, shelf, row), place


def _judged(
    document: dict[str, Any], asks: Asks = (), inner: Callable[[str], str] = lambda _: ""
) -> dict[str, Any]:
    """The document itself if it is a curriculum; else NotAccepted, at the field to blame. `inner`
    tells which place of what is edited a path means."""
    try:
        Curriculum.from_document(document)
    except CurriculumError as wrong:
        if name := _field_at(inner(wrong.path), asks):
            raise NotAccepted({name: wrong.what}) from None
        raise NotAccepted({WHOLE_FORM: _elsewhere(document, wrong)}) from None
    return document


def _field_at(path: str, asks: Asks) -> str:
    """The field in which a place of the entry is asked; empty where none is."""
    plain = re.sub(r"\[(\d+)\]", r".\1", path).replace("scale", "level")
    for ask in asks:
        same = ask.name.replace("scale", "level")
        if ask.kind is Kind.ROWS and plain.startswith(f"{same}."):
            row, _, rest = plain.removeprefix(f"{same}.").partition(".")
            cell = _field_at(rest, ask.rows)
            return f"{ask.name}.{row}.{cell}" if cell else ask.name
        if plain == same or plain.startswith(f"{same}.") or same.startswith(f"{plain}."):
            return ask.names[0]
    return ""


def _elsewhere(document: Document, wrong: CurriculumError) -> Message:
    """A complaint about another entry, by its name."""
    found = re.match(r"(\w+)\[(\d+)\]", wrong.path)
    if found is None or found[1] not in SHELVES:
        return say("%(place)s: %(what)s", place=wrong.path, what=wrong.what)
    label = label_of(document, found[1], entries(document, found[1])[int(found[2])])
    return say("“%(name)s” would be left wrong: %(what)s", name=label, what=wrong.what)


def _taken(document: Document, shelf: str) -> Iterator[str]:
    """Ids that a new entry may not have. What can be logged is on two shelves."""
    both = ("procedures", "encounters")
    for name in both if shelf in both else (shelf,):
        yield from (one["id"] for one in entries(document, name))


def _said_by_another(document: Document, shelf: Shelf, entry: Mapping[str, Any], ask: Ask) -> bool:
    said = at(entry, ask.name)
    others = [one for one in entries(document, shelf.name) if one["id"] != entry["id"]]
    return said is not None and any(at(one, ask.name) == said for one in others)


def _look_at_rows(
    document: Document,
    shelf: Shelf,
    entries_: tuple[Mapping[str, Any], Mapping[str, Any]],
    ask: Ask,
    wrong: Complaints,
) -> None:
    """A row that others name stays; a subcompetency is in one domain only."""
    before, after = ([row[ask.key] for row in one.get(ask.name) or ()] for one in entries_)
    for key in before:
        if key not in after and (by := _names_of_row(document, shelf, entries_[0]["id"], ask, key)):
            wrong[ask.name] = still_named(key, by)
    if ask.name == "subcompetencies":
        others = [one for one in entries(document, "domains") if one["id"] != entries_[0]["id"]]
        theirs = {part["id"] for one in others for part in one.get("subcompetencies") or ()}
        if shared := [key for key in after if key in theirs]:
            wrong[ask.name] = twice(shared[0])


def _names_of_row(
    document: Document, shelf: Shelf, key: str, ask: Ask, row: str
) -> tuple[Naming, ...]:
    if ask.name == "levels":
        return names_of_level(document, key, row)
    return names_of(document, ask.name, row)


def still_named(key: str, by: Sequence[Naming]) -> Message:
    names: tuple[Text, ...] = tuple(one.label for one in by)
    return say("“%(key)s” cannot be taken out; it is named by: %(names)s", key=key, names=names)
