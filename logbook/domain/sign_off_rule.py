"""What a curriculum asks before a competency is signed: by whom, on what, and for how long.

These are a program's own rules. No accreditor states them; whoever reads a signed competency
reads the rule beside it.
"""

from dataclasses import dataclass
from enum import StrEnum

from logbook.domain.document import Node


class Proposer(StrEnum):
    """Who may say that it is time."""

    FELLOW = "fellow"
    SUPERVISOR = "supervisor"


class SeatRole(StrEnum):
    """As what a judge judges."""

    SUPERVISOR = "supervisor"
    DIRECTOR = "director"


class Strength(StrEnum):
    """How those who judge and decide prove who they are."""

    STRONG = "strong"
    """Freshly, by two things: a password and a code, or a passkey."""
    SESSION = "session"
    """By having signed in."""


@dataclass(frozen=True, slots=True)
class Seat:
    """The place of one judge."""

    role: SeatRole
    professions: tuple[str, ...] = ()
    """Those that may sit here; none: all."""


@dataclass(frozen=True, slots=True)
class SignOffRule:
    seats: tuple[Seat, ...] = (Seat(SeatRole.SUPERVISOR), Seat(SeatRole.SUPERVISOR))
    in_order: bool = False
    """Whether each waits for the one before; otherwise all judge side by side."""
    proposers: tuple[Proposer, ...] = (Proposer.FELLOW, Proposer.SUPERVISOR)
    evidence: tuple[str, ...] | None = None
    """Requirements that must be met; None: all that are asked for this competency."""
    may_override: bool = False
    """Whether a director may let it go on without, for a reason that shows for ever."""
    committee: bool = False
    """Whether it holds only once the committee has confirmed it."""
    lapses_months: int | None = None
    """After how many months it lapses; None: never."""
    strength: Strength = Strength.STRONG


DEFAULT = SignOffRule()


def read_rule(node: Node, default: SignOffRule = DEFAULT) -> SignOffRule:
    """The rule as a document states it. What it leaves out is as in the default."""
    if node.value is None:
        return default
    seats = tuple(_seat(one) for one in node.at("judges").items()) or default.seats
    proposers = node.at("proposers").all_of(set(Proposer), "proposer")
    evidence = node.at("evidence")
    strength = node.at("signed_with").optional(lambda one: one.one_of(set(Strength), "strength"))
    return SignOffRule(
        seats,
        node.at("in_order").flag(default.in_order),
        tuple(Proposer(one) for one in proposers) or default.proposers,
        default.evidence if evidence.value is None else _evidence(evidence),
        node.at("may_override").flag(default.may_override),
        node.at("committee").flag(default.committee),
        _months(node.at("lapses_months"), default.lapses_months),
        Strength(strength) if strength else default.strength,
    )


def _seat(node: Node) -> Seat:
    role = SeatRole(node.at("role").one_of(set(SeatRole), "role"))
    return Seat(role, tuple(one.string() for one in node.at("professions").items()))


def _evidence(node: Node) -> tuple[str, ...] | None:
    if node.value == "all":
        return None
    return tuple(one.string() for one in node.items())


def _months(node: Node, default: int | None) -> int | None:
    """So many; 0 says that it never lapses where the default is that it does."""
    return default if node.value is None else (node.whole() or None)
