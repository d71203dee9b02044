"""The pace of a year, how cases came along it, and what its next two weeks should hold."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from logbook.domain.catalogue import CaseRole
from logbook.domain.chances import Chances, Opening, SiteNow, Stay, Weekday
from logbook.domain.decisions import say
from logbook.domain.document import Text
from logbook.domain.evidence import CaseEvidence
from logbook.domain.leave import Away
from logbook.domain.months import month_sums
from logbook.domain.next_weeks import MOST, Do, Lacking, Lapsing, OpenNow, Todo, plan
from logbook.domain.periods import Period
from logbook.domain.requirements import counted_cases
from logbook.domain.sites import Capability
from logbook.domain.year import course_of, months_of, pace_of
from tests.domain.shipped import shipped

START, END = date(2026, 7, 15), date(2027, 7, 14)
TODAY = date(2026, 11, 26)
CURRICULUM = shipped("pain_medicine")
LUMBAR = CURRICULUM.requirements["epa08.spine_lumbar_sacral"]
SITE = uuid4()


def test_months_begin_with_the_training_and_end_after_its_last_day() -> None:
    found = months_of(START, END)
    assert found[:2] == [START, date(2026, 8, 1)]
    assert found[-2:] == [date(2027, 7, 1), date(2027, 7, 15)]


def pace(percent: int = 100, away: Away | None = None) -> list[float]:
    days = [START, date(2027, 1, 15), date(2027, 7, 15)]
    leave = away or Away((), 4)
    return [round(one.share, 3) for one in pace_of(days, START, END, percent, 12, leave)]


def test_the_pace_is_even_and_knows_part_time_and_leave() -> None:
    assert pace() == [0.0, 0.5, 1.0]
    assert pace(percent=50) == [0.0, 0.25, 0.5]
    long_leave = Away((Period(date(2026, 9, 1), date(2026, 11, 30)),), 4)
    assert pace(away=long_leave)[1] < 0.34


def sums(*days: date, role: CaseRole = CaseRole.PERFORMED_DIRECT) -> dict[str, dict[date, int]]:
    """As they are kept by month."""
    rule = counted_cases(LUMBAR)
    assert rule is not None
    name = next(one.id for one in CURRICULUM.procedures.values() if one.category == rule.category)
    shown = [CaseEvidence(name, rule.category, role, on=day) for day in days]
    kept = month_sums(shown, CURRICULUM, [LUMBAR])
    return {LUMBAR.id: {key.month: one.credit for key, one in kept.items()}}


def test_a_course_adds_what_counts_month_by_month_and_never_more_than_is_asked_for() -> None:
    wanted = LUMBAR.required
    assert wanted is not None
    days = months_of(START, END)
    found = course_of([LUMBAR], sums(date(2026, 8, 3), TODAY), days, TODAY)
    assert [one.on for one in found][:3] == [START, date(2026, 8, 1), date(2026, 9, 1)]
    assert [one.share * wanted for one in found] == [0, 0, 1, 1, 1, 2]
    assert found[-1].on == TODAY
    many = sums(*[date(2026, 8, 3)] * (wanted + 5))
    assert course_of([LUMBAR], many, days, TODAY)[-1].share == 1.0
    watched = sums(date(2026, 8, 4), role=CaseRole.OBSERVED)
    assert course_of([LUMBAR], watched, days, TODAY)[-1].share == 0.0


def test_on_the_first_day_nothing_of_its_month_is_there() -> None:
    wanted = LUMBAR.required
    assert wanted is not None
    found = course_of([LUMBAR], sums(date(2026, 7, 20)), months_of(START, END), TODAY)
    assert [one.share * wanted for one in found][:2] == [0, 1]


def lacking(*ids: str) -> list[Lacking]:
    return [Lacking(CURRICULUM.requirements[one], 3, say("A step.")) for one in ids]


def todos(
    wanted: list[Lacking],
    chances: Chances | None = None,
    leave: list[Period] | None = None,
    lapsing: list[Lapsing] | None = None,
    waiting: OpenNow | None = None,
) -> list[Todo]:
    return plan(
        CURRICULUM,
        chances or Chances(TODAY),
        leave or [],
        lapsing or [],
        waiting or OpenNow(),
        wanted,
    )


def stay(first: date, last: date) -> Stay:
    hosting = next(iter(CURRICULUM.offers.rotations.values()))
    return Stay(replace(hosting, competencies=(LUMBAR.competency,)), Period(first, last), SITE)


def test_a_gap_of_cases_is_for_the_rotation_of_these_weeks() -> None:
    near = stay(TODAY + timedelta(days=13), TODAY + timedelta(days=40))
    [one] = todos(lacking(LUMBAR.id), Chances(TODAY, stays=(near,)))
    assert one.why is not None and "brings them" in one.why.id
    far = stay(TODAY + timedelta(days=14), TODAY + timedelta(days=40))
    assert todos(lacking(LUMBAR.id), Chances(TODAY, stays=(far,))) == []


def test_a_site_without_what_the_cases_need_brings_none() -> None:
    here = stay(TODAY, TODAY)
    for has, n in ((frozenset[Capability](), 0), (frozenset({Capability.FLUOROSCOPY}), 1)):
        sites = {SITE: SiteNow("Riverside", has)}
        assert len(todos(lacking(LUMBAR.id), Chances(TODAY, stays=(here,), sites=sites))) == n


def test_without_a_rotation_the_list_that_had_them_is_named() -> None:
    rule = counted_cases(LUMBAR)
    assert rule is not None
    opening = Opening(rule.category, SITE, Weekday.MONDAY, 4)
    [one] = todos(lacking(LUMBAR.id), Chances(TODAY, (opening,)))
    assert one.why == say("A step.")


def test_what_bars_and_what_came_back_come_first_and_there_are_never_more_than_five() -> None:
    licence = Lapsing("medical_licence", Text({"en": "Licence"}), TODAY + timedelta(days=3))
    anywhere = [
        one.id for one in CURRICULUM.requirements.values() if one.kind.value == "assessments"
    ]
    found = todos(lacking(*anywhere), lapsing=[licence], waiting=OpenNow(2, 1, 1))
    assert [one.do for one in found][:4] == [Do.RENEW, Do.MEND, Do.READ, Do.ASK_AGAIN]
    assert [one.count for one in found][:4] == [None, 2, 1, 1]
    assert len(found) == MOST < 4 + len(anywhere)


def test_nobody_is_sent_to_work_on_leave() -> None:
    near = Chances(TODAY, stays=(stay(TODAY, TODAY + timedelta(days=40)),))
    whole = [Period(TODAY, TODAY + timedelta(days=13))]
    assert todos(lacking(LUMBAR.id), near, leave=whole) == []
    most = [Period(TODAY, TODAY + timedelta(days=12))]
    assert len(todos(lacking(LUMBAR.id), near, leave=most)) == 1


def test_a_credential_is_not_asked_for_twice() -> None:
    wanted = [one for one in CURRICULUM.requirements.values() if one.kind.value == "credential"]
    [kind, *_] = getattr(wanted[0].rule, "credentials", ())
    assert [one.do for one in todos(lacking(wanted[0].id))] == [Do.REQUIREMENT]
    lapsed = Lapsing(kind, Text({"en": "Licence"}), TODAY - timedelta(days=1))
    found = todos(lacking(wanted[0].id), lapsing=[lapsed])
    assert [one.do for one in found] == [Do.RENEW]
    assert found[0].why is not None and "lapsed" in found[0].why.id
