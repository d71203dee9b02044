"""How the program's credentials are told: what needs somebody first, first."""

from collections.abc import Sequence

from flask_babel import gettext

from logbook.domain.credentials import REMINDER_DAYS
from logbook.queries.credentials import CredentialView

Group = tuple[str, list[CredentialView]]


def by_urgency(found: Sequence[CredentialView]) -> list[Group]:
    """What has lapsed, what lapses within 7, 30 and 90 days, and all others; no empty group."""
    groups: dict[str, list[CredentialView]] = {}
    for one in found:
        groups.setdefault(_title(one), []).append(one)
    return list(groups.items())


def _title(one: CredentialView) -> str:
    left = one.days_left
    if left is None or left > max(REMINDER_DAYS):
        return gettext("All others")
    if left < 0:
        return gettext("Lapsed")
    days = min(days for days in REMINDER_DAYS if left <= days)
    return gettext("Lapses within %(days)s days", days=days)
