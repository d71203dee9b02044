"""A certificate as a badge: whatever it states, the credential is as Open Badges 3.0 asks."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from logbook.domain.badges import credential, key_address, signed
from tests.makers.badges import CREDENTIAL, HEADER, JWK, against, faults_of_a_badge
from tests.makers.letters import changed, leaves

ADDRESS = "https://logbook.example.org"
KID = key_address(ADDRESS, UUID("01a215ff-92da-71ec-875e-04c37cfad5e4"))
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def a_competency(code: str = "EPA08", lapses_on: str | None = None) -> dict[str, Any]:
    return {
        "competency": {"id": code.lower(), "code": code, "name": {"en": "Perform injections"}},
        "level": {"scale": "entrustment", "code": "4", "label": {"en": "Act unsupervised"}},
        "granted_on": "2026-11-24",
        "lapses_on": lapses_on,
        "curriculum": {"title": {"en": "Pain Medicine Fellowship"}, "edition": "2026.2"},
    }


def a_statement(kind: str, *competencies: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "01a215ff-92f4-7270-8eeb-7d1cbdd09b8a",
        "kind": kind,
        "program": {"id": "01a215fe-0000-7000-8000-000000000001", "name": "Riverside"},
        "holder": {"id": "01a215fe-0000-7000-8000-000000000002", "name": "Núria Ōe"},
        "issued_at": "2026-11-26T03:52:01.123456Z",
        "competencies": list(competencies),
    }


STATEMENTS = {
    "competency": a_statement("competency", a_competency()),
    "one that lapses": a_statement("competency", a_competency(lapses_on="2028-11-24")),
    "fellowship": a_statement(
        "fellowship", a_competency(), a_competency("EPA10", "2027-01-31"), a_competency("EPA11")
    ),
}


def a_badge(statement: dict[str, Any]) -> str:
    public = PRIVATE.public_key().public_bytes_raw()
    return signed(credential(statement, ADDRESS), public, KID, PRIVATE.sign)


def parts(badge: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims."""
    head, body, _ = badge.split(".")
    header, claims = (json.loads(urlsafe_b64decode(f"{one}===")) for one in (head, body))
    return header, claims


@pytest.mark.parametrize("which", STATEMENTS)
def test_it_is_as_the_specification_asks(which: str) -> None:
    header, claims = parts(a_badge(STATEMENTS[which]))
    assert faults_of_a_badge(header, claims) == []
    assert header["kid"] == KID and against(JWK, header["jwk"]) == []


@pytest.mark.parametrize("which", STATEMENTS)
def test_others_read_it_with_the_key_in_its_header(which: str) -> None:
    badge = a_badge(STATEMENTS[which])
    key = jwt.PyJWK.from_dict(jwt.get_unverified_header(badge)["jwk"])
    lasting = {"verify_nbf": False, "verify_exp": False}
    claims = jwt.decode(badge, key, algorithms=["EdDSA"], options=lasting)
    identity = claims["credentialSubject"]["identifier"][0]
    assert (identity["identityHash"], identity["hashed"]) == ("Núria Ōe", False)


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def test_a_letter_changed_anywhere_in_it_is_found() -> None:
    """In its header, its claims and its signature. Another letter: with its first bit turned, for
    the last bits of a signature's last letter say nothing."""
    badge = a_badge(STATEMENTS["competency"])
    key = jwt.PyJWK.from_dict(jwt.get_unverified_header(badge)["jwk"])
    held = []
    for place in [*range(0, badge.rindex("."), 7), *range(badge.rindex("."), len(badge))]:
        letter = badge[place]
        other = "A" if letter == "." else LETTERS[LETTERS.index(letter) ^ 32]
        try:
            jwt.decode(badge[:place] + other + badge[place + 1 :], key, algorithms=["EdDSA"])
        except jwt.InvalidTokenError:
            continue
        held.append(place)
    assert held == []


def test_a_word_changed_anywhere_in_it_is_found() -> None:
    """Each value of its header and of its claims, under the signature that was given."""
    badge = a_badge(STATEMENTS["one that lapses"])
    *_, signature = badge.split(".")
    key = jwt.PyJWK.from_dict(jwt.get_unverified_header(badge)["jwk"])
    for which, part in enumerate(parts(badge)):
        for path in leaves(part):
            both = list(parts(badge))
            both[which] = changed(part, path, 0)
            text = ".".join(encoded(one) for one in both)
            with pytest.raises(jwt.InvalidTokenError):
                jwt.decode(f"{text}.{signature}", key, algorithms=["EdDSA"])


def encoded(part: dict[str, Any]) -> str:
    text = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def test_what_lapses_first_ends_the_badge() -> None:
    _, claims = parts(a_badge(STATEMENTS["fellowship"]))
    assert claims["validUntil"] == "2027-01-31T00:00:00Z"
    assert claims["credentialSubject"]["achievement"]["achievementType"] == "ext:Fellowship"


def without(found: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    copy = deepcopy(found)
    at = copy
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return copy


def names_in(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each property of a document."""
    for name in found if isinstance(found, dict) else ():
        yield (*path, name)
        yield from names_in(found[name], (*path, name))


NOT_NEEDED = {
    ("credentialSchema",),
    ("credentialSubject", "identifier"),
    ("credentialSubject", "achievement", "achievementType"),
}
"""What a credential of ours says beyond what it must."""


def test_the_oracle_misses_whatever_is_left_out() -> None:
    """An oracle that is content with anything would prove nothing."""
    header, claims = parts(a_badge(STATEMENTS["one that lapses"]))
    for path in names_in(claims):
        complaints = faults_of_a_badge(header, without(claims, path))
        assert bool(complaints) == (path not in NOT_NEEDED), path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("@context",), ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]),
        (("type",), ["VerifiableCredential"]),
        (("validFrom",), "2026-11-26"),
        (("issuanceDate",), "2026-11-26T03:52:01Z"),
        (("credentialSubject", "achievement", "achievementType"), "Fellowship"),
        (("credentialSubject", "identifier", 0, "identityType"), "full name"),
        (("credentialSubject", "identifier", 0, "more"), "x"),
        (("nbf",), 0),
        (("iss",), "https://elsewhere.example.org"),
    ],
)
def test_the_oracle_knows_a_fault(path: tuple[Any, ...], value: object) -> None:
    header, claims = parts(a_badge(STATEMENTS["competency"]))
    at = claims
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert faults_of_a_badge(header, claims)


def test_the_oracle_reads_the_header() -> None:
    header, _ = parts(a_badge(STATEMENTS["competency"]))
    private = {**header, "jwk": {**header["jwk"], "d": "secret"}}
    bare = {"alg": "EdDSA", "typ": "JWT"}
    for wrong in (private, bare, {**header, "alg": "none"}, {**header, "x5u": "https://x.org"}):
        assert against(HEADER, wrong)
    assert against(CREDENTIAL, {})
