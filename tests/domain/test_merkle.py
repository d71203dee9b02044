"""Proofs over trees: those of the reference, every place of every small tree, and forged ones."""

import hashlib
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.merkle import (
    BadProof,
    check_growth,
    consistency,
    inclusion,
    inclusions,
    root_from_inclusion,
    root_of,
)
from tests.domain.test_audit import LEAVES, ROOTS, leaf

REFERENCE = [leaf(data) for data in LEAVES]

A, B, C, D, E, F = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
)

INCLUSIONS = {
    (0, 1): [],
    (0, 8): [A, B, C],
    (5, 8): [D, E, ROOTS[4]],
    (2, 3): [ROOTS[2]],
    (1, 5): [ROOTS[1], B, D],
}
"""Of Certificate Transparency's own tests: by place and size."""

CONSISTENCIES = {(1, 1): [], (1, 8): [A, B, C], (6, 8): [F, E, ROOTS[4]], (2, 5): [B, D]}


@pytest.mark.parametrize(("place", "path"), INCLUSIONS.items())
def test_a_proof_of_inclusion_is_that_of_the_reference(
    place: tuple[int, int], path: list[str]
) -> None:
    index, size = place
    assert [one.hex() for one in inclusion(REFERENCE[:size], index)] == path


@pytest.mark.parametrize(("sizes", "path"), CONSISTENCIES.items())
def test_a_proof_of_growth_is_that_of_the_reference(
    sizes: tuple[int, int], path: list[str]
) -> None:
    older, newer = sizes
    assert [one.hex() for one in consistency(REFERENCE[:newer], older)] == path


def a_tree(size: int) -> list[bytes]:
    return [hashlib.sha256(b"\x00" + bytes([n])).digest() for n in range(size)]


@pytest.mark.parametrize("size", range(1, 35))
def test_every_place_and_every_beginning_of_a_tree_can_be_proved(size: int) -> None:
    leaves = a_tree(size)
    root = root_of(leaves)
    for index in range(size):
        path = inclusion(leaves, index)
        assert root_from_inclusion(leaves[index], index, size, path) == root
    for older in range(1, size + 1):
        path = consistency(leaves, older)
        check_growth(older, root_of(leaves[:older]), size, root, path)


@given(st.integers(2, 40), st.data())
@settings(deadline=None, max_examples=150)
def test_a_forged_proof_of_inclusion_leads_elsewhere(size: int, data: st.DataObject) -> None:
    leaves = a_tree(size)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(leaves, index)
    bent = bytearray(b"".join([leaves[index], *path]))
    bit = data.draw(st.integers(0, 8 * len(bent) - 1))
    bent[bit // 8] ^= 1 << bit % 8
    parts = [bytes(bent[n : n + 32]) for n in range(0, len(bent), 32)]
    assert root_from_inclusion(parts[0], index, size, parts[1:]) != root_of(leaves)
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index))
    with suppress(BadProof):
        assert root_from_inclusion(leaves[index], other, size, path) != root_of(leaves)


@given(st.integers(2, 40), st.data())
@settings(deadline=None, max_examples=150)
def test_a_forged_history_is_refused(size: int, data: st.DataObject) -> None:
    """An entry of the older tree was exchanged, and the newer tree made to fit."""
    leaves = a_tree(size)
    older = data.draw(st.integers(1, size - 1))
    place = data.draw(st.integers(0, older - 1))
    forged = [*leaves[:place], bytes(32), *leaves[place + 1 :]]
    before = root_of(leaves[:older])
    for path in (consistency(leaves, older), consistency(forged, older)):
        with pytest.raises(BadProof):
            check_growth(older, before, size, root_of(forged), path)


def test_a_proof_that_is_too_long_or_too_short_is_none() -> None:
    leaves = a_tree(11)
    root = root_of(leaves)
    path, growth = inclusion(leaves, 4), consistency(leaves, 6)
    for bent in (path[:-1], [*path, bytes(32)], []):
        with pytest.raises(BadProof):
            root_from_inclusion(leaves[4], 4, 11, bent)
    for bent in (growth[:-1], [*growth, bytes(32)], []):
        with pytest.raises(BadProof):
            check_growth(6, root_of(leaves[:6]), 11, root, bent)
    with pytest.raises(BadProof):
        root_from_inclusion(leaves[4], 11, 11, path)
    with pytest.raises(BadProof):
        check_growth(11, root, 11, root_of(leaves[:10]), [])
    with pytest.raises(BadProof):
        check_growth(12, root, 11, root, [])


def test_what_is_not_there_cannot_be_proved() -> None:
    with pytest.raises(IndexError):
        inclusion(a_tree(3), 3)
    for older in (0, 4):
        with pytest.raises(IndexError):
            consistency(a_tree(3), older)


def test_every_root_differs_from_the_one_before() -> None:
    roots = [root_of(REFERENCE[:size]).hex() for size in range(len(REFERENCE) + 1)]
    assert roots == list(ROOTS)
    assert all(a != b for a, b in pairwise(roots))


@given(st.integers(1, 70), st.data())
def test_many_paths_are_those_found_one_by_one(size: int, data: st.DataObject) -> None:
    leaves = [hashlib.sha256(bytes([n])).digest() for n in range(size)]
    asked = data.draw(st.sets(st.integers(0, size - 1)))
    assert inclusions(leaves, asked) == {one: inclusion(leaves, one) for one in asked}


def test_no_path_leads_from_a_leaf_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        inclusions([bytes(32)], {1})
