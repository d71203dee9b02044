"""A certificate on paper: what it says, in the reader's language, for `papers/certificate.typ`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import segno
from flask import current_app

from logbook.domain.decisions import Message, say
from logbook.domain.document import Text
from logbook.domain.signatures import Meaning, Method
from logbook.policy.actors import Role
from logbook.queries.certificates import CertificateView
from logbook.services.papers import set_paper
from logbook.services.record_paper import Speak

PROFESSIONS = {
    "physician": say("physician"),
    "nurse": say("nurse"),
    "psychologist": say("psychologist"),
    "physiotherapist": say("physiotherapist"),
    "anesthesiologist": say("anesthesiologist"),
    "rehabilitation_physician": say("rehabilitation physician"),
    "technician": say("technician"),
    "other": say("other"),
}
"""By the codes that stand in signed texts; one that is not here is shown as it is."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is to read it: their language, and what puts a message into it."""

    language: str
    speak: Speak

    def word(self, member: object) -> str:
        """A member of an enum, or a day."""
        return self.speak(Message("%(word)s", {"word": member}))

    def day(self, written: str) -> str:
        """Of a day as a statement writes it, 2026-11-26."""
        return self.word(date.fromisoformat(written))

    def text(self, words: Mapping[str, str]) -> str:
        return Text(words).in_(self.language)


def write_pdf(one: CertificateView, reader: Reader, target: Path) -> None:
    set_paper("certificate", says(one, reader), target)


def says(one: CertificateView, reader: Reader) -> dict[str, object]:
    stated, speak = one.statement, reader.speak
    program = stated["program"]["name"]
    whole = stated["kind"] == "fellowship"
    address = _address(one)
    return {
        "language": reader.language,
        "title": speak(say("Fellowship")) if whole else speak(say("Certificate")),
        "program": program,
        "fellow": stated["holder"]["name"],
        "issued": reader.word(one.issued_on),
        "seal": speak(say("Seal of %(program)s", program=program)),
        "opening": speak(say("It is certified that")),
        "claim": speak(say("has reached, and may act at, these levels:")),
        "competencies": [_competency(each, reader) for each in stated["competencies"]],
        "signed_by": speak(say("Signed by")),
        "signers": [
            _signer(signature, each, reader)
            for each in stated["competencies"]
            for signature in each["signatures"]
        ],
        "verify": speak(say("Verify")),
        "held": speak(say("This paper says what held on %(day)s.", day=one.issued_on)),
        "qr": segno.make(address, error="m").svg_inline(scale=4, border=2, light="white"),
        "qr_alt": speak(say("The address below, for a phone")),
        "how": speak(_how(one, program)),
        "address": address,
        "honest": speak(say("Certificate %(id)s. Paper proves nothing by itself.", id=one.id)),
        "footer": f"{program} · {one.id}",
    }


def _how(one: CertificateView, program: str) -> Message:
    """Where to ask what holds today, and what the address is for."""
    if one.public:
        return say(
            "This address says what holds today. The file that its holder has proves, offline and "
            "years later, what was signed."
        )
    return say(
        "What holds today, its holder can show by a link, and %(program)s can say. The file that "
        "its holder has proves what was signed: at this address, or offline and years later.",
        program=program,
    )


def _address(one: CertificateView) -> str:
    """Of the page that its holder shows; of the page where files are verified, if of none."""
    home = current_app.config["BASE_URL"].rstrip("/")
    return f"{home}/shared/{one.token}" if one.public else f"{home}/verify"


def _competency(stated: Mapping[str, Any], reader: Reader) -> dict[str, str]:
    speak = reader.speak
    dates = speak(say("Granted on %(day)s", day=reader.day(stated["granted_on"])))
    if stated["lapses_on"]:
        lapses = say("lapses on %(day)s", day=reader.day(stated["lapses_on"]))
        dates += " · " + speak(lapses)
    level = speak(say("Level %(level)s", level=stated["level"]["code"]))
    return {
        "name": f"{stated['competency']['code']} · {reader.text(stated['competency']['name'])}",
        "level": f"{level}: {reader.text(stated['level']['label'])}",
        "dates": dates,
    }


def _signer(
    signature: Mapping[str, Any], stated: Mapping[str, Any], reader: Reader
) -> dict[str, str]:
    profession = PROFESSIONS.get(signature["profession"])
    as_what = reader.speak(profession) if profession else signature["profession"]
    at = f"{signature['at'][:16].replace('T', ' ')} UTC"
    meaning = reader.word(Meaning(signature["meaning"]))
    said = f"“{meaning}” · {reader.word(Method(signature['method']))}"
    return {
        "name": signature["name"],
        "who": f"{reader.word(Role(signature['role']))}, {as_what}",
        "how": f"{stated['competency']['code']} · {said} · {at}",
    }
