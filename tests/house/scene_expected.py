"""What may be missing in asha's log, on the stage of the house tests."""

from dataclasses import dataclass
from uuid import UUID

from tests.cast import CAST, CLINIC, TODAY
from tests.makers.cases import a_case
from tests.makers.expected import LIST, an_expected_case
from tests.makers.suggestions import a_suggestion


@dataclass(frozen=True)
class ExpectedScene:
    suggestion: UUID
    """By ben, to asha."""
    expected: UUID
    """Of a clinic list of asha's; not logged."""


def set_expected_scene() -> ExpectedScene:
    asha, ben = CAST["asha"], CAST["ben"]
    a_case(fellow=asha, supervisor=ben)
    return ExpectedScene(
        suggestion=a_suggestion(to=asha, by=ben), expected=an_expected_case(of=asha)
    )


EXPECTED_PARTS = {
    "suggestion_id": lambda scene: scene.expected.suggestion,
    "expected_id": lambda scene: scene.expected.expected,
}
EXPECTED_FORMS = {
    "follow_ups.answer": lambda scene: {"relief": "half", "function": "better"},
    "follow_ups.days": lambda scene: {"days": "21"},
    "expected.bring": lambda scene: {
        "lines": LIST,
        "day": TODAY,
        "fellow": CAST["asha"].id,
        "site": "",
    },
    "expected.dismiss": lambda scene: {"said": "not_done"},
    "suggestions.new": lambda scene: {
        "procedure": "esi_lumbosacral_transforaminal",
        "performed_on": TODAY,
        "site": CLINIC,
        "side": "left",
    },
}
