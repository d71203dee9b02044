"""`flask hospital`, and the folder from which the worker takes files."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from logbook.cli import hospital_drop
from logbook.database import db
from logbook.models.hospital import HospitalProcedure
from tests.cast import RIVERSIDE
from tests.makers.hospital_files import MRN, a_batch, a_bundle, a_message, a_procedure, a_table


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=["hospital", *args])


@pytest.fixture
def drop(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(app.config, "HOSPITAL_KEY", tmp_path / "hospital.key")
    monkeypatch.setitem(app.config, "HOSPITAL_DROP", tmp_path / "drop")
    made = run(app, "folder", "--program", "Riverside").output.strip()
    assert made == str(tmp_path / "drop" / str(RIVERSIDE))
    return Path(made)


def dropped(folder: Path, name: str, data: bytes, ago: timedelta = timedelta(hours=2)) -> Path:
    file = folder / name
    file.write_bytes(data)
    age(file, ago)
    return file


def age(file: Path, ago: timedelta) -> None:
    then = (datetime.now(UTC) - ago).timestamp()
    os.utime(file, (then, then))


def there() -> int:
    return db.session.scalars(select(func.count()).select_from(HospitalProcedure)).one()


def test_a_file_comes_in_and_what_is_wrong_is_listed(app: Flask, drop: Path) -> None:
    file = dropped(drop.parent, "p.json", a_bundle(a_procedure(1), a_procedure(2, code={})))
    said = run(app, "import", str(file), "--program", "Riverside").output
    assert "1 procedures read: 1 new" in said and "entry 2: It says neither" in said
    again = run(app, "import", str(file), "--program", "Riverside").output
    assert "0 new, 0 corrected, 1 were there already" in again
    assert file.exists() and there() == 1
    compared = run(app, "compare", "--program", "Riverside").output
    assert compared.startswith("0 agree")


@pytest.mark.parametrize(
    ("data", "program", "says"),
    [
        (b"", "Riverside", "empty"),
        (a_table({}), "Riverside", "columns"),
        (a_bundle(a_procedure()), "Nowhere", "no program named"),
    ],
)
def test_what_cannot_be_read_ends_with_a_reason(
    app: Flask, drop: Path, data: bytes, program: str, says: str
) -> None:
    file = dropped(drop.parent, "p.json", data)
    done = run(app, "import", str(file), "--program", program)
    assert done.exit_code != 0 and says in done.output


def test_a_key_that_lies_open_ends_it(app: Flask, drop: Path) -> None:
    file = dropped(drop.parent, "p.json", a_bundle(a_procedure()))
    key = drop.parent.parent / "hospital.key"
    key.write_bytes(bytes(32))
    key.chmod(0o644)
    assert "chmod 600" in run(app, "import", str(file), "--program", "Riverside").output


def test_the_worker_takes_what_lies_there_and_leaves_no_patient(app: Flask, drop: Path) -> None:
    dropped(drop, "a.hl7", a_batch(a_message()))
    dropped(drop, "b.json", b"<xml/>")
    dropped(drop, "c.json.part", a_bundle(a_procedure(3)))
    dropped(drop, "d.json", a_bundle(a_procedure(4)), ago=timedelta(0))
    (drop / "e.json").symlink_to(drop / "d.json")
    assert hospital_drop.sweep() == (1, 1)
    assert there() == 1
    [done] = (drop / "done").iterdir()
    assert done.name.endswith("-a.hl7.report.txt") and "1 new" in done.read_text()
    failed = sorted(one.name[16:] for one in (drop / "failed").iterdir())
    assert failed == ["b.json", "b.json.report.txt"]
    left = {one.name for one in drop.iterdir() if one.is_file()}
    assert left == {"c.json.part", "d.json", "e.json"}
    assert list((drop / "taken").iterdir()) == []
    assert not any(MRN in one.read_text() for one in (drop / "done").iterdir())


def test_a_file_of_a_worker_that_died_is_taken_anew(app: Flask, drop: Path) -> None:
    hospital_drop.sweep()
    dropped(drop / "taken", "old.json", a_bundle(a_procedure(1)))
    dropped(drop / "taken", "now.json", a_bundle(a_procedure(2)), ago=timedelta(0))
    assert hospital_drop.sweep() == (1, 0)
    assert [one.name for one in (drop / "taken").iterdir()] == ["now.json"]


def test_of_two_workers_one_takes_a_file(app: Flask, drop: Path) -> None:
    file = dropped(drop, "a.json", a_bundle(a_procedure()))
    hospital_drop.sweep()
    assert hospital_drop._take_in(hospital_drop.job(RIVERSIDE), drop, file) is None


def test_the_worker_compares_every_program(app: Flask, drop: Path) -> None:
    assert hospital_drop.compare_all() == 0
