"""What the form of a case begins with: the last case of its kind, or the case as it stands."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from logbook.domain.case_repeat import repeated
from logbook.domain.catalogue import CaseKind, FieldSpec, Procedure
from logbook.policy.actors import Actor
from logbook.queries.cases import CaseView, last_of_kind
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


def beginning(actor: Actor, procedure: Procedure, today: date) -> Beginning:
    """A new case begins as the last of its kind, but for the date and for what happened in it.

    The first of a kind takes only the place and the supervisor of the last case of any kind.
    """
    values: dict[str, object] = {"performed_on": today, "role": None}
    if procedure.kind is not CaseKind.PROCEDURE:
        values["outcome"] = "success"  # only a procedure can fail
    last = last_of_kind(actor, procedure.id)
    nearest = last or last_of_kind(actor)
    if nearest is not None:
        values |= {
            "supervisor": _text(nearest.supervisor_id),
            "site": _text(nearest.site_id),
            "setting": nearest.setting,
        }
    if last is None:
        return Beginning(values)
    details = repeated(procedure, last.details)
    values |= {"role": last.role, "age_band": last.age_band, "indication": last.indication}
    specs = {spec.name: spec for spec in procedure.fields}
    return Beginning(
        values=values | {DETAIL + name: value for name, value in details.items()},
        copied_from=last.performed_on,
        copied={DETAIL + name: _in_words(specs[name], value) for name, value in details.items()},
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
