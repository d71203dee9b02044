"""A whole record in one file: complete, only its owner's, and made whatever is killed meanwhile."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy.exc import NoResultFound

from logbook.domain.audit import commitment
from logbook.domain.committee import Outcome
from logbook.domain.decisions import Message
from logbook.domain.document import Text
from logbook.domain.notes import Key
from logbook.models.columns import new_id
from logbook.queries import record_copies as queries
from logbook.services import (
    audit,
    checkpoints,
    committee_rating,
    record_copies,
    record_paper,
    record_parts,
    signing_keys,
)
from logbook.services.credentials import Upload
from logbook.services.record_parts import PARTS
from logbook.services.refusals import Conflict
from logbook.verify import proved
from tests.cast import RIVERSIDE, Member
from tests.makers import committee
from tests.makers.assessments import a_given_assessment, an_amended_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.credentials import a_credential
from tests.makers.documents import a_pdf
from tests.makers.portfolio import an_accepted_item
from tests.makers.records import all_levels

HOST = "logbook.example"


def speak(message: Message) -> str:
    return message.id % {
        name: value.in_("en") if isinstance(value, Text) else value
        for name, value in message.params.items()
    }


def made(who: Member, folder: Path) -> ZipFile:
    copy_id = record_copies.ask(who.actor, new_id(), "en")
    while not record_copies.advance(who.actor, copy_id, folder, speak).is_ready:
        pass
    return ZipFile(record_copies.take(who.actor, copy_id, folder))


@pytest.fixture
def rich(asha: Member, ben: Member) -> Member:
    """asha, of whom there is something of many kinds."""
    an_approved_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=ben, submit=False)
    a_given_assessment(fellow=asha, assessor=ben)
    an_accepted_item()
    a_credential(of=asha, upload=Upload("licence.pdf", a_pdf()))
    return asha


def test_everything_is_in_it(rich: Member, ben: Member, tmp_path: Path) -> None:
    file = made(rich, tmp_path)
    names = set(file.namelist())
    assert {"portfolio.pdf", "cases.xlsx", "README.en.txt", "README.id.txt"} <= names
    read = {kind: json.loads(file.read(f"records/{kind}.json")) for kind in ("cases", "people")}
    assert {case["state"] for case in read["cases"]} == {"approved", "draft"}
    assert "Ben" in " ".join(person["name"] for person in read["people"])
    [assessment] = json.loads(file.read("records/assessments.json"))
    assert assessment["went_well"] and "draft" not in assessment
    [credential] = json.loads(file.read("records/credentials.json"))
    [document] = [name for name in names if name.startswith("documents/")]
    assert hashlib.sha256(file.read(document)).hexdigest() == credential["document_sha256"]
    assert file.read("portfolio.pdf").startswith(b"%PDF-")
    assert any(name.startswith("records/curriculum-") for name in names)


def test_an_amended_assessment_and_what_took_its_place_are_both_in_it(
    asha: Member, ben: Member, tmp_path: Path
) -> None:
    old = a_given_assessment(fellow=asha, assessor=ben)
    new = an_amended_assessment(old, assessor=ben)
    file = made(asha, tmp_path)
    told = {one["id"]: one for one in json.loads(file.read("records/assessments.json"))}
    assert (told[str(old)]["state"], told[str(old)]["level"]) == ("amended", "4")
    assert (told[str(new)]["amends_id"], told[str(new)]["level"]) == (str(old), "2")
    texts = [name for name in file.namelist() if name.startswith("signatures/") and ".txt" in name]
    assert len([one for one in texts if "keys" not in one]) == 2
    writer = record_paper.writer_for(asha.actor, "en", speak)
    entries: Any = record_paper.assessments(writer)["entries"]
    labels = [{line["label"] for line in one["lines"]} for one in entries]
    assert ["State" in one for one in labels] == [True, False]
    assert ["What was wrong before" in one for one in labels] == [False, True]


def test_what_the_committee_wrote_is_in_it_once_its_letter_is_out(
    asha: Member, tmp_path: Path
) -> None:
    meeting_id = committee.a_session()
    committee.decide(meeting_id, asha, Outcome.TARGETED_SUPPORT, committee.a_plan())
    committee_rating.rate_self(asha.actor, new_id(), all_levels("3"), "More lists.")
    kinds = ("self_ratings", "letters", "committee_decisions", "committee_plans", "milestones")
    before = made(asha, tmp_path)
    assert [len(json.loads(before.read(f"records/{one}.json"))) for one in kinds] == [1, 0, 0, 0, 0]
    committee.close(meeting_id)
    committee.approve(meeting_id)
    after = made(asha, tmp_path)
    assert [len(json.loads(after.read(f"records/{one}.json"))) for one in kinds] == [1, 1, 1, 1, 1]


def test_each_sealed_record_can_be_reckoned_anew(rich: Member, tmp_path: Path) -> None:
    file = made(rich, tmp_path)
    sealed = [
        row["sealed"]
        for name in file.namelist()
        if name.startswith("records/") and "curriculum" not in name
        for row in json.loads(file.read(name))
        if "sealed" in row
    ]
    assert len(sealed) >= 6
    for one in sealed:
        assert commitment(bytes.fromhex(one["salt"]), one["content"]).hex() == one["commitment"]


def test_the_hashes_are_those_of_the_files(rich: Member, tmp_path: Path) -> None:
    file = made(rich, tmp_path)
    lines = file.read("SHA256SUMS").decode().splitlines()
    assert {line[66:] for line in lines} == set(file.namelist()) - {"SHA256SUMS"}
    for line in lines:
        assert hashlib.sha256(file.read(line[66:])).hexdigest() == line[:64]


def test_signatures_prove_themselves(rich: Member, tmp_path: Path) -> None:
    signing_keys.create(tmp_path / "keys")
    signer = signing_keys.signer(tmp_path / "keys")
    checkpoints.sign_all(signer, HOST, RIVERSIDE)
    key = Key(HOST, signer.public)
    file = made(rich, tmp_path / "copies")
    proofs = [name for name in file.namelist() if name.endswith(".tlog-proof")]
    texts = [name for name in file.namelist() if name.startswith("signatures/") and ".txt" in name]
    assert len(proofs) == 2  # under the approval and under the assessment
    assert str(key) in file.read("signatures/keys.txt").decode()
    for name in proofs:
        entry, _ = proved(file.read(name).decode(), key)
        told = json.loads(file.read(name.replace(".tlog-proof", ".json")))
        text = file.read(name.replace(".tlog-proof", ".txt"))
        assert entry["subject"] == told["id"]
        assert entry["content"] == told["sealed"]["commitment"]
        assert told["sealed"]["content"]["sha256"] == hashlib.sha256(text).hexdigest()
    assert len(texts) >= len(proofs)


def test_nothing_of_a_colleague_is_in_it(
    rich: Member, finn: Member, ben: Member, tmp_path: Path
) -> None:
    an_approved_case(fellow=finn, supervisor=ben)
    file = made(finn, tmp_path)
    assert len(json.loads(file.read("records/cases.json"))) == 1
    assert json.loads(file.read("records/credentials.json")) == []
    everything = b"".join(file.read(name) for name in file.namelist() if ".json" in name)
    assert str(rich.id).encode() not in everything


def test_a_copy_is_its_owners_alone(rich: Member, finn: Member, tmp_path: Path) -> None:
    copy_id = record_copies.ask(rich.actor, new_id(), "en")
    for act in (
        lambda: record_copies.advance(finn.actor, copy_id, tmp_path, speak),
        lambda: record_copies.take(finn.actor, copy_id, tmp_path),
        lambda: queries.copy_(finn.actor, copy_id),
    ):
        with pytest.raises(NoResultFound):
            act()


@pytest.mark.parametrize("who", ["ben", "dana", "ola", "cora"])
def test_who_was_never_a_fellow_has_nothing_to_take(
    request: pytest.FixtureRequest, who: str
) -> None:
    with pytest.raises(NoResultFound):
        record_copies.ask(request.getfixturevalue(who).actor, new_id(), "en")


def test_two_taps_are_one_copy(asha: Member) -> None:
    first = record_copies.ask(asha.actor, new_id(), "en")
    assert record_copies.ask(asha.actor, new_id(), "en") == first
    assert len(queries.copies(asha.actor)) == 1


@pytest.mark.parametrize("killed_at", range(len(PARTS) + 1))
def test_a_killed_step_is_done_again(
    rich: Member, tmp_path: Path, killed_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in any part, with half of it written; and while the file is packed."""

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    copy_id = record_copies.ask(rich.actor, new_id(), "en")
    for _ in range(killed_at):
        record_copies.advance(rich.actor, copy_id, tmp_path, speak)
    with monkeypatch.context() as patched:
        if killed_at < len(PARTS):
            half = record_parts.Part(PARTS[killed_at].name, half_and(die))
            patched.setattr(
                record_copies, "PARTS", (*PARTS[:killed_at], half, *PARTS[killed_at + 1 :])
            )
        else:
            patched.setattr(record_copies, "_sha256_of", die)
        with pytest.raises(Killed):
            record_copies.advance(rich.actor, copy_id, tmp_path, speak)
    assert record_copies.come_to(tmp_path, copy_id, False).done == killed_at
    while not record_copies.advance(rich.actor, copy_id, tmp_path, speak).is_ready:
        pass
    file = ZipFile(record_copies.take(rich.actor, copy_id, tmp_path))
    assert file.testzip() is None
    assert not any("half" in name for name in file.namelist())
    assert [one.name for one in tmp_path.iterdir()] == [f"{copy_id}.zip"]


