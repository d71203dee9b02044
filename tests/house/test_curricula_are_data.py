"""What a curriculum is called stands in its file only: another one needs no line of code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from logbook.domain.curriculum import Curriculum
from logbook.services.curriculum import SHIPPED
from tests.domain.shipped import shipped
from tests.house.source import MODULES, TOP, name_of, tree

CODE = [path for path in MODULES if not path.name.startswith("demo")]
SCRIPT = [TOP / "tests" / "makers" / f"{name}.py" for name in ("finishing", "training", "judging")]


def names_of(curriculum: Curriculum) -> set[str]:
    """The ids that are no plain words: `reflection`, an activity, is also a field of a case."""
    offers = curriculum.offers
    parts = (
        curriculum.requirements,
        curriculum.competencies,
        curriculum.procedures,
        curriculum.forms,
        curriculum.domains,
        offers.rotations,
        offers.credentials,
        offers.tests,
    )
    return {curriculum.id, *(name for part in parts for name in part)}


def words_in(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_code_knows_what_a_curriculum_calls_its_parts(file: Path) -> None:
    names = names_of(shipped(file.stem))
    assert len(names) > 10
    found = {
        (name_of(path), word)
        for path in [*CODE, *SCRIPT]
        for word in words_in(path)
        if word in names
    }
    assert found == set()
