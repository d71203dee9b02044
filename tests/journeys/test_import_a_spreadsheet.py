"""What every program has today is a spreadsheet: it becomes a log, once, and can be undone."""

from pathlib import Path

from playwright.sync_api import expect

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case
from tests.cast import TODAY
from tests.journeys.conftest import Service, Visit

ROWS = """Date,Procedure,Levels,Side,Role,Supervisor,Patient age
{day},Lumbar TFESI,L5,left,performed under direct supervision,Ben,40-64
{day},Cancer pain,,,observed,Ben,65-79
{day},A procedure nobody knows,,,observed,Ben,65-79
"""


def open_cases(service: Service) -> int:
    with service.app.app_context():
        found = db.session.query(Case).filter(Case.state != State.WITHDRAWN).count()
        db.session.remove()
        return found


def test_a_spreadsheet_becomes_cases_once_and_back(
    visit: Visit, service: Service, tmp_path: Path
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(ROWS.format(day=TODAY.isoformat()))
    desk = visit(service.cast["asha"])

    def upload() -> None:
        page = desk.go("/exchange/import")
        desk.check()
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Read the file").click()
        page.get_by_role("button", name="Show what becomes of the rows").wait_for()
        desk.check()
        page.get_by_role("button", name="Show what becomes of the rows").click()
        page.get_by_text("A procedure nobody knows").first.wait_for()
        desk.check()

    upload()
    desk.page.get_by_role("button", name="Import").first.click()
    desk.page.get_by_text("Undo this import").first.wait_for()
    desk.check()
    assert open_cases(service) == 2

    upload()
    expect(desk.page.get_by_text("No row of this file is a new case.").first).to_be_visible()
    assert open_cases(service) == 2
