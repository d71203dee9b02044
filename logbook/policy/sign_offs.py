"""Who sees a competency's evidence and sign-off, who proposes it, and who judges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.domain.sign_off_rule import Proposer, Seat, SeatRole, SignOffRule, Strength
from logbook.domain.sign_offs import AWAITS_JUDGES, State, Step, allows, state_at
from logbook.domain.signatures import STRONG, Method
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import OVERSEERS, has_not_left
from logbook.policy.signing import Standing, may_be_asked_to_sign

ROLE_OF = {SeatRole.SUPERVISOR: Role.SUPERVISOR, SeatRole.DIRECTOR: Role.DIRECTOR}


class SignOffLike(Protocol):
    @property
    def fellow_id(self) -> UUID: ...
    @property
    def proposed_by_id(self) -> UUID: ...
    @property
    def state(self) -> State: ...
    @property
    def committee(self) -> bool: ...
    @property
    def lapses_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Ties:
    """How a member stands to a fellow and to one sign-off of theirs."""

    knows: bool = False
    """Has approved a case of theirs or assessed them."""
    related: bool = False
    """A conflict of interest between the two is declared."""
    asked: bool = False
    """Is one of its judges."""
    judged: bool = False
    """And has judged."""
    waits: bool = False
    """For the judge before, where they judge in order."""
    decided: bool = False
    """Has decided it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who is to judge."""

    actor: Actor
    profession: str
    joined_on: date
    related: bool
    privileged: bool = True
    """Has privileges for all that the competency's requirements name, where the program refuses
    without."""
    credentials: Standing = Standing()  # noqa: RUF009  (frozen)
    """On the day of signing."""


def may_open_own(actor: Actor) -> Decision:
    if actor.is_(Role.FELLOW):
        return YES
    return no("Only fellows have competencies to be signed.")


def may_open_waiting(actor: Actor) -> Decision:
    """What waits for one's judgement or decision."""
    if actor.is_(Role.SUPERVISOR, Role.DIRECTOR, Role.COMMITTEE):
        return has_not_left(actor)
    return no("Only supervisors, directors and the committee sign competencies.")


def may_oversee(actor: Actor) -> Decision:
    if actor.is_(*OVERSEERS):
        return has_not_left(actor)
    return no("Only those who oversee the program see the sign-offs of all fellows.")


def may_view_fellow(actor: Actor, fellow_id: UUID, ties: Ties) -> Decision:
    """A fellow's competencies with their evidence."""
    if actor.id == fellow_id or (actor.is_(*OVERSEERS) and not actor.left):
        return YES
    if actor.is_(Role.SUPERVISOR) and not actor.left and (ties.knows or ties.asked):
        return YES
    return no("Only the fellow, who worked with them and who oversees the program see this.")


def may_view(actor: Actor, sign_off: SignOffLike, asked: bool) -> Decision:
    if actor.id == sign_off.fellow_id or (actor.is_(*OVERSEERS) and not actor.left):
        return YES
    if asked:
        return YES
    return no("Only the fellow, the judges and those who oversee the program see this sign-off.")


def may_propose(actor: Actor, fellow_id: UUID, rule: SignOffRule, ties: Ties) -> Decision:
    if actor.left:
        return has_not_left(actor)
    if actor.id == fellow_id:
        if Proposer.FELLOW in rule.proposers:
            return YES
        return no("The curriculum lets a supervisor propose this, not the fellow.")
    if not actor.is_(Role.SUPERVISOR) or Proposer.SUPERVISOR not in rule.proposers:
        return no("Only those whom the curriculum names propose a competency.")
    if ties.related:
        return no("A conflict of interest between you and this fellow is declared.")
    return YES if ties.knows else no("Only a supervisor who worked with this fellow proposes.")


