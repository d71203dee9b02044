"""Hints on the words of feedback while they are written. They never stop anybody.

Two questions: does it say what was seen, and is there a step that can be taken? Both are answered
by counting words, on this machine; no text leaves it. The page asks the same questions by the same
lists (`rules()`), so that the hint at the phone and the one of the server agree.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from logbook.domain.decisions import Message, say


class Hint(StrEnum):
    """What could make the words more useful."""

    NO_EVIDENCE = "no_evidence"
    NO_STEP = "no_step"


SAYS: Mapping[Hint, Message] = {
    Hint.NO_EVIDENCE: say("What did you see? Name one thing that was done or said."),
    Hint.NO_STEP: say("What should be tried next time? Begin with what to do."),
}

EVIDENCE_WORDS = 4
"""So many words that are no mere praise tell what was seen: `kept the needle tip in view`."""
STEP_WORDS = 3
"""So many words make a step: one says what to do, the others with what."""

_PRAISE = """
    a all an and as at be been did do doing done excellent fantastic fine fellow for go good
    great he her him his i in is it job keep keeping know knowledge nice no of ok okay on
    overall perfect performance procedure quite really satisfactory she skill skills so super
    that the their them there they this to today up very was well were with work yes you your
    baik bagus sangat sekali sudah dan yang di ke dari untuk dengan ini itu kerja kinerja
    pertahankan lanjutkan mantap hebat luar biasa cukup oke tindakan anda kamu dia semua secara
    keseluruhan
"""
PRAISE = frozenset(_PRAISE.split())
"""Words that say nothing of what was done."""

_STEPS = """
    add aim allow announce apply arrange ask assess attend avoid before begin bring call change
    check choose clarify compare confirm consider count describe discuss do document draw
    examine explain explore find focus follow give have hold involve keep know lead learn leave
    let list listen look make measure move name next observe offer open organise organize pause
    perform place plan position practice practise prepare present rate read record reduce refer
    reflect rehearse remember repeat review say schedule see seek set share shorten show
    simulate slow speak spend start state stop structure study summarise summarize supervise
    take talk teach tell think time train try turn until use verify visit wait watch work write
    ajak ajarkan amati ambil atur baca bandingkan berikan berlatih biasakan buat catat cek cari
    coba diskusikan fokus gunakan hindari hitung hubungi ikuti jelaskan kerjakan konfirmasi
    kurangi lain lakukan latih latihan libatkan lihat mintalah minta mulai nilai pakai pastikan
    pelajari periksa perhatikan perlambat persiapkan pikirkan rencanakan sampaikan sebelum
    sebutkan siapkan simpulkan susun tambah tambahkan tanya tanyakan tinjau tulis tunjukkan
    ulangi more less lebih perlu need needs should could would harus sebaiknya
"""
STEPS = frozenset(_STEPS.split())
"""Words by which a step is told; `next`, `lain` (kali) and `before` announce one."""


NO_WORD = re.compile(r"[\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in small letters without accents; numbers are words too."""
    if text.isascii():  # as most are: nothing to take apart
        return [word for word in NO_WORD.split(text.lower()) if word]
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.category(letter).startswith("M")
    )
    return [word for word in NO_WORD.split(plain.lower()) if word]


def hint_on_what_went_well(text: str) -> Hint | None:
    """None while nothing is written: a hint before the first word would only nag."""
    words = words_of(text)
    if not words:
        return None
    telling = [word for word in words if word not in PRAISE]
    return None if len(telling) >= EVIDENCE_WORDS else Hint.NO_EVIDENCE


def hint_on_next_step(text: str) -> Hint | None:
    words = words_of(text)
    if not words:
        return None
    if len(words) >= STEP_WORDS and any(word in STEPS for word in words):
        return None
    return Hint.NO_STEP


def rules() -> dict[str, object]:
    """The same for the page, as plain JSON values."""
    return {
        "praise": sorted(PRAISE),
        "evidenceWords": EVIDENCE_WORDS,
        "steps": sorted(STEPS),
        "stepWords": STEP_WORDS,
    }
