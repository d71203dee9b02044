"""`make siege`: supervisors sign while the service is killed under them, again and again.

The service runs as it does for real: gunicorn with four workers, on SQLite or PostgreSQL. Several
browsers approve cases and give assessments, and remember what was acknowledged. Meanwhile `SIGKILL`
falls on a worker, on the master, or on all of them at once, at moments that a seed draws; what is
down is started again. Whoever gets no answer sends the same once more, as a person would.

In the end every acknowledged signature is there, none is there by half, the ledger and the sums
hold. `python -m tests.siege --signings 500 --seed 1`; `--postgresql`: on a throw-away cluster.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Condition, Event, Thread

from sqlalchemy import Select, func, select

from logbook.database import db
from logbook.domain.cases import State as CaseState
from logbook.domain.signatures import Meaning
from logbook.models.assessments import Assessment
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case, CaseAnswer
from logbook.models.signatures import Signature
from logbook.services import audit, progress
from tests.besieged import Browser, Service, Signing, Silence, Stage, a_stage
from tests.servers import a_new_database, postgresql

BROWSERS = 6
KILLS = ("worker", "worker", "worker", "master", "all")
MOST_BETWEEN_KILLS = 12
"""Signings that are acknowledged between two kills, at most; a short siege has fewer kills."""
JITTER_SECONDS = 0.04
"""A kill falls so long after an answer, at most: anywhere within the making of the next ones."""
ACKNOWLEDGED = 303
BREATH_SECONDS = 0.1
"""Until whoever got no answer tries again."""


@dataclass(slots=True)
class Siege:
    """What the browsers did, and what was done to them."""

    waiting: dict[str, deque[Signing]]
    """By who is to sign."""
    acknowledged: list[Signing] = field(default_factory=list)
    strange: Counter[int] = field(default_factory=Counter)
    """Answers that were neither an acknowledgement nor silence, by status."""
    silences: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    changed: Condition = field(default_factory=Condition)
    over: Event = field(default_factory=Event)
    traces: str = ""

    def next_of(self, name: str) -> Signing | None:
        with self.changed:
            if not self.waiting[name]:
                return None
            self.sent += 1
            return self.waiting[name].popleft()

    def heard(self, signing: Signing, status: int) -> None:
        with self.changed:
            if status == ACKNOWLEDGED:
                self.acknowledged.append(signing)
                self.changed.notify_all()
            else:
                self.strange[status] += 1

    def heard_nothing(self, signing: Signing) -> None:
        with self.changed:
            self.silences += 1
            self.waiting[signing.by].append(signing)

    def has(self, signings: int) -> bool:
        """Wait a second until so many were acknowledged, or all is over."""
        with self.changed:
            return self.changed.wait_for(
                lambda: len(self.acknowledged) >= signings or self.over.is_set(), timeout=1
            )

    def end(self) -> None:
        with self.changed:
            self.over.set()
            self.changed.notify_all()


def browse(siege: Siege, browser: Browser, name: str) -> None:
    """Sign one after the other until nothing waits any more."""
    while (signing := siege.next_of(name)) is not None:
        try:
            siege.heard(signing, browser.sign(signing))
        except Silence:
            siege.heard_nothing(signing)
            siege.over.wait(BREATH_SECONDS)


def lay(siege: Siege, service: Service, draw: Random, apart: int) -> None:
    """Kill whenever a few more were signed, in the middle of what is sent by then."""
    while not siege.over.is_set():
        enough = len(siege.acknowledged) + draw.randint(1, apart)
        while not siege.has(enough):
            service.ensure()
        while not siege.over.wait(draw.uniform(0, JITTER_SECONDS)):
            if fallen := service.kill(draw.choice(KILLS), draw):
                siege.kills[fallen] += 1
                break


def hold(stage: Stage, url: str, instance: Path, seed: int, apart: int) -> Siege:
    """Until everything on the stage was acknowledged."""
    names = sorted(stage.cookies)
    waiting = {name: deque(one for one in stage.signings if one.by == name) for name in names}
    siege, service = Siege(waiting), Service(url, instance)
    browsers = [
        Thread(target=browse, args=(siege, Browser(service.port, stage.cookies[name]), name))
        for name in (names[place % len(names)] for place in range(BROWSERS))
    ]
    attacker = Thread(target=lay, args=(siege, service, Random(seed), apart))
    try:
        for thread in (*browsers, attacker):
            thread.start()
        for thread in browsers:
            thread.join()
    finally:
        siege.end()
        attacker.join()
        service.stop()
    siege.traces = service.traces()
    return siege


def _entries(event: str) -> Select[int]:
    return select(func.count(LedgerEntry.id)).where(LedgerEntry.event == event)


def _signatures(meaning: Meaning) -> Select[int]:
    return select(func.count(Signature.id)).where(Signature.meaning == meaning)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is there afterwards; in a good end all of it is nothing."""

    lost: list[Signing]
    """Acknowledged, and not there."""
    halves: list[str]
    """What is there without what belongs to it."""
    faults: list[str]
    """What `flask ledger verify` and `flask progress verify` find."""

    @property
    def holds(self) -> bool:
        return not (self.lost or self.halves or self.faults)


