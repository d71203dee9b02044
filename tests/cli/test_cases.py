"""`flask cases import`."""

from pathlib import Path

from flask import Flask

from logbook.database import db
from logbook.models.cases import Case
from tests.cast import Member
from tests.makers.files import a_csv, a_row


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["cases", "import", *words])
    return result.exit_code, result.output


def a_file(folder: Path, *rows: list[object]) -> str:
    path = folder / "log.csv"
    path.write_bytes(a_csv(*rows))
    return str(path)


def logged_by(fellow: Member) -> int:
    db.session.expire_all()
    return db.session.query(Case).filter_by(fellow_id=fellow.id).count()


def test_a_dry_run_tells_and_does_nothing(app: Flask, asha: Member, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_row(2), a_row(1, Procedure="Wart removal"))
    code, said = run(app, file, "--fellow", "asha@example.org", "--dry-run")
    assert code == 0, said
    assert "row 3: procedure: No procedure is called “Wart removal”." in said
    assert "2 rows: 1 faulty, 0 already there; of the right ones 1 complete, 0 drafts" in said
    assert logged_by(asha) == 0


def test_right_rows_are_kept(app: Flask, asha: Member, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_row(2), a_row(1, Date="?"), a_row(1))
    code, said = run(app, file, "--fellow", "Asha")
    assert code == 0, said
    assert "2 cases added." in said
    assert "0 cases added." in run(app, file, "--fellow", "Asha", "--program", "Riverside")[1]
    assert logged_by(asha) == 2


def test_ambiguous_dates_are_not_guessed(app: Flask, asha: Member, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_row(Date="3/4/2026"))
    code, said = run(app, file, "--fellow", "Asha", "--dry-run")
    assert code != 0
    assert "--dates" in said
    assert run(app, file, "--fellow", "Asha", "--dates", "dmy", "--dry-run")[0] == 0


def test_a_role_can_be_given_for_rows_without_one(app: Flask, asha: Member, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_row(1, Role=""))
    assert "The role is missing." in run(app, file, "--fellow", "Asha", "--dry-run")[1]
    assert "1 cases added." in run(app, file, "--fellow", "Asha", "--role", "assisted")[1]


def test_nobody_of_that_name(app: Flask, ben: Member, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_row(1))
    for words in (["--fellow", "Ben"], ["--fellow", "Asha", "--program", "Hillside"]):
        code, said = run(app, file, *words)
        assert code == 2
        assert "is enrolled" in said
    code, said = run(app, file, "--fellow", "Asha", "--program", "Nowhere")
    assert (code, "there is no program named 'Nowhere'" in said) == (2, True)


def test_a_file_that_cannot_be_read(app: Flask, asha: Member, tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(b"PK no workbook")
    code, said = run(app, str(path), "--fellow", "Asha")
    assert (code, "This workbook cannot be read." in said) == (1, True)
