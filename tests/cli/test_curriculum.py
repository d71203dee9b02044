"""`flask curriculum load` and `flask curriculum list`."""

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from logbook.database import db
from logbook.models.curriculum import CurriculumVersion
from logbook.queries.curriculum import versions
from logbook.services import curriculum
from tests.cast import HILLSIDE, Cast, Member

SHIPPED = curriculum.SHIPPED / "pain_medicine.yaml"


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["curriculum", *words])
    return result.exit_code, result.output


def a_new_edition(folder: Path) -> Path:
    path = folder / "mine.yaml"
    text = SHIPPED.read_text("utf-8")
    path.write_text(text.replace('edition: "2026.2"', 'edition: "2027.1"'), "utf-8")
    return path


def test_a_new_edition_is_published_beside_the_old_one(
    app: Flask, rin: Member, cast: Cast, tmp_path: Path
) -> None:
    code, said = run(app, "load", str(a_new_edition(tmp_path)), "--program", "Hillside")
    assert code == 0, said
    assert "Published for Hillside: pain_medicine 2027.1" in said
    found = [(one.edition, one.id == cast.far_version_id) for one in versions(rin.actor)]
    assert found == [("2027.1", False), ("2026.2", True)]


def test_other_programs_do_not_see_it(app: Flask, dana: Member, tmp_path: Path) -> None:
    run(app, "load", str(a_new_edition(tmp_path)), "--program", "Hillside")
    assert [one.edition for one in versions(dana.actor)] == ["2026.2"]


def test_the_same_edition_is_not_published_twice(app: Flask, cast: Cast) -> None:
    code, said = run(app, "load", "--program", "Hillside")
    assert code == 1
    assert "This edition is published already." in said
    held = select(func.count()).where(CurriculumVersion.program_id == HILLSIDE)
    assert db.session.scalar(held) == 1


def test_a_wrong_file_is_refused_with_the_place_of_its_fault(app: Flask, tmp_path: Path) -> None:
    path = a_new_edition(tmp_path)
    path.write_text(path.read_text("utf-8").replace("category: cancer", "category: cancre"))
    code, said = run(app, "load", str(path), "--program", "Hillside")
    assert code == 1
    assert "mine.yaml: " in said
    assert "cancre" in said
    path.write_text("[", "utf-8")
    assert run(app, "load", str(path), "--program", "Hillside")[0] == 1


def test_an_unknown_program_is_refused(app: Flask) -> None:
    code, said = run(app, "load", "--program", "Nowhere")
    assert code == 2
    assert "no program named 'Nowhere'" in said


def test_the_list_tells_how_many_figures_nobody_stands_behind(app: Flask, cast: Cast) -> None:
    code, said = run(app, "list")
    assert code == 0, said
    assert [line.split(":")[0] for line in said.splitlines()] == ["Hillside", "Riverside"]
    assert "pain_medicine 2026.2" in said
    assert "figures suggested, not confirmed" in said
    only = run(app, "list", "--program", "Riverside")[1]
    assert only.startswith("Riverside")
    assert "Hillside" not in only
