"""A generated truth for the matching: what fellows did, what the hospital kept of it, what they
logged; with known omissions, additions and slips. Run as a program it prints what the matching
makes of it: `python -m bench.reconciling`.

Each fellow works on lists: a day at one site with one supervisor, some procedures on it, the
frequent ones several times. The weights of `domain/reconcile.py` are from what is known of such
slips, not fitted; only the threshold was chosen, on the seeds of `TRIED`. It is judged on `HELD`.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from logbook.domain.reconcile import Logged, Pair, Performed, reconcile

HELD = 20261126
TRIED = range(1, 9)
BEGAN = date(2026, 1, 5)
NOBODY = UUID(int=0)
CATEGORIES = {
    "spine_lumbar_sacral": ("tfesi", "ilesi", "caudal", "facet", "mbb", "sij"),
    "spine_cervical_thoracic": ("cilesi", "cmbb", "tmbb"),
    "rf_neurolytic": ("rfa_lumbar", "rfa_cervical", "rfa_genicular"),
    "sympathetic_block": ("stellate", "lumbar_sympathetic", "celiac"),
    "peripheral_block_us": ("occipital", "suprascapular", "genicular"),
    "joint_bursa": ("joint", "bursa"),
    "trigger_point": ("trigger_point",),
    "scs_trial": ("scs_trial",),
}
KINDS = [(category, name) for category, names in CATEGORIES.items() for name in names]
OFTEN = (12, 5, 3, 2, 7, 4, 3, 4, 1, 5, 2, 2, 2, 2, 1, 4, 2, 2, 3, 2, 4, 2)
SIDES = ("left", "right", "bilateral", None)
SIDED = (0.4, 0.4, 0.12, 0.08)
AGES, AGED = ("18-39", "40-64", "65-79", "80+"), (0.2, 0.45, 0.25, 0.1)


@dataclass(frozen=True, slots=True)
class Habits:
    """How often what goes wrong, as shares."""

    not_logged: float = 0.25
    twice_logged: float = 0.03
    elsewhere: float = 0.05
    """Done at a place whose record we do not have."""
    never_done: float = 0.04
    """Logged as if done on the list of that day."""
    other_day: float = 0.06
    other_site: float = 0.04
    other_supervisor: float = 0.03
    no_side: float = 0.10
    """On either side, each."""
    other_age: float = 0.03
    no_age: float = 0.05
    other_kind: float = 0.02
    """Coded or logged as another procedure of the category."""
    no_fellow: float = 0.05
    """The hospital names the supervisor alone."""


@dataclass(slots=True)
class Truth:
    performed: list[Performed] = field(default_factory=list)
    logged: list[Logged] = field(default_factory=list)
    pairs: dict[UUID, UUID] = field(default_factory=dict)
    """Case to procedure, where both are there. Of a case that was logged twice, either."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How good the matching was, in shares. Two entries of one side that say the same in everything
    are as good as one another: nobody could tell them apart. `exact` counts a pair only when it
    is the very one."""

    precision: float
    recall: float
    exact: float
    performed: int
    logged: int
    true_pairs: int


class Maker:
    def __init__(self, seed: int, habits: Habits, fellows: int, weeks: int) -> None:
        self.random, self.habits = Random(seed), habits
        self.fellows = [self._id() for _ in range(fellows)]
        self.sites, self.far_site = [self._id() for _ in range(3)], self._id()
        self.supervisors = [self._id() for _ in range(6)]
        self.weeks, self.truth = weeks, Truth()

    def made(self) -> Truth:
        for fellow in self.fellows:
            for week in range(self.weeks):
                for weekday in sorted(self.random.sample(range(5), 3)):
                    self._list(fellow, BEGAN + timedelta(weeks=week, days=weekday))
        self.random.shuffle(self.truth.logged)
        return self.truth

    def _list(self, fellow: UUID, day: date) -> None:
        site, supervisor = self.random.choice(self.sites), self.random.choice(self.supervisors)
        for category, name in self.random.choices(KINDS, OFTEN, k=self.random.randint(2, 7)):
            done = Logged(
                id=self._id(),
                fellow_id=fellow,
                performed_on=day,
                procedure=name,
                category=category,
                site_id=site,
                supervisor_id=supervisor,
                side=self.random.choices(SIDES, SIDED)[0],
                age_band=self.random.choices(AGES, AGED)[0],
            )
            self._come_to_pass(done)

    def _come_to_pass(self, done: Logged) -> None:
        truth = self.truth
        if self._happens("never_done"):
            truth.logged.append(self._slipped(done))
        elif self._happens("elsewhere"):
            truth.logged.append(self._slipped(replace(done, site_id=self.far_site)))
        else:
            kept = self._kept(done)
            truth.performed.append(kept)
            if self._happens("not_logged"):
                return
            truth.logged.append(self._slipped(done))
            truth.pairs[done.id] = kept.id
            if self._happens("twice_logged"):
                truth.logged.append(replace(truth.logged[-1], id=self._id()))

    def _kept(self, done: Logged) -> Performed:
        """As the hospital has it. Its day is right: it bills by it."""
        return Performed(
            id=self._id(),
            fellow_id=None if self._happens("no_fellow") else done.fellow_id,
            performed_on=done.performed_on,
            procedure=self._kind(done),
            category=done.category,
            site_id=done.site_id,
            supervisor_ids=frozenset({self._supervisor(done)}),
            side=None if self._happens("no_side") else done.side,
            age_band=None if self._happens("no_age") else done.age_band,
        )

    def _slipped(self, done: Logged) -> Logged:
        """As the fellow logs it, an evening or a week later."""
        slip = (
            self.random.choice((-2, -1, -1, -1, 1, 1, 1, 1, 2, 3))
            if self._happens("other_day")
            else 0
        )
        return replace(
            done,
            performed_on=done.performed_on + timedelta(days=slip),
            procedure=self._kind(done),
            site_id=self.random.choice(self.sites) if self._happens("other_site") else done.site_id,
            supervisor_id=self._supervisor(done),
            side=None if self._happens("no_side") else done.side,
            age_band=self.random.choice(AGES) if self._happens("other_age") else done.age_band,
        )

    def _kind(self, done: Logged) -> str:
        other = self._happens("other_kind")
        return self.random.choice(CATEGORIES[done.category]) if other else done.procedure

    def _supervisor(self, done: Logged) -> UUID:
        assert done.supervisor_id is not None
        other = self._happens("other_supervisor")
        return self.random.choice(self.supervisors) if other else done.supervisor_id

    def _happens(self, what: str) -> bool:
        return self.random.random() < float(getattr(self.habits, what))

    def _id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))


def a_truth(seed: int, habits: Habits | None = None, fellows: int = 6, weeks: int = 26) -> Truth:
    return Maker(seed, habits or Habits(), fellows, weeks).made()


def judged(truth: Truth, pairs: list[Pair]) -> Judged:
    """Of the pairs found how many are true, and of the true ones how many were found."""
    performed = {one.id: replace(one, id=NOBODY) for one in truth.performed}
    logged = {one.id: replace(one, id=NOBODY) for one in truth.logged}
    found = Counter((performed[pair.performed_id], logged[pair.logged_id]) for pair in pairs)
    true = Counter((performed[own], logged[case]) for case, own in truth.pairs.items())
    right = (found & true).total()
    exact = sum(truth.pairs.get(pair.logged_id) == pair.performed_id for pair in pairs)
    return Judged(
        precision=right / len(pairs),
        recall=right / len(truth.pairs),
        exact=exact / len(pairs),
        performed=len(performed),
        logged=len(logged),
        true_pairs=len(truth.pairs),
    )


def main() -> None:
    for seed in (*TRIED, HELD):
        truth = a_truth(seed)
        found = judged(truth, reconcile(truth.performed, truth.logged))
        print(
            f"{'held' if seed == HELD else 'tried'} {seed}: {found.performed:,} performed,"
            f" {found.logged:,} logged, {found.true_pairs:,} are both:"
            f" precision {found.precision:.4f}, recall {found.recall:.4f}"
            f" (the very one: {found.exact:.4f})"
        )


if __name__ == "__main__":
    main()
