"""`python -m logbook.verify FILE --key KEY`: is this entry in the ledger that was signed?

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

from logbook.domain.checkpoints import Checkpoint, Proof
from logbook.domain.merkle import BadProof
from logbook.domain.notes import BadNote, Key, signed_by
from logbook.services.ed25519 import verifies


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


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m logbook.verify", description=__doc__)
    parser.add_argument("file", type=Path, help="a proof, as `flask ledger prove` writes it")
    parser.add_argument("--key", required=True, help="the installation's key: name+id+base64")
    asked = parser.parse_args(arguments)
    try:
        entry, checkpoint = proved(asked.file.read_text("utf-8"), Key.read(asked.key))
    except (OSError, UnicodeDecodeError, BadNote, BadProof) as wrong:
        click.echo(f"NOT VALID: {wrong}")
        return 1
    click.echo(f"VALID: entry {entry['seq']} of {checkpoint.size} in {checkpoint.origin}")
    for name in ("at", "event", "subject", "actor", "facts", "content"):
        click.echo(f"  {name}: {entry[name]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
