"""Every page in a language that nobody speaks: whatever is still English there was never handed
to the translators.

The catalogue of this language puts ⟦marks⟧ around each sentence, and so does the curriculum
around its own words; dates and numbers come as in Chinese, which has no Latin letters. What is
left outside the marks is either data or a mistake.
"""

import re
from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask_babel import Domain
from sqlalchemy import Connection

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.queries.curriculum import curriculum_of
from logbook.services.curriculum import SHIPPED, read_document
from logbook.services.mail import OUTBOX
from tests.cast import CAST, RIVERSIDE, session_token_of
from tests.conftest import sign_in
from tests.house.round import NOBODY, address, as_it_was, doors, reviewed
from tests.house.scene import Scene, set_scene
from tests.house.scene_forms import ASKED, FORMS
from tests.makers.expected import WORDS as OF_A_LIST
from tests.makers.files import HEADER, a_row
from tests.makers.hospital_files import WORDS as OF_THE_HOSPITAL

UNSPOKEN = "zh"
EVERY_KIND = ["asha", "ben", "lee", "dana", "ola", "ada", "nobody"]
SHUT = ("403", "404")

UPLOADED = {str(cell) for cell in (*HEADER, *a_row(), *OF_THE_HOSPITAL, *OF_A_LIST)}
DATA = {  # taken away in this order
    "addresses": r"[\w.]+@example\.org|https?://\S+",
    "an uploaded file": r"log\.csv|Wart removal|" + "|".join(map(re.escape, UPLOADED)),
    "hashes": r"[0-9a-f]{64}",
    "the product and its version": r"Logbook( \d\.\d\.\d)?",
    "languages, each by its own name": r"English|Bahasa Indonesia",
    "programs and sites": r"(Riverside|Hillside)( clinic)?|Lakeside|Operating theater 3",
    "institutions": r"(Lakeview|lakeview)[ -][Hh]ospitals|[Ss]easide|\bUS\b|\bID\b|Olive",
    "people, and the letter in their circle": r"Asha|Finn|Ben|Eve|Lee|Dana|Cora|Mia|Ola|Rin|Ravi"
    r"|Ada|Nia|Zoe|Ann|New|Someone|D|N|[A-Z]",
    "what somebody typed": r"licence\.pdf|AB-123|Medical Board|Heart Association|Opioid course"
    r"|Course|Word \d|radicular leg pain|I? ?was not there\.|(Opened|Logged|Entered) twice\."
    r"|Kept the needle tip in view during the whole approach\.|Logged for the wrong fellow\."
    r"|Check the contrast pattern before each injection\.|After looking at all of it\."
    r"|Safe with contrast and level in three lists that I saw\.|Safe in all lists\.|Not yet\."
    r"|Room 2\.14|Ready\.|Done\.|Too early\.|We looked again\."
    r"|Steady work in all clinics; ready for lists of their own\."
    r"|Two observed lists a week, with feedback the same day\."
    r"|The list of June is not counted\.|Seen in clinic\.",
    "a time zone": r"UTC",
    "codes of competencies, subcompetencies and vertebrae": r"[A-Z]{1,4}\d{1,2}",
    "titles of documents, in the language of the document": r"ACGME Program Requirements, Pain"
    r" Medicine, 2022|Penn State anesthesia pain medicine fellowship|Faculty of Pain Medicine UK,"
    r" Provision of Stage 3 and SIA Pain Training, 9 March 2021|The Pain Medicine Milestone"
    r" Project, July 2015|Anesth Analg 2024;139:281",
    "charts, named in all languages alike": r"(LC-)?CUSUM",
    "time zones": r"UTC|GMT[+-]\d+(:\d\d)?",
    "names of passkeys": r"Phone|Blue key",
    "names of views": r"Seen by one|Kept by one",
    "units, which are the same everywhere": r"\((mm|mL|s|min|psi|mGy)\)",
}
SILENT = {
    "script": "no text",
    "textarea": "what is typed, in the language in which it is typed",
    "style": "no text",
    "code": "what is to be typed as it stands",
    "kbd": "a key, as it is printed on the keyboard",
}
ATTRIBUTES = ("alt", "aria-description", "aria-label", "aria-valuetext", "placeholder", "title")
WORDS_FOR_SCRIPTS = (
    "data-bulk-text",
    "data-count",
    "data-kept",
    "data-many",
    "data-one",
    "data-label",
    "data-none",
    "data-passkey-failed",
    "data-submit-to",
)


