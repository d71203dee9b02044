"""A linear mixed model with crossed random effects, fitted by REML, in plain Python.

    y = mean + a[i] + b[j] + c[k] + rest        a, b, c, rest ~ N(0, their own variances)

Henderson's mixed model equations (Biometrics 31, 1975) give the shrunken effects (BLUP) and how far
they may be off; the variances are moved by the EM step of REML until they stay (Searle, Casella and
McCulloch, Variance Components, 1992, chapter 8), two steps at a time with the squared
extrapolation of Varadhan and Roland (Scand. J. Statist. 35, 2008), which only saves time.

The factor with most levels is absorbed: its block of the equations is diagonal, so what is left to
invert is as small as the other factors. Units are those of `y`; variances are their squares.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

Row = list[float]
Matrix = list[Row]

LEAST_VARIANCE = 1e-3
"""Of a factor, beside the variance of `y`: what is smaller is nothing, and stays nothing."""


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation, and to which level of each factor it belongs."""

    levels: tuple[Hashable, ...]
    y: float


@dataclass(frozen=True, slots=True)
class Effect:
    """Of one level: the shrunken effect, and the standard error of its prediction."""

    estimate: float
    error: float
    n: int


@dataclass(frozen=True, slots=True)
class Fitted:
    mean: float
    variances: tuple[float, ...]
    """Of the factors, in their order."""
    residual: float
    effects: tuple[dict[Hashable, Effect], ...]
    """Of each factor, by level."""
    steps: int


def fit(observed: Sequence[Observed], tolerance: float = 1e-3, most: int = 200) -> Fitted:
    """`tolerance`: by what share the variances may still move. ValueError of no variation at all,
    or of fewer than two observations."""
    equations = _Equations(observed)
    at = [log(equations.spread / (len(equations.factors) + 1))] * (len(equations.factors) + 1)
    steps = 0
    while steps < most:
        once = equations.step(at)
        twice = equations.step(once)
        steps += 2
        further = _extrapolated(at, once, twice)
        moved = max(abs(new - old) for new, old in zip(twice, once, strict=True))
        at = equations.within(further)
        if moved < tolerance:
            break
    return equations.fitted([exp(one) for one in equations.within(twice)], steps)


def _extrapolated(at: Row, once: Row, twice: Row) -> Row:
    """Where the steps seem to lead; never less far than they have led already."""
    first = [b - a for a, b in zip(at, once, strict=True)]
    bend = [c - b - d for b, c, d in zip(once, twice, first, strict=True)]
    bent = sqrt(sum(one * one for one in bend))
    if bent < 1e-12:
        return twice
    length = -max(1.0, sqrt(sum(one * one for one in first)) / bent)
    return [
        a - 2 * length * d + length * length * e for a, d, e in zip(at, first, bend, strict=True)
    ]


