"""Signed notes and checkpoints: the examples of others, our own round trip, and what is refused."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.checkpoints import Checkpoint, Proof
from logbook.domain.merkle import BadProof, inclusion, root_of
from logbook.domain.notes import BadNote, Key, sign, signed_by, text_of
from logbook.services.ed25519 import new_private, read_private, verifies
from tests.domain.test_merkle import a_tree

# The example in the documentation of Go's golang.org/x/mod/sumdb/note.
PETER = Key.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
    "KE6RyyBwJnAM=\n"
)

SIGNING, PUBLIC = read_private(new_private())
KEY = Key("logbook.example/river/2026", PUBLIC)
LEAVES = a_tree(11)
CHECKPOINT = Checkpoint(KEY.name, 11, root_of(LEAVES))
NOTE = sign(str(CHECKPOINT), KEY, SIGNING.sign)
PROOF = Proof(4, tuple(inclusion(LEAVES, 4)), NOTE, b"{}")


def test_the_note_of_another_implementation_is_read() -> None:
    text, keys = signed_by(PETERS_NOTE, [PETER, KEY], verifies)
    assert text.startswith("If you think cryptography")
    assert keys == [PETER]


def test_a_key_is_written_as_others_write_it() -> None:
    assert str(PETER) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert Key.read(str(KEY)) == KEY
    assert KEY.named("other").public == KEY.public


def test_what_was_signed_is_read_again() -> None:
    text, keys = signed_by(NOTE, [KEY], verifies)
    assert Checkpoint.read(text) == CHECKPOINT
    assert keys == [KEY]


@given(st.integers(0, len(NOTE) - 1), st.sampled_from("aZ0+/=\n— ."))
@settings(deadline=None, max_examples=300)
def test_a_note_with_one_character_changed_is_refused(place: int, letter: str) -> None:
    bent = NOTE[:place] + letter + NOTE[place + 1 :]
    if bent == NOTE:
        return
    with pytest.raises(BadNote):
        signed_by(bent, [KEY], verifies)


def test_another_keys_signature_beside_it_is_passed_over() -> None:
    other, public = read_private(new_private())
    witness = Key("witness.example", public)
    line = sign(str(CHECKPOINT), witness, other.sign).rpartition("\n\n")[2]
    both = NOTE + line
    assert signed_by(both, [KEY], verifies)[1] == [KEY]
    assert signed_by(both, [KEY, witness], verifies)[1] == [KEY, witness]
    with pytest.raises(BadNote, match="none of the known"):
        signed_by(both, [PETER], verifies)


def test_a_signature_of_the_wrong_key_under_the_right_name_is_refused() -> None:
    forger = Ed25519PrivateKey.generate()
    forged = sign(str(CHECKPOINT), KEY, forger.sign)
    with pytest.raises(BadNote, match="does not fit"):
        signed_by(forged, [KEY], verifies)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no signatures\n",
        "text\n\nname b64\n",
        "text\n\n— name\n",
        "text\n\n— name !!!!\n",
        "text\n\n— name QUI=\n",
        "text\n\n— name QUJDREVG",
        "x" * 70_000 + "\n\n— name QUJDREVG\n",
        "text\n\n" + "— name QUJDREVG\n" * 40,
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        text_of(text)


@pytest.mark.parametrize(
    "text",
    ["", "name", "name+00000000+AAAA", "{}AAA=", "a b+{}", "+{}", "{}+{}"],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Key.read(text.replace("{}", str(KEY)))


@pytest.mark.parametrize("text", ["no newline", "a\tb\n"])
def test_what_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(BadNote):
        sign(text, KEY, SIGNING.sign)


HASH = b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"\n1\n{HASH}\n",
        f"log\n01\n{HASH}\n",
        f"log\n-1\n{HASH}\n",
        f"log\n²\n{HASH}\n",
        f"log\n1\n{HASH[:-4]}\n",
        "log\n1\n",
        f"log\n1\n!{HASH}\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint.read(text)


def test_a_proof_is_read_as_it_was_written_and_holds() -> None:
    assert Proof.read(str(PROOF)) == PROOF
    assert PROOF.check(LEAVES[4]) == CHECKPOINT
    assert str(PROOF).startswith("c2sp.org/tlog-proof@v1\nextra e30=\nindex 4\n")
    assert Proof.read(str(Proof(4, PROOF.path, NOTE))).extra == b""


@pytest.mark.parametrize("place", [0, 3, 5, 10])
def test_a_proof_proves_its_own_entry_and_no_other(place: int) -> None:
    with pytest.raises(BadProof):
        PROOF.check(LEAVES[place])


@given(st.integers(0, len(str(PROOF)) - 1), st.sampled_from("aZ05+/=\n— ."))
@settings(deadline=None, max_examples=300)
def test_a_proof_with_one_character_changed_is_refused(place: int, letter: str) -> None:
    """Apart from what it carries beside: that is held against the entry's hash."""
    bent = str(PROOF)[:place] + letter + str(PROOF)[place + 1 :]
    try:
        proof = Proof.read(bent)
        proof.check(LEAVES[4])
        signed_by(proof.checkpoint, [KEY], verifies)
    except (BadNote, BadProof):
        return
    assert (proof.index, proof.path, proof.checkpoint) == (4, PROOF.path, NOTE)
