"""Every page, on a phone by day and on a desk by night: accessible, and as wide as its window."""

import pytest

from logbook.database import db
from tests.cast import CAST
from tests.house.round import WHO, address, doors
from tests.house.scene import Scene, set_scene
from tests.house.source import TOP
from tests.journeys.conftest import DESK, PHONE, Service, Visit

TABLE = TOP / "tests" / "house" / "access.txt"
DOWNLOADS = (".csv", "/document")
GUIDES = ("asha", "ben", "dana", "cora", "ola", "ada")
"""Whom to ask for a page, in this order; everybody shows their own home."""


def shown_to(who: str) -> list[str]:
    """The addresses that this guide is the first to be shown, by the reviewed table."""
    mine = []
    for line in TABLE.read_text("utf-8").splitlines():
        cells = line.split()
        if not line.startswith(" ") or cells[len(WHO) :][:1] != ["GET"]:
            continue
        codes, rule = dict(zip(WHO, cells, strict=False)), cells[-1]
        first = next((guide for guide in GUIDES if codes[guide] == "200"), None)
        # A file that is downloaded is no page.
        if (first == who or rule == "/") and not rule.endswith(DOWNLOADS):
            mine.append(rule)
    return mine


@pytest.fixture
def scene(service: Service) -> Scene:
    with service.app.app_context():
        scene = set_scene()
        db.session.remove()
    return scene


@pytest.mark.parametrize(("window", "light"), [(PHONE, "light"), (DESK, "dark")])
def test_every_page(
    visit: Visit, service: Service, scene: Scene, window: dict[str, int], light: str
) -> None:
    rules = {rule.rule: rule for rule, method in doors(service.app) if method == "GET"}
    faults = []
    for who in GUIDES:
        visitor = visit(CAST[who], window, color_scheme=light)
        for name in shown_to(who):
            with service.app.test_request_context():
                path = address(rules[name], scene)
            visitor.go(path)
            faults += [f"{who} {fault}" for fault in visitor.faults()]
    assert faults == []


def test_the_way_in(visit: Visit, scene: Scene) -> None:
    stranger = visit(window=PHONE)
    for path in ("/sign-in", "/password", f"/join/{scene.link}", "/no-such-page"):
        stranger.go(path)
        stranger.check()
