"""Every view says who may open it, and every address says what its parts are."""

import re

from flask import Flask

from logbook.web import guard
from logbook.web.guard import door_of

WITHOUT_DOOR = {"static", "bootstrap.static"}


def test_every_view_has_a_door(app: Flask) -> None:
    shut_by_mistake = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in WITHOUT_DOOR and door_of(view) is None
    ]
    assert shut_by_mistake == []


def test_a_view_that_forgot_its_door_is_shut() -> None:
    """In an application of its own: the others' must not keep the view."""
    house = Flask(__name__)
    guard.set_up(house)
    house.add_url_rule("/forgetful", "forgetful", lambda: "open")
    house.add_url_rule("/open", "open", guard.anyone(lambda: "open"))
    assert house.test_client().get("/forgetful").status_code == 403
    assert house.test_client().get("/open").status_code == 200


def test_every_part_of_an_address_has_a_type(app: Flask) -> None:
    untyped = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in WITHOUT_DOOR and re.search(r"<[^:>]+>", rule.rule)
    ]
    assert untyped == []
