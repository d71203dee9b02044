"""Ed25519 (RFC 8032), by the library that knows it. It is loaded by whoever signs or verifies, and
by nobody else: a worker that serves pages would carry its weight for nothing."""

from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw


class Private(Protocol):
    """The private half of a key."""

    def sign(self, text: bytes, /) -> bytes: ...


def verifies(public: bytes, signature: bytes, text: bytes) -> bool:
    """Whether the signature is this key's over this text."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_private() -> bytes:
    """A new private key (PKCS #8, PEM), made by the operating system's randomness."""
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def read_private(pem: bytes) -> tuple[Private, bytes]:
    """A private key and its public half (32 bytes). ValueError for what is no such key."""
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("this is not an Ed25519 key")
    return key, key.public_key().public_bytes(*RAW)
