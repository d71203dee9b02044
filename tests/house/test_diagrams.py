"""A picture in the docs is drawn from the code, not remembered."""

from flask import Flask

from tests.house.source import TOP


def test_the_states_of_a_case_are_as_drawn(application: Flask) -> None:
    drawn = application.test_cli_runner().invoke(args=["diagram"])
    assert drawn.exit_code == 0, drawn.output
    assert (TOP / "docs" / "case-states.md").read_text("utf-8") == drawn.output
