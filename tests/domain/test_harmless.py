"""A reason lets the words pass that it was given for, and no others."""

from contextvars import copy_context

from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.case_content import about_text
from logbook.domain.harmless import (
    Harmless,
    Stated,
    hearing,
    key_of,
    needed,
    turn_to_the_next,
    unexplained,
)
from logbook.domain.identifiers import IdentifierKind, find_identifiers

TEXT = "Mr Racz needle, batch for Mrs Whitfield"


def keys_in(text: str) -> list[str]:
    return [key_of(text, one) for one in find_identifiers(text)]


def test_nothing_passes_where_nobody_listens():
    assert len(unexplained("reflection", TEXT)) == 2
    assert needed() == frozenset()


def test_a_reason_is_for_its_own_words_only():
    racz, whitfield = keys_in(TEXT)
    with hearing({racz: Harmless.TECHNIQUE}):
        [left] = unexplained("reflection", TEXT)
        assert TEXT[left.start : left.end] == "Mrs Whitfield"
        assert needed() == {Stated("reflection", IdentifierKind.NAME, Harmless.TECHNIQUE, racz)}
    with hearing({racz: Harmless.TECHNIQUE, whitfield: Harmless.COLLEAGUE}):
        assert [*about_text("reflection", TEXT, 300)] == []


def test_the_same_words_pass_wherever_they_stand_and_however_they_are_spelled():
    [key] = keys_in("Mr Racz")
    with hearing({key: Harmless.TECHNIQUE}):
        assert unexplained("indication", "later MR. RACZ") != []  # a point more: other words
        assert unexplained("indication", "so mr Racz, and Mr Racz") == []
        assert len(needed()) == 1


def test_the_complaint_names_what_is_left():
    [(name, message)] = about_text("reflection", "Mr Aa, Mr Bb, Mr Cc and Mr Dd", 300)
    assert (name, message.params["found"]) == ("reflection", "Mr Aa”, “Mr Bb”, “Mr Cc")


def test_a_reason_is_asked_for_only_where_one_could_be_given():
    [(_, nobody)] = about_text("reflection", "Mr Aa", 300)
    assert nobody.id.endswith("Leave it out.")
    with hearing({}):
        [(_, somebody)] = about_text("reflection", "Mr Aa", 300)
    assert somebody.id.endswith("or state why not.")


def test_what_was_heard_is_forgotten_at_the_end_and_elsewhere():
    [key] = keys_in("Mr Racz")
    elsewhere = copy_context()
    with hearing({key: Harmless.THING}):
        assert unexplained("words", "Mr Racz") == []
        assert elsewhere.run(unexplained, "words", "Mr Racz") != []
    assert unexplained("words", "Mr Racz") != []


@settings(deadline=None)
@given(st.text())
def test_every_finding_has_a_key(text):
    for finding in find_identifiers("Mr Smith " + text):
        assert len(key_of("Mr Smith " + text, finding)) == 16


def test_what_was_needed_for_one_record_is_not_told_of_the_next():
    [key] = keys_in("Mr Racz")
    with hearing({key: Harmless.THING}):
        unexplained("words", "Mr Racz")
        turn_to_the_next()
        assert needed() == frozenset()
        assert unexplained("words", "Mr Racz") == []
        assert len(needed()) == 1
