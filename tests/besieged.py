"""A service of its own that can be killed and started again, and what there is to sign on it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade

from logbook import cli, create_app
from logbook.database import db
from tests.cast import CAST, Member, bring_on_stage, other_stage, session_token_of
from tests.conftest import settings_for_tests
from tests.makers.assessments import an_answer, an_assessment
from tests.makers.cases import a_case
from tests.servers import free_port

TOP = Path(__file__).resolve().parent.parent
WORKERS = 4
ANSWER_SECONDS = 20
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Signing:
    """One thing that waits for one supervisor's signature."""

    record: str
    """As signatures name it."""
    id: UUID
    """Of the case, or of the assessment."""
    by: str

    @property
    def path(self) -> str:
        if self.record == "case_answer":
            return f"/queue/{self.id}/approve"
        return f"/assessments/{self.id}/answers"

    def form(self) -> Mapping[str, object]:
        if self.record == "assessment":
            return an_answer(revision=1, step="sign")
        said = {"revision": 1, "role": "performed_direct", "level": "3", "words": "steady"}
        return {f"approve-{self.id.hex}-{name}": value for name, value in said.items()}


@dataclass(slots=True)
class Stage:
    """The database before the siege: who signs, by which cookie, and what."""

    app: Flask
    cookies: dict[str, str] = field(default_factory=dict)
    signings: list[Signing] = field(default_factory=list)


def a_stage(url: str, instance: Path, signings: int) -> Stage:
    """Cases of asha's and finn's and requests for assessments, all handed in."""
    app = create_app(settings_for_tests(url, instance) | {"WTF_CSRF_ENABLED": True})
    cli.set_up(app)
    stage = Stage(app)
    with app.app_context(), other_stage():
        upgrade()
        bring_on_stage()
        for name in ("ben", "eve"):
            stage.cookies[name] = _cookie(app, CAST[name])
        for place in range(signings):
            fellow, by = CAST[("asha", "finn")[place % 2]], CAST[("ben", "eve")[place // 2 % 2]]
            if place % 5 == 4:
                one = Signing("assessment", an_assessment(fellow=fellow, assessor=by), by.name)
            else:
                one = Signing("case_answer", a_case(fellow=fellow, supervisor=by), by.name)
            stage.signings.append(one)
        db.session.remove()
        db.engine.dispose()
    return stage


def _cookie(app: Flask, member: Member) -> str:
    interface = app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    serializer = interface.get_signing_serializer(app)
    assert serializer is not None
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(session_token_of(member))}"


class Service:
    """gunicorn in a process group of its own, so that all of it can be killed at once."""

    def __init__(self, url: str, instance: Path) -> None:
        self.port = free_port()
        self.log = instance / "service.log"
        self.settings = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "LOGBOOK_INSTANCE": str(instance),
            "DATABASE_URL": url,
            "MAIL_URL": "memory:",
        }
        self.master = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--workers"]
        command += [str(WORKERS), "--threads", "4", "--log-level", "critical"]
        command += ["--bind", f"127.0.0.1:{self.port}", "wsgi:app"]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=TOP,
                env=self.settings,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def traces(self) -> str:
        """Of the requests that broke, as the service told them."""
        told = self.log.read_text(errors="replace").split("a request broke: ")
        return "a request broke: ".join(["", *told[1:]])

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill(self, whom: str, draw: Random) -> str:
        """`SIGKILL` for a worker, for the master, or for all; what is down is started again. The
        answer is whom it met: nobody, where no worker was there yet."""
        workers = self.workers()
        if whom == "worker":
            if workers:
                os.kill(draw.choice(workers), signal.SIGKILL)  # the master starts another
            return whom if workers else ""
        if whom == "all":
            self._send_all(signal.SIGKILL)
            self.master.wait()
        else:
            self.master.kill()
            self.master.wait()
            self._send_all(signal.SIGTERM)  # as systemd does with what a dead master leaves
        self.master = self._started()
        return whom

    def _send_all(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.master.pid, number)

    def ensure(self) -> None:
        """Start it again, should it have given up: workers that outlived their master may still
        have held the port."""
        if self.master.poll() is not None:
            self.master = self._started()

    def stop(self) -> None:
        self.master.terminate()
        self.master.wait()


class Silence(Exception):
    """No answer came: nobody knows whether it was done."""


class Browser:
    """Of one supervisor. Knows nothing of what goes on at the other end."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie, self.token = port, cookie, ""

    def sign(self, signing: Signing) -> int:
        """The status of the answer. Silence when none came."""
        if not self.token:
            self._read_token()
        body = urlencode({**signing.form(), "csrf_token": self.token})
        return self._ask("POST", signing.path, body)[0]

    def _read_token(self) -> None:
        _, cookie, page = self._ask("GET", "/queue")
        found = TOKEN.search(page)
        if found is None:
            raise RuntimeError(f"no form on the page of the queue: {page[:300]}")
        self.token, self.cookie = found[1], cookie or self.cookie

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            return answer.status, (answer.getheader("Set-Cookie") or "").split(";")[0], page
        except (OSError, HTTPException) as silence:
            raise Silence from silence
        finally:
            connection.close()
