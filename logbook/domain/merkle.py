"""Proofs over the ledger's trees: that an entry is in a tree, and that a tree grew from another.

The algorithms of RFC 9162 (Certificate Transparency 2.0), section 2.1, over leaves that are
hashed already. A proof is a list of 32-byte hashes, about log2 of the tree's size.
"""

import hashlib
from collections.abc import Collection, Sequence

from logbook.domain.audit import join


class BadProof(ValueError):
    """A proof that does not lead to what it claims."""


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Merkle tree hash of leaf hashes; of none, SHA-256 of nothing (2.1.1)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    row = list(leaves)
    while len(row) > 1:
        row = _row_above(row)
    return row[0]


def _row_above(row: Sequence[bytes]) -> list[bytes]:
    pairs = [join(row[n], row[n + 1]) for n in range(0, len(row) - 1, 2)]
    return [*pairs, *row[len(pairs) * 2 :]]  # an odd one goes up as it is


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """From the leaf's sibling up to the root's child (2.1.3.1). IndexError for no leaf."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*inclusion(left, index), root_of(right)]
    return [*inclusion(right, index - split), root_of(left)]


def consistency(leaves: Sequence[bytes], older: int) -> list[bytes]:
    """That the tree of the first `older` leaves is where this one grew from (2.1.4.1)."""
    if not 0 < older <= len(leaves):
        raise IndexError(older)
    return _consistency(leaves, older, whole=True)


def _consistency(leaves: Sequence[bytes], older: int, whole: bool) -> list[bytes]:
    if older == len(leaves):
        return [] if whole else [root_of(leaves)]
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if older <= split:
        return [*_consistency(left, older, whole), root_of(right)]
    return [*_consistency(right, older - split, whole=False), root_of(left)]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root of the tree of this size that holds the leaf at this place, if the path is a true
    one (2.1.3.2). BadProof when the path cannot belong to such a tree."""
    if not 0 <= index < size:
        raise BadProof("the entry is not in a tree of this size")
    node, place, last = leaf, index, size - 1
    for hash_ in path:
        if last == 0:
            raise BadProof("the proof is too long")
        if place & 1 or place == last:
            node = join(hash_, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = join(node, hash_)
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof("the proof is too short")
    return node


def check_growth(
    older: int, older_root: bytes, newer: int, newer_root: bytes, path: Sequence[bytes]
) -> None:
    """BadProof unless the older tree is the beginning of the newer one (2.1.4.2)."""
    if not 0 < older <= newer:
        raise BadProof("a tree grows from a smaller one that is not empty")
    if older == newer:
        if path or older_root != newer_root:
            raise BadProof("two trees of one size differ")
        return
    hashes = list(path)
    if older & (older - 1) == 0:  # a perfect tree is itself the first node of the path
        hashes.insert(0, older_root)
    if not hashes:
        raise BadProof("the proof is too short")
    if _grown(older, newer, hashes) != (older_root, newer_root):
        raise BadProof("the newer tree did not grow from the older one")


def _grown(older: int, newer: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Both roots, as the path leads to them."""
    place, last = older - 1, newer - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = hashes[0]
    for hash_ in hashes[1:]:
        if last == 0:
            raise BadProof("the proof is too long")
        if place & 1 or place == last:
            before, after = join(hash_, before), join(hash_, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = join(after, hash_)
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof("the proof is too short")
    return before, after


def _split(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusions(leaves: Sequence[bytes], indexes: Collection[int]) -> dict[int, list[bytes]]:
    """The paths of `inclusion` for many leaves of one tree, which is hashed only once, row
    by row."""
    paths: dict[int, list[bytes]] = {index: [] for index in indexes}
    if any(not 0 <= index < len(leaves) for index in paths):
        raise IndexError(max(paths))
    level, depth = list(leaves), 0
    while len(level) > 1:
        for index, path in paths.items():
            sibling = (index >> depth) ^ 1
            if sibling < len(level):
                path.append(level[sibling])
        level, depth = _row_above(level), depth + 1
    return paths
