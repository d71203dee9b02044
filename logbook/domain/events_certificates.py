"""What can happen to certificates."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("certificate.issued")
class CertificateIssued(Event):
    """Subject: the certificate."""

    fellow_id: UUID
    sha256: str
    """Of its statement."""


@event("certificate.completed")
class CertificateCompleted(Event):
    """Subject: the certificate. It has its proof, under the key of the installation."""


@event("certificate.handed_in")
class CertificateHandedIn(Event):
    """Subject: the installation. Somebody asked whether a file is what was signed here."""

    good: bool
    throttled: bool


@event("certificate.link_missed")
class CertificateLinkMissed(Event):
    """Subject: the installation. Somebody asked for a link that opens no certificate."""


@event("certificate.shared")
class CertificateShared(Event):
    """Subject: the certificate. By its holder; whoever has the link may read it."""

    shows: tuple[str, ...]


@event("certificate.withdrawn")
class CertificateWithdrawn(Event):
    """Subject: the certificate. Its link shows nothing from now on."""
