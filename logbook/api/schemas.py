"""The form of what is sent. The checks of a request and the published document read the same
lines; how long a text may be is said by the domain."""

from typing import Any

from logbook.api.checking import Schema
from logbook.domain.case_content import TEXT_LIMITS
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.decisions import Message, say

MOST_DETAILS = 60
MOST_CODES = 60


def text(most: int, about: Message | None = None, least: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "string", "maxLength": most}
    if least:
        found["minLength"] = least
    return found if about is None else found | {"description": about}


def maybe(schema: Schema) -> dict[str, Any]:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def code_of(kind: Any) -> dict[str, Any]:
    """One of the codes of an enum."""
    return {"type": "string", "enum": [member.value for member in kind]}


def listed(schema: Schema, most: int = MOST_CODES) -> dict[str, Any]:
    return {"type": "array", "items": schema, "maxItems": most}


ID: dict[str, Any] = {"type": "string", "format": "uuid", "maxLength": 36}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
CODE = text(64)
DETAIL: dict[str, Any] = {
    "type": ["string", "integer", "array", "null"],
    "maxLength": 4000,
    "items": CODE,
    "maxItems": MOST_CODES,
}

CASE: dict[str, Any] = {
    "type": "object",
    "description": say(
        "What a fellow states about a case. Of the patient, the age band and nothing else: "
        "texts that may tell who a patient is are refused."
    ),
    "required": ["procedure", "performed_on", "role"],
    "properties": {
        "procedure": text(64, say("A code of the catalogue."), 1),
        "performed_on": DAY,
        "role": code_of(CaseRole),
        "supervisor_id": maybe(ID),
        "site_id": maybe(ID),
        "setting": maybe(text(40, say("A code of the catalogue."))),
        "age_band": maybe(text(8, say("A code of the catalogue."))),
        "indication": text(TEXT_LIMITS["indication"]),
        "outcome": text(24, say("A code of the catalogue; success if nothing is said.")),
        "complications": listed(CODE),
        "complication_note": text(TEXT_LIMITS["complication_note"]),
        "reflection": text(TEXT_LIMITS["reflection"]),
        "details": {
            "type": "object",
            "description": say(
                "Values by name of the procedure's own fields: codes, lists of codes, whole "
                "numbers and texts. A decimal is written as text, “2.5”."
            ),
            "additionalProperties": DETAIL,
            "maxProperties": MOST_DETAILS,
        },
        "submit": {
            "type": "boolean",
            "description": say("Hand it in to its supervisor; otherwise it is kept as a draft."),
        },
        "code": text(20, say("What the supervisor's phone showed in the room, if it did.")),
    },
}

SENT: dict[str, dict[str, Any]] = {
    "CaseToKeep": CASE,
    "Withdrawal": {
        "type": "object",
        "properties": {"reason": text(300, say("Needed once the case is approved."))},
    },
    "Approval": {
        "type": "object",
        "required": ["role", "level"],
        "properties": {
            "role": {
                **code_of(CaseRole),
                "description": say("The role as the supervisor saw it; this one counts."),
            },
            "level": text(8, say("A level of the scale for cases, as the catalogue has it.")),
            "words": text(500, say("One line of feedback.")),
        },
    },
    "Return": {
        "type": "object",
        "required": ["words"],
        "properties": {"words": text(500, say("What is to be changed."), 1)},
    },
}
"""By name, as the document calls them."""

AFTER = text(80, say("Where the page begins: as the answer before it said."))
CASE_FILTERS: dict[str, Schema] = {
    "fellow_id": ID,
    "procedure": CODE,
    "category": CODE,
    "state": code_of(State),
    "since": DAY,
    "until": DAY,
    "after": AFTER,
}
QUEUE_FILTERS: dict[str, Schema] = {"after": ID}
