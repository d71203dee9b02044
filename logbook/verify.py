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

from logbook.domain.certificates import LONGEST_FILE, NotACertificate, check, read
from logbook.domain.checkpoints import PROOF, Checkpoint, Proof
from logbook.domain.merkle import BadProof
from logbook.domain.notes import BadNote, Key, signed_by
from logbook.services.ed25519 import verifies
from logbook.services.passkey_reader import is_good

WRONG = (BadNote, BadProof, NotACertificate)


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
    statement, proof = read(text)
    entry, checkpoint = _under_any(proof, keys)
    if statement.get("installation") != checkpoint.origin.split("/", 1)[0]:
        raise NotACertificate("it names another installation than the one that signed it")
    check(statement, entry, lambda claim, sha256: is_good(claim, sha256))
    return statement, checkpoint


def _under_any(proof: str, keys: Sequence[Key]) -> tuple[Mapping[str, Any], Checkpoint]:
    """An installation has had more keys than one; the last complaint is told if none fits."""
    for key in keys[:-1]:
        try:
            return proved(proof, key)
        except BadNote:
            continue
    return proved(proof, keys[-1])


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
    return said


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m logbook.verify", description=__doc__)
    parser.add_argument("file", help="a certificate or a proof; - for standard input")
    parser.add_argument(
        "--key", required=True, action="append", help="the installation's key: name+id+base64"
    )
    asked = parser.parse_args(arguments)
    try:
        text = sys.stdin.read(LONGEST_FILE + 1) if asked.file == "-" else _text_of(Path(asked.file))
        for line in told(text, [Key.read(one) for one in asked.key]):
            click.echo(line)
    except (OSError, UnicodeDecodeError, *WRONG) as wrong:
        click.echo(f"NOT VALID: {wrong}")
        return 1
    return 0


def _text_of(path: Path) -> str:
    if path.stat().st_size > LONGEST_FILE:
        raise NotACertificate("this file is too large for a certificate")
    return path.read_text("utf-8")


def told(text: str, keys: Sequence[Key]) -> list[str]:
    if not text.startswith(PROOF):
        return lines_of(*certified(text, keys))
    entry, checkpoint = _under_any(text, keys)
    said = [f"VALID: entry {entry['seq']} of {checkpoint.size} in {checkpoint.origin}"]
    names = ("at", "event", "subject", "actor", "facts", "content")
    return said + [f"  {name}: {entry[name]}" for name in names]


if __name__ == "__main__":
    sys.exit(main())
