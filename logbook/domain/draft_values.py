"""What was typed into a draft, put into its place; and what is in its place, as it is typed.

Whatever was not changed stays as it is to the letter: a list that is a single word in the file,
a language that no form asks for, a null where another entry has nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from logbook.domain.decisions import Message, say
from logbook.domain.draft_asks import ID, LANGUAGES, Ask, Kind, Options

Typed = Mapping[str, Any]
"""By field name: a text; yes or no; several texts; rows, each of which is typed too."""
Complaints = dict[str, Message]
LONGEST_WORDS = 2000
LONGEST_CODE = 64
NEEDED = say("This is needed.")
NOT_OFFERED = say("Choose one of those that are offered.")


def clean(text: object) -> str:
    """One line, without letters that cannot be seen."""
    return " ".join(_visible(str(text or "")).split())


def clean_lines(text: object) -> str:
    rows = [" ".join(row.split()) for row in _visible(str(text or "")).splitlines()]
    return "\n".join(rows).strip()


def _visible(text: str) -> str:
    return "".join(one for one in text if one.isprintable() or one.isspace())


def at(entry: Mapping[str, Any], name: str) -> Any:
    """What stands at a place; nothing where there is no such place."""
    found: Any = entry
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def put(entry: dict[str, Any], name: str, value: Any, null: bool = False) -> None:
    """Set a place, or empty it; a mapping that is left without anything goes too."""
    first, _, rest = name.partition(".")
    if rest:
        inner = dict(entry.get(first) or {})
        put(inner, rest, value, null)
        value = inner or None
    if value is None and not null:
        entry.pop(first, None)
    else:
        entry[first] = value


def level_of(name: str) -> str:
    """Where the scale of a level stands: beside it."""
    return name.removesuffix("level") + "scale"


def shown(ask: Ask, entry: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields of an entry show, by their names."""
    value = present(ask, entry)
    if ask.kind is Kind.WORDS:
        return {f"{ask.name}.{one}": (value or {}).get(one, "") for one in LANGUAGES}
    if ask.kind is Kind.LINES:
        return {ask.name: "\n".join(value)}
    if ask.kind is Kind.CHOICES:
        return {ask.name: "\n".join(_choice_line(one) for one in value)}
    if ask.kind is Kind.ROWS:
        return {ask.name: [_shown_row(ask, row) for row in value]}
    if ask.kind in (Kind.SOME, Kind.FLAG):
        return {ask.name: value}
    return {ask.name: "" if value is None else str(value)}


def _shown_row(ask: Ask, row: Mapping[str, Any]) -> dict[str, Any]:
    cells = {"key": row[ask.key], "new_key": ""}
    for inner in ask.rows:
        cells |= shown(inner, row)
    return cells


def _choice_line(choice: Mapping[str, Any]) -> str:
    said = choice["label"]
    return " | ".join([choice["code"], *(said[one] for one in LANGUAGES if one in said)])


def present(ask: Ask, entry: Mapping[str, Any]) -> Any:
    """What stands there, so that it can be compared with what was typed."""
    found = at(entry, ask.name)
    if ask.kind is Kind.WORDS:
        said = {"en": found} if isinstance(found, str) else found
        return {one: _cleaner(ask)(text) for one, text in said.items()} if said else None
    if ask.kind is Kind.LINE:
        return clean(found) or None
    if ask.kind is Kind.FLAG:
        return ask.default if found is None else found
    if ask.kind is Kind.LEVEL:
        return f"{at(entry, level_of(ask.name))} {found}" if found is not None else None
    if ask.kind is Kind.LINES:
        return [clean(one) for one in found or ()]
    if ask.kind is Kind.SOME:
        return [found] if isinstance(found, str) else list(found or ())
    return list(found or ()) if ask.kind in (Kind.CHOICES, Kind.ROWS) else found


def _cleaner(ask: Ask) -> Callable[[object], str]:
    return clean_lines if ask.long else clean


def changed(
    ask: Ask, entry: dict[str, Any], typed: Typed, options: Options, wrong: Complaints
) -> None:
    """Put what was typed into its place in this entry, unless it stands there already."""
    before = present(ask, entry)
    value = READERS[ask.kind](ask, typed, before, options, wrong)
    if ask.needed and not value and value != 0:
        wrong.setdefault(ask.names[0], NEEDED)
    if _same(ask, before, value):
        return
    if ask.kind is Kind.LEVEL:
        scale, _, code = (value or "").partition(" ")
        put(entry, level_of(ask.name), scale or None)
        put(entry, ask.name, code or None)
    else:
        put(entry, ask.name, value if value or value in (0, False) else None, ask.null)


def _same(ask: Ask, before: Any, value: Any) -> bool:
    if ask.kind is Kind.SOME:
        return set(before) == set(value)
    return bool(before == value)


def _words(
    ask: Ask, typed: Typed, before: Any, options: Options, wrong: Complaints
) -> dict[str, str] | None:
    others = {one: said for one, said in (before or {}).items() if one not in LANGUAGES}
    said = {one: _cleaner(ask)(typed.get(f"{ask.name}.{one}")) for one in LANGUAGES}
    for one, text in said.items():
        if len(text) > LONGEST_WORDS:
            wrong[f"{ask.name}.{one}"] = too_long(LONGEST_WORDS)
    found = others | {one: text for one, text in said.items() if text}
    if found and "en" not in found:
        wrong[f"{ask.name}.en"] = say("Say it in English too.")
    return found or None


