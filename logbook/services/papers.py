"""Papers: a template and what it is to say become a PDF, and a drawing a picture, set by a process
of its own."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

TYPESETTER = Path(__file__).with_name("typesetter.py")
TEMPLATES = Path(__file__).resolve().parent.parent / "papers"
PATIENCE = 120
"""How long a paper may be set, in seconds."""


def set_paper(template: str, says: Mapping[str, object], target: Path) -> None:
    """Write the PDF of a template in `logbook/papers` to a file; it never is in memory here."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / f"{template}.typ"
        copyfile(TEMPLATES / source.name, source)
        (Path(folder) / "data.json").write_text(json.dumps(says, ensure_ascii=False), "utf-8")
        _typeset(source, target)


def drawn_as_png(charts: Mapping[str, bytes]) -> dict[str, bytes]:
    """SVG images as PNG, by the same names: drawn by the typesetter, with its own fonts."""
    with TemporaryDirectory() as folder:
        places = {name: Path(folder) / f"{n}.svg" for n, name in enumerate(charts)}
        for name, place in places.items():
            place.write_bytes(charts[name])
        _typeset(Path(folder), Path(folder))
        return {name: place.with_suffix(".png").read_bytes() for name, place in places.items()}


def _typeset(source: Path, target: Path) -> None:
    subprocess.run(  # noqa: S603  (our own program; what is to be said lies in a file)
        [sys.executable, "-I", str(TYPESETTER), str(source), str(target)],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
