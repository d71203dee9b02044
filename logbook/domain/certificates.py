"""Certificates: what a holder takes to a board, whole, and how it is held against the ledger.

A certificate is a statement and the proof of one ledger entry. The statement carries the signed
texts of all who signed, and the proofs of their passkeys. The entry says that it was issued, and
holds the SHA-256 of the statement; a number that nobody can guess stands in it, so that the hash
tells nothing to whoever reads the ledger alone.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from logbook.domain.audit import canonical
from logbook.domain.signatures import DOMAIN, b64, b64decoded

FORM = "logbook/certificate/1"
ISSUED = "certificate.issued"
"""The event by which the ledger knows a certificate."""

LONGEST_FILE = 4 * 1024 * 1024
"""Bytes. A fellowship of thirteen competencies, each signed four times over hundreds of cases,
takes about one."""

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a file holds."""

    statement: Mapping[str, Any]
    proof: str
    key: str | None
    """That the installation signed with, in the words of the file alone: whoever made the file
    could have made a key too. None in files from before it was written there."""


PasskeyIsGood = Callable[[Mapping[str, str], str], bool]
"""The proof of a passkey, the SHA-256 of a text in hex: whether the passkey signed this text."""


class NotACertificate(ValueError):
    """What is no certificate, or one of whose words fits another; the text says which."""


def link_token(program_id: UUID) -> str:
    """What opens a certificate that is shared: whose it is, and a number that nobody can guess."""
    return b64(program_id.bytes + secrets.token_bytes(SECRET_BYTES))


def program_of(token: str) -> UUID | None:
    """None for what is no such token."""
    try:
        found = b64decoded(token)
        return UUID(bytes=found[:16]) if len(found) == 16 + SECRET_BYTES else None
    except ValueError:
        return None


def digest(statement: Mapping[str, object]) -> str:
    """SHA-256 of the statement in its canonical form, in hex."""
    return hashlib.sha256(canonical(statement)).hexdigest()


def file_of(statement: Mapping[str, Any], proof: str, key: str | None) -> str:
    """What its holder hands over."""
    file = {"statement": statement, "proof": proof, **({"key": key} if key else {})}
    return json.dumps(file, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(text: str) -> HandedOver:
    try:
        file = json.loads(text)
        statement, proof, key = file["statement"], file["proof"], file.get("key", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotACertificate("this is no certificate") from None
    if set(file) - {"key"} != {"statement", "proof"} or not isinstance(proof, str):
        raise NotACertificate("this is no certificate")
    if not isinstance(key, str):
        raise NotACertificate("this is no certificate")
    if not isinstance(statement, dict) or statement.get("form") != FORM:
        raise NotACertificate("this is no certificate that is known here")
    return HandedOver(statement, proof, key or None)


def held_then(day: str, installation: str) -> dict[str, str]:
    """What a certificate says of itself, in each language. `day`: of its issue, as 2026-11-26."""
    return {
        "en": f"This says what held on {day}. What holds today: ask its holder for the link of this"
        f" certificate, or the program at {installation}.",
        "id": f"Ini menyatakan apa yang berlaku pada {day}. Apa yang berlaku hari ini: minta tautan"
        f" sertifikat ini kepada pemegangnya, atau tanyakan kepada program di {installation}.",
    }


def check(
    statement: Mapping[str, Any], entry: Mapping[str, Any], passkey_is_good: PasskeyIsGood
) -> None:
    """Hold a statement against the ledger entry that was proved. NotACertificate at the first
    thing that does not fit."""
    try:
        fault = next(_faults(statement, entry, passkey_is_good), None)
    except (KeyError, TypeError, ValueError, AttributeError):
        fault = "it is not whole"
    if fault is not None:
        raise NotACertificate(fault)


def _faults(
    statement: Mapping[str, Any], entry: Mapping[str, Any], passkey_is_good: PasskeyIsGood
) -> Iterator[str]:
    if entry["event"] != ISSUED or json.loads(entry["facts"])["sha256"] != digest(statement):
        yield "this is not what was issued"
    if (entry["subject"], entry["program"]) != (statement["id"], statement["program"]["id"]):
        yield "it was issued under another name"
    for one in statement["competencies"]:
        for signature in one["signatures"]:
            yield from _about(signature, one, statement, passkey_is_good)


def _about(
    signature: Mapping[str, Any],
    competency: Mapping[str, Any],
    statement: Mapping[str, Any],
    passkey_is_good: PasskeyIsGood,
) -> Iterator[str]:
    """Each signed text must be about this competency of this holder."""
    said = json.loads(signature["text"])
    about = said["content"]
    if said["domain"] != DOMAIN or said["program"] != statement["program"]["id"]:
        yield "a signature belongs elsewhere"
    of_whom = about["fellow"]["id"], about["sign_off"]
    if of_whom != (statement["holder"]["id"], competency["sign_off"]):
        yield "a signature is about something else"
    if about["competency"]["id"] != competency["competency"]["id"]:
        yield "a signature is about another competency"
    proof = signature["proof"]
    if (signature["method"] == "passkey") != (proof is not None):
        yield "a passkey's proof is missing"
    if proof is not None:
        sha256 = hashlib.sha256(signature["text"].encode()).hexdigest()
        if not passkey_is_good(proof, sha256):
            yield "a passkey has not signed this"
