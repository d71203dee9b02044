"""The hospital's record in words."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum

from flask import Flask
from flask_babel import format_percent, gettext

from logbook.domain.completeness import Share
from logbook.domain.differences import Said
from logbook.domain.hospital import Side
from logbook.domain.hospital_states import FileForm, ImportState, MapKind

MONTHS_SHOWN = 12

WORDS: dict[type[Enum], dict[str, Callable[[], str]]] = {
    Said: {
        Said.ELSEWHERE: lambda: gettext("Performed elsewhere"),
        Said.OTHER_DAY: lambda: gettext("The date differs"),
        Said.NOT_RECORDED: lambda: gettext("The hospital’s record is incomplete"),
        Said.LOGGED_WRONGLY: lambda: gettext("Logged by mistake"),
        Said.NOT_MINE: lambda: gettext("I had no part in it"),
        Said.LOGGED_OTHERWISE: lambda: gettext("It is logged as another case"),
    },
    MapKind: {
        MapKind.PROCEDURE: lambda: gettext("Procedures"),
        MapKind.PERSON: lambda: gettext("People"),
        MapKind.SITE: lambda: gettext("Places"),
    },
    FileForm: {
        FileForm.FHIR: lambda: "FHIR",
        FileForm.HL7: lambda: "HL7",
        FileForm.TABLE: lambda: gettext("Table"),
    },
    ImportState: {
        ImportState.READY: lambda: gettext("not imported yet"),
        ImportState.RUNNING: lambda: gettext("running"),
        ImportState.DONE: lambda: gettext("done"),
        ImportState.GIVEN_UP: lambda: gettext("given up"),
    },
    Side: {
        Side.LEFT: lambda: gettext("left"),
        Side.RIGHT: lambda: gettext("right"),
        Side.BILATERAL: lambda: gettext("both sides"),
    },
}
SYSTEMS = {"cpt": "CPT", "snomed": "SNOMED CT", "icd10pcs": "ICD-10-PCS", "hcpcs": "HCPCS",
           "npi": "NPI"}  # fmt: skip


def told(member: Enum) -> str:
    return WORDS[type(member)][member.value]()


def side_told(code: str | None) -> str:
    """A side by its code; nothing for the middle and for what is not said."""
    return WORDS[Side][code]() if code in WORDS[Side] else ""


def system_told(code: str) -> str:
    """The name of a list of codes; nothing for words."""
    return "" if code == "text" else SYSTEMS.get(code, code)


def rate_told(share: Share) -> str:
    """`87%`; a dash where nothing is known."""
    return "–" if share.rate is None else str(format_percent(share.rate))


def interval_told(share: Share) -> str:
    """`81–91%`: within which the share lies with 95 percent confidence."""
    low, high = share.interval
    return f"{round(100 * low)}–{format_percent(high)}"


def share_told(share: Share) -> str:
    """`87% (81–91%)`; a dash where nothing is known."""
    return f"{rate_told(share)} ({interval_told(share)})" if share.whole else "–"


def place_told(place: str) -> str:
    """Where in a file something stands: `entry 12`, or `message 3, PR1 2`."""
    kind, _, rest = place.partition(" ")
    said = {
        "entry": lambda: gettext("entry %(number)s", number=rest),
        "message": lambda: gettext("message %(number)s", number=rest),
        "row": lambda: gettext("row %(number)s", number=rest),
    }
    return said[kind]() if kind in said else place


def since(today: date) -> date:
    """The first day of the months that are shown."""
    month = today.replace(day=1)
    for _ in range(MONTHS_SHOWN - 1):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def set_up(app: Flask) -> None:
    app.add_template_filter(told, "hospital_word")
    app.add_template_filter(side_told, "side_word")
    app.add_template_filter(system_told, "code_system")
    app.add_template_filter(share_told, "share")
    app.add_template_filter(rate_told, "share_rate")
    app.add_template_filter(interval_told, "share_interval")
