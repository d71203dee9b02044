"""Reviewing a draft, publishing it, moving fellows, comparing and adopting editions."""

import html
import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from logbook.queries.curriculum import curriculum_of, versions
from logbook.queries.curriculum_drafts import open_drafts
from logbook.services import curriculum, moving
from tests.cast import RIVERSIDE, TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case
from tests.makers.editions import a_draft, a_next_edition, dropping, suggesting, without
from tests.statements import statements

LUMBAR = "epa08.spine_lumbar_sacral"
PROCEDURE = "esi_lumbosacral_transforaminal"
REASON = "The program's figures of the new year."


def text(page: str) -> str:
    """What is read on a page, in one line."""
    main = page[page.index("<main") : page.index("</main>")]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def review(client: FlaskClient, draft_id: UUID) -> str:
    return text(client.get(f"/curriculum/drafts/{draft_id}/review").text)


def test_a_director_reads_before_publishing_what_changes_and_for_whom(
    client: FlaskClient, cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    draft_id = a_draft(
        dana, cast.version_id, suggesting(LUMBAR, 1), dropping("epa11.trigger_point")
    )
    page = review(sign_in(client, dana), draft_id)
    assert "Lumbar and sacral spine injections: at least 25 becomes 1." in page
    assert "Requirement removed: Trigger point injections, at least 20." in page
    assert "Asha Edition" in page
    assert "1 newly met, 1 no longer asked for" in page
    assert "Lumbar and sacral spine injections Newly met 1 of 25 1 of 1" in page
    assert "Publishing moves nobody." in page
    assert len(open_drafts(dana.actor)) == 1


def test_in_indonesian_it_is_told_in_indonesian(
    client: FlaskClient, cast: Cast, dana: Member
) -> None:
    draft_id = a_draft(dana, cast.version_id, suggesting(LUMBAR, 1))
    sign_in(client, dana).post("/preferences", data={"language": "id"})
    page = review(client, draft_id)
    name = curriculum_of(RIVERSIDE, cast.version_id).requirements[LUMBAR].name.in_("id")
    assert f"{name}: paling sedikit 25 menjadi 1." in page


def test_nothing_changed_says_so(client: FlaskClient, cast: Cast, dana: Member) -> None:
    draft_id = a_draft(dana, cast.version_id)
    page = review(sign_in(client, dana), draft_id)
    assert "Nothing has changed but the edition." in page
    assert "Nothing changes." in page


def test_an_edition_that_is_there_is_not_offered(
    client: FlaskClient, cast: Cast, dana: Member
) -> None:
    edition = curriculum_of(RIVERSIDE, cast.version_id).edition
    draft_id = a_draft(dana, cast.version_id, edition=edition)
    page = review(sign_in(client, dana), draft_id)
    assert f"Edition {edition} is published already" in page
    assert "Publish it" not in page
    answer = client.post(f"/curriculum/drafts/{draft_id}/publish", data={"revision": "1"})
    assert answer.status_code == 409
    assert "published already" in answer.text


def test_published_twice_from_one_page_it_is_one_edition(
    client: FlaskClient, cast: Cast, dana: Member
) -> None:
    draft_id = a_draft(dana, cast.version_id)
    sign_in(client, dana)
    answers = [
        client.post(f"/curriculum/drafts/{draft_id}/publish", data={"revision": "1"})
        for _ in range(2)
    ]
    newest = versions(dana.actor)[0]
    assert newest.edition == "next"
    assert {one.location for one in answers} == {f"/curriculum/{newest.id}/move"}
    assert len(versions(dana.actor)) == 2
    assert client.get(f"/curriculum/drafts/{draft_id}/review").status_code == 404


@pytest.mark.parametrize("sent", [{"revision": "7"}, {"revision": "x"}, {}])
def test_from_a_page_that_is_older_nothing_is_published(
    client: FlaskClient, cast: Cast, dana: Member, sent: dict[str, str]
) -> None:
    draft_id = a_draft(dana, cast.version_id)
    answer = sign_in(client, dana).post(f"/curriculum/drafts/{draft_id}/publish", data=sent)
    assert answer.status_code == 409
    assert len(versions(dana.actor)) == 1


# ── moving ───────────────────────────────────────────────────────────────────────────────────


def moved(
    client: FlaskClient, version_id: UUID, *whom: Member, reason: str = REASON
) -> TestResponse:
    sent = {"enrollments": [str(one.enrollment_id) for one in whom], "reason": reason}
    return client.post(f"/curriculum/{version_id}/move", data=sent)


def test_chosen_fellows_are_moved_with_a_reason(
    client: FlaskClient, cast: Cast, dana: Member, asha: Member, finn: Member
) -> None:
    version_id = a_next_edition(dana, cast.version_id, suggesting(LUMBAR, 30))
    sign_in(client, dana)
    page = text(client.get(f"/curriculum/{version_id}/move").text)
    assert "1 with another number" in page
    answer = client.post(
        f"/curriculum/{version_id}/move",
        data={"enrollments": [str(asha.enrollment_id)], "reason": REASON},
        follow_redirects=True,
    )
    told = text(answer.text)
    assert "1 fellow follows this edition now." in told
    assert "Who follows this edition 1 Asha" in told
    assert "Finn" in text(client.get(f"/curriculum/{cast.version_id}").text)
    again = moved(client, version_id, asha)
    assert again.status_code == 303
    ledger = text(client.get("/ledger").text)
    assert f"Asha moved from edition 2026.2 to next: {REASON}" in ledger


def test_what_was_chosen_and_typed_stays_when_something_is_wrong(
    client: FlaskClient, cast: Cast, dana: Member, asha: Member, finn: Member
) -> None:
    version_id = a_next_edition(dana, cast.version_id)
    sign_in(client, dana)
    answer = moved(client, version_id, asha, reason="for Mrs. Jones")
    assert answer.status_code == 422
    page: str = answer.text
    assert "This may tell who the patient is" in html.unescape(page)
    assert "for Mrs. Jones" in page
    box = re.search(rf'<input[^>]*value="{asha.enrollment_id}"[^>]*>', page)
    other = re.search(rf'<input[^>]*value="{finn.enrollment_id}"[^>]*>', page)
    assert box is not None
    assert " checked" in box[0]
    assert other is not None
    assert " checked" not in other[0]
    nobody = text(moved(client, version_id).text)
    assert "Choose whom to move." in nobody


def test_who_cannot_be_moved_is_shown_with_the_reason_and_cannot_be_chosen(
    client: FlaskClient, cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    version_id = a_next_edition(dana, cast.version_id, without("procedures", PROCEDURE))
    sign_in(client, dana)
    page = client.get(f"/curriculum/{version_id}/move").text
    assert str(asha.enrollment_id) not in page
    assert "Who cannot be moved 1" in text(page)
    assert "(1): not in the catalogue" in text(page)
    answer = moved(client, version_id, asha)
    assert answer.status_code == 422
    assert "Whom to move: Asha: cases “" in text(answer.text)


def test_an_id_that_is_none_moves_nobody(client: FlaskClient, cast: Cast, dana: Member) -> None:
    version_id = a_next_edition(dana, cast.version_id)
    sign_in(client, dana)
    sent = {"enrollments": ["nobody"], "reason": REASON}
    assert client.post(f"/curriculum/{version_id}/move", data=sent).status_code == 404


def test_a_page_from_before_the_move_says_what_happened(
    client: FlaskClient, cast: Cast, dana: Member, asha: Member
) -> None:
    version_id = a_next_edition(dana, cast.version_id, without("procedures", PROCEDURE))
    assert asha.enrollment_id is not None
    moving.move_enrollments(dana.actor, version_id, [asha.enrollment_id], REASON)
    answer = sign_in(client, asha).post(
        "/cases/0192f0a0-0000-7000-8000-000000000001", data={"procedure": PROCEDURE}
    )
    assert answer.status_code == 409
    assert "The curriculum that you follow now does not have this procedure" in answer.text


# ── comparing and adopting ───────────────────────────────────────────────────────────────────


def test_everybody_may_compare_editions_of_the_program(
    client: FlaskClient, cast: Cast, dana: Member, asha: Member, rin: Member
) -> None:
    version_id = a_next_edition(dana, cast.version_id, suggesting(LUMBAR, 30))
    sign_in(client, asha)
    page = text(client.get(f"/curriculum/{version_id}/changes").text)
    assert "Lumbar and sacral spine injections: at least 25 becomes 30." in page
    back = client.get(f"/curriculum/{cast.version_id}/changes?from={version_id}")
    assert "at least 30 becomes 25." in text(back.text)
    for strange in (cast.far_version_id, "x", cast.version_id):
        path = f"/curriculum/{cast.version_id}/changes?from={strange}"
        assert client.get(path).status_code == 404
    sign_in(client, rin)
    assert client.get(f"/curriculum/{version_id}/changes").status_code == 404


def test_the_only_edition_is_compared_with_nothing(
    client: FlaskClient, cast: Cast, asha: Member
) -> None:
    page = text(sign_in(client, asha).get(f"/curriculum/{cast.version_id}/changes").text)
    assert "There is no edition before this one." in page


def test_who_follows_an_edition_is_for_those_who_see_members(
    client: FlaskClient, cast: Cast
) -> None:
    for name, sees in (("dana", True), ("cora", True), ("ola", True), ("asha", False)):
        page = text(sign_in(client, cast[name]).get("/curriculum").text)
        assert ("Who follows this edition" in page) == sees
        assert ("Move fellows to this edition" in page) == (name == "dana")


def test_a_confirmation_that_went_over_says_from_where(
    client: FlaskClient, cast: Cast, dana: Member
) -> None:
    curriculum.confirm_figure(
        dana.actor,
        cast.version_id,
        LUMBAR,
        value=30,
        document="Requirements",
        edition="2026",
        dated=TODAY,
    )
    version_id = a_next_edition(dana, cast.version_id)
    page = text(sign_in(client, dana).get(f"/curriculum/{version_id}").text)
    assert "(went over from edition 2026.2)" in page


def test_a_director_adopts_what_comes_with_logbook(client: FlaskClient, dana: Member) -> None:
    page = text(sign_in(client, dana).get("/curriculum/adopt").text)
    assert "Pain Management Nursing" in page
    assert "Published here already" in page
    answer = client.post("/curriculum/adopt", data={"name": "pain_nurse"}, follow_redirects=True)
    assert "The curriculum is published here." in text(answer.text)
    assert client.post("/curriculum/adopt", data={"name": "pain_nurse"}).status_code == 409
    assert client.post("/curriculum/adopt", data={"name": "../x"}).status_code == 404


def test_a_review_asks_as_much_for_many_cases_as_for_few(
    client: FlaskClient, cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    draft_id = a_draft(dana, cast.version_id, suggesting(LUMBAR, 1))
    sign_in(client, dana)
    review(client, draft_id)
    with statements() as few:
        review(client, draft_id)
    for _ in range(3):
        an_approved_case(fellow=asha, supervisor=ben)
    with statements() as many:
        review(client, draft_id)
    assert len(few) == len(many)
