"""(g) Dashboards beside the bare page: one reader, one page after another, each length of history
in a database of its own. The cohort is also measured right after a change, when its forecasts are
reckoned anew."""

import shutil
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.floors import quickest
from bench.history import grow
from bench.measures import Logging
from bench.row import Row
from bench.stage import Browser, Scene, serving, set_scene

FELLOWS = 12
MOST = 5.0
"""Of the bare page's time."""
CHANGES = 12


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds by page, at one length of history."""

    cases: int
    bare: float
    pages: dict[str, float]


def dashboards(*sizes: int) -> list[Row]:
    """A row for each page, all lengths of history beside one another."""
    found = [_times_at(cases) for cases in sizes]
    rows = []
    for name in found[0].pages:
        ratios = [one.pages[name] / one.bare for one in found]
        figures = [
            f"{one.cases:.0e}: {one.pages[name]:.1f}/{one.bare:.2f} = {ratio:.1f}"
            for one, ratio in zip(found, ratios, strict=True)
        ]
        told = name.endswith("change")
        aim = "reported" if told else f"<= {MOST:g}"
        figure = "; ".join(figures).replace("e+0", "e")
        rows.append(Row(f"(g) {name} / bare page, ms", figure, aim, told or max(ratios) <= MOST))
    return rows


def _times_at(cases: int) -> Times:
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=Path(__file__).parent))
    try:
        scene = set_scene(folder, FELLOWS)
        grow(scene, cases)
        with serving() as server, serving("bench.bare:app") as bare_server:
            bare = milliseconds(Browser(bare_server.port), "/")
            return Times(cases, bare, _pages(scene, server.port))
    finally:
        shutil.rmtree(folder)


def _pages(scene: Scene, port: int) -> dict[str, float]:
    reader = Browser(port, scene.director.cookie)
    addresses = {
        "cohort": "/cohort",
        "cohort by requirement": "/cohort?by=requirement",
        "a fellow's year": f"/year/{scene.fellows[0].enrollment_id}",
        "opportunity": "/cohort/opportunity",
        "how supervisors answer": "/cohort/opportunity/supervisors",
    }
    found = {name: milliseconds(reader, path) for name, path in addresses.items()}
    found["the mirror"] = milliseconds(Browser(port, scene.supervisor_cookie), "/mirror")
    found["cohort after a change"] = _after_a_change(scene, port, reader, "/cohort")
    fellow = Browser(port, scene.fellows[1].cookie)
    found["a list of cases"] = milliseconds(fellow, "/cases")
    found["a list of cases after a change"] = _after_a_change(scene, port, fellow, "/cases")
    return found


def milliseconds(reader: Browser, path: str) -> float:
    act = partial(reader.look, path)
    for _ in range(4):  # each worker once
        if act() != 200:
            raise RuntimeError(f"{path} does not open")
    return 1000 / quickest(act)


def _after_a_change(scene: Scene, port: int, reader: Browser, path: str) -> float:
    """Another member hands a case in, and the reader looks: the median."""
    log, fellow = Logging(scene.supervisor.id), Browser(port, scene.fellows[0].cookie)
    waits = []
    for number in range(CHANGES):
        if not log(fellow, number):
            raise RuntimeError("a case was not taken")
        begun = time.perf_counter()
        reader.look(path)
        waits.append((time.perf_counter() - begun) * 1000)
    return sorted(waits)[CHANGES // 2]
