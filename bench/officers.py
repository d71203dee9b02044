"""(g) What officers read, over many programs: roll-ups only, so how many cases lie beneath them
makes no difference, and only how many programs does."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert

from bench.pages import MOST, milliseconds
from bench.row import Row
from bench.stage import Browser, Scene, cookie_of, serving, set_scene
from logbook.database import db
from logbook.domain.rollups import STATES, WINDOW_MONTHS, Measure, months_until
from logbook.models.columns import new_id
from logbook.models.identity import Account, SignInSession
from logbook.models.institutions import InstitutionOfficer, ProgramRollup
from logbook.models.programs import Program
from logbook.policy.actors import INSTALLATION, Actor, Role
from logbook.services import institutions
from logbook.web.current import hash_of

PROGRAMS, INSTITUTIONS = 100, 10
PARTS = 13
"""Competencies of a curriculum, by which what is met and missed is told."""
BY_PART = (Measure.MET, Measure.ON_COURSE, Measure.BEHIND, Measure.SIGN_OFFS)
TRACK = "pain_medicine"


def officers_pages() -> list[Row]:
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=Path(__file__).parent))
    try:
        scene = set_scene(folder, 1)
        with scene.app.app_context():
            institution, cookie = _a_nation(scene)
        with serving() as server, serving("bench.bare:app") as bare_server:
            bare = milliseconds(Browser(bare_server.port), "/")
            reader = Browser(server.port, cookie)
            return [
                _row(name, milliseconds(reader, path), bare)
                for name, path in {
                    f"{PROGRAMS} programs, all institutions": "/institutions",
                    "the programs of one institution": f"/institutions/{institution}",
                }.items()
            ]
    finally:
        shutil.rmtree(folder)


def _row(name: str, spent: float, bare: float) -> Row:
    ratio = spent / bare
    figure = f"{spent:.1f}/{bare:.2f} = {ratio:.1f}"
    return Row(f"(g) {name} / bare page, ms", figure, f"<= {MOST:g}", ratio <= MOST)


def _a_nation(scene: Scene) -> tuple[UUID, str]:
    """One of its institutions, and the cookie of an officer who reads them all."""
    now = datetime.now(UTC)
    head = Actor(new_id(), INSTALLATION, frozenset({Role.ADMINISTRATOR}))
    houses = [
        institutions.create(head, name=f"House {n}", country="us") for n in range(INSTITUTIONS)
    ]
    programs = [
        Program(
            id=new_id(),
            name=f"Program {n}",
            created_at=now,
            institution_id=houses[n % INSTITUTIONS],
        )
        for n in range(PROGRAMS)
    ]
    db.session.add_all(programs)
    officer = Account(
        id=new_id(), address="officer@bench.example", name="Officer", theme="auto", created_at=now
    )
    db.session.add(officer)
    db.session.flush()
    token = secrets.token_urlsafe(32)
    db.session.add_all(
        [
            InstitutionOfficer(account_id=officer.id, institution_id=None, appointed_at=now),
            SignInSession(
                account_id=officer.id,
                token_hash=hash_of(token),
                program_id=INSTALLATION,
                created_at=now,
            ),
        ]
    )
    for n, program in enumerate(programs):
        db.session.execute(insert(ProgramRollup), list(_rollups(program.id, n, scene.today, now)))
    db.session.commit()
    return houses[0], cookie_of(scene.app, token)


def _rollups(program_id: UUID, n: int, today: date, now: datetime) -> Iterator[dict[str, object]]:
    """A year of a program with some ten fellows."""
    months = months_until(today, WINDOW_MONTHS)
    for measure in Measure:
        parts = [f"epa{one:02}.all" for one in range(PARTS)] if measure in BY_PART else [""]
        for month in months[-1:] if measure in STATES else months:
            for part in parts:
                yield {
                    "program_id": program_id,
                    "id": new_id(),
                    "month": month,
                    "measure": measure,
                    "curriculum": TRACK,
                    "part": part,
                    "amount": 3 + n % 7,
                    "base": 40,
                    "people": 8 + n % 5,
                    "reckoned_at": now,
                }
