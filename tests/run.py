"""All tests: everything on SQLite, then what touches the database again on PostgreSQL.

Where PostgreSQL, Chromium or WebKit is absent, its part is skipped with a loud line; under CI=true
an absent part is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.journeys import webkit
from tests.servers import PostgresqlAbsent, postgresql

LOUD = "\n" + "!" * 88 + "\n!! {}\n" + "!" * 88 + "\n"
ON_POSTGRESQL = [
    "services",
    "queries",
    "models",
    "web",
    "api",
    "cli",
    "house/test_access.py",
    "house/test_agreement.py",
    "house/test_migrations.py",
    "house/test_schema.py",
]
ON_CI = os.environ.get("CI") == "true"


def pytest(*arguments: str, **settings: str) -> int:
    """Run pytest in a process of its own; its exit code. Files are handed out as they are named."""
    sharing = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", "-q", *sharing, *arguments]
    return subprocess.run(command, env={**os.environ, **settings}, check=False).returncode


def absent(what: str) -> int:
    print(LOUD.format(f"{what} is absent: its tests did not run. See README.md, 'Work on it'."))
    return int(ON_CI)


def on_sqlite() -> int:
    print("\n── everything on SQLite", flush=True)
    failed = pytest()
    if shutil.which(os.environ.get("CHROMIUM", "chromium")) is None:
        failed = absent("Chromium") or failed
    if not webkit.PRESENT:
        failed = absent("WebKit (webkit2gtk-driver, xvfb)") or failed
    return failed


def on_postgresql() -> int:
    places = [f"tests/{name}" for name in ON_POSTGRESQL if Path("tests", name).exists()]
    try:
        with postgresql() as url:
            print("\n── what touches the database again on PostgreSQL", flush=True)
            return pytest(*places, TEST_DATABASE_URL=url)
    except PostgresqlAbsent:
        return absent("PostgreSQL")


def main() -> int:
    # Both always run, so that one round shows everything that is wrong.
    return int(any([on_sqlite(), on_postgresql()]))


if __name__ == "__main__":
    sys.exit(main())
