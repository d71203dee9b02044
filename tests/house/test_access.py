"""Who gets what at each door: tried by everybody, compared with the reviewed table.

`UPDATE_ACCESS=1 pytest tests/house/test_access.py` writes the table anew; read its difference as
you would read a change of the law.
"""

import os
import re

import pytest
from flask import Flask
from sqlalchemy import Connection

from logbook.web.headers import ALWAYS, ASKED_AGAIN, SANDBOXED
from tests.house.round import TABLE, WHO, Visit, refusals_of_nothing, reviewed, visits
from tests.house.scene_forms import ASKED
from tests.makers.forgery import only_sqlite

HEAD = """\
# What each member of the cast gets at each door (tests/cast.py says who they are). The objects
# are Riverside's: a case that asha sent to ben, her enrollment, her import, an invitation by cora.
# rin and ravi work in another program, ada administers the installation. 302 leads elsewhere,
# mostly to the sign-in page; 403 tells why; 404 tells nothing; 422 wants the form filled better.
"""

KEPT_FOR = {"certificates.key": "public, max-age=86400", **dict.fromkeys(ASKED_AGAIN, "no-cache")}
"""What a browser may keep: none of it says anything about anybody."""

NOTED = "INSERT INTO record_read "
"""That somebody read another's record is kept, and is no change of it."""

# That the database answers as well as the other does not hang on who asks.
VISITORS = WHO if "TEST_DATABASE_URL" not in os.environ else ["asha", "ben", "dana", "rin", "ada"]
_round: list[Visit] = []


@pytest.fixture
def everybody(app: Flask, connection: Connection) -> list[Visit]:
    """The visits of one round, made once for all tests of this file."""
    if not _round:
        _round.extend(visits(app, connection, VISITORS))
    return _round


def table(round_: list[Visit]) -> str:
    rows: dict[tuple[str, str], list[str]] = {}
    for visit in round_:
        rows.setdefault((visit.rule, visit.method), []).append(str(visit.status))
    lines = [" ".join(f"{who:>6}" for who in WHO)]
    lines += [
        f"{' '.join(f'{code:>6}' for code in codes)}   {method:6} {rule}"
        for (rule, method), codes in rows.items()
    ]
    return HEAD + "".join(f"{line}\n" for line in lines)


@only_sqlite
def test_the_table_is_complete(everybody: list[Visit]) -> None:
    made = table(everybody)
    if os.environ.get("UPDATE_ACCESS") == "1":
        TABLE.write_text(made, "utf-8")
    assert made.splitlines() == TABLE.read_text("utf-8").splitlines()


def test_everybody_gets_what_the_table_says(everybody: list[Visit]) -> None:
    said = reviewed()
    assert [
        (visit.rule, visit.method, visit.who, visit.status)
        for visit in everybody
        if str(visit.status) != said[visit.rule, visit.method][visit.who]
    ] == []


def test_nothing_breaks(everybody: list[Visit]) -> None:
    broken = {(visit.rule, visit.method, visit.who) for visit in everybody if visit.status >= 500}
    assert broken == set()


def test_looking_changes_nothing(everybody: list[Visit]) -> None:
    changed = {
        (v.rule, v.who, sql)
        for v in everybody
        if v.method == "GET"
        for sql in v.wrote
        if not sql.startswith(NOTED)
    }
    assert changed == set()


def test_a_refusal_changes_nothing(everybody: list[Visit]) -> None:
    refusals = [visit for visit in everybody if visit.status in (400, 401, 403, 404, 405)]
    assert {(v.rule, v.method, v.who) for v in refusals if v.wrote} == set()


def test_every_answer_is_protected(everybody: list[Visit]) -> None:
    for visit in everybody:
        got = {name: visit.headers.get(name) for name in [*ALWAYS, "Cache-Control"]}
        expected = {**ALWAYS, "Cache-Control": KEPT_FOR.get(visit.endpoint, "no-store")}
        if visit.endpoint in SANDBOXED:
            expected["Content-Security-Policy"] += "; sandbox"
        assert got == expected, visit


# A link opens for whoever holds it; a new case, and what one asks of one's own, name no object.
NAMES_NOTHING_OF_RIVERSIDE = {
    "identity.join",
    "identity.set_password",
    "cases.log",
    "cases.keep_for_later",
    "portfolio.add",
    "api.put_case",
    "cohort.keep_view",
    "certificates.key",  # the public half of the installation's key
    "certificates.issuer",  # the name of a program, which stands on every certificate of its own
}


def test_strangers_are_told_nothing_of_riverside(everybody: list[Visit]) -> None:
    """No address that names an object of Riverside answers a member of another program."""
    told = {
        (visit.rule, visit.method, visit.who, visit.status)
        for visit in everybody
        if visit.who in ("rin", "ravi")
        and ("<uuid:" in visit.rule or visit.rule.startswith("/exchange/export"))
        and visit.endpoint not in NAMES_NOTHING_OF_RIVERSIDE
        and visit.status not in (403, 404)
    }
    assert told == set()


@only_sqlite
def test_a_refusal_does_not_tell_that_something_is_there(
    app: Flask, connection: Connection, everybody: list[Visit]
) -> None:
    """Who may not see a record gets what they would get if there were none: 403 only where the
    door is shut to them whatever stands behind it."""
    refusals = [
        visit
        for visit in everybody
        if visit.status == 403 and ("<uuid:" in visit.rule or visit.endpoint in ASKED)
    ]
    seen = {(part, visit.who) for visit in everybody for part in shown_by(visit)}
    told = {
        (there.rule, there.method, there.who, nothing.status)
        for there, nothing in zip(
            refusals, refusals_of_nothing(app, connection, refusals), strict=True
        )
        if nothing.status != 403 and not any((part, there.who) in seen for part in named_by(there))
    }
    assert told == set()


def named_by(visit: Visit) -> list[str]:
    """The blanks of the address that are ids, such as `case_id`."""
    return re.findall(r"<uuid:(\w+)>", visit.rule)


def shown_by(visit: Visit) -> list[str]:
    return named_by(visit) if visit.method == "GET" and visit.status == 200 else []
