"""Certificates for tests: of a competency that two judges have just signed."""

from pathlib import Path
from uuid import UUID

from logbook.policy.actors import Actor
from logbook.services import certificate_proofs, certificates, signing_keys
from tests.cast import TODAY, Member
from tests.makers.sign_offs import a_candidate, a_granted

INSTALLATION = "logbook.example.org"
ADDRESS = f"https://{INSTALLATION}"


def a_certified(*judges: Member, name: str = "Nia") -> tuple[Member, UUID]:
    """A fellow, and their certificate."""
    fellow = a_candidate(*judges, name=name)
    return fellow, a_certificate(fellow.actor, a_granted(fellow, *judges))


def a_certificate(actor: Actor, sign_off_id: UUID) -> UUID:
    return certificates.issue(actor, sign_off_id, TODAY)


def completed(keys: Path) -> int:
    """All that wait get their proof, under a key in this folder."""
    return certificate_proofs.complete(signing_keys.signer(keys), INSTALLATION, ADDRESS)


def a_shared(fellow: Member, certificate_id: UUID, *shows: str) -> str:
    """Returns the token of its link."""
    certificates.share(fellow.actor, certificate_id, shows)
    token = certificates.find(fellow.actor, certificate_id).token
    assert token is not None
    return token
