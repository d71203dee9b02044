"""Prepared statements say what SQLAlchemy would have said, and are heard like any other."""

from datetime import date

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound

from logbook.database import db
from logbook.models.columns import new_id
from logbook.models.programs import Membership, Site
from logbook.prepared import Prepared
from tests.cast import CLINIC, Member
from tests.statements import statements

_MEMBER = select(Membership.id, Membership.roles, Membership.joined_on, Membership.left_on).where(
    Membership.program_id == bindparam("in_program"), Membership.id == bindparam("member_id")
)
_SITES = select(Site.id, Site.name).where(Site.program_id == bindparam("in_program"))
_SITE = Site.metadata.tables["site"]


def test_a_row_is_read_as_sqlalchemy_reads_it(ben: Member) -> None:
    asked = {"in_program": ben.program_id, "member_id": ben.id}
    row = Prepared(_MEMBER).one(**asked)
    assert tuple(row) == tuple(db.session.execute(_MEMBER, asked).one())
    assert row.roles == ben.actor.roles
    assert isinstance(row.joined_on, date)


def test_how_many_rows_there_may_be(ben: Member, cast: dict[str, Member]) -> None:
    nobody = {"in_program": ben.program_id, "member_id": new_id()}
    assert Prepared(_MEMBER).one_or_none(**nobody) is None
    with pytest.raises(NoResultFound):
        Prepared(_MEMBER).one(**nobody)
    add = Prepared(insert(_SITE), ("program_id", "id", "name"))
    add.run(program_id=ben.program_id, id=new_id(), name="Ward")
    with pytest.raises(MultipleResultsFound):
        Prepared(_SITES).one(in_program=ben.program_id)
    first = Prepared(_SITES.order_by(Site.name.desc()).limit(1))
    assert first.one(in_program=ben.program_id).name == "Ward"


def test_what_the_database_refuses_is_told_as_sqlalchemy_tells_it(ben: Member) -> None:
    add = Prepared(insert(_SITE), ("program_id", "id", "name"))
    with pytest.raises(IntegrityError):
        add.run(program_id=ben.program_id, id=CLINIC, name="Another")


def test_listeners_hear_of_it(ben: Member) -> None:
    rename = Prepared(
        update(_SITE)
        .where(_SITE.c.program_id == bindparam("in_program"), _SITE.c.id == bindparam("site_id"))
        .values(name=bindparam("new_name"))
    )
    with statements() as sent:
        rename.run(in_program=ben.program_id, site_id=CLINIC, new_name="Clinic two")
    assert [one.split()[0] for one in sent] == ["UPDATE"]
    site = db.session.get_one(Site, (ben.program_id, CLINIC))
    assert site.name == "Clinic two"


def test_a_kept_row_is_the_row_of_now(ben: Member) -> None:
    """The database is asked each time; what it does not say any more is not said again."""
    site = select(Site.id, Site.name).where(Site.id == bindparam("site_id"))
    kept = Prepared(site, keep=4)
    assert kept.one(site_id=CLINIC).name == kept.one(site_id=CLINIC).name
    for name in ("Clinic two", "Clinic three"):
        db.session.execute(update(_SITE).where(_SITE.c.id == CLINIC).values(name=name))
        assert kept.one(site_id=CLINIC).name == name
    assert kept.one_or_none(site_id=new_id()) is None
