"""The ledger's form: canonical bytes as RFC 8785 wants them, trees as RFC 9162 hashes them."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.audit import (
    NOTHING_BEFORE,
    Entry,
    Growing,
    Head,
    academic_year,
    canonical,
    commitment,
    instant,
)

LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    bytes(range(96, 112)).hex(),
)
"""The reference leaves of Certificate Transparency, and the roots of the first n of them."""

ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

AN_ENTRY = Entry(
    program_id=UUID(int=7),
    log="2026",
    seq=3,
    at=datetime(2026, 11, 23, 14, 5, 9, 12, tzinfo=UTC),
    actor_id=UUID(int=8),
    event="case.approved",
    subject_id=UUID(int=9),
    facts='{"level":"3"}',
    content=b"\x01" * 32,
    previous=NOTHING_BEFORE,
)


def leaf(data: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(data)).digest()


def grown(count: int) -> Head:
    head = Head("2026")
    for data in LEAVES[:count]:
        head = head.grown_by(leaf(data))
    return head


@pytest.mark.parametrize("count", range(len(ROOTS)))
def test_the_root_of_the_first_leaves_is_that_of_the_reference(count: int) -> None:
    assert grown(count).root().hex() == ROOTS[count]


def merkle(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, word for word: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + merkle(leaves[:split]) + merkle(leaves[split:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
@settings(deadline=None, max_examples=50)
def test_growing_gives_the_tree_that_hashing_all_at_once_gives(leaves: list[bytes]) -> None:
    head = Head("2026")
    for one in leaves:
        head = head.grown_by(one)
    assert head.root() == merkle(leaves)
    assert len(head.subtrees) == len(leaves).bit_count()
    assert Head.kept(head.log, head.size, head.last, b"".join(head.subtrees)) == head


def test_the_next_log_is_empty_and_goes_on_with_the_chain() -> None:
    head = grown(5)
    following = head.next_log("2027")
    assert (following.log, following.size, following.subtrees) == ("2027", 0, ())
    assert following.last == head.last
    assert following.root() == hashlib.sha256(b"").digest()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=10)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(keys, parts, max_size=4),
    max_leaves=12,
)


@given(values)
@settings(deadline=None, max_examples=200)
def test_what_we_keep_is_written_as_rfc_8785_wants_it(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [1.5, [1.0], {"a": {"b": 0.1}}, float("nan")])
def test_no_float_enters_the_ledger(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_an_entry_is_hashed_as_a_leaf_of_its_canonical_bytes() -> None:
    expected = rfc8785.dumps(
        {
            "form": 1,
            "program": "00000000-0000-0000-0000-000000000007",
            "log": "2026",
            "seq": 3,
            "at": "2026-11-23T14:05:09.000012Z",
            "actor": "00000000-0000-0000-0000-000000000008",
            "event": "case.approved",
            "subject": "00000000-0000-0000-0000-000000000009",
            "facts": '{"level":"3"}',
            "content": "01" * 32,
            "previous": "00" * 32,
        }
    )
    assert AN_ENTRY.canonical() == expected
    assert AN_ENTRY.leaf() == hashlib.sha256(b"\x00" + expected).digest()


@pytest.mark.parametrize(
    "other",
    [
        {"program_id": UUID(int=1)},
        {"log": "2027"},
        {"seq": 4},
        {"at": AN_ENTRY.at + timedelta(microseconds=1)},
        {"actor_id": UUID(int=1)},
        {"event": "case.returned"},
        {"subject_id": UUID(int=1)},
        {"facts": '{"level":"4"}'},
        {"content": None},
        {"previous": b"\x01" * 32},
    ],
)
def test_no_part_of_an_entry_can_change_unseen(other: dict[str, object]) -> None:
    assert replace(AN_ENTRY, **other).leaf() != AN_ENTRY.leaf()  # type: ignore[arg-type]


def test_a_commitment_is_keyed_by_the_salt() -> None:
    content = {"words": "steady hands", "level": 3}
    expected = hmac.new(b"salt", rfc8785.dumps(content), hashlib.sha256).digest()
    assert commitment(b"salt", content) == expected
    assert commitment(b"other", content) != expected


def test_an_instant_is_written_in_utc_at_full_length() -> None:
    jakarta = timezone(timedelta(hours=7))
    assert instant(datetime(2026, 7, 1, 6, 0, tzinfo=jakarta)) == "2026-06-30T23:00:00.000000Z"


def test_the_academic_year_is_named_by_its_beginning() -> None:
    assert academic_year(datetime(2026, 6, 30, 23, 59, tzinfo=UTC), 7) == "2025"
    assert academic_year(datetime(2026, 7, 1, tzinfo=UTC), 7) == "2026"
    assert academic_year(datetime(2026, 1, 1, tzinfo=UTC), 1) == "2026"


def test_what_json_does_not_know_is_refused():
    with pytest.raises(TypeError):
        canonical({"facts": [{1, 2}]})


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
@settings(deadline=None, max_examples=50)
def test_a_log_read_from_its_beginning_has_the_head_that_was_kept(leaves: list[bytes]) -> None:
    head, growing = Head("2026"), Growing("2026")
    for one in leaves:
        head = head.grown_by(one)
        growing.add(one)
    assert growing.head() == head
