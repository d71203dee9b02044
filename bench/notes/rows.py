"""(g) The guard against identifiers of patients, on notes that it was not built on.

`python -m bench.notes.rows` prints these lines alone.
"""

from bench.notes import develop, held, limits
from bench.notes.making import make
from bench.notes.measuring import Measured, measure, timed
from bench.row import Row, print_rows
from logbook.domain.identifiers import find_identifiers

NOTES = 2400
SEED = 20261126
LONGEST = 4000


def identifiers() -> list[Row]:
    built_on = measure([*make(develop.FAMILY, SEED, NOTES)])
    sums = measure([*make(held.FAMILY, SEED, NOTES)])
    beyond = measure([*make(limits.FAMILY, SEED, 400)])
    slow, longest = sums.milliseconds(0.99), _longest()
    weakest = min(sums.asked, key=lambda name: sums.found[name] / sums.asked[name])
    return [
        Row(
            f"(g) identifiers found, {NOTES} held notes, half clean",
            f"{sums.found.total()} of {sums.asked.total()} = {sums.recall:.3f}",
            ">= 0.95",
            sums.recall >= 0.95,
        ),
        Row(
            f"    the kind found least: {weakest}",
            f"{sums.found[weakest]} of {sums.asked[weakest]}",
            "reported",
            True,
        ),
        Row(
            "(g) clean held notes touched",
            f"{sums.touched} of {sums.clean} = {sums.alarms:.3f}",
            "<= 0.05",
            sums.alarms <= 0.05,
        ),
        Row("(g) processor ms a note, p99", f"{slow:.1f}", "<= 50", slow <= 50),
        Row(
            f"(g) processor ms of {LONGEST:,} letters, slowest of 50",
            f"{longest:.1f}",
            "<= 50",
            longest <= 50,
        ),
        Row(
            "    beside it: found, and clean touched, where built",
            f"{built_on.recall:.3f}; {built_on.alarms:.3f}",
            "reported",
            True,
        ),
        *_limits(beyond),
    ]


def _longest() -> float:
    """Notes one after another, up to the longest reflection that a case takes."""
    notes = [note.text for note in make(held.FAMILY, SEED, 2000)]
    texts = [" ".join(notes[at * 40 : at * 40 + 40])[:LONGEST] for at in range(50)]
    return max(1000 * timed(text, find_identifiers)[1] for text in texts)


def _limits(beyond: Measured) -> list[Row]:
    """What is beyond the guard, by kind, both languages together."""
    kinds = sorted({name.split(" ", 1)[1] for name in beyond.asked})
    return [
        Row(
            f"    beyond it: {kind}",
            f"{_of(beyond.found, kind)} of {_of(beyond.asked, kind)}",
            "reported",
            True,
        )
        for kind in kinds
    ]


def _of(counts: dict[str, int], kind: str) -> int:
    return sum(count for name, count in counts.items() if name.split(" ", 1)[1] == kind)


if __name__ == "__main__":
    print_rows(identifiers())
