"""The pages of competencies: what each reader finds, and signing on a phone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from logbook.cli import posting
from logbook.domain.sign_offs import Decided, State
from logbook.domain.signatures import Method, Presence
from logbook.services import cases
from logbook.services.mail import OUTBOX
from logbook.web import presence
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.sign_offs import (
    JUDGED_WELL,
    SPINE,
    a_candidate,
    a_granted,
    a_proposal,
    decide,
    evidence,
    judge,
    the,
)


@pytest.fixture
def proved(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everybody has just proved who they are by password and code."""
    just_now = Presence(Method.PASSWORD_AND_CODE, datetime.now(UTC))
    monkeypatch.setattr(presence, "presence", lambda: just_now)
    yield


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.text


def path_of(fellow: Member) -> str:
    return f"/competencies/of/{fellow.enrollment_id}/{SPINE}"


def a_judgement(fellow: Member, by: Member, **but: object) -> dict[str, object]:
    usual = {
        "judgement_id": uuid4(),
        "seen": evidence(fellow, by).seen,
        "level": "4",
        "words": JUDGED_WELL,
    }
    return usual | but


def test_a_fellow_proposes_and_both_judges_sign(
    client: FlaskClient, ben: Member, eve: Member, proved: None
) -> None:
    nia = a_candidate(ben, eve)
    page = text_of(sign_in(client, nia), "/competencies")
    assert "EPA08" in page and "Nothing is missing; it can be proposed." in page
    page = text_of(client, path_of(nia))
    assert "the program’s own rule, not an accreditor’s" in page
    sign_off_id = UUID(re.search(r'name="sign_off_id"[^>]*value="([^"]+)"', page)[1])  # type: ignore[index]
    sent = {"sign_off_id": sign_off_id, "judge_0": ben.id, "judge_1": eve.id, "words": "Ready."}
    for _ in range(2):
        answer = client.post(path_of(nia), data=sent)
        assert answer.status_code in (303, 409)
    for one in (ben, eve):
        page = text_of(sign_in(client, one), "/competencies/waiting")
        assert "Wait for your judgement" in page and "Nia" in page
        where = f"/competencies/{sign_off_id}/judgement"
        assert "What you saw" in text_of(client, where)
        said = a_judgement(nia, one)
        assert client.post(where, data=said).status_code == 303
        assert client.post(where, data=said).status_code == 303
    assert the(sign_off_id).state is State.GRANTED
    page = text_of(sign_in(client, nia), f"/competencies/{sign_off_id}")
    assert "Nia may do this at level 4" in page
    assert "I attest this level." in page and "by password and code" in page and "UTC" in page
    assert JUDGED_WELL in page
    assert "1 of 13 are signed." in text_of(client, "/competencies")