class _Equations:
    """The equations of one set of observations, whatever the variances.

    `small` are the mean and the levels of all factors but the absorbed one.
    """

    def __init__(self, observed: Sequence[Observed]) -> None:
        if len(observed) < 2:
            raise ValueError("two observations are needed at least")
        self.n = len(observed)
        self.middle = sum(one.y for one in observed) / self.n
        self.factors = [
            list(dict.fromkeys(one.levels[place] for one in observed))
            for place in range(len(observed[0].levels))
        ]
        self.absorbed = max(range(len(self.factors)), key=lambda place: len(self.factors[place]))
        self.squares = sum((one.y - self.middle) ** 2 for one in observed)
        self.spread = self.squares / (self.n - 1)
        if self.spread < 1e-12:
            raise ValueError("nothing varies")
        self._count(observed)

    def _count(self, observed: Sequence[Observed]) -> None:
        self.place: list[dict[Hashable, int]] = []
        first = 1
        for number, levels in enumerate(self.factors):
            begins = 0 if number == self.absorbed else first
            self.place.append({level: begins + n for n, level in enumerate(levels)})
            first += 0 if number == self.absorbed else len(levels)
        self.size, wide = first, len(self.factors[self.absorbed])
        self.cross: Matrix = [[0.0] * self.size for _ in range(self.size)]
        self.right: Row = [0.0] * self.size
        self.joined: Matrix = [[0.0] * self.size for _ in range(wide)]
        """By absorbed level, how often it met each of the small ones."""
        self.times: Row = [0.0] * wide
        self.sums: Row = [0.0] * wide
        for one in observed:
            self._add(one)

    def _add(self, one: Observed) -> None:
        y, small, far = one.y - self.middle, [0], 0
        for number, level in enumerate(one.levels):
            if number == self.absorbed:
                far = self.place[number][level]
            else:
                small.append(self.place[number][level])
        for row in small:
            self.right[row] += y
            self.joined[far][row] += 1
            for column in small:
                self.cross[row][column] += 1
        self.times[far] += 1
        self.sums[far] += y

    def within(self, at: Row) -> Row:
        """Variances, as logarithms, kept where they can be."""
        low, high = log(self.spread * LEAST_VARIANCE), log(self.spread * 10)
        return [min(max(one, low), high) for one in at]

    def step(self, at: Row) -> Row:
        """One EM step of REML."""
        variances = [exp(one) for one in self.within(at)]
        solved = self._solved(variances)
        moved = []
        for number in range(len(self.factors)):
            effects, errors = self._of_factor(solved, number)
            squared = sum(one * one for one in effects) + variances[-1] * sum(errors)
            moved.append(log(max(squared / len(effects), 1e-300)))
        explained = sum(a * b for a, b in zip(solved.small, self.right, strict=True))
        explained += sum(a * b for a, b in zip(solved.far, self.sums, strict=True))
        moved.append(log(max((self.squares - explained) / (self.n - 1), 1e-300)))
        return self.within(moved)

    def _solved(self, variances: Row) -> "_Solved":
        ratios, absorbed = [variances[-1] / one for one in variances[:-1]], self.absorbed
        whole = [list(row) for row in self.cross]
        for number, places in enumerate(self.place):
            if number != absorbed:
                for place in places.values():
                    whole[place][place] += ratios[number]
        right = list(self.right)
        weights = [1 / (times + ratios[absorbed]) for times in self.times]
        for met, weight, total in zip(self.joined, weights, self.sums, strict=True):
            for place, times in enumerate(met):
                if times:
                    share = times * weight
                    right[place] -= share * total
                    row = whole[place]
                    whole[place] = [a - share * b for a, b in zip(row, met, strict=True)]
        inverse = inverted(whole)
        small = [sum(a * b for a, b in zip(row, right, strict=True)) for row in inverse]
        far = [
            weight * (total - sum(a * b for a, b in zip(met, small, strict=True)))
            for met, weight, total in zip(self.joined, weights, self.sums, strict=True)
        ]
        return _Solved(small, far, inverse, weights)

    def _of_factor(self, solved: "_Solved", number: int) -> tuple[Row, Row]:
        """The effects of its levels, and the diagonal of the inverse there."""
        if number != self.absorbed:
            places = self.place[number].values()
            return [solved.small[at] for at in places], [solved.inverse[at][at] for at in places]
        errors = []
        for met, weight in zip(self.joined, solved.weights, strict=True):
            there = [(place, times) for place, times in enumerate(met) if times]
            through = sum(
                a * sum(solved.inverse[row][column] * b for column, b in there) for row, a in there
            )
            errors.append(weight + weight * weight * through)
        return solved.far, errors

    def fitted(self, variances: Row, steps: int) -> Fitted:
        solved, found = self._solved(variances), []
        for number, levels in enumerate(self.factors):
            effects, errors = self._of_factor(solved, number)
            found.append(
                {
                    level: Effect(effect, sqrt(max(0.0, variances[-1] * error)), self._n(number, n))
                    for n, (level, effect, error) in enumerate(
                        zip(levels, effects, errors, strict=True)
                    )
                }
            )
        return Fitted(
            mean=self.middle + solved.small[0],
            variances=tuple(variances[:-1]),
            residual=variances[-1],
            effects=tuple(found),
            steps=steps,
        )

    def _n(self, number: int, level: int) -> int:
        if number == self.absorbed:
            return round(self.times[level])
        place = self.place[number][self.factors[number][level]]
        return round(self.cross[place][place])


@dataclass(frozen=True, slots=True)
class _Solved:
    small: Row
    far: Row
    inverse: Matrix
    """Of the equations of the small ones, the absorbed factor taken out."""
    weights: Row


def inverted(matrix: Matrix) -> Matrix:
    """Of a symmetric positive definite matrix, by sweeping each pivot (Gauss and Jordan)."""
    size = len(matrix)
    swept = [list(row) for row in matrix]
    for pivot in range(size):
        row = swept[pivot]
        if row[pivot] <= 0:
            raise ValueError("not positive definite")
        by = 1 / row[pivot]
        row[pivot] = 1.0
        row = swept[pivot] = [one * by for one in row]
        for other in range(size):
            factor = swept[other][pivot]
            if other != pivot and factor:
                line = swept[other]
                line[pivot] = 0.0
                swept[other] = [a - factor * b for a, b in zip(line, row, strict=True)]
    return swept
