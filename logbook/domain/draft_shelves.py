"""The shelves of a curriculum, and what is asked of an entry of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from logbook.domain.decisions import Message, say
from logbook.domain.draft_asks import (
    ID,
    Ask,
    Asks,
    Kind,
    flag,
    level,
    line,
    one,
    some,
    whole,
    words,
)
from logbook.domain.draft_catalogue import (
    ENCOUNTER,
    FIELD,
    FIELD_GROUP,
    LEVEL_SET,
    PROCEDURE,
    VOCABULARY,
)
from logbook.domain.draft_curves import LEARNING_CURVE
from logbook.domain.draft_requirements import asks_of_requirement

SMALL_ID = "[a-z][a-z0-9_]*"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One list of the document."""

    name: str
    """Its key in the document."""
    title: Message
    single: Message
    """What one entry is called when it is added."""
    asks: Asks = ()
    words: str = "name"
    """Where the words stand from which a new entry's id is made; empty where it is typed."""
    longest_id: int = 64
    id_like: str = ID

    def asks_of(self, entry: Mapping[str, Any]) -> Asks:
        """What is asked of this entry; of a requirement, what its kind needs to be told."""
        if self.name == "requirements":
            return asks_of_requirement(str(entry.get("kind")))
        return self.asks


NAME = words("name", say("Name"), needed=True)
SOURCE = one("source", say("Source"), "sources", needed=True)

SUBCOMPETENCIES = Ask(
    "subcompetencies",
    say("Subcompetencies"),
    Kind.ROWS,
    rows=(words("name", say("Name"), needed=True), SOURCE),
)

LEVEL_ROWS = (words("label", say("Words"), needed=True),)
LEVELS = Ask(
    "levels", say("Levels, the least first"), Kind.ROWS, True, key="code", rows=LEVEL_ROWS,
    longest_key=24,
)  # fmt: skip
OUTSIDE = Ask(
    "outside",
    say("Answers that are no level"),
    Kind.ROWS,
    key="code",
    rows=LEVEL_ROWS,
    longest_key=24,
)

ITEMS = Ask(
    "items",
    say("Questions"),
    Kind.ROWS,
    rows=(
        words("label", say("Question"), needed=True),
        one("kind", say("Answered by"), "item_kinds", needed=True),
        one("scale", say("Scale"), "scales", hint=say("Of a question answered by a level.")),
        Ask(
            "choices",
            say("Choices"),
            Kind.CHOICES,
            hint=say("Of a question with choices, one a line: code | English | Indonesian."),
        ),
        flag("required", say("Must be answered"), default=True),
        words("hint", say("Explanation")),
    ),
)

COMPETENCY = (
    line("code", say("Code"), 40, needed=True, alone=True, hint=say("As people say it: EPA08.")),
    NAME,
    some("domains", say("Subcompetencies"), "subcompetencies"),
    level("target.level", say("Level aimed at"), needed=True),
    one("target.source", say("Source of this level"), "sources", needed=True),
)

FORM = (
    NAME,
    words("short", say("Short name")),
    one("purpose", say("Purpose"), "purposes", needed=True),
    one(
        "scale", say("Scale of the overall level"), "scales",
        hint=say("Without one the form gives no overall level."),
    ),
    some(
        "disciplines", say("Who may give it"), "professions",
        hint=say("None chosen: every profession."),
    ),
    flag("from_case", say("Can be given of one logged case")),
    flag("round", say("Filled in by several raters who stay unknown")),
    whole("raters", say("Raters, at least"), low=1, high=50, hint=say("Of a form for raters.")),
    ITEMS,
)  # fmt: skip

