"""A passkey made of software, for tests: it answers as a device does that knows its owner."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256

from logbook.database import db
from logbook.domain.signatures import b64
from logbook.models.columns import new_id
from logbook.models.devices import Passkey
from logbook.services import passkeys
from logbook.services.identity import of_account
from tests.cast import Member

HOST = "localhost"
ORIGIN = "http://localhost"
VERIFIED, ATTESTED = 0x05, 0x40


@dataclass
class SoftKey:
    """One passkey. `flags` and `origin` can be made wrong."""

    private: EllipticCurvePrivateKey = field(
        default_factory=lambda: generate_private_key(SECP256R1())
    )
    id: bytes = b"a passkey of software"
    count: int = 0
    flags: int = VERIFIED
    origin: str = ORIGIN

    def made(self, challenge: str) -> str:
        """What the browser sends when it is registered."""
        numbers = self.private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        data = self._data(ATTESTED) + attested
        response = {
            "clientDataJSON": b64(self._client_data("webauthn.create", challenge)),
            "attestationObject": b64(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return json.dumps(
            {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response}
        )

    def answer(self, sha256: bytes, at: datetime) -> str:
        """What the browser sends when a text of this hash is signed."""
        self.count += 1
        client_data, data = self._client_data("webauthn.get", b64(sha256)), self._data(0)
        text = data + hashlib.sha256(client_data).digest()
        return json.dumps(
            {
                "credential_id": b64(self.id),
                "client_data": b64(client_data),
                "authenticator_data": b64(data),
                "signature": b64(self.private.sign(text, ECDSA(SHA256()))),
                "at": at.isoformat(),
            }
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, more: int) -> bytes:
        flags = bytes([self.flags | more])
        return hashlib.sha256(HOST.encode()).digest() + flags + self.count.to_bytes(4)


def a_passkey(member: Member, name: str = "Phone") -> tuple[SoftKey, UUID]:
    """Registered. BASE_URL has to be `ORIGIN`."""
    key, challenge = SoftKey(id=f"passkey {name}".encode()), b64(b"asked once " * 3)
    return key, passkeys.add(of_account(member.account_id), name, key.made(challenge), challenge)


def a_kept_passkey(member: Member, name: str = "Phone") -> UUID:
    """Its row alone, for pages that only show it."""
    passkey = Passkey(
        id=new_id(),
        account_id=member.account_id,
        credential_id=b64(f"{name} of {member.name}".encode()),
        public_key="",
        name=name,
        sign_count=0,
        added_at=datetime.now(UTC),
    )
    passkey_id = passkey.id
    db.session.add(passkey)
    db.session.commit()
    return passkey_id
