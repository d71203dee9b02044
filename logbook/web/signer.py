"""What whoever is about to sign is told of their own credentials."""

from logbook.policy.signing import has_credentials, warning
from logbook.queries.signing_credentials import standing_of
from logbook.web import current


def signer_told() -> dict[str, object]:
    """`may_sign` and `warning` for a page on which the actor signs."""
    actor = current.actor()
    standing = standing_of(actor.program_id, actor.id, current.today())
    return {"may_sign": has_credentials(standing), "warning": warning(standing)}
