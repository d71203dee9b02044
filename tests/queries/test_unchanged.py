"""What is kept while nothing changes: asked once, anew after every change, never within one."""

from collections.abc import Iterator

import pytest
from flask import Flask

from logbook.database import begin_to_write, db
from logbook.queries.unchanged import WhileUnchanged
from logbook.services.identity import change_settings, of_account
from tests.cast import CAST, RIVERSIDE, Member
from tests.makers.cases import an_approved_case


@pytest.fixture
def asked(app: Flask) -> Iterator[list[int]]:
    yield []


def read(kept: WhileUnchanged[int], asked: list[int], key: object = "sum") -> int:
    """As a page does it: in a transaction that only reads."""

    def make() -> int:
        asked.append(1)
        return len(asked)

    db.session.info.pop("writes", None)
    return kept.of(RIVERSIDE, key, make)


def test_it_is_made_once_and_anew_after_a_change(
    asked: list[int], asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    kept: WhileUnchanged[int] = WhileUnchanged(4)
    assert [read(kept, asked) for _ in range(3)] == [1, 1, 1]
    an_approved_case(fellow=asha, supervisor=ben)
    assert [read(kept, asked) for _ in range(2)] == [2, 2]


def test_other_questions_and_other_programs_have_their_own(
    asked: list[int], asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    kept: WhileUnchanged[int] = WhileUnchanged(4)
    assert [read(kept, asked, key) for key in "aba"] == [1, 2, 1]
    assert kept.of(CAST["rin"].program_id, "a", lambda: 99) == 99


def test_only_so_many_are_kept(asked: list[int], asha: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    kept: WhileUnchanged[int] = WhileUnchanged(2)
    assert [read(kept, asked, key) for key in "abacab"] == [1, 2, 1, 3, 1, 4]


def test_nothing_is_kept_within_a_change(asked: list[int], asha: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    kept: WhileUnchanged[int] = WhileUnchanged(4)
    begin_to_write()
    assert kept.of(RIVERSIDE, "sum", lambda: 7) == 7
    assert kept.of(RIVERSIDE, "sum", lambda: 8) == 8
    db.session.rollback()
    assert read(kept, asked) == 1


def test_the_names_of_people_are_seen_though_no_ledger_of_the_program_tells_them(
    asked: list[int], asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    kept: WhileUnchanged[int] = WhileUnchanged(4)
    assert read(kept, asked) == 1
    change_settings(of_account(ben.account_id), name="Benjamin Okafor-Hale")
    assert [read(kept, asked) for _ in range(2)] == [2, 2]
    change_settings(of_account(CAST["rin"].account_id), name="Rin of another program")
    assert read(kept, asked) == 2
