"""A record whose words are bound to the ledger without being in it."""

import secrets
from collections.abc import Mapping

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from logbook.domain.audit import commitment

SALT_BYTES = 16


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


class Sealed:
    """Mixin: `seal()` is what an event about this record writes into the ledger.

    A row changed behind the service's back no longer matches the last seal that the ledger keeps
    of it; `flask ledger verify` names it.
    """

    @declared_attr
    def salt(cls) -> Mapped[bytes]:
        return mapped_column(LargeBinary(SALT_BYTES), default=new_salt)

    def content(self) -> Mapping[str, object]:
        """Everything of the record that must not change unseen, as plain JSON values."""
        raise NotImplementedError

    def seal(self) -> bytes:
        """The commitment to the record as it is now, saved or not (32 bytes)."""
        if self.salt is None:  # a new record gets its defaults only when it is first written
            self.salt = new_salt()
        return commitment(self.salt, self.content())
