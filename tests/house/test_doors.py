"""Every view says who may open it, and every address says what its parts are."""

import re

from flask import Flask

from logbook.web.guard import door_of

WITHOUT_DOOR = {"static", "bootstrap.static"}


def test_every_view_has_a_door(app: Flask) -> None:
    shut_by_mistake = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in WITHOUT_DOOR and door_of(view) is None
    ]
    assert shut_by_mistake == []


def test_a_view_that_forgot_its_door_is_shut(app: Flask) -> None:
    from_this_test = "forgetful"
    app.view_functions[from_this_test] = lambda: "open"
    rule = app.url_rule_class("/forgetful", endpoint=from_this_test, methods={"GET"})
    app.url_map.add(rule)
    try:
        assert app.test_client().get("/forgetful").status_code == 403
    finally:
        app.view_functions.pop(from_this_test)
        app.url_map._rules.remove(rule)


def test_every_part_of_an_address_has_a_type(app: Flask) -> None:
    untyped = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in WITHOUT_DOOR and re.search(r"<[^:>]+>", rule.rule)
    ]
    assert untyped == []
