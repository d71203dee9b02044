"""(c) The cohort at a million cases and at ten million: what it costs must not grow with history.

Both databases are there at once and are asked by turns. One after the other, minutes apart, the
machine would have changed by more than the two differ.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import event

from bench.floors import open_durably, quickest, rate
from bench.history import grouped, grow, size_of
from bench.row import Row
from bench.stage import Browser, Scene, serving, set_scene
from logbook.database import db
from logbook.models.cases import Case
from logbook.queries.cohort import cohort
from logbook.queries.unchanged import WhileUnchanged

FELLOWS = 12
SMALL, LARGE = 10**6, 10**7
ROUNDS = 6


def growth() -> list[Row]:
    """A row for the query, one for its page, and the two usual ways beside them."""
    with _scene_of(SMALL) as small, _scene_of(LARGE) as large:
        query = _by_turns(_asking(small), _asking(large))
        with _opening(small) as open_small, _opening(large) as open_large:
            page = _by_turns(open_small, open_large)
        asked = [_statements(one) for one in (small, large)]
        by_group = [_grouped(one) for one in (small, large)]
        mapped = [_mapped(one) for one in (small, large)]
    return [
        _row("(c) cohort query, t(10⁷) / t(10⁶)", query, 1.1),
        _row("(c) its page over HTTP, t(10⁷) / t(10⁶)", page, 1.2),
        Row("    beside it: statements of the query", " and ".join(map(str, asked)), "", True),
        _beside("    beside it: GROUP BY over the history", by_group, query[1]),
        _beside("    beside it: all rows through the mapper", mapped, query[1]),
    ]


def _row(what: str, times: tuple[float, float], most: float) -> Row:
    small, large = times
    ratio = large / small
    return Row(what, f"{large:.2f} ms / {small:.2f} ms = {ratio:.2f}", f"<= {most}", ratio <= most)


def _beside(what: str, times: list[float], query: float) -> Row:
    small, large = times
    figure = f"{small:.0f} ms, {large:.0f} ms: {large / query:.0f} × the kept sums"
    return Row(what, figure, "", True)


@contextmanager
def _scene_of(cases: int) -> Iterator[Scene]:
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=Path(__file__).parent))
    try:
        scene = set_scene(folder, FELLOWS)
        grow(scene, cases)
        print(f"{cases:,} cases, {size_of(scene.database):.1f} GiB", file=sys.stderr)
        yield scene
    finally:
        shutil.rmtree(folder)


def _by_turns(small: Callable[[], object], large: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of both: of some rounds with each in turn, the quickest."""
    rounds = [(quickest(small, rounds=1), quickest(large, rounds=1)) for _ in range(ROUNDS)]
    rates, others = zip(*rounds, strict=True)
    return 1000 / max(rates), 1000 / max(others)


def _asking(scene: Scene) -> Callable[[], object]:
    def ask() -> object:
        with scene.app.app_context():
            return cohort(scene.director.actor, scene.today)

    return ask


def _statements(scene: Scene) -> int:
    """How many the query sends, the first time."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        said.append(sql)

    with scene.app.app_context():
        for kept in WhileUnchanged.everything:
            kept.forget()
        event.listen(db.engine, "before_cursor_execute", note)
        cohort(scene.director.actor, scene.today)
        event.remove(db.engine, "before_cursor_execute", note)
    return len(said)


@contextmanager
def _opening(scene: Scene) -> Iterator[Callable[[], object]]:
    os.environ["LOGBOOK_INSTANCE"] = str(scene.folder)  # which the server reads
    with serving() as server:
        browser = Browser(server.port, scene.director.cookie)
        browser.look("/cohort")
        yield lambda: browser.look("/cohort")


def _grouped(scene: Scene) -> float:
    connection = open_durably(scene.database)
    found = rate(lambda: grouped(connection, scene.director.actor.program_id), seconds=1, least=3)
    connection.close()
    return 1000 / found


def _mapped(scene: Scene) -> float:
    with scene.app.app_context():
        return 1000 / rate(lambda: _read_all(scene.director.actor.program_id), seconds=1, least=1)


def _read_all(program_id: UUID) -> int:
    """Every case through the mapper, added up in Python."""
    sums: dict[tuple[UUID, str], int] = {}
    for case in db.session.query(Case).filter_by(program_id=program_id).yield_per(5000):
        key = case.enrollment_id, case.category
        sums[key] = sums.get(key, 0) + 1
        db.session.expunge(case)
    return len(sums)
