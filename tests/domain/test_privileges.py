"""What a supervisor may vouch for on a day."""

from datetime import date, timedelta

import pytest

from logbook.domain.privileges import Field, Privilege, Scope, covers

DAY = date(2026, 11, 26)
BLOCK, EPIDURAL = Field("facet_block", "blocks"), Field("esi", "epidurals")


def held(scope: Scope, code: str = "", starts: int = -10, ends: int | None = None) -> Privilege:
    ends_on = None if ends is None else DAY + timedelta(days=ends)
    return Privilege(scope, code, DAY + timedelta(days=starts), ends_on)


@pytest.mark.parametrize(
    ("privileges", "asked", "yes"),
    [
        ([held(Scope.ALL)], [BLOCK, EPIDURAL], True),
        ([held(Scope.CATEGORY, "blocks")], [BLOCK], True),
        ([held(Scope.CATEGORY, "blocks")], [BLOCK, EPIDURAL], False),
        ([held(Scope.CATEGORY, "blocks"), held(Scope.PROCEDURE, "esi")], [BLOCK, EPIDURAL], True),
        ([held(Scope.PROCEDURE, "blocks")], [BLOCK], False),
        ([held(Scope.ALL, ends=0)], [BLOCK], True),
        ([held(Scope.ALL, ends=-1)], [BLOCK], False),
        ([held(Scope.ALL, starts=1)], [BLOCK], False),
        ([held(Scope.ALL)], [], True),
        ([], [], False),
    ],
)
def test_what_is_covered(privileges: list[Privilege], asked: list[Field], yes: bool) -> None:
    assert covers(privileges, asked, DAY) is yes
