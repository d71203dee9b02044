"""What the fields of a case are called where columns are matched and errors are told."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext

from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message
from logbook.domain.document import Text
from logbook.domain.exchange_columns import specs_of
from logbook.web.words import language, words

LABELS: dict[str, Callable[[], str]] = {
    "performed_on": lambda: gettext("Date"),
    "procedure": lambda: gettext("Procedure"),
    "role": lambda: gettext("Role"),
    "supervisor": lambda: gettext("Supervisor"),
    "site": lambda: gettext("Site"),
    "setting": lambda: gettext("Setting"),
    "age_band": lambda: gettext("Patient's age or age band"),
    "indication": lambda: gettext("Indication"),
    "outcome": lambda: gettext("Outcome"),
    "complications": lambda: gettext("Complications"),
    "complication_note": lambda: gettext("Note on complications"),
    "reflection": lambda: gettext("Reflection"),
    "state": lambda: gettext("State in a file of ours"),
    "id": lambda: gettext("Id in a file of ours"),
}


def field_label(curriculum: Curriculum, name: str) -> str:
    """The word for a field, `details.levels` too; the unit stands behind."""
    name = name.removeprefix("details.")
    if name in LABELS:
        return LABELS[name]()
    spec = specs_of(curriculum).get(name)
    if spec is None:
        return name
    label = spec.label.in_(language())
    return f"{label} ({spec.unit})" if spec.unit else label


def problems_told(curriculum: Curriculum, problems: Sequence[Sequence[Any]]) -> list[str]:
    """What is wrong with a row, each with the field that it is about."""
    return [
        f"{field_label(curriculum, name)}: {words(Message(text, _as_said(params)))}"
        for name, text, params in problems
    ]


def _as_said(params: Mapping[str, Any]) -> dict[str, object]:
    """Names of the curriculum were kept in all of its languages, and days as days."""
    return {name: _value(value) for name, value in params.items()}


def _value(kept: Any) -> object:
    if not isinstance(kept, dict):
        return kept
    return date.fromisoformat(kept["date"]) if "date" in kept else Text(kept)
