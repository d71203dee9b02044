"""Columns in the way of this house: portable between SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import uuid_utils
from sqlalchemy import DateTime, Dialect, Enum, String, TypeDecorator

from logbook.domain.scopes import Scope
from logbook.domain.sites import Capability
from logbook.domain.webhooks import Told
from logbook.policy.actors import Role


def new_id() -> UUID:
    """A UUIDv7: unique without a sequence, and in order of making (RFC 9562)."""
    return UUID(int=uuid_utils.uuid7().int)


def as_text(kind: type[StrEnum], name: str) -> Enum:
    """An enum kept as its short text with a named CHECK: rows stay readable, and a new member is
    a changed constraint, not a changed type. `name`: that of the column."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=name,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite drops the zone, so it is put back when read; naive times are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Roles(TypeDecorator[frozenset[Role]]):
    """The roles of a membership as one short text, `director,supervisor`."""

    impl = String(200)
    cache_ok = True

    def process_bind_param(self, value: Iterable[Role] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Role]:
        return frozenset(Role(code) for code in (value or "").split(",") if code)


class Codes(TypeDecorator[frozenset[str]]):
    """Codes of a curriculum as one short text, `id_sip,medical_licence`; empty for none."""

    impl = String(600)
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str]:
        return frozenset(code for code in (value or "").split(",") if code)


class Capabilities(TypeDecorator[frozenset[Capability]]):
    """What a site has as one short text, `ct,fluoroscopy`; NULL where nobody has said."""

    impl = String(120)
    cache_ok = True

    def process_bind_param(
        self, value: Iterable[Capability] | None, dialect: Dialect
    ) -> str | None:
        return None if value is None else ",".join(sorted(value))

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> frozenset[Capability] | None:
        if value is None:
            return None
        return frozenset(Capability(code) for code in value.split(",") if code)


class Scopes(TypeDecorator[frozenset[Scope]]):
    """What a token may do as one short text, `cases:read,queue:read`."""

    impl = String(200)
    cache_ok = True

    def process_bind_param(self, value: Iterable[Scope] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Scope]:
        return frozenset(Scope(code) for code in (value or "").split(",") if code)


class Tells(TypeDecorator[frozenset[Told]]):
    """What a webhook is told of as one short text, `case.approved,signoff.signed`."""

    impl = String(200)
    cache_ok = True

    def process_bind_param(self, value: Iterable[Told] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Told]:
        return frozenset(Told(code) for code in (value or "").split(",") if code)
