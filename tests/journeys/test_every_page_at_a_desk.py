"""Every page at a desk, by night: accessible, and no wider than its window."""

from tests.journeys.conftest import DESK, Service, Visit
from tests.journeys.every_page import faults_of_every_page


def test_every_page_at_a_desk(visit: Visit, service: Service) -> None:
    assert faults_of_every_page(visit, service, DESK, "dark") == []
