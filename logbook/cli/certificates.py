"""Certificates get their proof where the installation's key is at hand: here, and in the worker."""

import logging
from urllib.parse import urlsplit

from flask import current_app

from logbook.services import certificate_proofs, signing_keys

log = logging.getLogger(__name__)


def complete() -> int:
    """Those that wait for their proof; none without a key."""
    try:
        signer = signing_keys.signer(current_app.config["KEYS"])
    except signing_keys.NoKey:
        return 0
    address = current_app.config["BASE_URL"].rstrip("/")
    return certificate_proofs.complete(signer, urlsplit(address).netloc, address)
