"""Sets a paper in a process of its own, which takes its memory with it when it ends.

The typesetter weighs more than a whole worker. So this file is run as a program: the folder of a
template with its data, and where the PDF is to lie. It imports nothing of ours.
"""

import sys
from pathlib import Path

import typst


def set_paper(template: Path, target: Path) -> None:
    """Tagged, for those who have it read to them (PDF/UA-1); by the typesetter's own fonts, so
    that it looks the same wherever it is made."""
    typst.compile(
        str(template),
        output=str(target),
        root=str(template.parent),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )


if __name__ == "__main__":
    set_paper(Path(sys.argv[1]), Path(sys.argv[2]))
