"""Says which answers of passkeys are good: each over its own text, with nothing but its public key.

Whoever has a signature's text and its proof can verify with this file alone, offline, years later,
and need not trust the service that kept them. It is also run as a program, for the same reason as
`signature_reader.py`: claims come in, true or false for each goes out. It imports nothing of ours.
"""

import hashlib
import json
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

PRESENT, VERIFIED = 0x01, 0x04
"""What the device says of the person: touched it, and showed it a face, a finger or a PIN. A
signature needs both: what one has, and what one is or knows (21 CFR 11.200)."""


def is_good(proof: Mapping[str, str], sha256: str | None = None, origin: str | None = None) -> bool:
    """Whether the passkey signed the text of this hash (hex) at this origin, such as
    `https://logbook.example.org`. None: whatever the text or the origin was."""
    try:
        return _is_good(proof, sha256, origin)
    except (ValueError, KeyError, TypeError, AttributeError, UnsupportedAlgorithm):
        return False


def _is_good(proof: Mapping[str, str], sha256: str | None, origin: str | None) -> bool:
    client_data, device_data = _bytes(proof["client_data"]), _bytes(proof["authenticator_data"])
    said = json.loads(client_data)
    asked = said["challenge"] if sha256 is None else _text(bytes.fromhex(sha256))
    host = urlsplit(said["origin"]).hostname or ""
    return (
        said["type"] == "webauthn.get"
        and said["challenge"] == asked
        and said["origin"] == (origin or said["origin"])
        and device_data[:32] == hashlib.sha256(host.encode()).digest()
        and len(device_data) >= 37
        and device_data[32] & (PRESENT | VERIFIED) == PRESENT | VERIFIED
        and _signed(proof, device_data + hashlib.sha256(client_data).digest())
    )


def _signed(proof: Mapping[str, str], text: bytes) -> bool:
    """With SHA-256 throughout: ES256, RS256 and EdDSA are what passkeys are asked for."""
    key, signature = load_der_public_key(_bytes(proof["public_key"])), _bytes(proof["signature"])
    try:
        if isinstance(key, EllipticCurvePublicKey):
            key.verify(signature, text, ECDSA(SHA256()))
        elif isinstance(key, RSAPublicKey):
            key.verify(signature, text, PKCS1v15(), SHA256())
        elif isinstance(key, Ed25519PublicKey):
            key.verify(signature, text)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def main() -> None:
    json.dump([is_good(*claim) for claim in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
