"""Every page on a phone, by day: accessible, and no wider than its window."""

from tests.journeys.conftest import PHONE, Service, Visit
from tests.journeys.every_page import a_scene, faults_of_every_page


def test_every_page_on_a_phone(visit: Visit, service: Service) -> None:
    assert faults_of_every_page(visit, service, PHONE, "light") == []


def test_the_way_in(visit: Visit, service: Service) -> None:
    link, stranger = a_scene(service).link, visit(window=PHONE)
    for path in ("/sign-in", "/password", f"/join/{link}", "/no-such-page"):
        stranger.go(path)
        stranger.check()
