"""`make backtest`: forecasts of simulated cohorts, held against what came of them.

At 3, 6 and 9 months of twelve each requirement that is not met yet is forecast, and compared with
the year's end: how far off the probabilities are (Brier score), beside naive forecasts, and how
often the 80 % interval holds the outcome.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import comb, exp
from uuid import UUID

from bench.cohorts import BEGAN, BLOCKS, ENDS, Cohort, Person, Piece, simulated
from logbook.domain.chances import SiteNow, Stay
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import AssessmentEvidence, CaseEvidence, Evidence
from logbook.domain.forecast import Forecast
from logbook.domain.forecast_records import FellowRecord, ProgramRecord, Waiting
from logbook.domain.forecast_time import TrainingTime
from logbook.domain.months import MonthSum, month_sums
from logbook.domain.outlook import Outlook
from logbook.domain.periods import Period
from logbook.domain.readiness import months_after
from logbook.domain.requirements import Requirement, counted_cases
from logbook.domain.rules_of_judgement import EntrustmentPattern
from logbook.domain.sites import Capability
from logbook.services import curriculum as curricula

COHORTS, MONTHS = 200, (3, 6, 9)
BINS = 10
LONG = timedelta(days=14)
DAYS = (ENDS - BEGAN).days + 1


@dataclass(slots=True)
class Tested:
    """All forecasts of one month, of one kind of requirement."""

    model: list[tuple[float, bool]] = field(default_factory=list)
    line: list[tuple[float, bool]] = field(default_factory=list)
    line_poisson: list[tuple[float, bool]] = field(default_factory=list)
    mean: list[tuple[float, bool]] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)


def back_test(cohorts: int, shipped: Curriculum, first: int = 0) -> dict[tuple[str, int], Tested]:
    found = {(kind, month): Tested() for kind in ("counts", "patterns") for month in MONTHS}
    for seed in range(first, first + cohorts):
        cohort = simulated(seed, shipped)
        for month in MONTHS:
            _compare(cohort, shipped, month, found)
    return found


def _compare(
    cohort: Cohort, shipped: Curriculum, month: int, found: dict[tuple[str, int], Tested]
) -> None:
    today = months_after(BEGAN, month)
    record = recorded(cohort, shipped, today)
    forecast = Forecast(record)
    outlooks = {one.id: forecast.of(one) for one in record.fellows}
    for wanted in shipped.requirements.values():
        if wanted.id not in cohort.people[0].pieces:
            continue
        kind = "counts" if counted_cases(wanted) else "patterns"
        compare = _counts if kind == "counts" else _patterns
        compare(cohort, wanted, today, outlooks, found[kind, month])


def _counts(
    cohort: Cohort,
    wanted: Requirement,
    today: date,
    outlooks: dict[UUID, dict[str, Outlook]],
    tested: Tested,
) -> None:
    had = {one.id: len(answered(one.pieces[wanted.id], today)) for one in cohort.people}
    share = (today - BEGAN).days / DAYS
    usual = sum(had.values()) / len(had) / share
    for person in cohort.people:
        outlook, have = outlooks[person.id][wanted.id], had[person.id]
        if outlook.probability is None or outlook.met:
            continue
        final = len(answered(person.pieces[wanted.id], ENDS + timedelta(days=1)))
        target = wanted.required or 0
        came = final >= target
        tested.model.append((outlook.probability, came))
        tested.line.append((float(have / share >= target), came))
        own = have / share * (1 - share)
        tested.line_poisson.append((poisson_tail(target - have, own), came))
        tested.mean.append((poisson_tail(target - have, usual * (1 - share)), came))
        tested.held.append((outlook.least or 0) <= final <= (outlook.most or 0))


def _patterns(
    cohort: Cohort,
    wanted: Requirement,
    today: date,
    outlooks: dict[UUID, dict[str, Outlook]],
    tested: Tested,
) -> None:
    rule = wanted.rule
    assert isinstance(rule, EntrustmentPattern)
    k = wanted.required or 0
    all_so_far = [one for who in cohort.people for one in answered(who.pieces[wanted.id], today)]
    usual = sum(one.reached for one in all_so_far) / max(1, len(all_so_far))
    for person in cohort.people:
        outlook = outlooks[person.id][wanted.id]
        if outlook.probability is None:
            continue
        came = met(wanted, person.pieces[wanted.id], ENDS + timedelta(days=1))
        mine = answered(person.pieces[wanted.id], today)
        own = sum(one.reached for one in mine) / max(1, len(mine))
        tested.model.append((outlook.probability, came))
        tested.line.append((float(outlook.have >= k), came))
        tested.line_poisson.append((binomial_tail(k, rule.last, own), came))
        tested.mean.append((binomial_tail(k, rule.last, usual), came))


def answered(pieces: Iterable[Piece], before: date) -> list[Piece]:
    """What counts at the start of a day."""
    return [one for one in pieces if one.answered < before]


def met(wanted: Requirement, pieces: list[Piece], day: date) -> bool:
    accepted = [_shown(wanted, one) for one in answered(pieces, day)]
    tally = wanted.rule.tally(accepted)
    return wanted.credit(tally, day) >= (wanted.required or 0)


def recorded(cohort: Cohort, shipped: Curriculum, today: date) -> ProgramRecord:
    """What a program would know of the cohort on that day."""
    without = frozenset({Capability.ULTRASOUND})
    everything = frozenset(Capability)
    sites = {
        _site(n): SiteNow(f"Site {n}", without if n in cohort.lacking else everything)
        for n in range(5)
    }
    fellows = tuple(_fellow(one, cohort, shipped, today) for one in cohort.people)
    return ProgramRecord(today, fellows, sites, supervisors=cohort.supervisors)


def _site(n: int) -> UUID:
    return UUID(int=n + 1)


def _fellow(person: Person, cohort: Cohort, shipped: Curriculum, today: date) -> FellowRecord:
    evidence: list[Evidence] = []
    waiting: list[Waiting] = []
    sums = {}
    for name, pieces in person.pieces.items():
        wanted = shipped.requirements[name]
        credited = [_shown(wanted, one) for one in answered(pieces, today)]
        sums[name] = wanted.rule.tally(credited)
        evidence += credited
        if counted_cases(wanted):
            waiting += [
                Waiting(_case(wanted, one), one.logged < today - LONG)
                for one in pieces
                if one.logged < today <= one.answered
            ]
    return FellowRecord(
        person.id,
        shipped,
        _time(person, cohort, shipped, today),
        sums,
        _months(evidence, shipped),
        tuple(waiting),
    )


def _months(evidence: list[Evidence], shipped: Curriculum) -> dict[str, dict[date, MonthSum]]:
    found: dict[str, dict[date, MonthSum]] = {}
    for key, one in month_sums(evidence, shipped).items():
        found.setdefault(key.requirement, {})[key.month] = one
    return found


def _time(person: Person, cohort: Cohort, shipped: Curriculum, today: date) -> TrainingTime:
    """With the leave that has been entered by then, and the plan, where the program keeps one."""
    kind = shipped.offers.rotations["pain_clinic"]
    edges = [BEGAN + timedelta(days=7 * week) for week in BLOCKS] + [ENDS + timedelta(days=1)]
    stays = tuple(
        Stay(kind, Period(first, after - timedelta(days=1)), _site(site))
        for first, after, site in zip(edges, edges[1:], person.blocks, strict=False)
    )
    leave = tuple(Period(first, last) for told, first, last in person.leave if told <= today)
    return TrainingTime(BEGAN, ENDS, person.percent, leave, stays if cohort.planned else ())


def _shown(wanted: Requirement, piece: Piece) -> Evidence:
    rule, assessor = wanted.rule, UUID(int=1000 + piece.assessor)
    if isinstance(rule, EntrustmentPattern):
        level = rule.level if piece.reached else rule.scale.levels[0].code
        return AssessmentEvidence(
            "dops", rule.competency, piece.on, assessor, scale=rule.scale.id, level=level
        )
    return _case(wanted, piece)


def _case(wanted: Requirement, piece: Piece) -> CaseEvidence:
    asked, assessor = counted_cases(wanted), UUID(int=1000 + piece.assessor)
    assert asked is not None
    procedure = _PROCEDURES[asked.category]
    return CaseEvidence(
        procedure, asked.category, min(asked.roles), on=piece.on, supervisor_id=assessor
    )


_PROCEDURES: dict[str, str] = {}
"""One that counts, of each category."""


def read_shipped() -> Curriculum:
    path = curricula.shipped("pain_medicine")
    shipped = Curriculum.from_document(curricula.read_document(path))
    for one in shipped.procedures.values():
        if one.counts:
            _PROCEDURES.setdefault(one.category, one.id)
    return shipped


def poisson_tail(n: int, mean: float) -> float:
    if n <= 0:
        return 1.0
    chance, total = exp(-mean), 0.0
    for k in range(n):
        total += chance
        chance *= mean / (k + 1)
    return max(0.0, 1 - total)


def binomial_tail(k: int, n: int, share: float) -> float:
    return sum(comb(n, j) * share**j * (1 - share) ** (n - j) for j in range(k, n + 1))


def brier(told: list[tuple[float, bool]]) -> float:
    return sum((chance - came) ** 2 for chance, came in told) / len(told)


def calibration(told: list[tuple[float, bool]]) -> Iterator[tuple[int, int, float, float]]:
    """By tenths: which, how many forecasts, what was told, what came."""
    for place in range(BINS):
        here = [one for one in told if min(BINS - 1, int(one[0] * BINS)) == place]
        if here:
            yield (
                place,
                len(here),
                sum(chance for chance, _ in here) / len(here),
                sum(came for _, came in here) / len(here),
            )


def table(found: dict[tuple[str, int], Tested]) -> Iterator[str]:
    yield "| | month | forecasts | Brier: model | line | line, Poisson | program mean | in 80 % |"
    yield "|---|---|---|---|---|---|---|---|"
    for (kind, month), one in found.items():
        scores = (one.model, one.line, one.line_poisson, one.mean)
        shown = " | ".join(f"{brier(score):.3f}" for score in scores)
        held = f"{sum(one.held) / len(one.held):.1%}" if one.held else ""
        yield f"| {kind} | {month} | {len(one.model):,} | {shown} | {held} |"
    for kind in ("counts", "patterns"):
        told = [one for (of, _), tested in found.items() if of == kind for one in tested.model]
        yield ""
        yield f"| {kind}: told | forecasts | mean of what was told | came |"
        yield "|---|---|---|---|"
        for place, n, said, came in calibration(told):
            yield f"| {place * 10}–{place * 10 + 10} % | {n:,} | {said:.1%} | {came:.1%} |"


def holds(found: dict[tuple[str, int], Tested]) -> bool:
    """Better than each naive forecast, and neither too sure nor too unsure."""
    return all(
        brier(one.model) < min(brier(one.line), brier(one.line_poisson), brier(one.mean))
        and (not one.held or 0.75 <= sum(one.held) / len(one.held) <= 0.85)
        for one in found.values()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cohorts", type=int, default=COHORTS)
    parser.add_argument("--first", type=int, default=0, help="seed of the first")
    asked = parser.parse_args()
    found = back_test(asked.cohorts, read_shipped(), asked.first)
    for line in table(found):
        print(line)
    if not holds(found):
        sys.exit("A naive forecast is better, or the intervals are wrong.")


if __name__ == "__main__":
    main()
