"""Passkeys: registering one, and taking what it has signed.

What a passkey answers to is the very text that is signed, so its answer says more than that
somebody was there: anybody can verify it, against the public key alone.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_identity import (
    PasskeyAdded,
    PasskeyRemoved,
    PasskeyRenamed,
    PasskeyUsed,
)
from logbook.domain.signatures import Method, Proven, b64decoded
from logbook.models.columns import new_id
from logbook.models.devices import Passkey
from logbook.policy.actors import Actor
from logbook.services.refusals import Conflict, Invalid
from logbook.services.unit import unit_of_work

HERE = Path(__file__)
READER = HERE.with_name("passkey_reader.py")
REGISTRAR = HERE.with_name("passkey_registrar.py")
PATIENCE = 30
"""How long such a program may take, in seconds."""

MOST = 10
"""How many passkeys one person has at most."""

PARTS = ("credential_id", "client_data", "authenticator_data", "signature")
"""Of an answer, as the browser sends them: base64url."""

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where passkeys are good: a host, and the address in front of every page of it."""

    rp_id: str
    origin: str

    @property
    def can_have_passkeys(self) -> bool:
        """Browsers make none for a bare number, nor without TLS except on one's own machine."""
        try:
            ip_address(self.rp_id)
        except ValueError:
            return self.origin.startswith("https:") or self.rp_id == "localhost"
        return False


def here() -> Place:
    """From BASE_URL, never from the request."""
    base = urlsplit(str(current_app.config["BASE_URL"]))
    return Place(base.hostname or "", f"{base.scheme}://{base.netloc}")


def add(actor: Actor, name: str, answer: str, challenge: str) -> UUID:
    """Keep a passkey that a device has just made in answer to this challenge (base64url). Returns
    its id."""
    found = _registered(answer, challenge)
    if found is None:
        raise Invalid({"answer": say("The device's answer does not fit. Try again.")})
    with unit_of_work(actor) as unit:
        if len(_of(actor.id)) >= MOST:
            raise Invalid({"answer": say("At most %(most)s passkeys. Remove one.", most=MOST)})
        known = select(Passkey.id).where(Passkey.credential_id == found["credential_id"])
        if db.session.scalars(known).first() is not None:
            raise Invalid({"answer": say("This passkey is known already.")})
        passkey = Passkey(
            id=new_id(),
            account_id=actor.id,
            name=_named(name),
            added_at=unit.now,
            **{part: found[part] for part in ("credential_id", "public_key", "sign_count")},
        )
        db.session.add(passkey)
        unit.record(PasskeyAdded(subject_id=actor.id, passkey_id=passkey.id))
        return passkey.id


def rename(actor: Actor, passkey_id: UUID, name: str) -> None:
    with unit_of_work(actor) as unit:
        passkey = _mine(actor, passkey_id)
        passkey.name = _named(name)
        unit.record(PasskeyRenamed(subject_id=actor.id, passkey_id=passkey_id))


def remove(actor: Actor, passkey_id: UUID) -> None:
    """It signs nothing any more. What it signed stays, and can be verified."""
    with unit_of_work(actor) as unit:
        _mine(actor, passkey_id).removed_at = unit.now
        unit.record(PasskeyRemoved(subject_id=actor.id, passkey_id=passkey_id))


def proven(actor: Actor, answer: str) -> Proven:
    """What a passkey of this person has just signed, as the browser sends it: whether it is theirs
    and good at all. Which text it is over is asked when the signature is put under a record.
    Invalid for everything else."""
    said: Any = _read(answer) if len(answer) <= LONGEST else None
    try:
        proof = {part: str(said[part]) for part in PARTS}
        at = datetime.fromisoformat(said["at"])
        passkey = next(one for one in _of(actor.id) if one.credential_id == said["credential_id"])
        count = int.from_bytes(b64decoded(proof["authenticator_data"])[33:37])
    except (KeyError, TypeError, ValueError, StopIteration):
        raise _wrong() from None
    proof["public_key"] = passkey.public_key
    if at.tzinfo is None or not are_good([(proof, None, here().origin)])[0]:
        raise _wrong()
    _note_use(actor, passkey.id, count)
    return Proven(Method.PASSKEY, at, proof)


def are_good(
    claims: Sequence[tuple[Mapping[str, str], str | None, str | None]],
) -> list[bool]:
    """See `passkey_reader.is_good`."""
    good: list[bool] = _run(READER, claims) if claims else []
    return good


def _registered(answer: str, challenge: str) -> Any:
    """What is kept of a new passkey; None when it will not do, or the program died of it."""
    said, place = _read(answer) if len(answer) <= LONGEST else None, here()
    if not isinstance(said, dict):
        return None
    with suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return _run(REGISTRAR, [said, challenge, place.rp_id, place.origin])
    return None


def _note_use(actor: Actor, passkey_id: UUID, count: int) -> None:
    """Conflict for a device that has signed less than it had: there are two of it."""
    with unit_of_work(actor) as unit:
        passkey = _mine(actor, passkey_id)
        if passkey.sign_count and count <= passkey.sign_count:
            raise Conflict(say("This passkey seems to have been copied. Remove it."))
        passkey.sign_count, passkey.used_at = count, unit.now
        unit.record(PasskeyUsed(subject_id=actor.id, passkey_id=passkey_id))


def _of(account_id: UUID) -> Sequence[Passkey]:
    return db.session.scalars(
        select(Passkey).where(Passkey.account_id == account_id, Passkey.removed_at.is_(None))
    ).all()


def _mine(actor: Actor, passkey_id: UUID) -> Passkey:
    """NoResultFound for another person's, and for one that was removed."""
    asked = select(Passkey).where(
        Passkey.id == passkey_id, Passkey.account_id == actor.id, Passkey.removed_at.is_(None)
    )
    return db.session.scalars(asked.with_for_update()).one()


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Invalid({"name": say("Give it a name of at most 60 characters.")})
    return name


def _wrong() -> Invalid:
    return Invalid({"passkey": say("This is not one of your passkeys, or its answer is broken.")})


def _read(text: str) -> Any:
    """JSON from outside; None for what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _run(program: Path, claims: object) -> Any:
    done = subprocess.run(  # noqa: S603  (our own program; the claims come as its input)
        [sys.executable, "-I", str(program)],
        input=json.dumps(claims).encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    return json.loads(done.stdout)