def half_and(die):  # type: ignore[no-untyped-def]
    def make(_owner: object, into: Path, _speak: object) -> None:
        (into / "half").write_text("half")
        die()

    return make


def test_a_file_is_swept_after_its_days(rich: Member, tmp_path: Path) -> None:
    made(rich, tmp_path).close()
    [copy] = queries.copies(rich.actor)
    now = datetime.now(UTC)
    assert record_copies.sweep(rich.program_id, tmp_path, now) == 0
    late = now + record_copies.KEPT + timedelta(minutes=1)
    assert record_copies.sweep(rich.program_id, tmp_path, late) == 1
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NoResultFound):
        record_copies.take(rich.actor, copy.id, tmp_path)
    assert record_copies.sweep(rich.program_id, tmp_path, late) == 0


def test_parts_with_which_nobody_went_on_are_swept(rich: Member, tmp_path: Path) -> None:
    copy_id = record_copies.ask(rich.actor, new_id(), "en")
    record_copies.advance(rich.actor, copy_id, tmp_path, speak)
    late = datetime.now(UTC) + record_copies.KEPT + timedelta(minutes=1)
    assert record_copies.sweep(rich.program_id, tmp_path, late) == 0
    assert list(tmp_path.iterdir()) == []
    assert record_copies.advance(rich.actor, copy_id, tmp_path, speak).done == 1


def test_a_file_that_is_gone_is_said_to_be_gone(rich: Member, tmp_path: Path) -> None:
    made(rich, tmp_path).close()
    [copy] = queries.copies(rich.actor)
    record_copies.file_of(tmp_path, copy.id).unlink()
    with pytest.raises(Conflict):
        record_copies.take(rich.actor, copy.id, tmp_path)


def test_the_ledger_holds_afterwards(rich: Member, tmp_path: Path) -> None:
    made(rich, tmp_path).close()
    assert audit.verify(rich.program_id) == []
