"""The pictures of the documents: each is taken by `make pictures`, and each is shown."""

import re

from tests.house.source import TOP
from tests.pictures import ALBUM, ALBUM_OF

DOCUMENTS = [TOP / "README.md", *(TOP / "docs").rglob("*.md")]
SHOWN = re.compile(r"img/([\w-]+)\.png")


def test_every_picture_can_be_taken_again() -> None:
    assert {path.stem for path in ALBUM.glob("*.png")} == {one.name for one in ALBUM_OF}


def test_every_picture_is_shown_and_every_one_that_is_shown_is_there() -> None:
    shown = {name for path in DOCUMENTS for name in SHOWN.findall(path.read_text("utf-8"))}
    assert shown == {one.name for one in ALBUM_OF}
