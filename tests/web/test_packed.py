"""A page put together of packed and of stored parts is the gzip of the whole page."""

import gzip

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from logbook.web.packed import PACKED, STORED, piece, response

TEXTS = st.one_of(st.text(), st.sampled_from(["<td class='lb-heat'>" * 9_000, "x" * 70_000]))
PARTS = st.lists(st.tuples(TEXTS, st.sampled_from([PACKED, STORED])), max_size=5)


@given(parts=PARTS)
def test_whoever_unpacks_it_reads_the_parts_in_their_order(
    parts: list[tuple[str, int]],
) -> None:
    pieces = [piece(text, level) for text, level in parts]
    whole = "".join(text for text, _ in parts).encode()
    with Flask("stage").test_request_context(headers={"Accept-Encoding": "gzip"}):
        assert gzip.decompress(response(pieces, packed=True).data) == whole
        assert response(pieces, packed=False).data == whole
