"""Programs that call: tokens, bodies, and a client that carries them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from logbook.domain.scopes import Scope
from logbook.domain.webhooks import Told
from logbook.models.columns import new_id
from logbook.services import tokens, webhooks
from logbook.services.identity import of_account
from logbook.services.tokens import Wanted
from tests.cast import CAST, CLINIC, TODAY, Member

BASE = "/api/v1"
EVERY_SCOPE = tuple(Scope)


def a_token(of: Member, *scopes: Scope, days: int = 30, token_id: UUID | None = None) -> str:
    """With every scope, unless some are named."""
    wanted = Wanted(of.program_id, "Phone", frozenset(scopes or EVERY_SCOPE), days)
    return tokens.make(of_account(of.account_id), token_id or new_id(), wanted)


def a_webhook(*tells: Told, address: str = "https://hooks.example.org/logbook") -> tuple[UUID, str]:
    """Of dana's. Its id, and its secret."""
    webhook_id = new_id()
    told = frozenset(tells or Told)
    return webhook_id, webhooks.make(CAST["dana"].actor, webhook_id, address, told)


def a_body(**but: Any) -> dict[str, Any]:
    """What a phone sends of a lumbar transforaminal epidural, ready to be handed in to ben."""
    usual = {
        "procedure": "esi_lumbosacral_transforaminal",
        "performed_on": TODAY.isoformat(),
        "role": "performed_direct",
        "supervisor_id": str(CAST["ben"].id),
        "site_id": str(CLINIC),
        "setting": "clinic_suite",
        "age_band": "40-64",
        "indication": "radicular leg pain",
        "outcome": "success",
        "details": {"levels": ["L4", "L5"], "laterality": "left", "guidance": "fluoroscopy"},
        "submit": True,
    }
    return {name: value for name, value in (usual | but).items() if value is not ...}


@dataclass
class Program:
    """A program that carries somebody's token."""

    client: FlaskClient
    token: str

    def __call__(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(
            BASE + path,
            method=method,
            json=json,
            headers={"Authorization": f"Bearer {self.token}", **named},
        )

    def get(self, path: str, **headers: str) -> TestResponse:
        return self("GET", path, **headers)

    def put(self, path: str, json: Any, **headers: str) -> TestResponse:
        return self("PUT", path, json, **headers)

    def post(self, path: str, json: Any = None, **headers: str) -> TestResponse:
        return self("POST", path, json, **headers)


def program_of(client: FlaskClient, member: Member, *scopes: Scope) -> Program:
    return Program(client, a_token(member, *scopes))


def problem(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a problem, whose form is looked at on the way."""
    assert answer.mimetype == "application/problem+json", answer.text
    said = answer.get_json()
    assert said["status"] == answer.status_code
    return answer.status_code, said["type"].removeprefix("/api/v1/docs#problem-")
