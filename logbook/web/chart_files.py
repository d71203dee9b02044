"""The charts of a page as files of their own, taken out of the page that shows them."""

import re
from html import unescape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from logbook.services.papers import drawn_as_png

SVG, PNG = "svg", "png"
IMAGES = (SVG, PNG)
NAME_LENGTH = 60
WIDTH = 720
"""Of a chart by itself, in CSS pixels; as PNG twice as many dots, for a slide."""
CHART = re.compile(r'<svg class="lb-chart[^>]*role="img".*?</svg>', re.DOTALL)
SHARED = re.compile(r"<defs>.*?</defs>", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
OPENED = re.compile(r"<svg [^>]*>")
SIZE = re.compile(r' (?:width|height)="[^"]*"')


def charts_in(page: str) -> dict[str, str]:
    """Every chart that has a title and more than a line, by the name of its file."""
    shared = "".join(SHARED.findall(page))
    found: dict[str, str] = {}
    for drawn in CHART.findall(page):
        title, box = TITLE.search(drawn), BOX.search(drawn)
        if title is None or box is None:
            continue
        name = file_name(unescape(title[1]))
        while name in found:
            name += "_"
        alone = _alone(drawn, float(box[2]) / float(box[1]))
        found[name] = alone.replace(title[0], title[0] + shared, 1) if "<use " in alone else alone
    return found


def _alone(drawn: str, tall: float) -> str:
    """With a size, a colour and a kind of letter: there is no page around it to give it any."""
    height = round(WIDTH * tall)
    begun = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
        ' color="#0d5c63" font-family="sans-serif"'
    )
    opened = OPENED.match(drawn)
    assert opened is not None  # CHART begins with it
    return begun + SIZE.sub("", opened[0]).removeprefix("<svg") + drawn[opened.end() :]


def file_name(title: str) -> str:
    return re.sub(r"[^\w-]+", "-", title).strip("-").lower()[:NAME_LENGTH] or "chart"


def zipped(charts: dict[str, str], form: str) -> bytes:
    files: dict[str, bytes] = {name: drawn.encode() for name, drawn in charts.items()}
    if form == PNG:
        files = drawn_as_png(files)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(f"{name}.{form}", content)
    return out.getvalue()
