"""The form of what comes back, for the published document. A test holds every answer against it."""

from typing import Any

from logbook.api.problems import KINDS
from logbook.api.schemas import CODE, DAY, DETAIL, ID, code_of, maybe
from logbook.domain.cases import Answer, State
from logbook.domain.catalogue import CaseKind, CaseRole, FieldKind
from logbook.domain.readiness import Standing
from logbook.domain.scopes import Scope
from logbook.policy.actors import Role

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}
FLAG: dict[str, Any] = {"type": "boolean"}
AT: dict[str, Any] = {"type": "string", "format": "date-time"}
ANYTHING: dict[str, Any] = {}


def shown(**properties: Any) -> dict[str, Any]:
    """An object with all of these and nothing else."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def many(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(name: str) -> dict[str, Any]:
    return {"oneOf": [ref(name), {"type": "null"}]}


def page_of(name: str) -> dict[str, Any]:
    return shown(items=many(ref(name)), next=maybe(TEXT))


DETAILS = {"type": "object", "additionalProperties": DETAIL}
WORDS = {"type": "object", "additionalProperties": TEXT}
"""The same words by language."""

SHOWN: dict[str, dict[str, Any]] = {
    "Named": shown(id=ID, name=TEXT),
    "Me": shown(
        account_id=ID,
        member_id=ID,
        name=TEXT,
        program=ref("Named"),
        roles=many(code_of(Role)),
        scopes=many(code_of(Scope)),
        enrollment_id=maybe(ID),
        version_id=maybe(ID),
        csrf_token=maybe(TEXT),
    ),
    "CaseInList": shown(
        id=ID,
        revision=NUMBER,
        state=code_of(State),
        performed_on=DAY,
        procedure=CODE,
        role={**code_of(CaseRole), "type": ["string", "null"], "enum": [*CaseRole, None]},
        credited_role={"type": ["string", "null"], "enum": [*CaseRole, None]},
        fellow=ref("Named"),
        supervisor=or_null("Named"),
    ),
    "Answer": shown(
        id=ID,
        answer=code_of(Answer),
        role_stated={"type": ["string", "null"], "enum": [*CaseRole, None]},
        level=maybe(TEXT),
        words=TEXT,
        by=ref("Named"),
        at=AT,
        undone_at=maybe(AT),
    ),
    "Case": shown(
        id=ID,
        revision=NUMBER,
        state=code_of(State),
        enrollment_id=ID,
        fellow=ref("Named"),
        supervisor=or_null("Named"),
        site=or_null("Named"),
        performed_on=DAY,
        procedure=CODE,
        category=CODE,
        role={"type": ["string", "null"], "enum": [*CaseRole, None]},
        credited_role={"type": ["string", "null"], "enum": [*CaseRole, None]},
        setting=maybe(TEXT),
        age_band=maybe(TEXT),
        indication=TEXT,
        outcome=TEXT,
        complications=many(CODE),
        complication_note=TEXT,
        reflection=TEXT,
        details=DETAILS,
        level_sides=NUMBER,
        closing_words=TEXT,
        logged_at=AT,
        submitted_at=maybe(AT),
        seen_at=maybe(AT),
        answers=many(ref("Answer")),
    ),
    "CasePage": page_of("CaseInList"),
    "WaitingCase": shown(
        id=ID,
        revision=NUMBER,
        fellow=ref("Named"),
        performed_on=DAY,
        procedure=CODE,
        category=CODE,
        setting=maybe(TEXT),
        site=maybe(TEXT),
        age_band=maybe(TEXT),
        indication=TEXT,
        outcome=TEXT,
        complications=many(CODE),
        complication_note=TEXT,
        reflection=TEXT,
        details=DETAILS,
        levels=many(TEXT),
        logged_after_days=NUMBER,
        waiting_days=NUMBER,
        seen_together=FLAG,
        unprivileged=FLAG,
    ),
    "QueuePage": page_of("WaitingCase"),
    "Given": shown(answer_id=ID, case=ref("Case")),
    "Enrolled": shown(
        enrollment_id=ID,
        fellow=ref("Named"),
        title=WORDS,
        edition=TEXT,
        starts_on=DAY,
        ends_on=DAY,
        full_time_percent=NUMBER,
    ),
    "EnrolledList": page_of("Enrolled"),
    "RequirementLine": shown(
        id=TEXT,
        competency=TEXT,
        name=WORDS,
        credit=NUMBER,
        required=maybe(NUMBER),
        expected={"type": ["number", "null"]},
        standing=code_of(Standing),
        met=FLAG,
        unconfirmed=FLAG,
        why=TEXT,
    ),
    "Progress": shown(
        enrollment_id=ID,
        fellow=ref("Named"),
        version_id=ID,
        starts_on=DAY,
        ends_on=DAY,
        full_time_percent=NUMBER,
        trained_share={"type": "number"},
        requirements=many(ref("RequirementLine")),
    ),
    "Edition": shown(id=ID, curriculum=TEXT, edition=TEXT, title=WORDS, published_at=AT),
    "Editions": shown(
        editions=many(ref("Edition")), sites=many(ref("Named")), supervisors=many(ref("Named"))
    ),
    "Choice": shown(code=TEXT, label=WORDS),
    "Companion": shown(field=TEXT, when=maybe(TEXT)),
    "Field": shown(
        name=TEXT,
        label=WORDS,
        kind=code_of(FieldKind),
        unit=maybe(TEXT),
        low=NUMBER,
        high=NUMBER,
        required=FLAG,
        own=maybe(TEXT),
        companion=or_null("Companion"),
        choices=many(ref("Choice")),
    ),
    "Procedure": shown(
        id=TEXT,
        name=WORDS,
        short=WORDS,
        category=TEXT,
        kind=code_of(CaseKind),
        abbreviations=many(TEXT),
        also=many(TEXT),
        fields=many(ref("Field")),
    ),
    "Complication": shown(id=TEXT, label=WORDS, definition=WORDS, needs_note=FLAG),
    "Category": shown(id=TEXT, kind=code_of(CaseKind), name=WORDS),
    "Catalogue": shown(
        id=ID,
        curriculum=TEXT,
        edition=TEXT,
        title=WORDS,
        roles=many(ref("Choice")),
        outcomes=many(ref("Choice")),
        settings=many(ref("Choice")),
        age_bands=many(ref("Choice")),
        levels=many(ref("Choice")),
        complications=many(ref("Complication")),
        categories=many(ref("Category")),
        procedures=many(ref("Procedure")),
    ),
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {
                "type": "string",
                "enum": [f"/api/v1/docs#problem-{code}" for code in KINDS],
            },
            "title": TEXT,
            "status": NUMBER,
            "detail": TEXT,
            "errors": many(shown(pointer=TEXT, detail=TEXT)),
            "current": ANYTHING,
            "sent": ANYTHING,
            "confirm": TEXT,
        },
        "additionalProperties": False,
    },
    "Document": {"type": "object"},
}
"""By name, as the document calls them."""
