"""What may be missing in asha's log, on the stage of the house tests."""

from dataclasses import dataclass
from uuid import UUID

from tests.cast import CAST, CLINIC, TODAY
from tests.makers.cases import a_case
from tests.makers.suggestions import a_suggestion


@dataclass(frozen=True)
class ExpectedScene:
    suggestion: UUID
    """By ben, to asha."""


def set_expected_scene() -> ExpectedScene:
    asha, ben = CAST["asha"], CAST["ben"]
    a_case(fellow=asha, supervisor=ben)
    return ExpectedScene(suggestion=a_suggestion(to=asha, by=ben))


EXPECTED_PARTS = {"suggestion_id": lambda scene: scene.expected.suggestion}
EXPECTED_FORMS = {
    "suggestions.new": lambda scene: {
        "procedure": "esi_lumbosacral_transforaminal",
        "performed_on": TODAY,
        "site": CLINIC,
        "side": "left",
    },
}
