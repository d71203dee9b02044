"""Whatever is typed into a draft: what is accepted is a curriculum, by its rules and its schema."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.curriculum import Curriculum
from logbook.domain.draft_asks import Kind
from logbook.domain.draft_edits import (
    NotAccepted,
    added,
    edited,
    find,
    typed_of,
)
from logbook.domain.draft_options import options_in
from logbook.domain.draft_shelves import SHELVES
from tests.domain.drafting import PARTS, SCHEMA, WHOLE, others, typed
from tests.domain.shipped import shipped

OPTIONS = options_in(WHOLE, shipped())
TEXTS = st.one_of(
    st.sampled_from(["", "1", "7", "EPA02", "esi_caudal", "a | b", "x" * 90, "https://x.org"]),
    st.text(max_size=30),
)


def value_for(kind: Kind, among: str) -> st.SearchStrategy[Any]:
    codes = [one.code for one in OPTIONS.get(among, ())] + ["unheard_of", ""]
    if kind is Kind.FLAG:
        return st.booleans()
    if kind is Kind.SOME:
        return st.lists(st.sampled_from(codes), max_size=4)
    if kind in (Kind.ONE, Kind.LEVEL):
        return st.sampled_from(codes)
    return TEXTS


@settings(max_examples=40, deadline=None)
@given(data=st.data(), part=st.sampled_from(PARTS))
def test_whatever_is_accepted_is_a_curriculum_and_touches_nothing_else(
    data: st.DataObject, part: tuple[str, str]
) -> None:
    shelf, key = part
    entry = find(WHOLE, shelf, key)
    asks = [ask for ask in SHELVES[shelf].asks_of(entry) if ask.kind is not Kind.ROWS]
    told = typed(shelf, key)
    for ask in data.draw(st.lists(st.sampled_from(asks), max_size=3) if asks else st.just([])):
        for name in ask.names:
            told[name] = data.draw(value_for(ask.kind, ask.among))
    try:
        changed = edited(WHOLE, SHELVES[shelf], key, told)
    except NotAccepted as wrong:
        assert wrong.complaints
        return
    assert Curriculum.from_document(changed)
    assert list(SCHEMA.iter_errors(changed)) == []
    assert others(changed, shelf, key) == others(WHOLE, shelf, key)
    again = typed_of(asks, find(changed, shelf, key)) | {
        name: rows
        for name, rows in told.items()
        if isinstance(rows, list) and rows and isinstance(rows[0], dict)
    }
    assert edited(changed, SHELVES[shelf], key, again) == changed


ROWS = {
    "scales": ("levels", "rcoa"),
    "forms": ("items", "mini_cex"),
    "domains": ("subcompetencies", "MK"),
    "vocabularies": ("choices", "yes_no"),
}


@settings(max_examples=25, deadline=None)
@given(
    keys=st.lists(TEXTS, max_size=3),
    words=st.lists(TEXTS, min_size=3, max_size=3),
    shelf=st.sampled_from(sorted(ROWS)),
)
def test_whatever_rows_are_accepted_keep_to_the_schema(
    keys: list[str], words: list[str], shelf: str
) -> None:
    name, key = ROWS[shelf]
    told = typed(shelf, key)
    told[name] += [
        {
            "new_key": new, "label.en": said, "name.en": said, "kind": "text", "source": "PC",
        }
        for new, said in zip(keys, words, strict=False)
    ]  # fmt: skip
    try:
        changed = edited(WHOLE, SHELVES[shelf], key, told)
    except NotAccepted:
        return
    assert list(SCHEMA.iter_errors(changed)) == []
    assert len(find(changed, shelf, key)[name]) == len(told[name])


@settings(max_examples=25, deadline=None)
@given(
    shelf=st.sampled_from(["level_sets", "vocabularies", "tests", "field_groups", "domains"]),
    key=TEXTS | st.sampled_from(["Upper", "two_words", "a.b"]),
    said=TEXTS,
)
def test_whatever_is_added_keeps_to_the_schema(shelf: str, key: str, said: str) -> None:
    told = {"new_key": key, "name.en": said, "label.en": said, "levels": said}
    told |= {"fields": ["levels"], "choices": [{"new_key": said, "label.en": said}]}
    try:
        changed, made = added(WHOLE, SHELVES[shelf], told)
    except NotAccepted:
        return
    assert list(SCHEMA.iter_errors(changed)) == []
    assert others(changed, shelf, made) == WHOLE
