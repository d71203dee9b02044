"""What stands in Riverside for programs, and what is sent to the addresses of the API: JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from logbook.domain.scopes import Scope
from logbook.domain.webhooks import Told
from logbook.models.columns import new_id
from tests.cast import CAST
from tests.makers.api import a_body, a_token, a_webhook


@dataclass(frozen=True)
class ApiScene:
    token: UUID
    """Of ben, to answer with."""
    webhook: UUID
    """Of dana."""


def set_api_scene() -> ApiScene:
    token_id = new_id()
    a_token(CAST["ben"], Scope.QUEUE_READ, Scope.QUEUE_ANSWER, token_id=token_id)
    webhook_id, _ = a_webhook()
    return ApiScene(token_id, webhook_id)


API_PARTS: dict[str, Callable[[Any], object]] = {
    "token_id": lambda scene: scene.api.token,
    "webhook_id": lambda scene: scene.api.webhook,
    "api.put_case:case_id": lambda scene: new_id(),
    "api.submit_case:case_id": lambda scene: scene.draft,
}

API_FORMS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "tokens.make": lambda scene: {
        "token_id": new_id(),
        "name": "Phone",
        "scopes": ["cases:read"],
        "days": "30",
    },
    "webhooks.make": lambda scene: {
        "webhook_id": new_id(),
        "address": "https://hooks.example.org/other",
        "tells": [Told.CASE_APPROVED.value],
    },
}

BODIES: dict[str, Callable[[], dict[str, Any] | None]] = {
    "api.put_case": a_body,
    "api.submit_case": lambda: None,
    "api.withdraw_case": lambda: {"reason": "Logged twice."},
    "api.approve": lambda: {"role": "performed_direct", "level": "3"},
    "api.return_": lambda: {"words": "Which side?"},
}
"""By endpoint: what a page of ours sends as JSON, about whatever revision there is."""


def sending(endpoint: str, method: str, form: dict[str, Any]) -> dict[str, Any]:
    """How a request is sent: as a form, or as JSON to the API."""
    if endpoint not in BODIES or method == "GET":
        return {"data": form}
    condition = {} if method == "PUT" else {"If-Match": "*"}
    body = BODIES[endpoint]()
    return {"headers": condition} | ({} if body is None else {"json": body})
