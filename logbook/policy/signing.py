"""Whether somebody's credentials let them sign."""

from dataclasses import dataclass

from logbook.domain.credentials import Lapse
from logbook.domain.decisions import YES, Decision, Message, no, say
from logbook.domain.privileges import Checked


@dataclass(frozen=True, slots=True)
class Standing:
    """What a program asks of the credentials of whoever signs, and what one of them lacks today."""

    checked: Checked = Checked.OFF
    lapse: Lapse | None = None

    @property
    def refused(self) -> Lapse | None:
        return self.lapse if self.checked is Checked.REFUSE else None

    @property
    def warned(self) -> Lapse | None:
        return self.lapse if self.checked is Checked.WARN else None


def has_credentials(standing: Standing) -> Decision:
    """Asked of the signer, on the day of signing."""
    lapse = standing.refused
    if lapse is None:
        return YES
    if lapse.since is None:
        return no(
            "To sign here you need a verified credential that is good today: %(credential)s.",
            credential=lapse.name,
        )
    return no(
        "%(credential)s, which you need to sign here, lapsed after %(day)s. Renew it and have it "
        "verified, or let the fellow ask another supervisor.",
        credential=lapse.name,
        day=lapse.since,
    )


def may_be_asked_to_sign(standing: Standing) -> Decision:
    """The same, told to whoever asks for the signature: which credential it is concerns only its
    holder and who runs the program."""
    if standing.refused is None:
        return YES
    return no("A credential that this person needs to sign is not good today.")


def warning(standing: Standing) -> Message | None:
    """What a signer is told before they sign, where the program only warns."""
    lapse = standing.warned
    if lapse is None:
        return None
    if lapse.since is None:
        return say(
            "You have no verified %(credential)s that is good today. What you sign says so.",
            credential=lapse.name,
        )
    return say(
        "%(credential)s lapsed after %(day)s. What you sign says so.",
        credential=lapse.name,
        day=lapse.since,
    )
