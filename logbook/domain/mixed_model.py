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
from operator import mul

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


def _cells(
    observed: Sequence[Observed], middle: float
) -> dict[tuple[Hashable, ...], tuple[int, float]]:
    """By the levels that were met together: how often, and the sum of `y` beside the middle. That
    is all the equations need; judgements of one rater about one fellow are few different ones."""
    cells: dict[tuple[Hashable, ...], tuple[int, float]] = {}
    for one in observed:
        n, total = cells.get(one.levels, (0, 0.0))
        cells[one.levels] = n + 1, total + one.y - middle
    return cells


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
        met: list[dict[int, float]] = [{} for _ in range(wide)]
        self.times: Row = [0.0] * wide
        self.sums: Row = [0.0] * wide
        for together, (n, total) in _cells(observed, self.middle).items():
            self._add(together, n, total, met)
        self.joined = [sorted(one.items()) for one in met]
        """By absorbed level, which of the small ones it met, and how often."""

    def _add(
        self,
        levels: tuple[Hashable, ...],
        n: int,
        total: float,
        met: Sequence[dict[int, float]],
    ) -> None:
        small, far = [0], 0
        for number, level in enumerate(levels):
            if number == self.absorbed:
                far = self.place[number][level]
            else:
                small.append(self.place[number][level])
        for row in small:
            self.right[row] += total
            met[far][row] = met[far].get(row, 0.0) + n
            for column in small:
                self.cross[row][column] += n
        self.times[far] += n
        self.sums[far] += total

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
            effects, errors = self._summed(solved, number)
            squared = sum(one * one for one in effects) + variances[-1] * errors
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
            for place, times in met:
                share, row = times * weight, whole[place]
                right[place] -= share * total
                for column, others in met:
                    row[column] -= share * others
        inverse = inverted(whole)
        small = [sum(map(mul, row, right)) for row in inverse]
        far = [
            weight * (total - sum(times * small[place] for place, times in met))
            for met, weight, total in zip(self.joined, weights, self.sums, strict=True)
        ]
        return _Solved(small, far, inverse, weights)

    def _summed(self, solved: "_Solved", number: int) -> tuple[Row, float]:
        """The effects of a factor's levels, and the sum of the diagonal of the inverse there."""
        if number != self.absorbed:
            effects, errors = self._of_factor(solved, number)
            return effects, sum(errors)
        # The trace of V · Σ w² m mᵀ: one pass over what was met, not one for each level.
        square: Matrix = [[0.0] * self.size for _ in range(self.size)]
        for met, weight in zip(self.joined, solved.weights, strict=True):
            weight *= weight
            for place, times in met:
                row, share = square[place], weight * times
                for column, others in met:
                    row[column] += share * others
        through = sum(sum(map(mul, *rows)) for rows in zip(solved.inverse, square, strict=True))
        return solved.far, sum(solved.weights) + through

    def _of_factor(self, solved: "_Solved", number: int) -> tuple[Row, Row]:
        """The effects of its levels, and the diagonal of the inverse there."""
        if number != self.absorbed:
            places = self.place[number].values()
            return [solved.small[at] for at in places], [solved.inverse[at][at] for at in places]
        errors = []
        for met, weight in zip(self.joined, solved.weights, strict=True):
            through = sum(
                a * sum(solved.inverse[row][column] * b for column, b in met) for row, a in met
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
