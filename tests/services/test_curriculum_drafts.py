"""Drafts of a curriculum: a copy that binds nobody, changed by one director at a time."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import NoResultFound

from logbook.domain.document import CurriculumError
from logbook.models.columns import new_id
from logbook.queries.curriculum import document_of, versions
from logbook.queries.curriculum_drafts import open_draft, open_drafts
from logbook.services import curriculum_drafts as drafts
from logbook.services.refusals import Conflict, Refused
from tests.cast import Cast, Member


def a_draft(dana: Member, cast: Cast) -> UUID:
    draft_id = new_id()
    drafts.begin(dana.actor, draft_id, cast.version_id, "2027")
    return draft_id


def retitled(document: Any, title: str) -> dict[str, Any]:
    return dict(document) | {"title": {"en": title, "id": title}}


def test_a_draft_is_a_copy_under_another_edition(cast: Cast, dana: Member) -> None:
    before = len(versions(dana.actor))
    draft = open_draft(dana.actor, a_draft(dana, cast))
    published = document_of(dana.actor, cast.version_id)
    assert draft.document == published | {"edition": "2027"}
    assert (draft.based_on_id, draft.begun_by) == (cast.version_id, "Dana")
    assert len(versions(dana.actor)) == before


def test_a_double_tap_begins_one_draft(cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast)
    drafts.begin(dana.actor, draft_id, cast.version_id, "2027")
    assert [one.id for one in open_drafts(dana.actor)] == [draft_id]


def test_a_change_is_kept_and_the_published_version_is_untouched(cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast)
    before = open_draft(dana.actor, draft_id)
    drafts.change(dana.actor, draft_id, 1, retitled(before.document, "New"), "title")
    after = open_draft(dana.actor, draft_id)
    assert (after.curriculum.title.in_("en"), after.revision) == ("New", 2)
    assert document_of(dana.actor, cast.version_id)["title"] == before.document["title"]


def test_of_two_directors_the_later_one_is_told(cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast)
    document = open_draft(dana.actor, draft_id).document
    drafts.change(dana.actor, draft_id, 1, retitled(document, "First"), "title")
    with pytest.raises(Conflict):
        drafts.change(dana.actor, draft_id, 1, retitled(document, "Second"), "title")
    assert open_draft(dana.actor, draft_id).curriculum.title.in_("en") == "First"


def test_a_draft_is_a_curriculum_at_every_moment(cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast)
    document = dict(open_draft(dana.actor, draft_id).document)
    del document["domains"]
    with pytest.raises(CurriculumError):
        drafts.change(dana.actor, draft_id, 1, document, "domains")
    assert open_draft(dana.actor, draft_id).revision == 1


def test_a_draft_that_is_thrown_away_is_gone(cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast)
    drafts.discard(dana.actor, draft_id, 1)
    assert open_drafts(dana.actor) == []
    with pytest.raises(NoResultFound):
        open_draft(dana.actor, draft_id)
    with pytest.raises(Conflict):
        drafts.discard(dana.actor, draft_id, 2)


def test_only_a_director_of_the_program_writes(
    cast: Cast, dana: Member, cora: Member, ben: Member, asha: Member
) -> None:
    draft_id = a_draft(dana, cast)
    for member in (cora, ben, asha):
        with pytest.raises(Refused):
            drafts.begin(member.actor, new_id(), cast.version_id, "2028")
        with pytest.raises(Refused):
            drafts.discard(member.actor, draft_id, 1)


def test_another_programs_draft_is_not_there(cast: Cast, dana: Member, rin: Member) -> None:
    draft_id = a_draft(dana, cast)
    with pytest.raises(NoResultFound):
        open_draft(rin.actor, draft_id)
    with pytest.raises(NoResultFound):
        drafts.begin(rin.actor, new_id(), cast.version_id, "2028")
    assert open_drafts(rin.actor) == []
