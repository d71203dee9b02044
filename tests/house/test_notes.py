"""The labelled notes are what they are said to be, and the guard does on them what it has to."""

from bench.notes import develop, held
from bench.notes.making import make
from bench.notes.measuring import measure

NOTES = 600


def test_half_of_the_notes_are_clean_and_half_of_each_language():
    notes = [*make(held.FAMILY, 1, NOTES)]
    assert sum(not note.telling for note in notes) == NOTES // 2
    assert sum(note.language == "id" for note in notes) == NOTES // 2
    assert notes == [*make(held.FAMILY, 1, NOTES)]


def test_labels_lie_on_their_words():
    for note in make(held.FAMILY, 2, 200):
        for telling in note.telling:
            words = note.text[telling.start : telling.end]
            assert words == words.strip() != ""
        assert not set("[]{}") & set(note.text)


def test_the_families_share_no_sentence_and_no_name():
    for name in ("english", "first", "indonesian", "streets", "jalan"):
        assert not set(getattr(develop.FAMILY.names, name)) & set(getattr(held.FAMILY.names, name))
    for language, built_on in develop.FAMILY.by_language.items():
        kept = held.FAMILY.by_language[language]
        for kind, sentences in built_on.telling.items():
            assert not set(sentences) & set(kept.telling[kind])
        assert not set(built_on.hard) & set(kept.hard)
        assert not set(built_on.clean) & set(kept.clean)


def test_held_notes_are_guarded_as_well_as_is_asked():
    sums = measure([*make(held.FAMILY, 3, NOTES)])
    assert sums.recall >= 0.95
    assert sums.alarms <= 0.05