def _line(ask: Ask, typed: Typed, before: Any, options: Options, wrong: Complaints) -> str | None:
    text = clean(typed.get(ask.name))
    if len(text) > ask.high:
        wrong[ask.name] = too_long(ask.high)
    if text and ask.pattern and not re.fullmatch(ask.pattern, text, re.ASCII):
        wrong[ask.name] = say("This cannot stand here: “%(found)s”.", found=text[:60])
    return text or None


def _lines(ask: Ask, typed: Typed, before: Any, options: Options, wrong: Complaints) -> list[str]:
    found = clean_lines(typed.get(ask.name)).splitlines()
    most = min(ask.high, LONGEST_WORDS)
    if any(len(one) > most for one in found):
        wrong[ask.name] = too_long(most)
    return found if found == before else list(dict.fromkeys(one for one in found if one))


def _whole(ask: Ask, typed: Typed, before: Any, options: Options, wrong: Complaints) -> int | None:
    text = clean(typed.get(ask.name))
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,9}", text) or not ask.low <= int(text) <= ask.high:
        wrong[ask.name] = say(
            "A whole number from %(low)s to %(high)s.", low=ask.low, high=ask.high
        )
        return None
    return int(text)


def _flag(ask: Ask, typed: Typed, before: Any, options: Options, wrong: Complaints) -> bool:
    return bool(typed.get(ask.name))


def _one(ask: Ask, typed: Typed, before: Any, options: Options, wrong: Complaints) -> str | None:
    code = str(typed.get(ask.name) or "")
    if code and code != before and code not in offered(options[ask.among]):
        wrong[ask.name] = NOT_OFFERED
    return code or None


def _some(ask: Ask, typed: Typed, before: Any, options: Options, wrong: Complaints) -> list[str]:
    """Those that were there before stay in their order."""
    chosen = list(dict.fromkeys(typed.get(ask.name) or ()))
    if not set(chosen) <= offered(options[ask.among]) | set(before):
        wrong[ask.name] = NOT_OFFERED
    return [one for one in before if one in chosen] + [one for one in chosen if one not in before]


def _choices(
    ask: Ask, typed: Typed, before: Any, options: Options, wrong: Complaints
) -> list[dict[str, Any]]:
    known = {one["code"]: one for one in before}
    found: dict[str, dict[str, Any]] = {}
    for row in clean_lines(typed.get(ask.name)).splitlines():
        code, *said = [part.strip() for part in row.split("|")]
        if not (code and said and said[0]) or len(said) > 2 or len(code) > LONGEST_CODE:
            wrong[ask.name] = say("One choice a line: code | English | Indonesian.")
        elif code in found:
            wrong[ask.name] = twice(code)
        else:
            label = dict(zip(LANGUAGES, filter(None, said), strict=False))
            old = known.get(code, {"code": code, "label": {}})
            kept = {one: text for one, text in old["label"].items() if one not in LANGUAGES}
            found[code] = {**old, "label": kept | label}
    return list(found.values())


def _rows(
    ask: Ask, typed: Typed, before: Any, options: Options, wrong: Complaints
) -> list[dict[str, Any]]:
    known = {row[ask.key]: row for row in before}
    found: list[dict[str, Any]] = []
    for place, cells in enumerate(typed.get(ask.name) or ()):
        told: Complaints = {}
        key = str(cells.get("key") or "") or new_key(ask, cells, told)
        row = dict(known.get(key) or {ask.key: key})
        for inner in ask.rows:
            changed(inner, row, cells, options, told)
        if key in [one[ask.key] for one in found]:
            told.setdefault("new_key", twice(key))
        wrong |= {f"{ask.name}.{place}.{name}": said for name, said in told.items()}
        found.append(row)
    return found


def new_key(ask: Ask, cells: Typed, wrong: Complaints) -> str:
    """The code of a new level as it was typed; the id of anything else from its English words."""
    text = clean(cells.get("new_key"))
    if ask.key == "code":
        if not text:
            wrong["new_key"] = NEEDED
        if len(text) > ask.longest_key:
            wrong["new_key"] = too_long(ask.longest_key)
        return text
    english = clean(cells.get(f"{ask.rows[0].name}.en"))
    if not text and not english:  # the words themselves are missing, and that is told
        return ""
    return checked_id(text or id_from(english), ask.longest_key, wrong)


def id_from(english: object, longest: int = LONGEST_CODE) -> str:
    """`Cervical medial branch block` → `cervical_medial_branch_block`."""
    letters = re.sub(r"[^a-z0-9]+", "_", clean(english).casefold()).strip("_")
    return ("x_" + letters if letters[:1].isdigit() else letters)[:longest].strip("_")


def checked_id(text: str, longest: int, wrong: Complaints, like: str = ID) -> str:
    if len(text) > longest or not re.fullmatch(like, text, re.ASCII):
        wrong["new_key"] = say(
            "Small letters, digits and _ only, a letter first, %(most)s at most.", most=longest
        )
    return text


def too_long(most: int) -> Message:
    return say("At most %(most)s characters.", most=most)


def twice(code: str) -> Message:
    return say("“%(code)s” is there already.", code=code)


def offered(options: Iterable[Any]) -> set[str]:
    return {one.code for one in options}


Reader = Callable[[Ask, Typed, Any, Options, Complaints], Any]
READERS: Mapping[Kind, Reader] = {
    Kind.WORDS: _words,
    Kind.LINE: _line,
    Kind.LINES: _lines,
    Kind.WHOLE: _whole,
    Kind.FLAG: _flag,
    Kind.ONE: _one,
    Kind.LEVEL: _one,
    Kind.SOME: _some,
    Kind.CHOICES: _choices,
    Kind.ROWS: _rows,
}
Rows = Sequence[Mapping[str, Any]]
