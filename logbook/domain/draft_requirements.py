"""What is asked of a requirement: each kind says what it needs to be told."""

from collections.abc import Mapping

from logbook.domain.decisions import Message, say
from logbook.domain.draft_asks import Asks, flag, level, one, some, whole, words
from logbook.domain.requirements import RequirementKind

COMPETENCY = one("competency", say("Competency"), "competencies", needed=True)
NAME = words("name", say("Name"), needed=True)
OWN_NAME = words("name", say("Name"), hint=say("Empty: the name of its category."))
ROLES = some(
    "roles", say("Roles that count"), "roles", hint=say("None chosen: those of the curriculum.")
)
CATEGORY = one("category", say("Category"), "categories", needed=True)
ROTATIONS = some("rotations", say("Rotations"), "rotations", needed=True)
ACTIVITIES = some("activities", say("Activities"), "activities", needed=True)
FORMS = some("forms", say("Assessment forms"), "forms", needed=True)
ROUND_FORMS = some("forms", say("Forms for raters"), "round_forms", needed=True)
REST = (
    words("note", say("Note"), long=True),
    flag("optional", say("Optional: nobody is behind with it, and it holds nobody up")),
)


def figure(label: Message) -> Asks:
    """How much is asked for. What a director types is the program's own figure: it is shown as
    suggested until it is confirmed in a document."""
    return (
        whole(
            "figure.suggested",
            label,
            hint=say("The program’s own: shown as suggested until a director confirms it."),
        ),
        whole(
            "figure.value",
            say("Figure that its source states"),
            hint=say("Only where the source was read; otherwise leave it empty."),
        ),
        one("figure.source", say("Source"), "sources", needed=True),
        one("figure.check", say("Where the figure is looked up"), "sources"),
    )


def counted(among: str) -> Asks:
    """Cases of a category, one by one."""
    return (
        one("category", say("Category"), among, needed=True),
        one("unit", say("What counts as one"), "units", needed=True),
        ROLES,
        *figure(say("How many")),
    )


OF_KIND: Mapping[RequirementKind, Asks] = {
    RequirementKind.PROCEDURES: counted("procedure_categories"),
    RequirementKind.PATIENTS: counted("patient_categories"),
    RequirementKind.EXAMS: counted("exam_categories"),
    RequirementKind.DISTINCT_SUPERVISORS: (
        CATEGORY,
        ROLES,
        *figure(say("How many supervisors")),
    ),
    RequirementKind.RECENCY: (
        CATEGORY,
        ROLES,
        whole("months", say("Within so many months"), low=1, high=120, needed=True),
        *figure(say("How many")),
    ),
    RequirementKind.ROTATION: (ROTATIONS, *figure(say("How many weeks"))),
    RequirementKind.EXPOSURE: (ROTATIONS, *figure(say("How many rotations"))),
    RequirementKind.SESSIONS: (ACTIVITIES, *figure(say("How many"))),
    RequirementKind.PORTFOLIO: (ACTIVITIES, *figure(say("How many"))),
    RequirementKind.HOURS: (
        ACTIVITIES,
        whole("months", say("Within so many months"), low=1, high=120, hint=say("Empty: in all.")),
        *figure(say("How many hours")),
    ),
    RequirementKind.ASSESSMENTS: (FORMS, *figure(say("How many"))),
    RequirementKind.ENTRUSTMENT: (
        level("level", say("Level to be reached"), needed=True),
        whole("last", say("Of the last so many judgements"), low=1, high=100, needed=True),
        whole("assessors", say("By so many assessors at least"), low=1, high=50, needed=True),
        some(
            "categories",
            say("Categories whose rated cases are judgements too"),
            "categories",
        ),
        *figure(say("How many of them")),
    ),
    RequirementKind.FEEDBACK_ROUND: (ROUND_FORMS, *figure(say("How many rounds"))),
    RequirementKind.CREDENTIAL: (
        some("credentials", say("Any of these credentials"), "credentials", needed=True),
    ),
    RequirementKind.TEST: (some("tests", say("Any of these tests"), "tests", needed=True),),
    RequirementKind.MILESTONE: (
        one("subcompetency", say("Subcompetency"), "subcompetencies", needed=True),
        level("level", say("Level to be reached"), needed=True),
        flag("gate", say("Training is not complete without it")),
    ),
    RequirementKind.GROUP: (
        some("parts", say("Requirements in this group"), "parts", needed=True),
        whole(
            "at_least", say("At least so many of them"), low=1, high=100, hint=say("Empty: all.")
        ),
    ),
}
COUNTED = {RequirementKind.PROCEDURES, RequirementKind.PATIENTS, RequirementKind.EXAMS}

TITLES: Mapping[RequirementKind, Message] = {
    RequirementKind.PROCEDURES: say("So many procedures of a category"),
    RequirementKind.PATIENTS: say("So many patients of a category"),
    RequirementKind.EXAMS: say("So many examinations of a category"),
    RequirementKind.DISTINCT_SUPERVISORS: say("Cases seen by so many different supervisors"),
    RequirementKind.RECENCY: say("So many cases within the last months"),
    RequirementKind.ROTATION: say("So many weeks on rotations"),
    RequirementKind.EXPOSURE: say("So many different rotations"),
    RequirementKind.SESSIONS: say("So many sessions"),
    RequirementKind.PORTFOLIO: say("So many items in the portfolio"),
    RequirementKind.HOURS: say("So many hours of an activity"),
    RequirementKind.ASSESSMENTS: say("So many assessments on a form"),
    RequirementKind.ENTRUSTMENT: say("An entrustment level in the last judgements"),
    RequirementKind.FEEDBACK_ROUND: say("So many rounds of feedback from colleagues"),
    RequirementKind.CREDENTIAL: say("A valid credential"),
    RequirementKind.TEST: say("A passed test"),
    RequirementKind.MILESTONE: say("A milestone level"),
    RequirementKind.GROUP: say("So many of other requirements, or all of them"),
}
"""What each kind asks for, in a few words."""


def asks_of_requirement(kind: str) -> Asks:
    """Nothing of an unknown kind."""
    if kind not in set(RequirementKind):
        return ()
    known = RequirementKind(kind)
    name = OWN_NAME if known in COUNTED else NAME
    return (COMPETENCY, name, *OF_KIND[known], *REST)
