"""A program whose months are written by hand."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from logbook.domain.catalogue import CaseRole
from logbook.domain.chances import SiteNow
from logbook.domain.evidence import AssessmentEvidence, CaseEvidence, Evidence
from logbook.domain.forecast import AS_PLANNED, Forecast, WhatIf
from logbook.domain.forecast_records import FellowRecord, ProgramRecord, Waiting
from logbook.domain.forecast_time import TrainingTime
from logbook.domain.months import MonthSum, month_sums
from logbook.domain.outlook import Outlook
from logbook.domain.readiness import months_after
from tests.domain.shipped import shipped

CURRICULUM = shipped()
BEGAN, ENDS, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 1)
RF, PATTERN = "epa09.rf_neurolytic", "epa09.entrustment"
"""20 of a category; 3 of the last 5 judgements at level 4, by 2 assessors."""
TIME = TrainingTime(BEGAN, ENDS)


def cases(*a_month: int, category: str = "rf_neurolytic") -> list[CaseEvidence]:
    """So many in each month of the training, from the first on."""
    procedure = next(
        one.id for one in CURRICULUM.procedures.values() if one.category == category and one.counts
    )
    return [
        CaseEvidence(
            procedure,
            category,
            CaseRole.PERFORMED_DIRECT,
            on=months_after(BEGAN, month).replace(day=10),
            supervisor_id=UUID(int=7),
        )
        for month, n in enumerate(a_month)
        for _ in range(n)
    ]


def judgements(*levels: str) -> list[Evidence]:
    """One a month, by two assessors in turn."""
    return [
        AssessmentEvidence(
            "dops",
            "epa09",
            months_after(BEGAN, month).replace(day=20),
            UUID(int=month % 2),
            scale="entrust5",
            level=level,
        )
        for month, level in enumerate(levels)
    ]


def a_fellow(
    n: int, evidence: list[Evidence], waiting: tuple[Waiting, ...] = (), time: TrainingTime = TIME
) -> FellowRecord:
    months: dict[str, dict[date, MonthSum]] = {}
    for key, one in month_sums(evidence, CURRICULUM).items():
        months.setdefault(key.requirement, {})[key.month] = one
    sums = {
        wanted.id: wanted.rule.tally([one for one in evidence if wanted.accepts(one)])
        for wanted in CURRICULUM.requirements.values()
    }
    return FellowRecord(UUID(int=n), CURRICULUM, time, sums, months, waiting)


USUAL = [a_fellow(100 + n, [*cases(2, 2, 1, 2, 3, 2), *judgements(*"223344")]) for n in range(5)]
"""Colleagues at two a month."""


def a_program(
    fellow: FellowRecord, *, sites: dict[UUID, SiteNow] | None = None, **but: object
) -> ProgramRecord:
    return replace(
        ProgramRecord(TODAY, (fellow, *USUAL), sites or {}, supervisors=4),
        **but,  # type: ignore[arg-type]
    )


def outlook(
    fellow: FellowRecord,
    of: str = RF,
    what_if: WhatIf = AS_PLANNED,
    *,
    sites: dict[UUID, SiteNow] | None = None,
    **but: object,
) -> Outlook:
    program = a_program(fellow, sites=sites, **but)
    return Forecast(program).of(fellow, what_if)[of]


def told(found: Outlook) -> str:
    assert found.why is not None
    return found.why.id % found.why.params
