"""`flask institution`: what the administrator's pages do, from a shell."""

from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.models.institutions import InstitutionOfficer, ProgramRollup
from logbook.models.programs import Program
from logbook.services import audit, identity
from tests.cast import RIVERSIDE


def run(app: Flask, *args: str) -> tuple[int, str]:
    answer = app.test_cli_runner().invoke(args=["institution", *args])
    return answer.exit_code, answer.output.strip()


def test_from_a_name_to_numbers(app: Flask) -> None:
    assert run(app, "create", "Lakeview Hospitals", "US") == (0, "lakeview-hospitals")
    assert run(app, "join", "lakeview-hospitals", "Riverside") == (0, "")
    code, link = run(app, "officer", "o@example.org", "--of", "lakeview-hospitals")
    assert code == 0
    assert identity.owner_of_link(link.rpartition("/")[2]) is not None
    assert run(app, "officer", "n@example.org")[0] == 0
    offices = db.session.scalars(select(InstitutionOfficer.institution_id)).all()
    home = db.session.get_one(Program, RIVERSIDE, populate_existing=True).institution_id
    assert set(offices) == {home, None}
    assert run(app, "sum-up") == (0, "2 programs changed.")
    assert run(app, "sum-up") == (0, "0 programs changed.")
    assert db.session.scalars(select(ProgramRollup)).first() is not None
    assert audit.verify() == []


def test_what_is_wrong_is_said(app: Flask) -> None:
    run(app, "create", "Lakeview", "US")
    for args, said in (
        (("create", "Lakeview", "US"), "There is an institution of this name already."),
        (("join", "lakeview", "Nowhere"), "There is no program Nowhere."),
        (("join", "nowhere", "Riverside"), "There is no institution nowhere."),
        (("officer", "o@example.org", "--of", "nowhere"), "There is no institution nowhere."),
    ):
        assert run(app, *args) == (1, f"Error: {said}")
    run(app, "officer", "o@example.org")
    assert "officer already" in run(app, "officer", "o@example.org")[1]
    run(app, "join", "lakeview", "Riverside")
    assert "belongs to the institution already" in run(app, "join", "lakeview", "Riverside")[1]
