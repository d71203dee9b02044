"""Credentials for tests."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from logbook.domain.credentials import CredentialContent
from logbook.services import credentials
from logbook.services.credentials import Upload
from tests.cast import TODAY, Member


def a_content(**but: object) -> CredentialContent:
    usual: dict[str, object] = {
        "kind": "life_support",
        "issuer": "Heart Association",
        "number": "AB-123",
        "issued_on": TODAY - timedelta(days=300),
        "expires_on": TODAY + timedelta(days=300),
    }
    return CredentialContent(**(usual | but))  # type: ignore[arg-type]


def a_credential(
    *, of: Member, by: Member | None = None, upload: Upload | None = None, **but: object
) -> UUID:
    """Entered by its holder, or by somebody else; not yet verified."""
    credential_id = uuid4()
    credentials.add((by or of).actor, credential_id, of.id, a_content(**but), upload)
    return credential_id


def a_verified_credential(*, of: Member, by: Member, **but: object) -> UUID:
    credential_id = a_credential(of=of, **but)
    credentials.verify(by.actor, credential_id, 1)
    return credential_id


def ends_in(days: int) -> date:
    return TODAY + timedelta(days=days)
