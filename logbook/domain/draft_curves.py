"""What is asked of a learning curve: what counts as a failure, and which rates are aimed at."""

from logbook.domain.decisions import say
from logbook.domain.draft_asks import one, some, whole, words

LEARNING_CURVE = (
    words("name", say("Name"), needed=True),
    some(
        "procedures", say("Procedures"), "only_procedures",
        hint=say("None chosen, and no category: all others."),
    ),
    some("categories", say("Categories"), "procedure_categories"),
    some("failure.outcomes", say("Outcomes that are failures"), "outcomes", needed=True),
    some("failure.complications", say("Complications that are failures"), "complications"),
    one("failure.source", say("Source of what is a failure"), "sources", needed=True),
    whole(
        "rates.acceptable", say("Acceptable failure rate in percent"), low=1, high=98, needed=True
    ),
    whole(
        "rates.unacceptable", say("Unacceptable failure rate in percent"), low=2, high=99,
        needed=True,
    ),
    one("rates.source", say("Source of the rates"), "sources", needed=True),
    whole("cases", say("For so many cases the limit holds"), low=1, high=1000, needed=True),
    whole("mark.time", say("Published mark: cases until the time of teachers"), low=1, high=1000),
    whole("mark.dose", say("Published mark: cases until the dose of teachers"), low=1, high=1000),
    one("mark.source", say("Source of the mark"), "sources"),
)  # fmt: skip
