"""Every page that none but a director, a coordinator, an officer or the installation's
administrator is shown, on a phone by day and at a desk by night."""

from tests.journeys.conftest import Service, Visit
from tests.journeys.every_page import GUIDES, faults_of_pages_shown_to

OFFICES = [who for who in GUIDES if who not in ("asha", "ben")]


def test_every_page_of_an_office(visit: Visit, service: Service) -> None:
    assert faults_of_pages_shown_to(OFFICES, visit, service) == []
