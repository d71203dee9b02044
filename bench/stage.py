"""The scene of a measurement: a database of its own, a program with people, a server."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade

import config
from logbook import cli, create_app
from logbook.database import db
from logbook.models.columns import new_id
from logbook.models.identity import Account, SignInSession
from logbook.models.programs import Membership, Program, Site
from logbook.policy.actors import Actor, Role, job
from logbook.services import curriculum
from logbook.web.current import SEEN, hash_of

TOP = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4
HUNG_UP = "the server hung up in the middle of an answer"


@dataclass(frozen=True, slots=True)
class Fellow:
    actor: Actor
    enrollment_id: UUID
    cookie: str


@dataclass(frozen=True, slots=True)
class Scene:
    folder: Path
    app: Flask
    fellows: list[Fellow]
    supervisor: Actor
    director: Fellow
    site_id: UUID
    version_id: UUID
    supervisor_cookie: str

    @property
    def today(self) -> date:
        return datetime.now(UTC).date()

    @property
    def database(self) -> Path:
        return self.folder / "logbook.sqlite"


def set_scene(folder: Path, fellows: int = 8) -> Scene:
    """One program with a director, a supervisor and some fellows, in a fresh SQLite database."""
    os.environ["LOGBOOK_INSTANCE"] = str(folder)
    os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))
    app = create_app(config.from_environment())
    cli.set_up(app)
    with app.app_context():
        upgrade()
        # A connection keeps compiled statements, those of the migrations first, and a service has
        # run none: begin with a fresh one.
        db.engine.dispose()
        return _people(app, folder, fellows)


def _people(app: Flask, folder: Path, count: int) -> Scene:
    now = datetime.now(UTC)
    program = Program(id=new_id(), name="Bench", created_at=now)
    site = Site(program_id=program.id, id=new_id(), name="Clinic")
    db.session.add(program)
    db.session.flush()
    db.session.add(site)
    supervisor, key = _member(app, program.id, "Supervisor", Role.SUPERVISOR, now)
    director, cookie = _member(app, program.id, "Director", Role.DIRECTOR, now)
    members = [_member(app, program.id, f"Fellow {n}", Role.FELLOW, now) for n in range(count)]
    db.session.commit()
    document = curriculum.read_document(curriculum.SHIPPED / "pain_medicine.yaml")
    version_id = curriculum.publish(job(program.id), document)
    today = now.date()
    fellows = [
        Fellow(
            actor,
            curriculum.enroll(
                job(program.id),
                actor.id,
                version_id,
                starts_on=today - timedelta(days=150),
                ends_on=today + timedelta(days=215),
            ),
            token,
        )
        for actor, token in members
    ]
    boss = Fellow(director, UUID(int=0), cookie)
    return Scene(folder, app, fellows, supervisor, boss, site.id, version_id, key)


def _member(
    app: Flask, program_id: UUID, name: str, role: Role, now: datetime
) -> tuple[Actor, str]:
    """A member who is signed in: the actor, and the cookie of a browser."""
    address = f"{name.lower().replace(' ', '.')}@bench.example"
    account = Account(id=new_id(), address=address, name=name, theme="auto", created_at=now)
    db.session.add(account)
    db.session.flush()
    member = Membership(
        program_id=program_id,
        id=new_id(),
        account_id=account.id,
        roles=frozenset({role}),
        joined_on=now.date() - timedelta(days=400),
    )
    token = secrets.token_urlsafe(32)
    signed_in = SignInSession(
        account_id=account.id, token_hash=hash_of(token), program_id=program_id, created_at=now
    )
    db.session.add_all([member, signed_in])
    db.session.flush()
    return member.as_actor(now.date()), cookie_of(app, token)


def cookie_of(app: Flask, token: str) -> str:
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    content = {"_user_id": token, "_fresh": True, SEEN: time.time()}
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(content)}"


@dataclass(slots=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def peak_memory_mib(self) -> list[float]:
        """Peak resident memory of each worker (VmHWM). What it shares with the others is in it."""
        return [_of(pid, "status", "VmHWM") for pid in self._workers()]

    def memory_mib(self) -> list[float]:
        """What the parent and each worker take now, each with its part of what they share (PSS)."""
        together = [self.process.pid, *self._workers()]
        return [_of(pid, "smaps_rollup", "Pss") for pid in together]

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]


def _of(pid: int, file: str, name: str) -> float:
    """A line of proc(5), told there in kB."""
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1]) / 1024


@contextmanager
def serving(target: str = "wsgi:app") -> Iterator[Server]:
    """gunicorn, 2 workers of 4 threads, on a free port; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--log-level", "error"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--bind"]
    process = subprocess.Popen([*command, f"127.0.0.1:{port}", target], cwd=TOP)
    try:
        _wait_for(port)
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=0.5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")


class Browser:
    """One connection kept alive, with a cookie. A bare socket, for the service and its floors
    alike: to take an answer apart with `http.client` costs a good part of making it."""

    IDLE_SECONDS = 1.0
    """A server closes a connection that is left alone for longer (gunicorn after 2 seconds)."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port, self.cookie = port, cookie
        self.socket = socket.socket()
        self.used = float("-inf")

    def look(self, path: str) -> int:
        """The status of a page that came whole; to unpack it and read it is for a browser."""
        status, head, _ = self._ask(f"GET {path} HTTP/1.1\r\nAccept-Encoding: gzip\r\n")
        self._keep_cookie(head)
        return status

    def get(self, path: str) -> tuple[int, str]:
        status, head, body = self._ask(f"GET {path} HTTP/1.1\r\n")
        self._keep_cookie(head)
        return status, body.decode()

    def _keep_cookie(self, head: str) -> None:
        """A page brings the token that its forms need. What an answer to a post brings is left: not
        followed by a page, it would only pile up the messages that the page was to show."""
        if cookie := _header(head, "Set-Cookie"):
            self.cookie = cookie.split(";", 1)[0]

    def post(self, path: str, body: str) -> tuple[int, str]:
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        line = f"POST {path} HTTP/1.1\r\n{kind}Content-Length: {len(body)}\r\n"
        status, _, answer = self._ask(line, body)
        return status, answer.decode()

    def _ask(self, line: str, body: str = "") -> tuple[int, str, bytearray]:
        if time.monotonic() - self.used > self.IDLE_SECONDS:
            self.socket.close()
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        who = f"Host: 127.0.0.1\r\nAccept-Language: en\r\nCookie: {self.cookie}\r\n\r\n"
        self.socket.sendall((line + who + body).encode())
        answer = self._answer()
        self.used = time.monotonic()
        return answer

    def _answer(self) -> tuple[int, str, bytearray]:
        """Status, head and body of an answer that tells its length, as all of ours do."""
        got = self._more()
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, text = got.partition(b"\r\n\r\n")
        told = head.decode("latin-1")
        whole = bytearray(int(_header(told, "Content-Length")))
        whole[: len(text)] = text
        rest = memoryview(whole)[len(text) :]
        while rest:
            rest = rest[self._into(rest) :]
        return int(told[9:12]), told, whole

    def _into(self, place: memoryview) -> int:
        if not (count := self.socket.recv_into(place)):
            raise ConnectionError(HUNG_UP)
        return count

    def _more(self) -> bytes:
        if not (more := self.socket.recv(65536)):
            raise ConnectionError(HUNG_UP)
        return more


def _header(head: str, name: str) -> str:
    """The value of the first header of this name; empty without one."""
    _, found, rest = head.partition(f"\r\n{name}: ")
    return rest.partition("\r\n")[0] if found else ""
