"""Whatever can be shown is in both catalogues, translated, with the same blanks."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

TOP = Path(__file__).resolve().parents[2]
METHODS = [
    ("logbook/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "no": None,
    "say": None,
    "ngettext": (1, 2),
}
BLANK = re.compile(r"%\(\w+\)[sd]")


@cache
def extracted() -> set[str]:
    found = extract_from_dir(
        str(TOP),
        method_map=METHODS,
        keywords=KEYWORDS,
        directory_filter=lambda path: (
            not any(
                part.startswith(".") or part in {"tests", "bench", "migrations"}
                for part in Path(path).relative_to(TOP).parts
            )
        ),
    )
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def catalogue(language: str) -> Catalog:
    path = TOP / "logbook/translations" / language / "LC_MESSAGES/messages.po"
    return read_po(BytesIO(path.read_bytes()), locale=language)


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_catalogue_has_every_sentence(language: str) -> None:
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in catalogue(language) if m.id}
    assert extracted() - known == set()


def test_every_sentence_is_translated() -> None:
    missing = [m.id for m in catalogue("id") if m.id and not all(_texts(m.string))]
    assert missing == []
    assert [m.id for m in catalogue("id") if m.fuzzy and m.id] == []


def test_a_translation_keeps_the_blanks() -> None:
    wrong = []
    for message in catalogue("id"):
        if not message.id:
            continue
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        for said in _texts(message.string):
            if set(BLANK.findall(said)) != set(BLANK.findall(source)):
                wrong.append(message.id)
    assert wrong == []


def _texts(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_catalogue_can_be_compiled(language: str) -> None:
    """One without its header counts as fuzzy; the compiler skips it and says nothing."""
    assert not catalogue(language).fuzzy
