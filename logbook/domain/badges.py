"""A certificate as an Open Badges 3.0 credential (1EdTech, final release of 2024), for wallets that
know nothing of ours: a Verifiable Credential (W3C data model 2.0) secured as a JWT (RFC 7519) with
EdDSA (RFC 8037).
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
"""In this order, the data model's before that of badges."""

SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
"""What 1EdTech publishes for wallets to hold a credential against."""

ACHIEVED = {"competency": "Competency", "fellowship": "ext:Fellowship"}
"""Of the kinds of certificates. The vocabulary of badges knows no fellowship; what is not in it is
written with `ext:` before it."""


def credential(statement: Mapping[str, Any], address: str) -> dict[str, Any]:
    """What the certificate states. `address`: of the installation, such as
    `https://logbook.example.org`."""
    issuer = f"{address}/certificates/issuers/{statement['program']['id']}"
    holder = statement["holder"]
    found: dict[str, Any] = {
        "@context": list(CONTEXT),
        "id": f"urn:uuid:{statement['id']}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _title(statement),
        "issuer": {"id": issuer, "type": ["Profile"], "name": statement["program"]["name"]},
        "validFrom": _seconds(statement["issued_at"]),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialSubject": {
            "id": f"urn:uuid:{holder['id']}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": holder["name"],
                    "identityType": "name",
                    "hashed": False,
                }
            ],
            "achievement": _achievement(statement),
        },
    }
    if (ends := first_lapse(statement)) is not None:
        found["validUntil"] = f"{ends.isoformat()}T00:00:00Z"
    return found


def first_lapse(statement: Mapping[str, Any]) -> date | None:
    """The first day on which something that it states no longer holds."""
    days = [one["lapses_on"] for one in statement["competencies"] if one["lapses_on"]]
    return min(map(date.fromisoformat, days), default=None)


def key_address(address: str, key_id: UUID) -> str:
    """Where anybody reads the public half of a key: what a badge's header names as its `kid`."""
    return f"{address}/certificates/keys/{key_id}"


def jwk(public: bytes) -> dict[str, str]:
    """The public half of an Ed25519 key as a JSON Web Key (RFC 8037)."""
    return {"kty": "OKP", "crv": "Ed25519", "x": _b64(public)}


def signed(
    found: Mapping[str, Any], public: bytes, kid: str, signing: Callable[[bytes], bytes]
) -> str:
    """The credential as a compact JWT of this Ed25519 key. The key stands in its header, for who
    has no network, and so does its address: what stands there is the issuer's own word."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": kid, "jwk": jwk(public)}
    claims = {
        **found,
        "iss": found["issuer"]["id"],
        "jti": found["id"],
        "sub": found["credentialSubject"]["id"],
        "nbf": _epoch(found["validFrom"]),
    }
    if "validUntil" in found:
        claims["exp"] = _epoch(found["validUntil"])
    text = f"{_b64(_json(header))}.{_b64(_json(claims))}"
    return f"{text}.{_b64(signing(text.encode()))}"


def _title(statement: Mapping[str, Any]) -> str:
    if statement["kind"] == "fellowship":
        return f"Fellowship: {statement['competencies'][0]['curriculum']['title']['en']}"
    [one] = statement["competencies"]
    return f"{one['competency']['code']} {one['competency']['name']['en']}"


def _achievement(statement: Mapping[str, Any]) -> dict[str, Any]:
    told = [_told(one) for one in statement["competencies"]]
    return {
        "id": f"urn:uuid:{statement['id']}",
        "type": ["Achievement"],
        "achievementType": ACHIEVED[statement["kind"]],
        "name": _title(statement),
        "description": " ".join(told),
        "criteria": {
            "narrative": "Judged apart by those whom the program's curriculum names, signed over "
            "the evidence, and entered in the program's ledger."
        },
    }


def _told(one: Mapping[str, Any]) -> str:
    competency, level = one["competency"], one["level"]
    return (
        f"{competency['code']} {competency['name']['en']}: level {level['code']},"
        f" {level['label']['en']}, granted {one['granted_on']}."
    )


def _seconds(instant: str) -> str:
    """An instant of the ledger without its microseconds, as the data model writes it."""
    return f"{instant[:19]}Z"


def _epoch(instant: str) -> int:
    return int(datetime.fromisoformat(instant).astimezone(UTC).timestamp())


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
