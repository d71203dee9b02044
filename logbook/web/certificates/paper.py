"""A certificate on paper: what it says, in the reader's language, for `papers/certificate.typ`."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import url_for
from flask_babel import gettext

from logbook.domain.signatures import Meaning, Method
from logbook.queries.certificates import CertificateView
from logbook.services.papers import set_paper
from logbook.web.certificates.public import qr_of, spoken
from logbook.web.filters import day, iso_day
from logbook.web.sign_offs.telling import meaning, method, role
from logbook.web.words import language, profession_label


def pdf_of(one: CertificateView) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "certificate.pdf"
        set_paper("certificate", says(one), target)
        return target.read_bytes()


def says(one: CertificateView) -> dict[str, object]:
    stated = one.statement
    whole = stated["kind"] == "fellowship"
    address = _address(one)
    return {
        "language": language(),
        "title": gettext("Fellowship") if whole else gettext("Certificate"),
        "program": stated["program"]["name"],
        "fellow": stated["holder"]["name"],
        "issued": day(one.issued_at),
        "seal": gettext("Seal of %(program)s", program=stated["program"]["name"]),
        "opening": gettext("It is certified that"),
        "claim": gettext("has reached, and may act at, these levels:"),
        "competencies": [_competency(each) for each in stated["competencies"]],
        "signed_by": gettext("Signed by"),
        "signers": [
            _signer(signature, each)
            for each in stated["competencies"]
            for signature in each["signatures"]
        ],
        "verify": gettext("Verify"),
        "qr": str(qr_of(one.token)) if one.public and one.token else str(qr_of(None)),
        "qr_alt": gettext("The address below, for a phone"),
        "how": gettext(
            "This address says what holds today. The file that its holder has proves, offline and "
            "years later, what was signed."
        ),
        "address": address,
        "honest": gettext("Certificate %(id)s. Paper proves nothing by itself.", id=one.id),
        "footer": f"{stated['program']['name']} · {one.id}",
    }


def _address(one: CertificateView) -> str:
    """Of the page that its holder shows; of the page where files are verified, if of none."""
    if one.public:
        return url_for("certificates.shared", token=one.token, _external=True)
    return url_for("certificates.verify", _external=True)


def _competency(stated: Mapping[str, Any]) -> dict[str, str]:
    dates = gettext("Granted on %(day)s", day=iso_day(stated["granted_on"]))
    if stated["lapses_on"]:
        dates += " · " + gettext("lapses on %(day)s", day=iso_day(stated["lapses_on"]))
    level = gettext("Level %(level)s", level=stated["level"]["code"])
    return {
        "name": f"{stated['competency']['code']} · {spoken(stated['competency']['name'])}",
        "level": f"{level}: {spoken(stated['level']['label'])}",
        "dates": dates,
    }


def _signer(signature: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, str]:
    who = f"{role(signature['role'])}, {profession_label(signature['profession'])}"
    at = f"{signature['at'][:16].replace('T', ' ')} UTC"
    said = f"“{meaning(Meaning(signature['meaning']))}” · {method(Method(signature['method']))}"
    return {
        "name": signature["name"],
        "who": who,
        "how": f"{stated['competency']['code']} · {said} · {at}",
    }
