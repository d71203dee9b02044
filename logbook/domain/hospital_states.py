"""Of what kind a file and a name of the hospital are, and how far an import has come."""

from enum import StrEnum


class MapKind(StrEnum):
    """What a name of the hospital stands for."""

    PROCEDURE = "procedure"
    PERSON = "person"
    SITE = "site"


class FileForm(StrEnum):
    FHIR = "fhir"
    HL7 = "hl7"
    TABLE = "table"


class ImportState(StrEnum):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    GIVEN_UP = "given_up"
