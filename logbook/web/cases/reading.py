"""What a fellow has sent about a case, read straight from the request.

The form has forty fields and costs more to build than a case to log; it is made when there is a
page to show. Whether what was said makes sense is for the domain to judge, for every way in.
"""

from datetime import date
from uuid import UUID

from flask import request
from werkzeug.datastructures import MultiDict

from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole, FieldKind, Procedure
from logbook.domain.decisions import Message, say
from logbook.services.entering import Entered
from logbook.services.refusals import Invalid
from logbook.web.cases.forms import DETAIL
from logbook.web.fields import DayField


def entered(procedure: Procedure, sent: MultiDict[str, str] | None = None) -> Entered:
    """What was said, in the whole request or in a part of it. Invalid when there is no day or no
    role, without which it is no case."""
    sent = request.form if sent is None else sent
    wrong: dict[str, Message] = {}
    performed_on = _day(day_of(sent), wrong)
    role = _role(sent.get("role", ""), wrong)
    if performed_on is None or role is None:
        raise Invalid(wrong)
    content = CaseContent(
        procedure=procedure.id,
        performed_on=performed_on,
        role=role,
        setting=sent.get("setting") or None,
        age_band=sent.get("age_band") or None,
        indication=sent.get("indication", ""),
        outcome=sent.get("outcome", ""),
        complications=tuple(sent.getlist("complications")),
        complication_note=sent.get("complication_note", ""),
        reflection=sent.get("reflection", ""),
        details=_details(procedure, sent),
    )
    return Entered(
        content=content,
        supervisor_id=_id_or_none(sent.get("supervisor")),
        site_id=_id_or_none(sent.get("site")),
        submit=sent.get("step") != "draft",
        code=sent.get("code", "").strip(),
    )


def revision() -> int:
    """The revision that the page was made from; 0, which no case has, when it says nonsense."""
    said = request.form.get("revision", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def day_of(sent: MultiDict[str, str]) -> str:
    """The day that was chosen, or written where none of the choices was it."""
    chosen = sent.get("performed_on", "")
    return sent.get("performed_on-other", "") if chosen == DayField.OTHER else chosen


def _day(said: str, wrong: dict[str, Message]) -> date | None:
    if not said:
        wrong["performed_on"] = say("This field is required.")
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        wrong["performed_on"] = say("Not a valid date value.")
        return None


def _role(said: str, wrong: dict[str, Message]) -> CaseRole | None:
    if not said:
        wrong["role"] = say("This field is required.")
        return None
    try:
        return CaseRole(said)
    except ValueError:
        wrong["role"] = say("Choose one of the list.")
        return None


def _details(procedure: Procedure, sent: MultiDict[str, str]) -> dict[str, object]:
    """What was said about the procedure's own fields; blanks say nothing."""
    details: dict[str, object] = {}
    for spec in procedure.fields:
        name = DETAIL + spec.name
        if name not in sent:
            continue
        said = sent.getlist(name) if spec.kind is FieldKind.CHOICES else sent[name]
        if said:
            details[spec.name] = said
    return details


def _id_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)  # nobody: the service says that there is no such one
