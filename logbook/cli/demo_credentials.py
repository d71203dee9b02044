"""The demo's credentials: each fellow a licence and life support; one lapsed, one lapses soon."""

from datetime import date, timedelta
from random import Random
from uuid import uuid4

from logbook.cli.demo_stage import Stage
from logbook.domain.credentials import CredentialContent
from logbook.services import credentials

ISSUERS = {"medical_licence": "State Medical Board", "id_sip": "Dinas Kesehatan"}
LEFT = (-12, 21, 240, 400)
"""Days that the life support of the fellows is still good for, in turn."""


def keep_credentials(stage: Stage, random: Random) -> None:
    """All of them verified by a director but the last: somebody has to see to that one."""
    director, today = stage.directors[0].actor, stage.today()
    licence = "id_sip" if stage.place.time_zone.startswith("Asia/") else "medical_licence"
    for n, fellow in enumerate(stage.fellows):
        number = f"{random.randrange(10_000, 99_999)}"
        given = (
            _content(licence, ISSUERS[licence], number, today, random.randrange(200, 900), 1825),
            _content("life_support", "Heart Association", "", today, LEFT[n % len(LEFT)], 730),
        )
        for content in given:
            credential_id = uuid4()
            credentials.add(fellow.actor, credential_id, fellow.actor.id, content)
            if (fellow, content) != (stage.fellows[-1], given[0]):
                credentials.verify(director, credential_id, 1)


def _content(
    kind: str, issuer: str, number: str, today: date, left: int, length: int
) -> CredentialContent:
    """One that is good for `length` days, of which so many are left."""
    ends = today + timedelta(days=left)
    return CredentialContent(kind, issuer, number, ends - timedelta(days=length), ends)
