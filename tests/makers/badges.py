"""What Open Badges 3.0 asks of a credential, in our own words, to hold one against: its properties
(appendix B.1 of the specification, Credential Data Models) and how it is signed (its section
`#data-integrity`, JSON Web Token Proof Format).

1EdTech publishes a JSON schema too. It is others' text and so it is not here; ours asks for
whatever that one asks of the properties that a certificate's credential has, and for what stands
in the specification's words alone: the order of contexts, the claims, the header.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from jsonschema import Draft201909Validator

TEXT = {"type": "string", "minLength": 1}
URI = {"type": "string", "pattern": r"^(https?://[^\s]+|urn:uuid:[0-9a-f-]{36})$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}


def kind(*names: str) -> dict[str, Any]:
    """`type` is a set in which these names stand."""
    needed = [{"contains": {"const": name}} for name in names]
    return {"type": "array", "items": TEXT, "uniqueItems": True, "allOf": needed}


def words_of(*words: str) -> dict[str, Any]:
    """A vocabulary that may be extended, by words with `ext:` before them."""
    return {
        "anyOf": [{"enum": list(words)}, {"type": "string", "pattern": r"^ext:[A-Za-z0-9._-]+$"}]
    }


def whole(**properties: Any) -> dict[str, Any]:
    """An object that has all of these; a name that ends in `_` may be missing."""
    return {
        "type": "object",
        "properties": {name.rstrip("_"): asked for name, asked in properties.items()},
        "required": [name for name in properties if not name.endswith("_")],
    }


# B.1.1. Of the vocabulary of kinds, what a program like ours could mean.
ACHIEVEMENT = whole(
    id=URI,
    type=kind("Achievement"),
    name=TEXT,
    description=TEXT,
    criteria=whole(narrative=TEXT),
    achievementType_=words_of("Achievement", "Certificate", "Certification", "Competency"),
)

# B.1.14. A plain name is of the type `name`, and says that it is not hashed.
IDENTITY = {
    **whole(
        type={"const": "IdentityObject"},
        hashed={"type": "boolean"},
        identityHash=TEXT,
        identityType=words_of("name", "identifier", "emailAddress", "userName", "systemId"),
    ),
    "additionalProperties": False,
}

# B.1.3.
SUBJECT = whole(
    id=URI,
    type=kind("AchievementSubject"),
    achievement=ACHIEVEMENT,
    identifier_={"type": "array", "minItems": 1, "items": IDENTITY},
)

# B.1.2, on the data model 2.0 of the W3C: `validFrom`, no `issuanceDate`; the JWT is the proof, so
# that there is none inside.
CREDENTIAL = {
    **whole(
        id=URI,
        type=kind("VerifiableCredential", "OpenBadgeCredential"),
        name=TEXT,
        issuer=whole(id=URI, type=kind("Profile"), name=TEXT),
        validFrom=INSTANT,
        validUntil_=INSTANT,
        credentialSubject=SUBJECT,
        credentialSchema_={"type": "array", "items": whole(id=URI, type=TEXT)},
    ),
    "not": {"anyOf": [{"required": [name]} for name in ("issuanceDate", "vc", "proof")]},
}
CREDENTIAL["required"].append("@context")
CREDENTIAL["properties"]["@context"] = {
    "type": "array",
    "minItems": 2,
    "items": [
        {"const": "https://www.w3.org/ns/credentials/v2"},
        {"pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)?\.json$"},
    ],
}

# `#joseheader`: these, and no others; the key never with its private half `d`.
JWK = {
    **whole(
        kty={"const": "OKP"},
        crv={"const": "Ed25519"},
        x={"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
        kid_=URI,
        alg_={"const": "EdDSA"},
        use_={"const": "sig"},
    ),
    "additionalProperties": False,
}
HEADER = {
    **whole(alg={"const": "EdDSA"}, typ_={"const": "JWT"}, kid_=URI, jwk_=JWK),
    "additionalProperties": False,
    "anyOf": [{"required": ["kid"]}, {"required": ["jwk"]}],
}


def faults_of_a_badge(header: Mapping[str, Any], claims: Mapping[str, Any]) -> list[str]:
    """All that the specification would complain of, in words with the place of each."""
    return [*against(HEADER, header), *against(CREDENTIAL, claims), *_claims_differ(claims)]


def against(asked: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    faults = Draft201909Validator(asked).iter_errors(found)
    return [f"{'/'.join(map(str, fault.path))}: {fault.message}" for fault in faults]


def _claims_differ(claims: Mapping[str, Any]) -> Iterator[str]:
    """`#jwt-verify-credential`: what the claims of a JWT must say after the credential."""
    said = {
        "iss": claims.get("issuer", {}).get("id"),
        "jti": claims.get("id"),
        "sub": claims.get("credentialSubject", {}).get("id"),
        "nbf": _seconds(claims.get("validFrom")),
        "exp": _seconds(claims.get("validUntil")),
    }
    for name, wanted in said.items():
        if claims.get(name) != wanted:
            yield f"{name}: {claims.get(name)!r} is not {wanted!r}"


def _seconds(instant: str | None) -> int | None:
    return (
        None
        if instant is None
        else int(datetime.fromisoformat(instant).astimezone(UTC).timestamp())
    )
