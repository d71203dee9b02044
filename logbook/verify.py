"""`python -m logbook.verify FILE --key KEY`: is this certificate, or this entry of the ledger, what
was signed?

Needs neither a database nor a network, and trusts nobody but the key: a line that the program
printed when it was made, and that whoever verifies has from the program itself.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from logbook.domain.certificates import LONGEST_FILE, NotACertificate, check, held_then, read
from logbook.domain.checkpoints import PROOF, Checkpoint, Proof
from logbook.domain.merkle import BadProof
from logbook.domain.notes import BadNote, Key, signed_by
from logbook.services.ed25519 import verifies
from logbook.services.passkey_reader import is_good

WRONG = (BadNote, BadProof, NotACertificate)

HOLDS, DOES_NOT, HOLDS_UNDER_AN_UNKNOWN_KEY = 0, 1, 3
"""How the command ends."""

NOTE = "NOTE: "
"""Before what the reader must know beside what was found."""


def proved(text: str, key: Key) -> tuple[Mapping[str, Any], Checkpoint]:
    """The entry that a proof holds, and the checkpoint that it stands under. BadProof or BadNote
    unless everything about it holds."""
    proof = Proof.read(text)
    checkpoint = proof.check(hashlib.sha256(b"\x00" + proof.extra).digest())
    if not checkpoint.origin.startswith(f"{key.name}/"):
        raise BadNote(f"this log belongs to {checkpoint.origin}, not to {key.name}")
    signed_by(proof.checkpoint, [key.named(checkpoint.origin)], verifies)
    try:
        entry: Mapping[str, Any] = json.loads(proof.extra)
        place = f"{key.name}/{entry['program']}/{entry['log']}", entry["seq"]
    except (ValueError, KeyError, TypeError):
        raise BadProof("what was signed here is no entry of a ledger") from None
    if place != (checkpoint.origin, proof.index):
        raise BadProof("the entry names another place than the one where it stands")
    return entry, checkpoint


def certified(text: str, keys: Sequence[Key]) -> tuple[Mapping[str, Any], Checkpoint]:
    """What a certificate states, and the checkpoint that it stands under. One of `WRONG` unless
    everything about it holds under one of the keys."""
    file = read(text)
    (entry, checkpoint), key = _under_any(file.proof, keys)
    if file.key not in (None, str(key)):
        raise NotACertificate("it carries another key than the one that signed it")
    if file.statement.get("installation") != checkpoint.origin.split("/", 1)[0]:
        raise NotACertificate("it names another installation than the one that signed it")
    check(file.statement, entry, lambda claim, sha256: is_good(claim, sha256))
    return file.statement, checkpoint


def _under_any(proof: str, keys: Sequence[Key]) -> tuple[tuple[Mapping[str, Any], Checkpoint], Key]:
    """An installation has had more keys than one; the last complaint is told if none fits."""
    complaint: Exception = BadNote("no key is known to hold it against")
    for key in keys:
        try:
            return proved(proof, key), key
        except BadNote as wrong:
            complaint = wrong
    raise complaint


def key_in(text: str, known: Sequence[Key]) -> Key | None:
    """The key that a certificate itself carries, if it is of an installation of which none is
    known. Who knows keys of an installation believes no other that bears its name."""
    try:
        carried = read(text).key
        key = Key.read(carried) if carried else None
    except WRONG:
        return None
    return key if key and key.name not in {one.name for one in known} else None


def lines_of(statement: Mapping[str, Any], checkpoint: Checkpoint) -> list[str]:
    """What is good about a good certificate, for people."""
    said = [
        f"VALID: certificate {statement['id']}, signed under {checkpoint.size} entries of"
        f" {checkpoint.origin}",
        f"  holder: {statement['holder']['name']}",
        f"  program: {statement['program']['name']}",
        f"  issued: {statement['issued_at']} by {statement['issued_by']['name']}",
    ]
    for one in statement["competencies"]:
        competency, level = one["competency"], one["level"]
        ends = f", lapses {one['lapses_on']}" if one["lapses_on"] else ""
        said.append(
            f"  {competency['code']} {competency['name']['en']}: level {level['code']},"
            f" {level['label']['en']}, granted {one['granted_on']}{ends}"
        )
        for signature in one["signatures"]:
            name, meaning = signature["name"], signature["meaning"]
            said.append(f"    {name}: {meaning}, {signature['at']}, by {signature['method']}")
    note = held_then(_issued_on(statement), statement["installation"])["en"]
    return [*said, f"{NOTE}{note}"]


def _issued_on(statement: Mapping[str, Any]) -> str:
    """The day in the program's zone; in certificates from before it was written there, in UTC."""
    return str(statement.get("issued_on") or statement["issued_at"][:10])


def lines_of_a_stranger(text: str, key: Key) -> list[str]:
    """What there is to say of a certificate that holds under the key that it carries itself."""
    first, *rest = lines_of(*certified(text, [key]))
    return [
        f"UNKNOWN KEY: {first.removeprefix('VALID: ')}",
        f"  installation: {key.name}, by its own word",
        f"  key: {key}",
        f"  fingerprint: {key.fingerprint}",
        f"{NOTE}The key came with the file, and whoever made the file may have made the key."
        f" Compare the fingerprint with the one that {key.name} publishes; get that by another"
        " way.",
        *rest,
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _asked(arguments)
    text, keys = "", []
    try:
        keys = [Key.read(one) for one in asked.key]
        text = sys.stdin.read(LONGEST_FILE + 1) if asked.file == "-" else _text_of(Path(asked.file))
        lines, code = told(text, keys), HOLDS
    except (OSError, UnicodeDecodeError, *WRONG) as wrong:
        lines, code = [f"NOT VALID: {wrong}"], DOES_NOT
        if asked.carried_key and (key := key_in(text, keys)) is not None:
            lines, code = _of_a_stranger(text, key)
    for line in lines:
        click.echo(line)
    return code


def _of_a_stranger(text: str, key: Key) -> tuple[list[str], int]:
    try:
        return lines_of_a_stranger(text, key), HOLDS_UNDER_AN_UNKNOWN_KEY
    except WRONG as wrong:
        return [f"NOT VALID: {wrong}"], DOES_NOT


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m logbook.verify",
        description=__doc__,
        epilog="It ends with 0 for what holds, 1 for what does not, and 3 for what holds under a "
        "key that only the file itself speaks for.",
    )
    parser.add_argument("file", help="a certificate or a proof; - for standard input")
    parser.add_argument(
        "--key", default=[], action="append", help="the installation's key: name+id+base64"
    )
    parser.add_argument(
        "--carried-key",
        action="store_true",
        help="without a key of that installation, try the one that the certificate carries; it is "
        "shown with its fingerprint, and not trusted",
    )
    asked = parser.parse_args(arguments)
    if not asked.key and not asked.carried_key:
        parser.error("name a --key, or ask for --carried-key")
    return asked


def _text_of(path: Path) -> str:
    if path.stat().st_size > LONGEST_FILE:
        raise NotACertificate("this file is too large for a certificate")
    return path.read_text("utf-8")


def told(text: str, keys: Sequence[Key]) -> list[str]:
    if not text.startswith(PROOF):
        return lines_of(*certified(text, keys))
    (entry, checkpoint), _ = _under_any(text, keys)
    said = [f"VALID: entry {entry['seq']} of {checkpoint.size} in {checkpoint.origin}"]
    names = ("at", "event", "subject", "actor", "facts", "content")
    return said + [f"  {name}: {entry[name]}" for name in names]


if __name__ == "__main__":
    sys.exit(main())