def look(stage: Stage, siege: Siege) -> Outcome:
    with stage.app.app_context():
        signed = _signed()
        lost = [one for one in siege.acknowledged if signed[(one.record, str(one.id))] != 1]
        halves = list(_halves())
        faults = [str(fault) for fault in audit.verify()]
        faults += [str(one) for one in progress.differences()]
        db.session.remove()
        db.engine.dispose()
    return Outcome(lost, halves, faults)


def _signed() -> Counter[tuple[str, str]]:
    """How often each case and each assessment is signed."""
    cases = select(CaseAnswer.case_id).join(
        Signature,
        (Signature.program_id == CaseAnswer.program_id) & (Signature.record_id == CaseAnswer.id),
    )
    assessments = select(Signature.record_id).where(Signature.record == "assessment")
    return Counter(
        [("case_answer", str(id_)) for id_ in db.session.scalars(cases)]
        + [("assessment", str(id_)) for id_ in db.session.scalars(assessments)]
    )


BELONG_TOGETHER: tuple[dict[str, Select[int]], ...] = (
    {
        "cases approved": select(func.count(Case.id)).where(Case.state == CaseState.APPROVED),
        "answers": select(func.count(CaseAnswer.id)),
        "entries of approvals": _entries("case.approved"),
        "signatures": _signatures(Meaning.SUPERVISED),
    },
    {
        "assessments given": select(func.count(Assessment.finished_at)),
        "entries of assessments": _entries("assessment.finished"),
        "signatures": _signatures(Meaning.ASSESSED),
    },
    {
        "signatures of both": select(func.count(Signature.id)),
        "entries of signatures": _entries("signature.given"),
    },
)
"""Of all these there is the same number."""


def _halves() -> Iterator[str]:
    for questions in BELONG_TOGETHER:
        counts = {name: db.session.scalar(asked) for name, asked in questions.items()}
        if len(set(counts.values())) > 1:
            yield ", ".join(f"{count} {name}" for name, count in counts.items())


def besiege(
    url: str, instance: Path, signings: int, seed: int, apart: int = MOST_BETWEEN_KILLS
) -> tuple[Siege, Outcome]:
    """All of it, in a database and a folder that hold nothing yet."""
    stage = a_stage(url, instance, signings)
    siege = hold(stage, url, instance, seed, apart)
    return siege, look(stage, siege)


@contextmanager
def a_database(on_postgresql: bool, folder: Path) -> Iterator[str]:
    if not on_postgresql:
        yield f"sqlite:///{folder / 'logbook.sqlite'}"
        return
    with postgresql() as server:
        yield a_new_database(server, "logbook_siege")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signings", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="siege-") as name:
        folder = Path(name)
        with a_database(asked.postgresql, folder) as url:
            siege, outcome = besiege(url, folder, asked.signings, asked.seed)
    kills = ", ".join(f"{count} × {whom}" for whom, count in sorted(siege.kills.items()))
    where = "PostgreSQL" if asked.postgresql else "SQLite"
    print(
        f"{where}, seed {asked.seed}: {len(siege.acknowledged)} signings acknowledged,"
        f" {siege.sent} requests, {siege.silences} without an answer,"
        f" {siege.kills.total()} kills ({kills});"
        f" other answers {dict(siege.strange)}; lost {len(outcome.lost)},"
        f" by half {len(outcome.halves)}, faults {len(outcome.faults)};"
        f" {time.monotonic() - begun:.0f} s"
    )
    for what in (*outcome.lost, *outcome.halves, *outcome.faults):
        print(f"  {what}")
    print(siege.traces)
    return int(not outcome.holds or bool(siege.strange))


if __name__ == "__main__":
    sys.exit(main())
