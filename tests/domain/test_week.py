"""What changed in a week: only of fellows who were there then, and only what is new."""

from logbook.domain.week import Change, changes


def test_what_is_new_is_told_and_what_was_there_is_not() -> None:
    before = {"a": {"met": ["one"], "at_risk": ["two"]}}
    now = {"a": {"met": ["one", "three"], "at_risk": ["two", "four"]}}
    assert changes(before, now) == [Change("a", ("three",), ("four",))]
    assert changes(now, now) == []


def test_what_goes_is_no_news_and_who_begins_neither() -> None:
    before = {"a": {"met": [], "at_risk": ["two"]}}
    now = {"a": {"met": [], "at_risk": []}, "b": {"met": ["one"], "at_risk": ["two"]}}
    assert changes(before, now) == []
