"""Whether somebody's credentials let them sign on a day."""

from datetime import date, timedelta

import pytest

from logbook.domain.credentials import Lapse, lapse
from logbook.domain.document import Text
from logbook.domain.evidence import CredentialEvidence
from logbook.domain.lacking import NOTHING_LACKS, Lacking

DAY = date(2026, 11, 26)
NEEDED = {"licence": Text({"en": "Licence", "id": "Izin"}), "sip": Text({"en": "SIP"})}


def one(kind: str, starts: int, ends: int | None) -> CredentialEvidence:
    until = None if ends is None else DAY + timedelta(days=ends)
    return CredentialEvidence(kind, DAY + timedelta(days=starts), until)


@pytest.mark.parametrize(
    ("held", "lacks"),
    [
        ([one("licence", -9, 0)], None),
        ([one("licence", 0, 9)], None),
        ([one("sip", -9, None)], None),
        ([one("licence", -9, -1)], "licence"),
        ([one("licence", -99, -1), one("licence", 0, 99)], None),
        ([one("licence", -99, -1), one("licence", 1, 99)], "licence"),
        ([one("licence", -99, -1), one("sip", -9, 9)], "licence"),
        ([one("licence", 1, 99)], ""),
        ([one("life_support", -9, 9)], ""),
        ([], ""),
    ],
)
def test_none_may_have_lapsed_and_one_must_be_good(
    held: list[CredentialEvidence], lacks: str | None
) -> None:
    by_kind: dict[str, list[CredentialEvidence]] = {}
    for credential in held:
        by_kind.setdefault(credential.credential, []).append(credential)
    found = lapse(NEEDED, by_kind, DAY)
    assert (None if found is None else found.kind) == lacks


def test_where_signing_needs_none_nothing_lacks() -> None:
    assert lapse({}, {}, DAY) is None


@pytest.mark.parametrize(
    "lacking",
    [
        NOTHING_LACKS,
        Lacking(Text({"en": "Facet block", "id": "Blok faset"})),
        Lacking(lapse=Lapse("licence", NEEDED["licence"], DAY)),
        Lacking(Text({"en": "Facet block"}), Lapse("", NEEDED["sip"], None)),
    ],
)
def test_what_is_signed_says_it_again(lacking: Lacking) -> None:
    assert Lacking.in_(lacking.content()) == lacking
    assert bool(lacking.content()) == bool(lacking) == bool(list(lacking.told()))
