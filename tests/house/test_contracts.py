"""Who may import whom: the contracts hold, and each is seen to break when it is offended."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import MODULES, TOP, name_of, tree

LINT = Path(sys.executable).with_name("lint-imports")

OFFENCES = [
    ("Imports run downstairs", "models/sealed.py", "from logbook.services import unit"),
    ("Imports run downstairs", "drawer.py", "from logbook.database import db"),
    ("The domain knows no library", "policy/actors.py", "import sqlalchemy"),
    ("The web asks services and queries", "web/words.py", "from logbook.database import db"),
    ("The rooms of a floor", "domain/catalogue.py", "from logbook.domain import curriculum"),
    ("Settings reach the floors", "services/unit.py", "import config"),
]


def judge(folder: Path) -> str:
    """What the contracts say of the tree in this folder."""
    done = subprocess.run(
        [LINT, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules and the contracts alone, to be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    for path in MODULES:
        target = folder / name_of(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    shutil.copy(TOP / "pyproject.toml", folder)
    return folder


def test_the_contracts_hold() -> None:
    said = judge(TOP)
    assert "0 broken" in said, said


@pytest.mark.parametrize(("contract", "file", "line"), OFFENCES)
def test_an_offence_is_seen(copy: Path, contract: str, file: str, line: str) -> None:
    path = copy / "logbook" / file
    honest = path.read_text("utf-8") if path.exists() else None
    path.write_text(f"{honest or ''}\n{line}\n", "utf-8")
    try:
        said = judge(copy)
    finally:
        path.unlink()
        if honest is not None:
            path.write_text(honest, "utf-8")
    assert any(row.startswith(contract) and " BROKEN" in row for row in said.splitlines()), said


def imported_by(path: Path) -> set[str]:
    """The dotted names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize(
    ("floor", "below"),
    [("domain", ("logbook.domain",)), ("policy", ("logbook.domain", "logbook.policy"))],
)
def test_domain_and_policy_need_the_standard_library_only(
    floor: str, below: tuple[str, ...]
) -> None:
    foreign = [
        f"{name_of(path)} imports {name}"
        for path in sorted((TOP / "logbook" / floor).rglob("*.py"))
        for name in sorted(imported_by(path))
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not any(name == own or name.startswith(f"{own}.") for own in below)
    ]
    assert foreign == []
