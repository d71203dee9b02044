"""Webhooks are made and removed by a director; their secret lies under a mask."""

from base64 import b64decode
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.domain.webhooks import Told
from logbook.models.webhooks import Webhook
from logbook.services import webhooks
from logbook.services.refusals import Conflict, Invalid, Refused
from logbook.services.webhooks import PURPOSE
from tests.cast import CAST, Member
from tests.makers.api import a_webhook

REFUSED: dict[str, Callable[[], object]] = {
    "asha": lambda: a_webhook_by("asha"),
    "cora": lambda: a_webhook_by("cora"),
    "ola": lambda: a_webhook_by("ola"),
}


def a_webhook_by(who: str) -> str:
    return webhooks.make(
        CAST[who].actor, UUID(int=7), "https://example.org/", frozenset({Told.CASE_APPROVED})
    )


@pytest.mark.parametrize("who", REFUSED)
def test_only_a_director_decides(app: Flask, who: str) -> None:
    with pytest.raises(Refused):
        REFUSED[who]()


def test_what_will_not_do_is_said(
    app: Flask, dana: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Invalid) as wrong:
        webhooks.make(dana.actor, UUID(int=7), "http://10.0.0.1/", frozenset())
    assert set(wrong.value.complaints) == {"address", "tells"}
    monkeypatch.setattr(webhooks, "MOST_WEBHOOKS", 1)
    webhook_id, _ = a_webhook()
    with pytest.raises(Invalid) as full:
        a_webhook()
    assert set(full.value.complaints) == {""}
    with pytest.raises(Conflict):
        webhooks.make(dana.actor, webhook_id, "https://example.org/", frozenset(Told))


def test_the_secret_is_kept_under_a_mask(app: Flask) -> None:
    _, secret = a_webhook()
    row = db.session.scalars(select(Webhook)).one()
    key = b64decode(secret.removeprefix("whsec_"))
    assert row.masked != key and len(key) == 32
    assert PURPOSE not in row.masked
