"""A round through the house: everybody tries every door once, and finds it as the others did."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Connection
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule, UUIDConverter

from logbook.database import db
from logbook.models.columns import new_id
from logbook.queries.unchanged import WhileUnchanged
from tests.cast import CAST, session_token_of
from tests.conftest import sign_in
from tests.house.scene import PARTS, Scene, set_scene
from tests.house.scene_api import sending
from tests.house.scene_forms import ASKED, FORMS

FILES = {"static", "bootstrap.static", "assets.file"}
NOBODY = "nobody"
WHO = [
    NOBODY,
    "asha",
    "finn",
    "ben",
    "eve",
    "lee",
    "dana",
    "cora",
    "mia",
    "ola",
    "rin",
    "ravi",
    "ada",
]
TABLE = Path(__file__).with_name("access.txt")
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@dataclass(frozen=True)
class Visit:
    """One member at one door."""

    endpoint: str
    rule: str
    method: str
    who: str
    status: int
    headers: Headers
    wrote: list[str]
    """The statements that changed rows."""


def doors(app: Flask) -> list[tuple[Rule, str]]:
    """Every route with each of its methods, in the order of their addresses."""
    return sorted(
        (
            (rule, method)
            for rule in app.url_map.iter_rules()
            if rule.endpoint not in FILES
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        ),
        key=lambda door: (door[0].rule, door[1]),
    )


def reviewed() -> dict[tuple[str, str], dict[str, str]]:
    """The reviewed table: by rule and method, what each member is answered."""
    rows = (line.split() for line in TABLE.read_text("utf-8").splitlines() if line[0] == " ")
    return {
        (rule, method): dict(zip(WHO, codes, strict=True))
        for *codes, method, rule in rows
        if len(codes) == len(WHO)
    }


def visits(app: Flask, connection: Connection, members: list[str]) -> list[Visit]:
    """Each visit begins with the same scene: what it changed is taken back after it, and in the
    end the scene too."""
    with as_it_was(connection):
        scene = on_the_evening()
        return [
            visit(app, connection, scene, rule, method, who)
            for rule, method in doors(app)
            for who in members
        ]


def refusals_of_nothing(app: Flask, connection: Connection, refusals: list[Visit]) -> list[Visit]:
    """The same visits again, to things that are not there."""
    scene, rules = on_the_evening(), {rule.endpoint: rule for rule, _ in doors(app)}
    return [
        visit(app, connection, scene, rules[one.endpoint], one.method, one.who, absent=True)
        for one in refusals
    ]


def on_the_evening() -> Scene:
    """The scene, and everybody signed in."""
    scene = set_scene()
    for member in CAST.values():
        session_token_of(member)
    db.session.remove()
    return scene


def visit(
    app: Flask,
    connection: Connection,
    scene: Scene,
    rule: Rule,
    method: str,
    who: str,
    absent: bool = False,
) -> Visit:
    """Somebody at a door; or at the door of something that is not there."""
    client = app.test_client()
    if who != NOBODY:
        sign_in(client, CAST[who])
    db.session.remove()
    asked = ASKED[rule.endpoint](scene) if rule.endpoint in ASKED else {}
    with as_it_was(connection), statements(connection) as said:
        form = FORMS[rule.endpoint](scene) if method != "GET" and rule.endpoint in FORMS else {}
        response = client.open(
            address(rule, scene, absent),
            method=method,
            query_string=dict.fromkeys(asked, new_id()) if absent else asked,
            **sending(rule.endpoint, method, form),
        )
    wrote = [sql for sql in said if sql.lstrip().upper().startswith(WRITING)]
    response.close()
    return Visit(
        rule.endpoint, rule.rule, method, who, response.status_code, response.headers, wrote
    )


def address(rule: Rule, scene: Scene, absent: bool = False) -> str:
    """The rule with its blanks filled; KeyError for a blank that the scene does not know. With
    ids of nothing, if what it names is to be absent."""
    parts = {
        name: new_id()
        if absent and isinstance(rule._converters[name], UUIDConverter)
        else (PARTS.get(f"{rule.endpoint}:{name}") or PARTS[name])(scene)
        for name in rule.arguments
    }
    built = rule.build(parts)
    assert built is not None, rule.rule
    return built[1]


@contextmanager
def as_it_was(connection: Connection) -> Iterator[None]:
    """Whatever happens inside has not happened."""
    before = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        before.rollback()


@contextmanager
def statements(connection: Connection) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile, as the first time: what is kept
    while nothing changes is forgotten before."""
    for kept in WhileUnchanged.everything:
        kept.forget()
    said: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        said.append(sql)

    sa.event.listen(connection, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(connection, "before_cursor_execute", note)
