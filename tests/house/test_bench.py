"""The long history that the bench measures is one that the service itself could have kept."""

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent

# In a process of its own: the bench makes its own application, on SQLite whatever we are tested on.
GROWN = """
import sys
from pathlib import Path

from bench.history import PROGRAMS, FELLOWS, grow
from bench.stage import set_scene
from logbook.queries.cohort import cohort
from logbook.services import progress

scene = set_scene(Path(sys.argv[1]), 2)
grow(scene, PROGRAMS * FELLOWS * 30)
boss = scene.director.actor
with scene.app.app_context():
    credit = [sum(one.credit for one in row.progress.lines) for row in cohort(boss, scene.today)]
    print(len(credit), min(credit) > 20, progress.differences(boss.program_id))
"""


LEDGER = """
import sys
from pathlib import Path

from bench.ledger import verified, write_ledger
from bench.stage import set_scene

scene = set_scene(Path(sys.argv[1]), 2)
print(0 < write_ledger(scene, 300) < verified(scene).seconds)
"""


def said_by(program: str, folder: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        cwd=TOP, env=kept, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[0]


def test_a_grown_history_adds_up(tmp_path: Path) -> None:
    assert said_by(GROWN, tmp_path) == "2 True []"


def test_a_written_ledger_holds(tmp_path: Path) -> None:
    assert said_by(LEDGER, tmp_path) == "True"
