"""The rows behind a program's numbers: what they are called, and which are withheld together."""

import csv
import io

from flask import Flask
from flask.testing import FlaskClient

from logbook.domain.rollups import Measure
from tests.cast import RIVERSIDE, Member
from tests.conftest import sign_in
from tests.makers.institutions import a_program, a_rollup, an_institution, an_officer, fellows


def test_rows_are_named_as_the_curriculum_names_them(client: FlaskClient, dana: Member) -> None:
    for band in ("8-14", "31-"):
        a_rollup(RIVERSIDE, Measure.WAITING_LONG, (4, 9, 6), curriculum="", part=band)
    for kind in ("medical_licence", "a_kind_of_old"):
        a_rollup(RIVERSIDE, Measure.CREDENTIALS, (4, 9, 6), curriculum="", part=kind)
    for part in ("epa08", "gone"):
        a_rollup(RIVERSIDE, Measure.SIGN_OFFS, (4, 0, 6), part=part)
    for track in ("pain_medicine", "another_track"):
        for requirement in ("epa08.spine_lumbar_sacral", "epa12.scs_trial"):
            for measure in (Measure.MET, Measure.ON_COURSE, Measure.BEHIND):
                a_rollup(RIVERSIDE, measure, (2, 9, 6), curriculum=track, part=requirement)
        a_rollup(RIVERSIDE, Measure.LATE, (2, 9, 6), curriculum=track)
    fellows(RIVERSIDE, 6)
    a_rollup(RIVERSIDE, Measure.RESPONSE_DAYS, (35, 90, 6), curriculum="")
    page = sign_in(client, dana).get(f"/institutions/programs/{RIVERSIDE}").text
    for said in (
        "8 to 14 days",
        "31 days or longer",
        "a_kind_of_old",
        "EPA08 · Lumbar and sacral spine injections",
        "Perform image-guided epidural and spinal injections",
        "gone",
        "another_track",
        "3.5",
        "90 answered",
    ):
        assert said in page, said
    assert "medical_licence" not in page


def test_a_track_of_few_is_withheld_whole(client: FlaskClient, dana: Member) -> None:
    fellows(RIVERSIDE, 8)
    for track, n in (("pain_medicine", 8), ("pain_nurse", 2)):
        for measure in (Measure.MET, Measure.ON_COURSE, Measure.BEHIND):
            for part in ("x", "y"):
                a_rollup(RIVERSIDE, measure, (1, n, n), curriculum=track, part=part)
    page = sign_in(client, dana).get(f"/institutions/programs/{RIVERSIDE}").text
    section = page.partition('id="rows-behind"')[2].partition("</table>")[0]
    assert section.count(">too few<") == 6, "both tracks: one hides the other"
    assert "4 of 20" in section


def test_the_file_says_how_soon_and_what_there_is_nothing_of(
    client: FlaskClient, app: Flask
) -> None:
    first, second = a_program("First"), a_program("Second")
    where = an_institution(first, second)
    fellows(first, 6)
    a_rollup(first, Measure.RESPONSE_DAYS, (35, 90, 6), curriculum="")
    answer = sign_in(client, an_officer(where)).get(f"/institutions/{where}/table.csv")
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    [one, other] = [row for row in rows if row["Measure"] == "Days to an answer"]
    assert (one["How many"], one["Of"], one["Note"]) == ("3.5", "90", "")
    assert (other["How many"], other["Note"]) == ("", "nothing to count")
