"""What the form of a case begins with: the last case of its kind, or the case as it stands."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from logbook.domain.case_repeat import repeated
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseKind, CaseRole, FieldSpec, Procedure
from logbook.policy.actors import Actor
from logbook.queries.cases import CaseView, LastOfKind, last_of_kind
from logbook.web.approval.facts import shown
from logbook.web.cases.forms import DETAIL
from logbook.web.words import language

AS_THEY_ARE = (
    "performed_on",
    "role",
    "setting",
    "age_band",
    "indication",
    "outcome",
    "revision",
    "complication_note",
    "reflection",
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The values that a new form begins with, and where they are from."""

    values: dict[str, object]
    copied_from: date | None = None
    """The day of the last case of this kind; None when it is the first."""
    copied: dict[str, str] = field(default_factory=dict)
    """In words, what was copied of the procedure's own fields, by name of the form's field."""
    of_the_day: bool = False
    """Place, supervisor and role are those of the last case of the same day."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where, with whom and in what role: what the cases of one day share."""

    supervisor_id: UUID | None
    site_id: UUID | None
    setting: str | None
    role: CaseRole | None
    """None when no case of this day or kind tells it."""
    of_the_day: bool
    """Taken from the last case of the same day, not from an older one."""

    def values(self) -> dict[str, object]:
        """Of the form's fields."""
        return {
            "supervisor": _text(self.supervisor_id),
            "site": _text(self.site_id),
            "setting": self.setting,
            "role": self.role,
        }


def context_of(actor: Actor, procedure: str, day: date) -> Context:
    """As in the last case of that day; on a day without one, as in the last of this kind, or else
    in the last of any."""
    return _context(last_of_kind(actor, procedure), last_of_kind(actor, until=day), day)


def _context(last: LastOfKind | None, newest: LastOfKind | None, day: date) -> Context:
    of_the_day = newest is not None and newest.performed_on == day
    nearest = newest if of_the_day else last or newest
    if nearest is None:
        return Context(None, None, None, None, of_the_day=False)
    # The role of a draft may be nobody's choice: what is kept with one tap claims the least.
    telling = (one for one in (nearest if of_the_day else last, last) if one is not None)
    role = next((one.role for one in telling if one.state is not State.DRAFT), None)
    asked = nearest.supervisor_id or (last.supervisor_id if last else None)
    return Context(asked, nearest.site_id, nearest.setting, role, of_the_day)


def beginning(actor: Actor, procedure: Procedure, day: date) -> Beginning:
    """A new case begins as the last of its kind, but for the date and for what happened in it; its
    place, supervisor and role are those of the day, where the day has a case already."""
    values: dict[str, object] = {"performed_on": day}
    if procedure.kind is not CaseKind.PROCEDURE:
        values["outcome"] = "success"  # only a procedure can fail
    last = last_of_kind(actor, procedure.id)
    context = _context(last, last_of_kind(actor, until=day), day)
    values |= context.values()
    if last is None:
        return Beginning(values, of_the_day=context.of_the_day)
    details = repeated(procedure, last.details)
    values |= {"age_band": last.age_band, "indication": last.indication}
    specs = {spec.name: spec for spec in procedure.fields}
    return Beginning(
        values=values | {DETAIL + name: value for name, value in details.items()},
        copied_from=last.performed_on,
        copied={DETAIL + name: _in_words(specs[name], value) for name, value in details.items()},
        of_the_day=context.of_the_day,
    )


def as_it_stands(case: CaseView) -> dict[str, object]:
    """The values of a case that is to be changed."""
    return {
        **{name: getattr(case, name) for name in AS_THEY_ARE},
        "complications": list(case.complications),
        "supervisor": _text(case.supervisor_id),
        "site": _text(case.site_id),
        "case_id": str(case.id),
        **{DETAIL + name: value for name, value in case.details.items()},
    }


def _in_words(spec: FieldSpec, value: object) -> str:
    return f"{spec.label.in_(language())}: {shown(spec, value)}"


def _text(one: UUID | None) -> str:
    return str(one or "")
