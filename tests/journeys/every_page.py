"""Every page of the service, as the first of the guides is shown it who may see it."""

from logbook.database import db
from tests.cast import CAST
from tests.house.round import address, doors, reviewed
from tests.house.scene import Scene, set_scene
from tests.journeys.conftest import Service, Visit

DOWNLOADS = (
    *(".csv", ".json", ".pdf", ".jwt", ".ics", ":form>", "/document"),
    *("/sw.js", "/manifest.webmanifest"),
    *("/issuers/<uuid:program_id>", "/keys/<uuid:key_id>", "/packets/<uuid:packet_id>"),
)
DOCS = "/api/v1/docs"
GUIDES = ("asha", "ben", "dana", "cora", "ola", "ada")
"""Whom to ask for a page, in this order; everybody shows their own home."""


def shown_to(who: str) -> list[str]:
    """The addresses that this guide is the first to be shown, by the reviewed table."""
    mine = []
    for (rule, method), codes in reviewed().items():
        first = next((guide for guide in GUIDES if codes[guide] == "200"), None)
        # A file that is downloaded is no page, nor is what the API answers.
        is_page = not rule.endswith(DOWNLOADS) and (rule == DOCS or not rule.startswith("/api/"))
        if method == "GET" and (first == who or rule == "/") and is_page:
            mine.append(rule)
    return mine


def a_scene(service: Service) -> Scene:
    with service.app.app_context():
        scene = set_scene()
        db.session.remove()
    return scene


def faults_of_every_page(
    visit: Visit, service: Service, window: dict[str, int], light: str
) -> list[str]:
    """What is wrong with any of them in this window, by this light."""
    scene, faults = a_scene(service), []
    rules = {rule.rule: rule for rule, method in doors(service.app) if method == "GET"}
    for who in GUIDES:
        visitor = visit(CAST[who], window, color_scheme=light)
        for name in shown_to(who):
            with service.app.test_request_context():
                path = address(rules[name], scene)
            visitor.go(path)
            faults += [f"{who} {fault}" for fault in visitor.faults()]
    return faults
