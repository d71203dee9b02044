"""Publishing versions, confirming figures, enrolling fellows."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import NoResultFound

from logbook.domain.document import CurriculumError
from logbook.domain.requirements import FigureStanding, Requirement
from logbook.policy.actors import job
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.progress import RequirementLine, progress_of
from logbook.services import curriculum
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import BEGAN, ENDS, RIVERSIDE, TODAY, Cast, Member
from tests.makers.cases import an_approved_case

LUMBAR = "epa08.spine_lumbar_sacral"


def confirm(member: Member, version_id: UUID, **but: Any) -> None:
    said: dict[str, Any] = {
        "value": 30,
        "document": "Program Requirements, Pain Medicine",
        "edition": "2022",
        "dated": date(2022, 7, 1),
    }
    requirement = but.pop("requirement", LUMBAR)
    curriculum.confirm_figure(member.actor, version_id, requirement, **(said | but))


def requirement(member: Member, version_id: UUID) -> Requirement:
    return confirmed_curriculum(member.actor, version_id).requirements[LUMBAR]


def line(fellow: Member) -> RequirementLine:
    assert fellow.enrollment_id is not None
    progress = progress_of(fellow.actor, fellow.enrollment_id, TODAY)
    return next(one for one in progress.lines if one.requirement.id == LUMBAR)


def test_a_director_confirms_a_figure_with_its_document(cast: Cast, dana: Member) -> None:
    before = requirement(dana, cast.version_id).figure
    assert (before.standing, before.count) == (FigureStanding.SUGGESTED, 25)
    confirm(dana, cast.version_id)
    after = requirement(dana, cast.version_id).figure
    assert (after.standing, after.count) == (FigureStanding.CONFIRMED, 30)
    word = after.confirmation
    assert word is not None
    assert (word.by, word.edition, word.dated) == ("Dana", "2022", date(2022, 7, 1))


def test_a_confirmed_figure_is_what_fellows_are_measured_by(
    cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    confirm(dana, cast.version_id, value=1)
    found = line(asha)
    assert (found.credit, found.required, found.gap, found.unconfirmed) == (1, 1, 0, False)


def test_the_last_confirmation_holds_and_the_earlier_one_is_kept(cast: Cast, dana: Member) -> None:
    confirm(dana, cast.version_id)
    confirm(dana, cast.version_id, value=28, edition="2025")
    assert requirement(dana, cast.version_id).figure.count == 28


def test_only_directors_confirm_and_only_their_own_programs_figures(cast: Cast) -> None:
    for name in ("asha", "eve", "ben", "cora", "mia", "ola"):
        with pytest.raises(Refused):
            confirm(cast[name], cast.version_id)
    with pytest.raises(NoResultFound):
        confirm(cast["rin"], cast.version_id)
    assert requirement(cast["dana"], cast.version_id).figure.standing is FigureStanding.SUGGESTED


def test_another_program_keeps_its_own_standing(cast: Cast, dana: Member, rin: Member) -> None:
    confirm(dana, cast.version_id)
    assert requirement(rin, cast.far_version_id).figure.standing is FigureStanding.SUGGESTED


def test_a_figure_of_no_requirement_or_of_no_document_is_refused(cast: Cast, dana: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        confirm(dana, cast.version_id, requirement="epa99.none")
    assert set(wrong.value.complaints) == {"requirement"}
    with pytest.raises(Invalid) as wrong:
        confirm(dana, cast.version_id, document="  ", edition="")
    assert set(wrong.value.complaints) == {"document", "edition"}


def test_an_edition_is_published_once(app: object, cast: Cast) -> None:
    document = curriculum.read_document(curriculum.SHIPPED / "pain_medicine.yaml")
    with pytest.raises(Conflict):
        curriculum.publish(job(RIVERSIDE), document)


def test_supervisors_and_fellows_publish_nothing(app: object, cast: Cast) -> None:
    document = {
        **curriculum.read_document(curriculum.SHIPPED / "pain_medicine.yaml"),
        "edition": "2027.1",
    }
    for name in ("asha", "eve", "mia", "ola"):
        with pytest.raises(Refused):
            curriculum.publish(cast[name].actor, document)


def test_a_fellow_is_enrolled_once_on_a_version(cast: Cast, cora: Member, asha: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        curriculum.enroll(cora.actor, asha.id, cast.version_id, starts_on=BEGAN, ends_on=ENDS)
    assert set(wrong.value.complaints) == {"version"}


def test_only_fellows_are_enrolled_between_dates_that_make_sense(
    cast: Cast, cora: Member, ben: Member, asha: Member
) -> None:
    with pytest.raises(Invalid) as wrong:
        curriculum.enroll(cora.actor, ben.id, cast.version_id, starts_on=BEGAN, ends_on=ENDS)
    assert set(wrong.value.complaints) == {"fellow"}
    assert asha.enrollment_id is not None
    with pytest.raises(Invalid) as wrong:
        curriculum.change_enrollment(
            cora.actor,
            asha.enrollment_id,
            starts_on=BEGAN,
            ends_on=BEGAN - timedelta(days=1),
            full_time_percent=0,
        )
    assert set(wrong.value.complaints) == {"ends_on", "full_time_percent"}


def test_a_smaller_share_of_full_time_lets_expect_less(
    cora: Member, asha: Member, dana: Member, rin: Member
) -> None:
    assert asha.enrollment_id is not None
    full = line(asha).expected
    dates = {"starts_on": BEGAN, "ends_on": ENDS}
    curriculum.change_enrollment(cora.actor, asha.enrollment_id, **dates, full_time_percent=50)
    half = line(asha).expected
    assert full is not None
    assert half == pytest.approx(full / 2)
    with pytest.raises(NoResultFound):
        curriculum.change_enrollment(rin.actor, asha.enrollment_id, **dates, full_time_percent=9)


def test_a_curriculum_that_builds_on_a_shipped_one_is_read_whole(tmp_path: Path) -> None:
    nurse = curriculum.read_document(curriculum.SHIPPED / "pain_nurse.yaml")
    assert nurse["id"] == "pain_nurse"
    assert "vocabularies" in nurse
    alone = tmp_path / "alone.yaml"
    alone.write_text("based_on: unheard_of\n", "utf-8")
    with pytest.raises(CurriculumError, match="no shipped curriculum 'unheard_of'"):
        curriculum.read_document(alone)


def test_decimals_and_days_of_a_document_are_kept_as_text() -> None:
    said = {"a": [0.5, 1, True, None, date(2026, 7, 1)], "b": {"c": "x"}}
    assert curriculum.plain(said) == {"a": ["0.5", 1, True, None, "2026-07-01"], "b": {"c": "x"}}
