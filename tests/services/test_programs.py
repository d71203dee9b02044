"""What a program's own affairs refuse, whoever comes to them by whichever page."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from logbook.database import db
from logbook.models.programs import Invitation, Membership
from logbook.policy.actors import INSTALLATION, Role
from logbook.services import programs
from logbook.services.programs import Invited
from logbook.services.refusals import Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.people import a_member

FELLOW = frozenset({Role.FELLOW})


def invited(name: str = "Nia", roles: frozenset[Role] = FELLOW) -> Invited:
    return Invited(f"{name.lower()}@example.org", name, roles)


def member(of: Member) -> Membership:
    db.session.expire_all()
    return db.session.get_one(Membership, (RIVERSIDE, of.id))


def test_a_program_has_a_name_of_its_own(ada: Member) -> None:
    assert ada.actor.program_id == INSTALLATION
    with pytest.raises(Invalid, match="name"):
        programs.create_program(ada.actor, name="Riverside", time_zone="UTC", year_begins_month=7)


def test_nobody_is_invited_to_nothing(cora: Member) -> None:
    with pytest.raises(Invalid, match="roles"):
        programs.invite(cora.actor, RIVERSIDE, invited(roles=frozenset()))
    with pytest.raises(Invalid, match="roles"):
        programs.change_roles(cora.actor, a_member("Nia", Role.FELLOW).id, frozenset())


def test_an_invitation_is_used_once(cora: Member, finn: Member) -> None:
    link = programs.invite(cora.actor, RIVERSIDE, invited())
    invitation_id = db.session.query(Invitation).one().id
    assert programs.accept(link.token, finn.account_id) == RIVERSIDE
    with pytest.raises(Invalid, match="link"):
        programs.accept(link.token, finn.account_id)
    with pytest.raises(Invalid, match="invitation"):
        programs.revoke_invitation(cora.actor, invitation_id)


def test_of_two_who_accept_at_once_the_second_is_refused(
    cora: Member, asha: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both found the invitation open; the first took it before the second had it locked."""
    link = programs.invite(cora.actor, RIVERSIDE, invited())
    found = programs.open_invitation

    def meanwhile(*asked: object) -> object:
        invitation = found(*asked)  # type: ignore[arg-type]
        db.session.expunge_all()
        taken = update(Invitation).values(accepted_at=Invitation.expires_at)
        db.session.execute(taken)
        db.session.commit()
        return invitation

    monkeypatch.setattr(programs, "open_invitation", meanwhile)
    with pytest.raises(Invalid, match="link"):
        programs.accept(link.token, asha.account_id)


def test_who_joins_again_keeps_the_roles_they_had_and_is_back(cora: Member, lee: Member) -> None:
    link = programs.invite(cora.actor, RIVERSIDE, invited("Lee"))
    programs.accept(link.token, lee.account_id)
    back = member(lee)
    assert (back.roles, back.left_on) == (frozenset({Role.FELLOW, Role.SUPERVISOR}), None)


@pytest.mark.usefixtures("app")
def test_a_weak_password_makes_no_account() -> None:
    with pytest.raises(Invalid, match="password"):
        programs.make_account("nia@example.org", "Nia", "mail to example.org")


def test_a_program_keeps_a_director(dana: Member, cora: Member) -> None:
    """A second one may go, and be made something else; the last one may do neither."""
    second = a_member("Dewi", Role.DIRECTOR)
    programs.change_roles(dana.actor, second.id, FELLOW)
    assert member(second).roles == FELLOW
    programs.change_roles(cora.actor, second.id, FELLOW | {Role.AUDITOR})
    assert member(second).roles == FELLOW | {Role.AUDITOR}
    with pytest.raises(Invalid, match="roles"):
        programs.change_roles(dana.actor, dana.id, FELLOW)
    with pytest.raises(Invalid, match="roles"):
        programs.leave(dana.actor, dana.id, TODAY)
    with pytest.raises(Refused):
        programs.leave(cora.actor, dana.id, TODAY)
    third = a_member("Dian", Role.DIRECTOR)
    programs.leave(dana.actor, third.id, TODAY)
    assert member(third).left_on == TODAY
    programs.come_back(dana.actor, third.id)
    assert member(third).left_on is None


def test_nobody_leaves_before_they_joined(cora: Member) -> None:
    nia = a_member("Nia", Role.FELLOW)
    with pytest.raises(Invalid, match="on"):
        programs.leave(cora.actor, nia.id, date(2020, 1, 1) - timedelta(days=1))
    programs.leave(cora.actor, nia.id, date(2020, 1, 1))


def test_a_site_has_a_name_of_its_own(cora: Member) -> None:
    programs.add_site(cora.actor, "Harbor clinic")
    with pytest.raises(Invalid, match="name"):
        programs.add_site(cora.actor, "Harbor clinic")
