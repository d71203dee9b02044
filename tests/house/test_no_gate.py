"""Learning curves are feedback, never a gate: nothing that decides may know what a curve says."""

import re

from tests.house.source import MODULES, name_of

ASKS = re.compile(
    r"logbook\.(?:queries\.curves?\b|queries\.curve_cases|policy\.curves|domain\.learning_curves)"
    r"|from logbook\.(?:queries|policy) import [^\n]*\bcurves?\b"
)
DECIDING = ("logbook/services/", "logbook/policy/", "logbook/models/", "logbook/cli/")


def asking() -> set[str]:
    return {name_of(path) for path in MODULES if ASKS.search(path.read_text("utf-8"))}


def test_pages_and_the_curriculum_know_of_curves() -> None:
    known = {"logbook/web/curves/views.py", "logbook/web/sign_offs/record.py"}
    assert asking() >= known | {"logbook/queries/curves.py", "logbook/domain/curriculum.py"}


def test_nothing_that_decides_asks_a_curve() -> None:
    assert [one for one in sorted(asking()) if one.startswith(DECIDING)] == []


def test_no_rule_of_a_requirement_or_a_sign_off_asks_a_curve() -> None:
    """In the domain only the curriculum, which holds what is a failure, and its editor."""
    known = {"curriculum", "curve_document", "changes_of_curves", "learning_curves"}
    in_domain = {one for one in asking() if one.startswith("logbook/domain/")}
    assert in_domain <= {f"logbook/domain/{name}.py" for name in known}
