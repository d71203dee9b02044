"""A policy as one file that people read: actor | relation | step | in which states | the answer.

`UPDATE_MATRIX=1 pytest tests/policy` writes all of them anew; read a difference as you would read a
change of the law.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from logbook.domain.decisions import Decision
from logbook.policy.actors import Actor

HERE = Path(__file__).parent
Decide = Callable[[Actor, str, str, str], Decision]
"""Of an actor, a relation, a state and a step."""


def said(answer: Decision) -> str:
    if answer:
        return "yes"
    assert answer.reason is not None
    return answer.reason.id


def lines(
    actors: Mapping[str, Actor],
    relations: Iterable[str],
    states: Sequence[str],
    steps: Iterable[str],
    decide: Decide,
) -> Iterator[str]:
    """The states in which the answer is the same stand on one line."""
    for (who, actor), relation, step in product(actors.items(), relations, steps):
        answers: dict[str, list[str]] = {}
        for state in states:
            answers.setdefault(said(decide(actor, relation, state, step)), []).append(state)
        for answer, where in answers.items():
            place = "always" if len(where) == len(states) else ", ".join(where)
            yield f"{who} | {relation} | {step} | {place} | {answer}"


def is_as_reviewed(name: str, head: str, made: Iterable[str]) -> None:
    file = HERE / name
    text = head + "".join(f"{line}\n" for line in made)
    if os.environ.get("UPDATE_MATRIX") == "1":
        file.write_text(text, "utf-8")
    assert text.splitlines() == file.read_text("utf-8").splitlines()
