"""What a worker of the web server carries about, and that the command line has what it needs."""

import os
import subprocess
import sys
from pathlib import Path

from tests.house.source import TOP

ONLY_FOR_COMMANDS = {"logbook.cli", "flask_migrate", "alembic", "mako", "pygments"}
# `flask worker` runs beside the web server; the pages never wait for mail.
ONLY_FOR_THE_CLOCK = {"huey"}
IN_PROCESSES_OF_THEIR_OWN = {
    "xlsxwriter",
    "python_calamine",
    "cryptography",
    "webauthn",
    "cbor2",
    "typst",
}
ONLY_FOR_POSTGRESQL = {"sqlalchemy.dialects.postgresql", "psycopg"}


def printed_by(program: str, instance: Path, **environment: str) -> list[str]:
    """The words that a process of its own prints."""
    settings = {"LOGBOOK_INSTANCE": str(instance), "PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, cwd=TOP, env=settings, capture_output=True, check=True, text=True
    )
    return done.stdout.split()


def loaded_by_wsgi(instance: Path, **environment: str) -> set[str]:
    """The modules of a process that has imported `wsgi`."""
    program = "import sys, wsgi; print(*sys.modules, *wsgi.app.cli.commands)"
    return set(printed_by(program, instance, **environment))


def test_a_worker_carries_nothing_that_no_page_needs(tmp_path: Path) -> None:
    unwanted = ONLY_FOR_COMMANDS | ONLY_FOR_THE_CLOCK | IN_PROCESSES_OF_THEIR_OWN
    assert not loaded_by_wsgi(tmp_path) & (unwanted | ONLY_FOR_POSTGRESQL)


SHARED = """
import runpy, threading
from unittest.mock import patch
import uuid_utils

with patch("uuid_utils.uuid7", side_effect=AssertionError("an id is made before the fork")):
    import wsgi
from logbook.database import db

with wsgi.app.app_context():
    pool = db.engine.pool
    print(pool.checkedin() + pool.checkedout(), threading.active_count())
print(runpy.run_path("gunicorn.conf.py")["preload_app"])
"""


def test_workers_share_what_is_loaded_and_nothing_that_is_open(tmp_path: Path) -> None:
    """The application is loaded before the workers are forked. A connection would be used by all
    of them at once, a thread would be in none, and ids made from one seed would meet."""
    assert printed_by(SHARED, tmp_path) == ["0", "1", "True"]


UNSETTLED = """
import sys, wsgi
from sqlalchemy import inspect
from sqlalchemy.orm.util import AliasedClass

kept = [
    (f"{name}.{word}", inspect(one).selectable)
    for name, module in list(sys.modules.items()) if name.startswith("logbook.")
    for word, one in vars(module).items() if isinstance(one, AliasedClass)
]
assert len(kept) > 30, kept
print(*[name for name, selectable in kept if "_columns" not in vars(selectable)])
"""


def test_what_all_threads_share_is_made_before_there_are_threads(tmp_path: Path) -> None:
    assert printed_by(UNSETTLED, tmp_path) == []


LOADED = """
import wsgi
from flask_babel import get_domain

with wsgi.app.app_context():
    print(*sorted(language for language, _ in get_domain().cache), wsgi.app.url_map._remap)
"""


def test_no_worker_loads_for_itself_what_all_need(tmp_path: Path) -> None:
    """The words of each language, and the ways in their order."""
    assert printed_by(LOADED, tmp_path) == ["en", "id", "False"]


def test_the_command_line_has_its_commands(tmp_path: Path) -> None:
    found = loaded_by_wsgi(tmp_path, FLASK_RUN_FROM_CLI="true")
    assert {"seed", "progress", "ledger", "diagram", "worker", "flask_migrate"} <= found