SHELVES = {
    shelf.name: shelf
    for shelf in (
        Shelf(
            "requirements",
            say("Requirements"),
            say("Add a requirement"),
            longest_id=80,
            id_like="[A-Za-z][A-Za-z0-9_.]*",
        ),
        Shelf("procedures", say("Procedures"), say("Add a procedure"), PROCEDURE),
        Shelf(
            "encounters",
            say("Patients and examinations"),
            say("Add a kind of encounter"),
            ENCOUNTER,
        ),
        Shelf("competencies", say("Competencies"), say("Add a competency"), COMPETENCY),
        Shelf("forms", say("Assessment forms"), say("Add a form"), FORM),
        Shelf(
            "scales",
            say("Scales"),
            say("Add a scale"),
            (
                NAME,
                one("kind", say("What it looks at"), "scale_kinds", needed=True),
                SOURCE,
                LEVELS,
                OUTSIDE,
                one("target", say("What graduates aim for"), "own_levels"),
            ),
            longest_id=32,
        ),
        Shelf("domains", say("Domains"), say("Add a domain"), (NAME, SUBCOMPETENCIES)),
        Shelf(
            "categories",
            say("Categories"),
            say("Add a category"),
            (
                NAME,
                one("kind", say("What it holds"), "case_kinds", needed=True),
                one(
                    "competency",
                    say("Competency"),
                    "competencies",
                    hint=say("Without one its cases are logged for exposure alone."),
                ),
            ),
        ),
        Shelf(
            "field_groups",
            say("Groups of fields"),
            say("Add a group of fields"),
            FIELD_GROUP,
            words="label",
        ),
        Shelf("fields", say("Fields"), say("Add a field"), FIELD, words="label"),
        Shelf(
            "vocabularies",
            say("Lists of values"),
            say("Add a list of values"),
            VOCABULARY,
            words="",
            id_like=SMALL_ID,
        ),
        Shelf(
            "level_sets",
            say("Sets of levels"),
            say("Add a set of levels"),
            LEVEL_SET,
            words="",
            id_like=SMALL_ID,
        ),
        Shelf(
            "rotations",
            say("Rotations"),
            say("Add a rotation"),
            (
                NAME,
                line("discipline", say("Host discipline, as a code"), 64, pattern=ID),
                some("competencies", say("Competencies"), "competencies"),
            ),
        ),
        Shelf(
            "activities",
            say("Activities"),
            say("Add an activity"),
            (
                NAME,
                one("measure", say("Counted in"), "measures", needed=True),
                flag("private", say("Its owner’s alone until shared")),
            ),
        ),
        Shelf(
            "credentials",
            say("Credentials"),
            say("Add a credential"),
            (
                NAME,
                SOURCE,
                flag("expires", say("Has an end")),
                line("jurisdiction", say("Where it is asked for"), 24),
                some("blocks", say("Categories that are closed while it has lapsed"), "categories"),
                whole("renewed_months", say("Renewed every so many months"), low=1, high=600),
            ),
        ),
        Shelf(
            "tests",
            say("Tests"),
            say("Add a test"),
            (NAME, whole("pass_mark", say("Pass mark in percent"), low=1, high=100)),
        ),
        Shelf(
            "complications",
            say("Complications"),
            say("Add a complication"),
            (
                words("label", say("Name"), needed=True),
                words("definition", say("When it is ticked"), needed=True, long=True),
                SOURCE,
                flag("needs_note", say("Needs a note")),
            ),
            words="label",
        ),
        Shelf(
            "learning_curves",
            say("Learning curves"),
            say("Add a learning curve"),
            LEARNING_CURVE,
        ),
        Shelf(
            "sources",
            say("Sources"),
            say("Add a source"),
            (
                words("title", say("Title"), needed=True),
                line("url", say("Address"), 2000, null=True, pattern=r"https?://\S+"),
                flag("confirmed", say("It was read"), default=None),
            ),
            words="title",
        ),
    )
}
"""In the order in which they are shown."""

FRAME = (
    words("title", say("Title"), needed=True),
    line("edition", say("Edition"), 32, needed=True),
    whole("length.months", say("Length in months"), low=1, high=120, needed=True),
    some("length.sources", say("Sources of the length"), "sources"),
    words("notice", say("What readers are told first"), needed=True, long=True),
    some("counting_roles", say("Roles that count"), "roles", needed=True),
    one("case_scale", say("Scale on which a case is rated"), "scales", needed=True),
)
"""What is asked of the document itself."""
