"""What is asked of the catalogue of what can be logged: procedures, and the fields of a case."""

from logbook.domain.decisions import say
from logbook.domain.draft_asks import Ask, Kind, flag, line, lines, one, some, whole, words

REST = (
    words("name", say("Name"), needed=True),
    words("short", say("Short name"), needed=True, hint=say("For phones and narrow tables.")),
    lines("abbreviations", say("Abbreviations"), hint=say("One a line.")),
    lines("also", say("Other words under which it is looked for"), hint=say("One a line.")),
    some("groups", say("Fields that are asked"), "field_groups"),
    some("requires", say("Fields without which it is not submitted"), "fields"),
    some("regions", say("Regions"), "regions"),
    some("levels", say("Levels of the spine"), "level_sets"),
    flag("sided", say("Has a side")),
    some("guidance", say("Guidance"), "guidance"),
    some("approaches", say("Approaches"), "approaches"),
    one("bleeding_risk.suggested", say("Bleeding risk, as the program sees it"), "bleeding_risks"),
    one("bleeding_risk.value", say("Bleeding risk, as its source states it"), "bleeding_risks"),
    one("bleeding_risk.source", say("Source of the bleeding risk"), "sources"),
    one("bleeding_risk.check", say("Where the bleeding risk is looked up"), "sources"),
    flag("optional", say("Offered for exposure; nobody is expected to do it")),
    flag("counts", say("Counts toward the requirements of its category"), default=True),
)

PROCEDURE = (one("category", say("Category"), "procedure_categories", needed=True), *REST)
ENCOUNTER = (one("category", say("Category"), "encounter_categories", needed=True), *REST)

FIELD_GROUP = (
    words("label", say("Name"), needed=True),
    some("fields", say("Fields"), "fields", needed=True),
)

FIELD = (
    words("label", say("Name"), needed=True),
    one("kind", say("What is entered"), "field_kinds", needed=True),
    one(
        "choices", say("Values to choose from"), "vocabularies",
        hint=say("Of a choice: one of the lists of values."),
    ),
    one(
        "from", say("Or from the procedure itself"), "own_lists",
        hint=say("Of a choice: each procedure says which of these it has."),
    ),
    line("unit", say("Unit"), 24),
    whole("min", say("Least value"), high=10**9),
    whole("max", say("Greatest value, or length of a text"), low=1, high=10**9),
    one("with.field", say("Needs this field beside it"), "fields"),
    line("with.when", say("Only when its value is"), 64, hint=say("The code of a value.")),
)  # fmt: skip

VOCABULARY = (
    Ask(
        "choices",
        say("Values"),
        Kind.ROWS,
        needed=True,
        key="code",
        rows=(
            words("label", say("Words"), needed=True),
            words("hint", say("Explanation")),
            lines("also", say("Other words under which it is looked for"), hint=say("One a line.")),
        ),
    ),
)

LEVEL_SET = (
    lines("levels", say("Levels"), needed=True, high=64, hint=say("One a line, from above.")),
)
