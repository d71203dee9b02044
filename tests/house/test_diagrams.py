"""A picture in the docs is drawn from the code, not remembered."""

import pytest
from flask import Flask

from tests.house.source import TOP

DRAWN = [
    ("cases", "case"),
    ("assessments", "assessment"),
    ("sign_offs", "sign-off"),
    ("committee", "meeting"),
]


@pytest.mark.parametrize(("of", "page"), DRAWN)
def test_the_states_are_as_drawn(application: Flask, of: str, page: str) -> None:
    drawn = application.test_cli_runner().invoke(args=["diagram", of])
    assert drawn.exit_code == 0, drawn.output
    assert (TOP / "docs" / f"{page}-states.md").read_text("utf-8") == drawn.output