def may_sit(candidate: Candidate, fellow_id: UUID, seat: Seat, today: date) -> Decision:
    """Whether this member may judge that fellow on that day."""
    who = candidate.actor
    if who.id == fellow_id:
        return no("Nobody judges their own competency.")
    if who.left:
        return no("This person has left the program and judges nobody any more.")
    if candidate.joined_on > today:
        return no("This person was not a member of the program on that day.")
    if not who.is_(ROLE_OF[seat.role]):
        return no("This person is no %(role)s of the program now.", role=ROLE_OF[seat.role])
    if seat.professions and candidate.profession not in seat.professions:
        return no("The curriculum wants another profession to judge this.")
    if candidate.related:
        return no("A conflict of interest between this person and the fellow is declared.")
    if seat.role is SeatRole.SUPERVISOR and not candidate.privileged:
        return no("This person has no privilege today for what this competency asks.")
    if seat.role is SeatRole.SUPERVISOR:
        return may_be_asked_to_sign(candidate.credentials)
    return YES


def may_judge(actor: Actor, sign_off: SignOffLike, ties: Ties, today: date) -> Decision:
    """Asked of one who may sit."""
    if actor.id == sign_off.fellow_id:
        return no("Nobody judges their own competency.")
    if not ties.asked:
        return no("Only those who are asked to judge this may do so.")
    if actor.left:
        return no("You have left this program; somebody else is to be asked.")
    if ties.related:
        return no("A conflict of interest between you and this fellow is declared.")
    if ties.judged:
        return no("You have judged this; what is signed stays.")
    if state_at(sign_off.state, sign_off.lapses_on, today) not in AWAITS_JUDGES:
        return not_now(sign_off, today)
    return no("Somebody else judges before you.") if ties.waits else YES


def may_read_judgement(actor: Actor, sign_off: SignOffLike, judge_id: UUID) -> Decision:
    """One's own; those of others once all are in."""
    if actor.id == judge_id or sign_off.state not in AWAITS_JUDGES:
        return YES
    return no("Judgements are shown once all are in, so that each is the judge's own.")


def may_withdraw(actor: Actor, sign_off: SignOffLike, today: date) -> Decision:
    """Whoever proposed it, as long as nobody has judged."""
    if actor.id != sign_off.proposed_by_id:
        return no("Only who proposed this may withdraw it.")
    return first_no(has_not_left(actor), leads_somewhere(sign_off, Step.WITHDRAW, today))


def may_ask_another(actor: Actor, sign_off: SignOffLike, today: date) -> Decision:
    if actor.id not in (sign_off.proposed_by_id, sign_off.fellow_id) and not actor.is_(
        Role.COORDINATOR, Role.DIRECTOR
    ):
        return no("Only the fellow, who proposed it, a coordinator or a director asks another.")
    return first_no(has_not_left(actor), leads_somewhere(sign_off, Step.ASK_ANOTHER, today))


def is_proved(method: Method, strength: Strength) -> Decision:
    """Whether the signer has proved who they are as the curriculum wants it. `method`: by what, as
    far as it is still fresh (`Presence.proves`)."""
    if method is Method.LINK:
        return no("A link in a mail does not sign a competency. Sign in.")
    if strength is Strength.SESSION or method in STRONG:
        return YES
    return no("To sign a competency, prove who you are by password and code, or by a passkey.")


def leads_somewhere(sign_off: SignOffLike, step: Step, today: date) -> Decision:
    if allows(state_at(sign_off.state, sign_off.lapses_on, today), step):
        return YES
    return not_now(sign_off, today)


def not_now(sign_off: SignOffLike, today: date) -> Decision:
    state = state_at(sign_off.state, sign_off.lapses_on, today)
    return no("This sign-off is %(state)s; that is not possible now.", state=state)


def has_evidence(missing: Sequence[str], overridden: Sequence[str]) -> Decision:
    """Whether what the curriculum asks for is there, or a director has let it go on without."""
    if set(missing) <= set(overridden):
        return YES
    return no("Evidence that the curriculum asks for is missing; it is listed with the rule.")
