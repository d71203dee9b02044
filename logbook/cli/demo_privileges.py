"""The demo's privileges and licences of supervisors, and cases that were confirmed in the room.

One privilege lapses soon, one supervisor has none, one licence has lapsed; the programs warn of
both. The codes of the first two days are as late as a fellow types them in the evening.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.credentials import CredentialContent
from logbook.domain.one_time import step_of
from logbook.domain.privileges import Checked, Scope
from logbook.domain.seen_together import LATE, code_shown
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.services import approval, credentials, privileges, seen_together
from logbook.services.seen_codes import secret_of, seen_row

YEAR = timedelta(days=365)
SOON = timedelta(days=20)
LICENCES = {"Asia": "id_sip", "America": "medical_licence"}
CERTIFICATE = "board_certification"
"""What supervisors of other professions sign with."""
IN_THE_ROOM = 3
"""So many supervisors show codes, each for a few of the cases that wait for them."""
SHOWN_FOR = 3


def entitle(stage: Stage) -> None:
    """What supervisors may vouch for, and what they sign with."""
    director = stage.directors[0]
    others = [one for one in stage.supervisors if one.actor.id != director.actor.id]
    for n, supervisor in enumerate(others):
        _give(stage, director, supervisor, n)
    licence = LICENCES[stage.place.time_zone.partition("/")[0]]
    for one in stage.assessors:
        kind = licence if one.person.profession == "physician" else CERTIFICATE
        lapsed = one is others[-1]
        if one.actor.id != director.actor.id:
            _licensed(director, one, kind, stage.today() + timedelta(days=-9 if lapsed else 400))
    privileges.set_checked(director.actor, Checked.WARN)
    privileges.set_credentials(director.actor, Checked.WARN, [licence, CERTIFICATE])


def _give(stage: Stage, director: Player, supervisor: Player, n: int) -> None:
    """The second one's lapses soon, the third has those of two categories, the fourth has none."""
    if n == 3:
        return
    today = stage.today()
    ends_on = today + SOON if n == 1 else None
    asked = [(Scope.ALL, "")]
    if n == 2:
        asked = [(Scope.CATEGORY, one) for one in ("spine_lumbar_sacral", "rf_neurolytic")]
    for scope, code in asked:
        privileges.give(
            director.actor,
            new_id(),
            supervisor.actor.id,
            scope=scope,
            code=code,
            starts_on=today - YEAR,
            ends_on=ends_on,
        )


def _licensed(director: Player, holder: Player, kind: str, until: date) -> None:
    credential_id = uuid4()
    content = CredentialContent(kind, "State Medical Board", "", until - 4 * YEAR, until)
    credentials.add(holder.actor, credential_id, holder.actor.id, content)
    credentials.verify(director.actor, credential_id, 1)


def meet_in_the_room(stage: Stage) -> None:
    """The last cases that wait for the first supervisors were confirmed with a code; the third
    supervisor has answered one of them, with what lacked standing in what they signed."""
    fellows = {one.actor.id: one for one in stage.fellows}
    showing = stage.supervisors[:IN_THE_ROOM]
    for supervisor in showing:
        seen_together.begin(supervisor.actor)
        for n, case in enumerate(_waiting(supervisor)):
            when = _shown_at(stage, case.performed_on, n)
            code = _code(supervisor, when)
            seen_together.confirm(fellows[case.fellow_id].actor, case.id, code)
    for case in _waiting(showing[-1])[:1]:
        _approve(showing[-1], case.id)


def _waiting(supervisor: Player) -> list[Case]:
    asked = select(Case).where(
        Case.program_id == supervisor.actor.program_id,
        Case.supervisor_id == supervisor.actor.id,
        Case.state == State.SUBMITTED,
    )
    newest = asked.order_by(Case.performed_on.desc(), Case.id.desc()).limit(SHOWN_FOR)
    return list(db.session.scalars(newest))


def _shown_at(stage: Stage, performed_on: date, n: int) -> datetime:
    """At two on the day of the case; a few minutes ago where that is too long ago, or to come, and
    for the third one, whatever its day."""
    zone = ZoneInfo(stage.place.time_zone)
    now = datetime.now(zone)
    at = datetime.combine(performed_on, time(14, 7 * n), zone)
    return at if n < 2 and now - LATE < at < now else now - timedelta(minutes=3 + n)


def _code(supervisor: Player, when: datetime) -> str:
    secret = secret_of(supervisor.actor.program_id, supervisor.actor.id)
    assert secret is not None
    return code_shown(secret, step_of(when))


def _approve(supervisor: Player, case_id: UUID) -> None:
    program_id = supervisor.actor.program_id
    case, seen = db.session.get_one(Case, (program_id, case_id)), seen_row(program_id, case_id)
    approval.approve(
        supervisor.actor,
        case_id,
        case.revision,
        role_stated=CaseRole.PERFORMED_DIRECT,
        level="3",
        words="Steady hands; say the level aloud before you inject.",
        seen_id=seen.id if seen else None,
    )
