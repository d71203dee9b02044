"""What can happen to a person's ways of proving who they are: told to the installation's ledger."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("account.confirmed")
class Confirmed(Event):
    """Subject: the account."""

    session_id: UUID
    method: str
    recovery: bool = False
    """By a code on paper."""


@event("account.confirmation_refused")
class ConfirmationRefused(Event):
    throttled: bool


@event("account.second_factor_begun")
class SecondFactorBegun(Event):
    pass


@event("account.second_factor_on")
class SecondFactorOn(Event):
    pass


@event("account.second_factor_off")
class SecondFactorOff(Event):
    pass


@event("account.recovery_codes_made")
class RecoveryCodesMade(Event):
    pass


@event("account.second_factor_reset")
class SecondFactorReset(Event):
    """By the administrator, for somebody who has lost everything."""

    passkeys: int
    """How many were taken off the account with it."""


@event("account.passkey_added")
class PasskeyAdded(Event):
    passkey_id: UUID


@event("account.passkey_renamed")
class PasskeyRenamed(Event):
    passkey_id: UUID


@event("account.passkey_removed")
class PasskeyRemoved(Event):
    passkey_id: UUID


@event("account.passkey_used")
class PasskeyUsed(Event):
    passkey_id: UUID
