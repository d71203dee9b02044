"""Sets a paper in a process of its own, which takes its memory with it when it ends.

The typesetter weighs more than a whole worker. So this file is run as a program: the folder of a
template with its data, and where the PDF is to lie; or a folder of SVG images, and where their PNGs
are to lie. It imports nothing of ours.
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


PICTURE = """#set page(width: auto, height: auto, margin: 6pt, fill: white)
#image("{}")
"""
DOTS_PER_INCH = 144


def draw_pictures(folder: Path, target: Path) -> None:
    """On white, so that they can be laid on anything; each SVG says its size."""
    for drawing in folder.glob("*.svg"):
        page = folder / f"{drawing.stem}.typ"
        page.write_text(PICTURE.format(drawing.name), "utf-8")
        typst.compile(
            str(page),
            output=str(target / f"{drawing.stem}.png"),
            root=str(folder),
            ignore_system_fonts=True,
            format="png",
            ppi=DOTS_PER_INCH,
        )


if __name__ == "__main__":
    given, wanted = Path(sys.argv[1]), Path(sys.argv[2])
    (draw_pictures if given.is_dir() else set_paper)(given, wanted)