def test_neither_judge_nor_anybody_reads_the_first_judgement_alone(
    client: FlaskClient, cast: dict[str, Member], ben: Member, eve: Member
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    judge(sign_off_id, ben, "5", words="Words that nobody reads yet.")
    for reader in (nia, eve, *(cast[name] for name in ("dana", "cora", "mia", "ola"))):
        page = text_of(sign_in(client, reader), f"/competencies/{sign_off_id}")
        assert "Words that nobody reads yet." not in page, reader.name
        assert "Shown once all judgements are in." in page
    assert "Words that nobody reads yet." in text_of(
        sign_in(client, ben), f"/competencies/{sign_off_id}"
    )
    where = f"/competencies/{sign_off_id}/judgement"
    assert "Words that nobody reads yet." not in text_of(sign_in(client, eve), where)


def test_a_session_alone_does_not_sign_and_what_was_typed_stays(
    client: FlaskClient, ben: Member, eve: Member
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    where = f"/competencies/{sign_off_id}/judgement"
    answer = sign_in(client, ben).post(where, data=a_judgement(nia, ben))
    assert answer.status_code == 422
    assert "Your password alone is not enough to sign this." in answer.text
    assert JUDGED_WELL in answer.text and "/account/passkeys" in answer.text
    assert the(sign_off_id).state is State.PROPOSED


def test_where_the_curriculum_says_so_a_session_is_enough(
    client: FlaskClient, ben: Member, eve: Member
) -> None:
    nia = a_candidate(ben, eve, signed_with="session")
    sign_off_id = a_proposal(nia, ben, eve)
    where = f"/competencies/{sign_off_id}/judgement"
    assert sign_in(client, ben).post(where, data=a_judgement(nia, ben)).status_code == 303
    assert the(sign_off_id).state is State.JUDGED


def test_what_was_not_seen_is_not_signed(
    client: FlaskClient, ben: Member, eve: Member, proved: None
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    where = f"/competencies/{sign_off_id}/judgement"
    stale = a_judgement(nia, ben, seen="0" * 64)
    answer = sign_in(client, ben).post(where, data=stale)
    assert answer.status_code == 422
    assert "The evidence has changed while you were reading." in answer.text
    assert evidence(nia, ben).seen in answer.text


def test_a_director_decides_and_two_tabs_end_in_one_clear_state(
    client: FlaskClient, ben: Member, eve: Member, dana: Member, proved: None
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    judge(sign_off_id, ben, "4")
    judge(sign_off_id, eve, "5")
    where = f"/competencies/{sign_off_id}"
    sign_in(client, dana)
    assert "Wait for a decision" in text_of(client, "/competencies/waiting")
    assert "The judges do not say the same." in text_of(client, where)
    tab = {
        "decision_id": uuid4(),
        "revision": the(sign_off_id).revision,
        "seen": evidence(nia, dana).seen,
        "decided": "together",
        "level": "4",
        "words": "They talked about both lists.",
    }
    other = {**tab, "decision_id": uuid4(), "decided": "returned"}
    assert client.post(f"{where}/decisions", data=tab).status_code == 303
    assert client.post(f"{where}/decisions", data=tab).status_code == 303
    assert client.post(f"{where}/decisions", data=other).status_code == 403
    assert the(sign_off_id).state is State.GRANTED
    assert "They talked about both lists." in text_of(client, where)


def test_an_override_shows_for_ever(
    client: FlaskClient, ben: Member, eve: Member, dana: Member
) -> None:
    nia = a_candidate()
    sign_off_id = a_proposal(nia, ben, eve)
    decide(sign_off_id, dana, Decided.OVERRIDDEN, words="Forty in the former program.")
    judge(sign_off_id, ben)
    judge(sign_off_id, eve)
    page = text_of(sign_in(client, nia), f"/competencies/{sign_off_id}")
    assert "Signed without all evidence" in page and "Forty in the former program." in page
    assert "evidence overridden" in text_of(client, "/competencies")


def test_withdrawn_evidence_is_told_to_the_signers(
    client: FlaskClient, ben: Member, eve: Member
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_granted(nia, ben, eve)
    case_id = next(one.id for one in evidence(nia).grounds if one.kind == "case")
    OUTBOX.clear()
    answer = sign_in(client, nia).post(f"/cases/{case_id}/withdraw", data={"reason": "Twice."})
    assert answer.status_code == 303
    assert the(sign_off_id).state is State.REVIEW
    assert OUTBOX == []  # a mail server that is down keeps nobody from withdrawing
    posting.post()
    told = sorted(letter.to for letter in OUTBOX)
    assert told == ["ben@example.org", "eve@example.org", "nia@example.org"]
    assert all(f"/competencies/{sign_off_id}" in letter.text for letter in OUTBOX)
    assert {letter.subject for letter in OUTBOX} == {"A sign-off of yours is to be looked at again"}
    page = text_of(client, f"/competencies/{sign_off_id}")
    assert "To be looked at again" in page and "2 pieces are gone." in page


def test_signers_get_one_letter_a_day_however_much_is_withdrawn(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    a_granted(nia, ben, eve)
    several = [one.id for one in evidence(nia).grounds if one.kind == "case"][:2]
    OUTBOX.clear()
    for case_id in several:
        cases.withdraw(nia.actor, case_id, "Twice.")
    posting.post()
    assert (len(several), len(OUTBOX)) == (2, 3)


def test_who_has_no_tie_finds_nothing(
    client: FlaskClient, ben: Member, eve: Member, rin: Member, finn: Member
) -> None:
    nia = a_candidate(ben)
    for stranger in (eve, rin, finn):
        sign_in(client, stranger)
        for path in (path_of(nia), f"/competencies/of/{nia.enrollment_id}"):
            assert client.get(path).status_code == 404
    assert sign_in(client, ben).get(path_of(nia)).status_code == 200


def test_a_competency_that_is_not_in_the_curriculum(client: FlaskClient, ben: Member) -> None:
    nia = a_candidate(ben)
    assert sign_in(client, nia).get(path_of(nia) + "x").status_code == 404


def test_a_conflict_of_interest_is_declared_and_ended(
    client: FlaskClient, ben: Member, eve: Member, cora: Member
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    sent = {"conflict_id": uuid4(), "one": nia.id, "other": eve.id}
    assert sign_in(client, nia).post("/competencies/conflicts", data=sent).status_code == 303
    page = text_of(client, "/competencies/conflicts")
    assert "Eve" in page and "End it" not in page
    answer = sign_in(client, eve).get(f"/competencies/{sign_off_id}/judgement")
    assert answer.status_code == 403 and "conflict of interest" in answer.text
    sign_in(client, cora)
    assert "End it" in text_of(client, "/competencies/conflicts")
    ended = client.post(f"/competencies/conflicts/{sent['conflict_id']}/end")
    assert ended.status_code == 303
    assert sign_in(client, eve).get(f"/competencies/{sign_off_id}/judgement").status_code == 200
    again = sign_in(client, nia).post("/competencies/conflicts", data={**sent, "other": nia.id})
    assert again.status_code == 422


def test_an_amendment_takes_the_place_of_what_it_names(
    client: FlaskClient, ben: Member, eve: Member, proved: None
) -> None:
    nia = a_candidate(ben, eve)
    first = a_granted(nia, ben, eve)
    sign_in(client, ben)
    assert f"amends={first}" in text_of(client, f"/competencies/{first}")
    second = uuid4()
    sent = {"sign_off_id": second, "amends": first, "judge_0": ben.id, "judge_1": eve.id}
    assert client.post(path_of(nia), data=sent).status_code == 422
    sent["words"] = "The level was meant to be 5."
    assert client.post(path_of(nia), data=sent).status_code == 303
    judge(second, ben, "5")
    assert the(first).state is State.GRANTED
    judge(second, eve, "5")
    assert (the(first).state, the(second).state) == (State.AMENDED, State.GRANTED)
    assert "There is an amendment of this." in text_of(client, f"/competencies/{first}")
    assert str(first) in text_of(client, f"/competencies/{second}")