class Unspoken(NullTranslations):
    """A translation that can be told from its source."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    ugettext, ungettext = gettext, ngettext


class Shown(HTMLParser):
    """What a reader of a page sees or hears, piece by piece."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.silent = 0
        self.option: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.silent += tag in SILENT
        self.option = known.get("value") if tag == "option" else None
        self.pieces += [known[name] for name in (*ATTRIBUTES, *WORDS_FOR_SCRIPTS) if name in known]
        if tag == "input" and known.get("type") in ("submit", "button", "reset"):
            self.pieces.append(known.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        # A choice that is its own code, such as a time zone, is a name.
        if not self.silent and data.strip() != self.option:
            self.pieces.append(data)


SHIPPED_CURRICULUM = Curriculum.from_document(read_document(SHIPPED / "pain_medicine.yaml"))
ABBREVIATIONS = "|".join(
    sorted(
        {short for one in SHIPPED_CURRICULUM.procedures.values() for short in one.abbreviations},
        key=len,
        reverse=True,
    )
)


@cache  # most of a page stands on every page
def plain(text: str) -> bool:
    """Whether there are letters outside the marks that are no data."""
    while text != (text := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)):
        pass
    for known in (*DATA.values(), ABBREVIATIONS):
        text = re.sub(rf"(?<!\w)(?:{known})(?!\w)", " ", text)
    return re.search(r"[A-Za-z]", text) is not None


@pytest.fixture
def unspoken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue, said_in = Unspoken(), Text.in_

    def in_(self: Text, language: str) -> str:
        said = said_in(self, language)
        return f"⟦{said}⟧" if language == UNSPOKEN else said

    monkeypatch.setattr(Domain, "get_translations", lambda self: catalogue)
    monkeypatch.setattr(app.extensions["babel"], "locale_selector", lambda: UNSPOKEN)
    monkeypatch.setattr(Text, "in_", in_)


@cache
def worth_a_visit(who: str) -> set[tuple[str, str]]:
    """Doors that let this visitor through, and those that nobody before them found shut: the page
    of a refusal is the same for all who meet it, and so is the sign-in page."""
    before = EVERY_KIND[: EVERY_KIND.index(who)]
    return {
        (rule, method)
        for (rule, method), codes in reviewed().items()
        if not (codes[who] in SHUT and any(codes[one] in SHUT for one in before))
        and not (codes[who] == "302" and who == NOBODY and rule != "/")
    }


def pages(app: Flask, connection: Connection, scene: Scene, who: str) -> Iterator[tuple[str, str]]:
    """Every page that this visitor can bring about, and by what: acts are followed to where they
    lead."""
    for rule, method in doors(app):
        if (rule.rule, method) not in worth_a_visit(who):
            continue
        client = app.test_client()
        if who != NOBODY:
            sign_in(client, CAST[who])
        db.session.remove()
        sent = FORMS.get(rule.endpoint) if method == "POST" else None
        asked = ASKED.get(rule.endpoint)
        with as_it_was(connection):
            response = client.open(
                address(rule, scene),
                method=method,
                data=sent(scene) if sent else {},
                query_string=asked(scene) if asked else {},
                follow_redirects=True,
            )
        if response.mimetype == "text/html":
            yield f"{method} {rule.rule}", response.text
        response.close()


@pytest.fixture
def scene(app: Flask) -> Scene:
    scene = set_scene()
    for member in CAST.values():
        session_token_of(member)
    OUTBOX.clear()
    return scene


@pytest.mark.parametrize("who", EVERY_KIND)
def test_no_page_and_no_mail_shows_plain_english(
    app: Flask, connection: Connection, scene: Scene, unspoken: None, who: str
) -> None:
    found = {
        (where, " ".join(text.split()))
        for where, html in pages(app, connection, scene, who)
        for text in Shown(html).pieces
        if plain(text)
    }
    assert found == set()
    assert [letter.subject for letter in OUTBOX if plain(letter.subject)] == []
    assert [text for letter in OUTBOX for text in letter.text.splitlines() if plain(text)] == []


def texts_of(value: object) -> Iterator[dict[str, str]]:
    """All words of a document that stand there in several languages."""
    if isinstance(value, dict):
        if set(value) == {"en", "id"}:
            yield value
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)


@pytest.mark.parametrize("who", ["asha", "ben", "dana"])
def test_in_indonesian_the_curriculum_speaks_it(
    app: Flask,
    connection: Connection,
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
) -> None:
    assert curriculum_of(RIVERSIDE, CAST.version_id).procedures == SHIPPED_CURRICULUM.procedures
    texts = list(texts_of(read_document(SHIPPED / "pain_medicine.yaml")))
    in_both = {text["id"] for text in texts}
    english = {text["en"] for text in texts} - in_both
    monkeypatch.setattr(app.extensions["babel"], "locale_selector", lambda: "id")
    shown = {
        " ".join(piece.split())
        for _, html in pages(app, connection, scene, who)
        for text in Shown(html).pieces
        for piece in (text, *re.split(r" · |: |; |, ", text))
    }
    assert len(shown & in_both) > 20, "the pages do show the curriculum"
    assert shown & english - UPLOADED == set()
