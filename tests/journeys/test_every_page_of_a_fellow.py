"""Every page that a fellow or a supervisor is shown, on a phone by day and at a desk by night:
accessible, and no wider than its window."""

from tests.journeys.conftest import PHONE, Service, Visit
from tests.journeys.every_page import a_scene, faults_of_pages_shown_to


def test_every_page_of_a_fellow(visit: Visit, service: Service) -> None:
    assert faults_of_pages_shown_to(["asha"], visit, service) == []


def test_every_page_of_a_supervisor(visit: Visit, service: Service) -> None:
    assert faults_of_pages_shown_to(["ben"], visit, service) == []


def test_the_way_in(visit: Visit, service: Service) -> None:
    link, stranger = a_scene(service).link, visit(window=PHONE)
    for path in ("/sign-in", "/password", f"/join/{link}", "/no-such-page"):
        stranger.go(path)
        stranger.check()
