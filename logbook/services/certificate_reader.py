"""Verifying a certificate by the command that anybody can run, in a process of its own: what a
board would see, with neither our database nor the weight of the library on a worker."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from logbook.domain.events_certificates import CertificateHandedIn, CertificateLinkMissed
from logbook.models.identity import Attempted
from logbook.policy.actors import INSTALLATION, job
from logbook.services import throttle
from logbook.services.identity import TooManyTries
from logbook.services.unit import unit_of_work

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 20
"""Seconds that one verification may take."""


class Verdict(StrEnum):
    """What came of looking at a file."""

    OURS = "ours"
    """It is what was signed here."""
    STRANGE = "strange"
    """It fits itself, under a key of which nobody but the file says whose it is."""
    FALSE = "false"


VERDICTS = {0: Verdict.OURS, 3: Verdict.STRANGE}
"""By how the command ends."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found, and what the command says of it, line by line."""

    verdict: Verdict
    told: tuple[str, ...]


def hand_in(text: bytes, keys: Sequence[str], network: str) -> Look:
    """Anybody's file, held against our keys. Raises TooManyTries for a network that asks too often:
    each look takes a process."""
    if throttle.too_many(Attempted.VERIFY, (network,), datetime.now(UTC)):
        _note(network, good=False, throttled=True)
        raise TooManyTries
    look = verified_apart(text, keys)
    _note(network, good=look.verdict is Verdict.OURS, throttled=False)
    return look


def _note(network: str, *, good: bool, throttled: bool) -> None:
    with unit_of_work(job(INSTALLATION)) as unit:
        if not throttled:
            throttle.note(Attempted.VERIFY, (network,), unit.now)
        happened = CertificateHandedIn(subject_id=INSTALLATION, good=good, throttled=throttled)
        unit.record(happened)


def link_missed(network: str) -> None:
    """Somebody asked for a link that opens nothing. Raises TooManyTries for a network that does so
    again and again; of those no more is written, for whoever guesses would fill the ledger."""
    if throttle.too_many(Attempted.GUESS, (network,), datetime.now(UTC)):
        raise TooManyTries
    with unit_of_work(job(INSTALLATION)) as unit:
        throttle.note(Attempted.GUESS, (network,), unit.now)
        unit.record(CertificateLinkMissed(subject_id=INSTALLATION))


def verified_apart(text: bytes, keys: Sequence[str]) -> Look:
    """Whether it holds under one of these keys; or, if it comes from an installation of which we
    have none, under the one that it carries."""
    named = [part for key in keys for part in ("--key", key)]
    try:
        done = subprocess.run(  # noqa: S603  (our own module; the file comes in on its input)
            [sys.executable, "-m", "logbook.verify", "-", "--carried-key", *named],
            input=text,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            cwd=TOP,
        )
    except subprocess.TimeoutExpired:
        return Look(Verdict.FALSE, ("NOT VALID: it could not be read in time",))
    said = done.stdout.decode("utf-8", "replace").splitlines()
    if not said:
        return Look(Verdict.FALSE, ("NOT VALID: this is no certificate",))
    return Look(VERDICTS.get(done.returncode, Verdict.FALSE), tuple(said))
