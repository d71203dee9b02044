"""From plain facts of one program to the rows of its roll-up. Ids tell people apart and stay
behind: no row has one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from logbook.domain.readiness import Standing
from logbook.domain.rollups import (
    ANSWER_DAYS,
    FAR_BEHIND,
    LAPSE_DAYS,
    LATE_AFTER_DAYS,
    LONG_WAIT_DAYS,
    NOTHING,
    Cell,
    Key,
    Measure,
    Row,
    age_band,
    month_of,
)

OF_STANDING = {
    Standing.MET: Measure.MET,
    Standing.ON_COURSE: Measure.ON_COURSE,
    Standing.BEHIND: Measure.BEHIND,
}


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case that was handed in."""

    curriculum: str
    fellow_id: UUID
    supervisor_id: UUID | None
    performed_on: date
    logged_on: date
    submitted_at: datetime
    answered_at: datetime | None
    complicated: bool


@dataclass(frozen=True, slots=True)
class FellowFact:
    """A fellow in training on one track, with where they stand with each requirement that is
    asked of them."""

    curriculum: str
    fellow_id: UUID
    standings: Mapping[str, Standing]

    @property
    def far_behind(self) -> bool:
        found = list(self.standings.values())
        return bool(found) and found.count(Standing.BEHIND) >= FAR_BEHIND * len(found)


@dataclass(frozen=True, slots=True)
class SignOffFact:
    curriculum: str
    competency: str
    granted_on: date


@dataclass(frozen=True, slots=True)
class CredentialFact:
    kind: str
    member_id: UUID
    expires_on: date | None


def of_fellows(fellows: Collection[FellowFact], month: date) -> Iterator[Row]:
    """How many there are, how many are behind, and how they stand with each requirement. A row of
    none says that this month was reckoned, also where there are no fellows."""
    yield Row(Key(month, Measure.FELLOWS), NOTHING)
    for track, ours in sorted(_by_track(fellows).items()):
        n = len({one.fellow_id for one in ours})
        behind = {one.fellow_id for one in ours if one.far_behind}
        yield Row(Key(month, Measure.FELLOWS, track), Cell(n, 0, n))
        yield Row(Key(month, Measure.FELLOWS_BEHIND, track), Cell(len(behind), n, n))
        for requirement in sorted({name for one in ours for name in one.standings}):
            found = [one.standings[requirement] for one in ours if requirement in one.standings]
            for standing, measure in OF_STANDING.items():
                cell = Cell(found.count(standing), len(found), len(found))
                yield Row(Key(month, measure, track, requirement), cell)


def _by_track(fellows: Iterable[FellowFact]) -> dict[str, list[FellowFact]]:
    tracks: dict[str, list[FellowFact]] = defaultdict(list)
    for one in fellows:
        tracks[one.curriculum].append(one)
    return tracks


def of_waiting(waiting: Collection[CaseFact], month: date, now: datetime) -> Iterator[Row]:
    """What nobody has answered yet, by how long it waits: in each band the cases, of which those
    that wait long are the amount."""
    bands: dict[str, list[CaseFact]] = defaultdict(list)
    for one in waiting:
        bands[age_band((now - one.submitted_at).days)].append(one)
    for band, ours in sorted(bands.items()):
        long = sum((now - one.submitted_at).days > LONG_WAIT_DAYS for one in ours)
        key = Key(month, Measure.WAITING_LONG, part=band)
        yield Row(key, Cell(long, len(ours), _people(ours)))


def of_response(cases: Iterable[CaseFact], month: date) -> Iterator[Row]:
    """The days until half of these cases were answered, in tenths of a day."""
    answered = [one for one in cases if one.answered_at is not None]
    if answered:
        half = median(_waited(one) / timedelta(days=1) for one in answered)
        cell = Cell(round(half * 10), len(answered), _people(answered))
        yield Row(Key(month, Measure.RESPONSE_DAYS), cell)


def _waited(case: CaseFact) -> timedelta:
    assert case.answered_at is not None
    return max(case.answered_at - case.submitted_at, timedelta())


def _people(cases: Iterable[CaseFact]) -> int:
    """What is said of cases that were asked of few supervisors is said of these: the fewer of the
    two count."""
    found = list(cases)
    return min(
        len({one.fellow_id for one in found}),
        len({one.supervisor_id for one in found} - {None}),
    )


def of_credentials(
    credentials: Collection[CredentialFact], month: date, today: date
) -> Iterator[Row]:
    """By kind, those that have lapsed or lapse soon."""
    soon = today + timedelta(days=LAPSE_DAYS)
    kinds: dict[str, list[CredentialFact]] = defaultdict(list)
    for one in credentials:
        kinds[one.kind].append(one)
    for kind, ours in sorted(kinds.items()):
        lapsing = sum(one.expires_on is not None and one.expires_on < soon for one in ours)
        cell = Cell(lapsing, len(ours), len({one.member_id for one in ours}))
        yield Row(Key(month, Measure.CREDENTIALS, part=kind), cell)


def of_months(cases: Iterable[CaseFact], months: Collection[date], now: datetime) -> Iterator[Row]:
    """What the cases of each month come to, by the day on which they were done."""
    by_month: dict[date, list[CaseFact]] = defaultdict(list)
    for one in cases:
        by_month[month_of(one.performed_on)].append(one)
    for month in sorted(set(by_month) & set(months)):
        yield from _answered(by_month[month], month, now)
        yield from _logged(by_month[month], month)


def _answered(cases: list[CaseFact], month: date, now: datetime) -> Iterator[Row]:
    due = timedelta(days=ANSWER_DAYS)
    counted = [one for one in cases if one.answered_at or now - one.submitted_at > due]
    if counted:
        in_time = sum(one.answered_at is not None and _waited(one) <= due for one in counted)
        yield Row(Key(month, Measure.ANSWERED), Cell(in_time, len(counted), _people(counted)))


def _logged(cases: list[CaseFact], month: date) -> Iterator[Row]:
    tracks: dict[str, list[CaseFact]] = defaultdict(list)
    for one in cases:
        tracks[one.curriculum].append(one)
    for track, ours in sorted(tracks.items()):
        people, allowed = len({one.fellow_id for one in ours}), timedelta(days=LATE_AFTER_DAYS)
        late = sum(one.logged_on - one.performed_on > allowed for one in ours)
        complicated = sum(one.complicated for one in ours)
        yield Row(Key(month, Measure.LATE, track), Cell(late, len(ours), people))
        yield Row(Key(month, Measure.COMPLICATIONS, track), Cell(complicated, len(ours), people))


def of_sign_offs(
    sign_offs: Iterable[SignOffFact], months: Collection[date], fellows: Mapping[str, int]
) -> Iterator[Row]:
    """By competency. They rest on all fellows of the track: any of them could have been it."""
    found: dict[Key, int] = defaultdict(int)
    for one in sign_offs:
        month = month_of(one.granted_on)
        if month in months:
            found[Key(month, Measure.SIGN_OFFS, one.curriculum, one.competency)] += 1
    for key, n in found.items():
        yield Row(key, Cell(n, 0, fellows.get(key.curriculum, 0)))
