"""Publishing a draft, and a curriculum that comes with Logbook."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.document import CurriculumError
from logbook.domain.requirements import Confirmation, FigureStanding
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.curriculum import CurriculumVersion
from logbook.queries.curriculum import confirmed_curriculum, curriculum_of, document_of
from logbook.queries.curriculum_drafts import open_draft, open_drafts
from logbook.queries.curriculum_effect import as_published, base_of
from logbook.services import audit, curriculum, curriculum_drafts, publishing
from logbook.services.refusals import Conflict, Refused
from tests.cast import RIVERSIDE, Cast, Member
from tests.makers.editions import a_draft, a_next_edition, suggesting

LUMBAR = "epa08.spine_lumbar_sacral"
OUTPATIENTS = "epa01.longitudinal_outpatient"


def confirm(by: Member, version_id: UUID, requirement: str = LUMBAR, value: int = 30) -> None:
    curriculum.confirm_figure(
        by.actor,
        version_id,
        requirement,
        value=value,
        document="Program Requirements",
        edition="2022",
        dated=date(2022, 7, 1),
    )


def said_of(by: Member, version_id: UUID, requirement: str = LUMBAR) -> Confirmation | None:
    found = confirmed_curriculum(by.actor, version_id).requirements[requirement]
    assert found.figure is not None
    return found.figure.confirmation


def test_a_draft_becomes_an_edition_and_ends(cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast.version_id, suggesting(OUTPATIENTS, 60))
    version_id = publishing.publish_draft(dana.actor, draft_id, 2)
    published = curriculum_of(RIVERSIDE, version_id)
    assert (published.edition, published.requirements[OUTPATIENTS].required) == ("next", 60)
    assert curriculum_of(RIVERSIDE, cast.version_id).requirements[OUTPATIENTS].required == 50
    assert open_drafts(dana.actor) == []
    assert audit.verify() == []


def test_a_double_tap_is_one_edition(cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast.version_id)
    first = publishing.publish_draft(dana.actor, draft_id, 1)
    assert publishing.publish_draft(dana.actor, draft_id, 1) == first
    assert db.session.scalar(select(func.count()).where(CurriculumVersion.edition == "next")) == 1


def test_a_page_that_is_older_publishes_nothing(cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast.version_id, suggesting(OUTPATIENTS, 60))
    with pytest.raises(Conflict):
        publishing.publish_draft(dana.actor, draft_id, 1)
    publishing.publish_draft(dana.actor, draft_id, 2)
    with pytest.raises(Conflict):
        publishing.publish_draft(dana.actor, draft_id, 1)


def test_what_was_thrown_away_is_not_published(cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast.version_id)
    curriculum_drafts.discard(dana.actor, draft_id, 1)
    with pytest.raises(Conflict):
        publishing.publish_draft(dana.actor, draft_id, 1)


def test_an_edition_that_is_there_stays_the_only_one(cast: Cast, dana: Member) -> None:
    edition = curriculum_of(RIVERSIDE, cast.version_id).edition
    draft_id = a_draft(dana, cast.version_id, edition=edition)
    with pytest.raises(Conflict):
        publishing.publish_draft(dana.actor, draft_id, 1)
    assert [one.id for one in open_drafts(dana.actor)] == [draft_id]


@pytest.mark.parametrize("name", ["asha", "ben", "eve", "cora", "mia", "ola"])
def test_only_a_director_publishes(cast: Cast, dana: Member, name: str) -> None:
    draft_id = a_draft(dana, cast.version_id)
    with pytest.raises(Refused):
        publishing.publish_draft(cast[name].actor, draft_id, 1)
    with pytest.raises(Refused):
        publishing.adopt(cast[name].actor, "pain_nurse")


def test_a_stranger_finds_no_draft(cast: Cast, dana: Member, rin: Member) -> None:
    draft_id = a_draft(dana, cast.version_id)
    with pytest.raises(NoResultFound):
        publishing.publish_draft(rin.actor, draft_id, 1)


def test_a_confirmation_goes_over_with_its_figure_and_says_from_where(
    cast: Cast, dana: Member
) -> None:
    confirm(dana, cast.version_id, value=28)
    confirm(dana, cast.version_id)
    confirm(dana, cast.version_id, OUTPATIENTS, 55)
    before = said_of(dana, cast.version_id)
    assert before is not None
    version_id = a_next_edition(dana, cast.version_id, suggesting(OUTPATIENTS, 60))
    carried = said_of(dana, version_id)
    assert carried is not None
    assert (carried.value, carried.by, carried.at) == (30, "Dana", before.at)
    assert carried.carried_from == curriculum_of(RIVERSIDE, cast.version_id).edition
    assert before.carried_from is None
    changed = confirmed_curriculum(dana.actor, version_id).requirements[OUTPATIENTS].figure
    assert changed is not None
    assert (changed.standing, changed.count) == (FigureStanding.SUGGESTED, 60)
    told = db.session.scalars(
        select(LedgerEntry.facts).where(LedgerEntry.event == "curriculum.figure_carried_over")
    ).all()
    assert len(told) == 1
    assert LUMBAR in told[0]


def test_what_went_over_twice_still_names_where_it_was_said(cast: Cast, dana: Member) -> None:
    confirm(dana, cast.version_id)
    second = a_next_edition(dana, cast.version_id, edition="second")
    third = a_next_edition(dana, second, edition="third")
    carried = said_of(dana, third)
    assert carried is not None
    assert carried.carried_from == curriculum_of(RIVERSIDE, cast.version_id).edition


def test_a_new_word_on_the_new_edition_is_its_own(cast: Cast, dana: Member) -> None:
    confirm(dana, cast.version_id)
    version_id = a_next_edition(dana, cast.version_id)
    confirm(dana, version_id, value=35)
    newest = said_of(dana, version_id)
    assert newest is not None
    assert (newest.value, newest.carried_from) == (35, None)
    old = said_of(dana, cast.version_id)
    assert old is not None
    assert old.value == 30


def test_a_shipped_curriculum_is_adopted_whole_and_once(dana: Member) -> None:
    version_id = publishing.adopt(dana.actor, "pain_nurse")
    assert document_of(dana.actor, version_id)["id"] == "pain_nurse"
    with pytest.raises(Conflict):
        publishing.adopt(dana.actor, "pain_nurse")
    with pytest.raises(CurriculumError):
        publishing.adopt(dana.actor, "../secrets")


def test_all_that_comes_with_logbook_is_on_offer() -> None:
    names = {one.name for one in publishing.on_offer()}
    assert names == {path.stem for path in curriculum.SHIPPED.glob("*.yaml")}


def test_what_comes_as_a_file_is_compared_with_the_newest_of_its_kind(
    cast: Cast, dana: Member
) -> None:
    confirm(dana, cast.version_id)
    document = {**document_of(dana.actor, cast.version_id), "edition": "file"}
    version_id = publishing.publish_draft(dana.actor, begun_with(dana, document), 1)
    carried = said_of(dana, version_id)
    assert carried is not None
    assert carried.value == 30


def test_a_kind_that_the_program_never_had_carries_nothing_over(cast: Cast, dana: Member) -> None:
    confirm(dana, cast.version_id)
    document = {**document_of(dana.actor, cast.version_id), "id": "own_kind"}
    version_id = publishing.publish_draft(dana.actor, begun_with(dana, document), 1)
    assert said_of(dana, version_id) is None


def begun_with(by: Member, document: dict[str, Any]) -> UUID:
    draft_id = new_id()
    curriculum_drafts.begin_with(by.actor, draft_id, document)
    return draft_id


def test_a_draft_that_became_another_curriculum_is_compared_with_none_of_the_old(
    cast: Cast, dana: Member
) -> None:
    draft_id = a_draft(dana, cast.version_id, lambda document: document.update(id="own_kind"))
    draft = open_draft(dana.actor, draft_id)
    assert base_of(dana.actor, draft) is None
    assert as_published(draft.curriculum, None) == draft.curriculum
