"""What whoever is about to sign is told of their own credentials."""

from logbook.policy.signing import has_credentials, warning
from logbook.queries.signing_credentials import Asked, asked_in, standings
from logbook.web import current


def signer_told(asked: Asked | None = None) -> dict[str, object]:
    """`may_sign` and `warning` for a page on which the actor signs. `asked`: what the program asks
    of them, where the page has read it already."""
    actor = current.actor()
    asked = asked or asked_in(actor.program_id)
    standing = standings(asked, actor.program_id, [actor.id], current.today())[actor.id]
    return {"may_sign": has_credentials(standing), "warning": warning(standing)}
