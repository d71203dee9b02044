"""Files of a hospital for tests, made without the service."""

import json
from datetime import UTC, datetime
from typing import Any

TODAY = datetime.now(UTC).date()
KEY = bytes(range(32))
Json = dict[str, Any]
CPT, SNOMED = "http://www.ama-assn.org/go/cpt", "http://snomed.info/sct"
MRN = "MRN-4711-secret"


def a_procedure(number: int = 1, **but: Any) -> Json:
    """A transforaminal epidural on the left, by asha with ben, as FHIR R4 has it."""
    usual = {
        "resourceType": "Procedure",
        "id": f"p{number}",
        "identifier": [{"system": "urn:or", "value": f"OR-{number}"}],
        "status": "completed",
        "code": {"coding": [{"system": CPT, "code": "64483", "display": "TFESI lumbar"}]},
        "subject": {"reference": "Patient/1"},
        "encounter": {"reference": f"Encounter/{number}"},
        "performedDateTime": f"{TODAY.isoformat()}T09:30:00+07:00",
        "performer": [{"actor": {"reference": f"Practitioner/{who}"}} for who in ("ben", "asha")],
        "location": {"reference": "Location/1"},
        "bodySite": [{"coding": [{"system": SNOMED, "code": "7771000"}], "text": "Lumbar"}],
    }
    kept = usual | but
    return {name: value for name, value in kept.items() if value is not None}


def around(*procedures: Json) -> list[Json]:
    """The resources that procedures point to, and the procedures first."""
    people = [
        {
            "resourceType": "Practitioner",
            "id": name,
            "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": f"{n:010}"}],
            "name": [{"given": [name.title()], "family": "Test"}],
        }
        for n, name in enumerate(("ben", "asha"), start=1)
    ]
    patient = {
        "resourceType": "Patient",
        "id": "1",
        "identifier": [{"system": "urn:mrn", "value": MRN}],
        "birthDate": "1970-05-01",
        "name": [{"family": "Verysecret"}],
    }
    place = {"resourceType": "Location", "id": "1", "name": "Riverside clinic"}
    return [*procedures, *people, patient, place]


def a_bundle(*procedures: Json) -> bytes:
    entries = [{"resource": one} for one in around(*procedures)]
    return json.dumps({"resourceType": "Bundle", "type": "batch", "entry": entries}).encode()


def in_lines(*procedures: Json) -> bytes:
    return "\n".join(json.dumps(one) for one in around(*procedures)).encode()


def a_message(number: int = 1, *segments: str, kind: str = "ORU^R01") -> str:
    """One message of HL7 version 2, as a laboratory of the last century would send it."""
    day = f"{TODAY:%Y%m%d}"
    own = segments or (
        f"OBR|1|PL{number}|FI{number}|64483^TFESI lumbar^CPT|||{day}0930||||||||"
        "|7^Ben^Ben^^^^^^NPI||||||||||||||||||||||||||||64483^TFESI lumbar^CPT|LT",
    )
    head = f"MSH|^~\\&|OR|RIVERSIDE|LOG|LOG|{day}0931||{kind}|M{number}|P|2.5.1"
    patient = f"PID|1||{MRN}^^^RIVER||Verysecret^Vera||19700501|F"
    visit = f"PV1|1|O|OR^2^^Riverside clinic{'|' * 16}V{number}"
    return "\r".join((head, patient, visit, *own))


def a_batch(*messages: str) -> bytes:
    return "\r".join(("FHS|^~\\&|OR", "BHS|^~\\&|OR", *messages, "BTS|1", "FTS|1")).encode()


HEADER = ("Case Number", "Procedure Date", "Kode", "Description", "Location", "Attending",
          "Assistant", "Laterality", "MRN", "Patient Name")  # fmt: skip


WORDS = (*HEADER, "Unheard of", "TFESI lumbar", "Stellate ganglion block", "p.json",
         "procedures.json", "CPT", "NPI", "SNOMED CT", "HCPCS", "ICD-10-PCS",
         "FHIR", "Ben Test", "Asha Test")  # fmt: skip
"""What a page may show of such a file."""


def a_table(*rows: dict[str, str]) -> bytes:
    usual = {
        "Procedure Date": TODAY.isoformat(),
        "Kode": "64483",
        "Description": "TFESI lumbar",
        "Location": "Riverside clinic",
        "Attending": "0000000001",
        "Assistant": "0000000002",
        "Laterality": "L",
        "MRN": MRN,
        "Patient Name": "Vera Verysecret",
    }
    lines = [",".join(HEADER)]
    for number, row in enumerate(rows, start=1):
        told = {"Case Number": f"C{number}"} | usual | row
        lines.append(",".join(told[name] for name in HEADER))
    return "\n".join(lines).encode()
