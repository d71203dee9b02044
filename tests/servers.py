"""Real servers for tests: a throw-away PostgreSQL cluster, and the service behind a real port."""

import logging
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import psycopg
from flask import Flask
from sqlalchemy.engine import make_url
from werkzeug.serving import make_server

# Sorted by code points, as SQLite does: the tests say the same on both.
WORDS = ("-E", "UTF8", "--locale", "C.UTF-8")

QUICK = 0.02
"""Seconds after which a server notices that it is to stop; half a second by default."""


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
        Path(folder).chmod(0o777)  # PostgreSQL refuses root, so another account owns what is in it
        data, port = f"{folder}/data", free_port()
        as_server(place / "initdb", "-D", data, "-U", "logbook", "-A", "trust", *WORDS)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        options += " -c fsync=off -c full_page_writes=off"
        as_server(place / "pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{folder}/log", "start")
        try:
            yield f"postgresql+psycopg://logbook@127.0.0.1:{port}/postgres"
        finally:
            as_server(place / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def a_new_database(server: str, name: str) -> str:
    """The address of a new, empty database of this name beside the one that `server` names."""
    url = make_url(server)
    with psycopg.connect(
        url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
    ) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return url.set(database=name).render_as_string(hide_password=False)


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


def _whole(app: Flask) -> WSGIApplication:
    """Every answer is at hand before its first byte is sent. The server of Werkzeug leaves a file
    open when a browser walks off while it is being read; a service for real has another server."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        parts = app(environ, start_response)
        try:
            return list(parts)
        finally:
            getattr(parts, "close", lambda: None)()

    return answer


@contextmanager
def serving(app: Flask, port: int = 0) -> Iterator[str]:
    """The application behind a port of this machine, any that is free or this one; its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for each request
    server = make_server("127.0.0.1", port, _whole(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(QUICK,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
