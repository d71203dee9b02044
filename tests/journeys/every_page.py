"""Every page of the service, as the first of the guides is shown it who may see it."""

from collections.abc import Iterable

from logbook.database import db
from tests.cast import CAST
from tests.house.round import address, doors, reviewed
from tests.house.scene import Scene, set_scene
from tests.journeys.conftest import DESK, PHONE, Service, Visit

DOWNLOADS = (
    *(".csv", ".json", ".pdf", ".jwt", ".ics", ":form>", "/document"),
    *("/sw.js", "/manifest.webmanifest", "/favicon.ico"),
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


VIEWS = {"a phone by day": (PHONE, "light"), "a desk by night": (DESK, "dark")}


def faults_of_pages_shown_to(guides: Iterable[str], visit: Visit, service: Service) -> list[str]:
    """What is wrong with any page that these guides are the first to be shown, in any view."""
    scene, faults = a_scene(service), []
    rules = {rule.rule: rule for rule, method in doors(service.app) if method == "GET"}
    for who in guides:
        # Colours that glide into one another are read half way.
        visitor = visit(CAST[who], reduced_motion="reduce")
        for name in shown_to(who):
            with service.app.test_request_context():
                path = address(rules[name], scene)
            visitor.go(path)
            for view, (window, light) in VIEWS.items():
                visitor.stand(window, light)
                faults += [f"{who}, {view}: {fault}" for fault in visitor.faults()]
    return faults
