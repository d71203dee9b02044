"""One outlook from what is known of a fellow, a requirement and the program."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from logbook.domain.days import day_after
from logbook.domain.decisions import Message, say
from logbook.domain.forecast_counts import HIGH, LOW, MIDDLE, Course, by_month
from logbook.domain.forecast_rates import Places, Rates, rate_of
from logbook.domain.forecast_reasons import Background, why_a_count
from logbook.domain.forecast_records import FellowRecord, ProgramRecord, Unanswered
from logbook.domain.forecast_time import DAYS_A_MONTH, Slice
from logbook.domain.leave import DAYS_A_WEEK, MONTHS_A_YEAR
from logbook.domain.outlook import WHY_BELOW, Outlook, OutlookKind
from logbook.domain.periods import days_of
from logbook.domain.readiness import months_after
from logbook.domain.requirements import Requirement
from logbook.domain.rules import Hours, Recency
from logbook.domain.rules_of_judgement import EntrustmentPattern, FeedbackRound
from logbook.domain.tally import Tally

CERTAIN = 1.0
DAYS_A_YEAR = 365.2425
LITTLE = 0.25
"""Of a month: what an enrollment may be short of without a word."""


def is_forecast(wanted: Requirement) -> bool:
    """Whether there is a model for it. Rounds of feedback are arranged, and no rate brings them."""
    if isinstance(wanted.rule, FeedbackRound):
        return False
    return wanted.rule.monthly or isinstance(wanted.rule, Recency)


Numbered = list[tuple[date, int, float]]
"""Of time to come: the month, the number of the place, how much."""


class Ahead:
    """The time of one fellow that is still to come."""

    def __init__(self, program: ProgramRecord, fellow: FellowRecord, places: Places) -> None:
        self.program, self.fellow, self.places = program, fellow, places
        self.present = 1 - self._leave_to_come()
        self.until_the_end = self._numbered(fellow.time.ahead(program.today))
        self._last: dict[int, Numbered] = {}

    def last(self, months: int) -> Numbered:
        """What is still to come of the last so many months."""
        if months not in self._last:
            end = day_after(self.fellow.time.ends_on)
            begins = max(months_after(end, -months), self.program.today)
            within = self.fellow.time.slices(begins, self.fellow.time.answered_until)
            self._last[months] = self._numbered(within)
        return self._last[months]

    def _numbered(self, slices: list[Slice]) -> Numbered:
        found = self.places.slices(slices)
        return [(month, place, time * self.present) for month, place, time in found]

    def _leave_to_come(self) -> float:
        """Of the days ahead, the share that will probably be leave that nobody has entered: as much
        as the program allows for so many days, less what is entered."""
        today, end = self.program.today, day_after(self.fellow.time.ends_on)
        days = (end - today).days
        if days <= 0:
            return 0.0
        usual = self.program.leave_weeks * DAYS_A_WEEK / DAYS_A_YEAR
        return max(0.0, usual - days_of(self.fellow.time.leave, today, end) / days)

    @cached_property
    def short_of(self) -> float:
        """Months that the enrollment has less than the curriculum takes, leave that belongs to the
        training taken off."""
        length = self.fellow.curriculum.length_months
        time = self.fellow.time
        whole = sum(one.time for one in time.slices(time.starts_on, day_after(time.ends_on)))
        allowed = self.program.leave_weeks * DAYS_A_WEEK / DAYS_A_MONTH * length / MONTHS_A_YEAR
        short = length - allowed - whole
        return short if short > LITTLE else 0.0


@dataclass(frozen=True)
class Basis:
    """All that one outlook is made from."""

    program: ProgramRecord
    fellow: FellowRecord
    wanted: Requirement
    ahead: Ahead
    rates: Rates
    pace: float
    unanswered: Unanswered
    more: float = 0.0

    @cached_property
    def tally(self) -> Tally:
        return self.fellow.sums.get(self.wanted.id, Tally())

    @cached_property
    def have(self) -> int:
        return self.wanted.credit(self.tally, self.program.today)

    @property
    def figure(self) -> int:
        return self.wanted.required or 0

    @property
    def kind(self) -> OutlookKind:
        if isinstance(self.wanted.rule, EntrustmentPattern):
            return OutlookKind.PATTERN
        return OutlookKind.COUNT if self.window is None else OutlookKind.WINDOW

    @property
    def window(self) -> int | None:
        """Of how many of the last months it looks at; None: of all."""
        return self.wanted.rule.months if isinstance(self.wanted.rule, Recency | Hours) else None

    @property
    def too_little(self) -> bool:
        """Too few events in the program; or months that were never filled in."""
        if self.kind is OutlookKind.COUNT and self.have >= self.figure:
            return False
        return self.rates.events < self.program.enough or not self._months_add_up()

    def _months_add_up(self) -> bool:
        if self.window is not None:
            return True
        found = self.fellow.by_month(self.wanted).values()
        if isinstance(self.wanted.rule, EntrustmentPattern):
            return sum(one.pieces for one in found) == self.tally.facts.get("all", 0)
        return sum(one.credit for one in found) == self.tally.amount

    def not_enough(self) -> Outlook:
        if self.rates.events >= self.program.enough:
            why = say("The months of this requirement are still to be filled in.")
        else:
            why = say(
                "Not enough evidence: %(n)s in the program, %(enough)s are needed.",
                n=self.rates.events,
                enough=self.program.enough,
            )
        return Outlook(self.kind, self.have, self.figure, why=why, enough=False)

    @cached_property
    def counting(self) -> Numbered:
        """Time to come; for a window, what of it will be in it."""
        return self.ahead.until_the_end if self.window is None else self.ahead.last(self.window)

    @cached_property
    def weighed(self) -> list[tuple[date, float]]:
        """The same, as much as its places bring; of a place where nobody was yet, as is taken."""
        shares, places = self.rates.shares, self.ahead.places.known
        if len(shares) < len(places):
            unseen = list(places)[len(shares) :]
            curriculum = self.fellow.curriculum
            shares = [*shares, *self.program.taken(curriculum, self.wanted, unseen)]
        return [(month, time * shares[place]) for month, place, time in self.counting]

    def course(self, credit: int, wanted: float) -> Course:
        """From so much credit to so much, both as it is kept."""
        return Course(
            today=self.program.today,
            ends_on=self.fellow.time.ends_on,
            full_time_percent=self.fellow.time.full_time_percent,
            rate=rate_of(self.rates, self.fellow.id, self.pace),
            month_spread=self.rates.month_spread,
            ahead=by_month(self.weighed),
            missing=(wanted - credit) / self.worth,
            waiting=self.unanswered.n,
            counting=self.unanswered.counting,
            extra=self.more,
        )

    @property
    def worth(self) -> float:
        """Credit that one piece brings, on the average."""
        return self.rates.worth

    def why(self, course: Course) -> Message:
        background = Background(
            self.rates.mean,
            self.pace,
            sum(time for _, _, time in self.counting),
            sum(time for _, time in self.weighed),
            self.ahead.short_of,
            self.unanswered.long,
        )
        return why_a_count(course, background)


def count_outlook(basis: Basis) -> Outlook:
    """Of what adds up, in all or within a window."""
    unit, figure, have = basis.wanted.rule.unit, basis.figure, basis.have
    if basis.kind is OutlookKind.COUNT and have >= figure:
        return Outlook(basis.kind, have, figure, CERTAIN, least=have, most=have)
    end = day_after(basis.fellow.time.ends_on)
    credit = basis.tally.on(end) if basis.window else basis.tally.amount
    course = basis.course(credit, figure * unit)
    chance = course.probability
    least, most = course.interval()
    middle, low, high = (
        None if basis.window else course.day(share) for share in (MIDDLE, LOW, HIGH)
    )
    worth = basis.worth / unit
    return Outlook(
        basis.kind,
        have,
        figure,
        chance,
        course.still_expected * worth,
        round(credit / unit + least * worth),
        round(credit / unit + most * worth),
        middle,
        low,
        high,
        why=basis.why(course) if chance < WHY_BELOW else None,
    )
