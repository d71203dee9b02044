"""Real servers for tests: a throw-away PostgreSQL cluster, and the service behind a real port."""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server


class PostgresqlAbsent(RuntimeError):
    """No PostgreSQL server is installed."""


def binaries() -> Path:
    """Where `initdb` and `pg_ctl` are: Debian keeps them out of PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    for place in [*places, *([Path(found).parent] if found else [])]:
        if (place / "initdb").exists():
            return place
    raise PostgresqlAbsent


@contextmanager
def postgresql() -> Iterator[str]:
    """A cluster in a temporary folder, on a free port of this machine only; gone at the end."""
    place = binaries()
    with tempfile.TemporaryDirectory(prefix="logbook-pg-") as folder:
        os.chmod(folder, 0o777)  # noqa: S103  (PostgreSQL refuses root, so another account owns it)
        data, port = f"{folder}/data", free_port()
        as_server(place / "initdb", "-D", data, "-U", "logbook", "-A", "trust", "-E", "UTF8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        options += " -c fsync=off -c full_page_writes=off"
        as_server(place / "pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{folder}/log", "start")
        try:
            yield f"postgresql+psycopg://logbook@127.0.0.1:{port}/postgres"
        finally:
            as_server(place / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def as_server(*command: object) -> None:
    """Run a PostgreSQL command; as the account `postgres` when we are root, which it refuses."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application behind a port of this machine; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
