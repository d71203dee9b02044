"""Witnesses: others who keep a checkpoint, so that nobody here can rewrite what it was signed of.

A witness is an address: `file:/folder` (a share, a stick), `mailto:board@example.org`, or an
`https://` address that takes the note as its body.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from logbook.domain.checkpoints import Checkpoint
from logbook.services import mail
from logbook.services.checkpoints import Signed

TIMEOUT_SECONDS = 15


class NotSent(RuntimeError):
    """A witness could not be reached, or its address is none of those that are known."""


def tell(witness: str, signed: Signed) -> None:
    """Hand one checkpoint to one witness. NotSent otherwise."""
    scheme = urlsplit(witness).scheme
    if scheme not in _WAYS:
        raise NotSent(f"{witness}: a witness is file:/folder, mailto:address or https://address")
    try:
        _WAYS[scheme](witness, signed)
    except (OSError, URLError) as wrong:
        raise NotSent(f"{witness}: {wrong}") from wrong


def file_name(checkpoint: Checkpoint) -> str:
    """One file for each checkpoint, in the order of its log."""
    _, program, log = checkpoint.origin.rsplit("/", 2)
    return f"{program}-{log}-{checkpoint.size:09}.checkpoint"


def _to_folder(witness: str, signed: Signed) -> None:
    path = Path(unquote(urlsplit(witness).path)) / file_name(signed.checkpoint)
    path.write_text(signed.note, "utf-8")


def _by_mail(witness: str, signed: Signed) -> None:
    letter = mail.Letter(
        to=unquote(urlsplit(witness).path),
        subject=f"Checkpoint of {signed.program}: {signed.checkpoint.size} entries",
        text=f"{KEEP}\n\n{signed.note}",
    )
    if not mail.send(letter):
        raise OSError("the mail was not sent")


def _to_address(witness: str, signed: Signed) -> None:
    # Only https comes here: `_WAYS` has no other scheme of an address.
    request = Request(witness, signed.note.encode(), {"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310
    with urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
        pass


KEEP = (
    "Please keep this note. It says how many entries the ledger had, and what they hash to:\n"
    "whoever holds it can show later that none of them was changed or cut off."
)

_WAYS: dict[str, Callable[[str, Signed], None]] = {
    "file": _to_folder,
    "mailto": _by_mail,
    "https": _to_address,
}
