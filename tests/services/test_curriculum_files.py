"""A curriculum file: read, judged by path and line, written and read again."""

from collections.abc import Mapping
from typing import Any

import pytest

from logbook.services import curriculum_files
from logbook.services.curriculum import SHIPPED, plain
from logbook.services.curriculum_files import FaultyFile, as_yaml, read_file
from tests.makers.curricula import shipped_document

FILES = sorted(SHIPPED.glob("*.yaml"))
TEXT = (SHIPPED / "pain_medicine.yaml").read_text("utf-8")


def line_of(words: str) -> int:
    """The line of the shipped file where these words stand first."""
    return next(number for number, line in enumerate(TEXT.splitlines(), 1) if words in line)


def faults_of(text: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(FaultyFile) as faulty:
        read_file(text.encode())
    return [
        (fault.path, fault.line, fault.what.id % fault.what.params) for fault in faulty.value.faults
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_ships_keeps_to_the_schema_and_is_the_same_after_export(path: Any) -> None:
    document = read_file(path.read_bytes())
    written = as_yaml(document)
    again = read_file(written.encode())
    assert again == document
    assert list(again) == list(document)
    assert plain(again) == plain(document)


def test_a_fault_against_the_schema_names_its_path_and_its_line() -> None:
    found = faults_of(TEXT.replace('edition: "2026.2"', "edition: 2026.2"))
    assert found == [("edition", line_of('edition: "2026.2"'), "expected string, found “2026.2”")]


@pytest.mark.parametrize(
    ("old", "new", "path", "told"),
    [
        ("kind: patients", "kind: patiens", "requirements[0].kind", "“patiens” is none of"),
        ("unit: procedure, figure", "unti: procedure, figure", "requirements[0]", "“unit” is miss"),
        ("scale: entrust5\n    items", "scael: entrust5\n    items", "forms[0].scael", "not known"),
        ("months: 12,", "months: zwölf,", "length.months", "expected integer"),
        ('title: {en: "Pain', 'title: {xx: "Pain', "title", "“en” is missing"),
        ("last: 5", "last: 0", "requirements[26].last", "not as the schema asks"),
    ],
)
def test_each_kind_of_fault_is_told_in_words(old: str, new: str, path: str, told: str) -> None:
    assert old in TEXT
    found = faults_of(TEXT.replace(old, new, 1))
    line = line_of(old.splitlines()[0]) if "scael" not in new else line_of("scale: entrust5\n"[:15])
    first = next(fault for fault in found if fault[0] == path)
    assert told in first[2]
    if "scael" not in new:
        assert first[1] == line


def test_what_the_parts_say_of_each_other_is_judged_too() -> None:
    old = "category: spine_lumbar_sacral, unit"
    found = faults_of(TEXT.replace(old, "category: spine, unit", 1))
    assert found == [("requirements[12].category", line_of(old), "unknown category 'spine'")]


def test_all_faults_are_told_at_once_in_the_order_of_lines() -> None:
    text = TEXT.replace("months: 12,", "months: -1,", 1).replace("kind: exam,", "kind: exma,", 1)
    lines = [line for _, line, _ in faults_of(text)]
    assert len(lines) >= 2
    assert lines == sorted(line or 0 for line in lines)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a: &a [1]\nb: *a\n", 2, "references"),
        ("a: 1\na: 2\n", 2, "twice"),
        ("a: {1\nb: }", 2, "YAML"),
        ("[" * 5000, 1, "nested"),
        ("", None, "expected object"),
        ("a: !!python/object:os.system x\n", 1, "YAML"),
        ("on: 2026-13-45\n", 1, "YAML"),
        ("a: 1\n---\nb: 2\n", 2, "YAML"),
    ],
)
def test_no_file_does_harm(text: str, line: int | None, told: str) -> None:
    [(_, where, what)] = faults_of(text)
    assert told in what
    assert where == line


def test_a_bomb_of_references_is_refused_without_unfolding_it() -> None:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    [(_, line, what)] = faults_of("\n".join(rows))
    assert (line, "references" in what) == (2, True)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"x" * (curriculum_files.MOST_BYTES + 1)])
def test_what_is_no_text_or_too_much_of_it_is_refused(data: bytes) -> None:
    with pytest.raises(FaultyFile) as faulty:
        read_file(data)
    assert len(faulty.value.faults) == 1


def test_a_reader_that_dies_is_a_file_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    deadly = tmp_path / "reader.py"
    deadly.write_text("raise SystemExit(9)")
    monkeypatch.setattr(curriculum_files, "READER", deadly)
    with pytest.raises(FaultyFile, match="cannot be read"):
        read_file(b"a: 1")


KINDS = {
    "procedures", "patients", "exams", "distinct_supervisors", "recency", "rotation", "exposure",
    "sessions", "hours", "assessments", "entrustment", "feedback_round", "credential", "test",
    "portfolio", "milestone", "group",
}  # fmt: skip


def test_each_kind_of_requirement_has_its_own_fields() -> None:
    """A field of another kind is told, whatever the kind."""
    document: Mapping[str, Any] = shipped_document()
    first: dict[str, int] = {}
    for place, one in enumerate(document["requirements"]):
        first.setdefault(one["kind"], place)
        one["surplus"] = 1
    found = {path for path, _, what in faults_of(as_yaml(document)) if "not known" in what}
    assert {f"requirements[{place}].surplus" for place in first.values()} <= found
    assert KINDS - set(first) <= {"rotation"}
