"""The key of the installation under which patients become marks.

A file that only the service's account may read, made when it is first needed. It is not in the
database and not in its backups: whoever has those alone cannot find out which mark is which
patient. With another key the same file would come in a second time, so it is kept for ever.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

KEY_BYTES = 32


class KeyLiesOpen(RuntimeError):
    """The key can be read by others, or is none; nothing is read with it."""


def hospital_key(file: Path) -> bytes:
    """The key, 32 bytes. KeyLiesOpen when other accounts of the machine may read it."""
    if not file.exists():
        _make(file)
    if file.stat().st_mode & 0o077:
        raise KeyLiesOpen(f"{file} can be read by other accounts: chmod 600")
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise KeyLiesOpen(f"{file} is no key of {KEY_BYTES} bytes")
    return key


def _make(file: Path) -> None:
    """Of two who make it at once, the first one's is kept by both: a link never replaces a file."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(secrets.token_bytes(KEY_BYTES))
        out.flush()
        os.fsync(out.fileno())
    with suppress(FileExistsError):
        file.hardlink_to(fresh)
    fresh.unlink()
