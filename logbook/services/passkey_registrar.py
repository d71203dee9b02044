"""Looks at a new passkey, in a process of its own: what a device sends when it makes one is CBOR
from outside, and the library for it weighs more than a page may. It imports nothing of ours.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn import verify_registration_response
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
)
from webauthn.helpers.exceptions import WebAuthnException


def looked_at(answer: Any, challenge: str, rp_id: str, origin: str) -> Mapping[str, Any] | None:
    """What is kept of it; None for one that was made for something else, or that did not make
    sure who was there."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
        )
        decoded = decode_credential_public_key(found.credential_public_key)
        key = decoded_public_key_to_cryptography(decoded)
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    public = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "credential_id": bytes_to_base64url(found.credential_id),
        "public_key": bytes_to_base64url(public),
        "sign_count": found.sign_count,
    }


def main() -> None:
    json.dump(looked_at(*json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
