"""Verifying a certificate by the command that anybody can run, in a process of its own: what a
board would see, with neither our database nor the weight of the library on a worker."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 20
"""Seconds that one verification may take."""


def verified_apart(text: bytes, keys: Sequence[str]) -> tuple[bool, list[str]]:
    """Whether it holds under one of the keys, and what the command says of it, line by line."""
    named = [part for key in keys for part in ("--key", key)]
    try:
        done = subprocess.run(  # noqa: S603  (our own module; the file comes in on its input)
            [sys.executable, "-m", "logbook.verify", "-", *named],
            input=text,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            cwd=TOP,
        )
    except subprocess.TimeoutExpired:
        return False, ["NOT VALID: it could not be read in time"]
    said = done.stdout.decode("utf-8", "replace").splitlines()
    return done.returncode == 0, said or ["NOT VALID: this is no certificate"]
