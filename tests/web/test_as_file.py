"""Tables and charts of pages as files: what the page shows, for those who may see it."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from struct import unpack
from xml.etree import ElementTree
from zipfile import ZipFile

from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from logbook.web.as_file import table_in
from logbook.web.chart_files import charts_in
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.cases import an_approved_case
from tests.makers.people import a_fellow

PAGE = """<table data-file="1"><tr><th>No</th></tr></table>
<table data-file="2"><caption>Sums</caption><thead><tr><th>Name</th><th>Cases</th>
<th class="lb-col-actions">Act</th></tr></thead><tbody>
<tr><th><a href="/x">=cmd()</a> <svg><title>icon</title></svg></th><td>12</td>
<td class="lb-col-actions"><button>Go</button></td></tr>
<tr><th colspan="2">All &amp; more</th><td>-</td></tr></tbody></table>
<table><tr><td>x</td></tr></table>
"""


def test_one_table_is_read_as_it_is_shown() -> None:
    sheet = table_in(PAGE, 2)
    assert sheet is not None
    assert list(sheet.header) == ["Name", "Cases"]
    assert [list(row) for row in sheet.rows] == [["=cmd()", 12], ["All & more", ""]]
    assert table_in(PAGE, 3) is None  # one that may not be taken away has no number


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_a_table_of_a_page_comes_as_csv_and_as_a_workbook(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    year = f"/year/{asha.enrollment_id}"
    shown = sign_in(client, dana).get(year).text
    assert f'href="{year}?file=xlsx&amp;table=1"' in shown
    taken = client.get(f"{year}?file=csv&table=1")
    assert taken.headers["Content-Disposition"].startswith("attachment")
    rows = rows_of(taken.data)
    assert rows[0][0] == "Category" and rows[1][:2] == ["All procedures", "0 of 1"]
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{year}?file=xlsx&table=1").data))
    cells = [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]
    assert cells == rows


def test_no_cell_is_a_formula(client: FlaskClient, dana: Member) -> None:
    a_fellow("=SUM(A1)")
    page = "/teaching/milestones"
    assert "=SUM(A1)" in sign_in(client, dana).get(page).text
    names = [row[0] for row in rows_of(client.get(f"{page}?file=csv&table=1").data)]
    assert "'=SUM(A1)" in names and "=SUM(A1)" not in names


def test_a_file_is_for_those_who_see_the_page(
    client: FlaskClient, asha: Member, finn: Member
) -> None:
    address = f"/forecast/{asha.enrollment_id}?file=csv&table=1"
    assert client.get(address).status_code == 302
    assert sign_in(client, finn).get(address).status_code == 404


def test_the_log_of_cases_leaves_only_by_its_own_door(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    """That it left is told to the ledger there."""
    an_approved_case(fellow=asha, supervisor=ben)
    answer = sign_in(client, asha).get("/cases?file=csv&table=1")
    assert answer.mimetype == "text/html" and "data-file" not in answer.text


def test_all_charts_of_a_page_stand_alone(client: FlaskClient, asha: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    taken = sign_in(client, asha).get("/year?file=svg")
    assert taken.mimetype == "application/zip"
    with ZipFile(BytesIO(taken.data)) as file:
        drawn = {name: file.read(name).decode() for name in file.namelist()}
    assert len(drawn) > 2 and all(name.endswith(".svg") for name in drawn)
    for svg in drawn.values():
        root = ElementTree.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        used = {one.attrib["href"][1:] for one in root.iter() if one.tag.endswith("}use")}
        assert used <= {one.attrib.get("id") for one in root.iter()}
        width, height = int(root.attrib["width"]), int(root.attrib["height"])
        assert width == 720 and 20 < height < 2000
    assert charts_in("<p>No chart</p>") == {}


def test_all_charts_of_a_page_as_pictures(client: FlaskClient, asha: Member, ben: Member) -> None:
    """Drawn for real: with something on them, and as large as a slide wants them."""
    an_approved_case(fellow=asha, supervisor=ben)
    reader = sign_in(client, asha)
    with ZipFile(BytesIO(reader.get("/year?file=svg").data)) as file:
        drawings = {Path(name).stem for name in file.namelist()}
    taken = reader.get("/year?file=png")
    assert taken.mimetype == "application/zip"
    with ZipFile(BytesIO(taken.data)) as file:
        pictures = {name: file.read(name) for name in file.namelist()}
    assert {Path(name).stem for name in pictures} == drawings
    for name, picture in pictures.items():
        assert name.endswith(".png") and picture.startswith(b"\x89PNG\r\n\x1a\n")
        width, _ = unpack(">II", picture[16:24])  # of the header chunk
        assert width >= 2 * 540  # 720 CSS pixels are 540 points, at 144 dots an inch
        assert len(picture) > 2000
