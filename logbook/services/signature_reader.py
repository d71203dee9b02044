"""Says which of many Ed25519 signatures are good, in a process of its own.

The library weighs as much as an eighth of a worker, and a worker verifies once in a while, for an
auditor. So this file is run as a program: keys, signatures and texts come in, true or false for
each goes out. It imports nothing of ours.
"""

import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def is_good(public: str, signature: str, text: str) -> bool:
    """All three in hex."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), bytes.fromhex(text))
    except (InvalidSignature, ValueError):
        return False
    return True


def main() -> None:
    json.dump([is_good(*claim) for claim in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
