"""What officers read, on a phone by day and at a desk by night. They are not of the cast that is
shown every page, so here are theirs."""

from logbook.domain.rollups import Measure
from tests.journeys.conftest import Service, Visit
from tests.journeys.every_page import VIEWS
from tests.makers.institutions import a_program, a_rollup, an_institution, an_officer, fellows


def a_hospital(name: str) -> str:
    """With a program that has enough fellows to be shown, and one that has not."""
    made = [a_program(f"{name} {size}") for size in ("big", "small")]
    for program_id, n in zip(made, (8, 2), strict=True):
        fellows(program_id, n)
        a_rollup(program_id, Measure.LATE, (n, 40, n))
        for measure in (Measure.MET, Measure.ON_COURSE, Measure.BEHIND):
            a_rollup(program_id, measure, (2, n, n), part="epa01.a")
    institution = an_institution(*made, name=name)
    return f"/institutions/{institution} /institutions/programs/{made[0]}"


def test_officers_read_their_pages(visit: Visit, service: Service) -> None:
    with service.app.app_context():
        paths = " ".join(map(a_hospital, ("Lakeview", "Harbour", "Hillcrest"))).split()
        nora = an_officer(None, "Nora")
    reader, faults = visit(nora, reduced_motion="reduce"), []
    for path in ("/institutions", *paths[:2]):
        reader.go(path)
        for view, (window, light) in VIEWS.items():
            reader.stand(window, light)
            faults += [f"{view}: {fault}" for fault in reader.faults()]
    assert faults == []
