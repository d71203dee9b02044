"""`flask diagram`: the lives of a case and of an assessment as pictures, drawn from the tables that
rule them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import click

from logbook.domain import assessments, cases

S = TypeVar("S", bound=StrEnum)
T = TypeVar("T", bound=StrEnum)

PAGE = """\
# The states of a case

Drawn by `flask diagram` from the one table of steps in `logbook/domain/cases.py`; a test compares
them. A case that is logged and sent at once passes through `draft` without staying there.

```mermaid
{diagram}
```

`change` and `reassign` leave the state as it is. `undo` is open for ten seconds to whoever gave
the answer. `not_observed` sends a case back to be addressed to somebody else and blames nobody.
"""

OF_ASSESSMENTS = """\
# The states of an assessment

Drawn by `flask diagram assessments` from the one table of steps in
`logbook/domain/assessments.py`; a test compares them.

```mermaid
{diagram}
```

`keep` keeps a draft that only the assessor sees. `expire` is taken by time: nobody writes it down,
it is reckoned from the day of the request. `move` asks somebody else, or the same person again. No
step leads away from what was said: the fellow acknowledges it, comments, and changes nothing.
"""


@click.command("diagram")
@click.argument("of", type=click.Choice(["cases", "assessments"]), default="cases")
def diagram(of: str) -> None:
    """Print docs/case-states.md or docs/assessment-states.md anew."""
    if of == "cases":
        drawn = states(cases.TRANSITIONS, cases.State.DRAFT)
        click.echo(PAGE.format(diagram=drawn), nl=False)
    else:
        drawn = states(assessments.TRANSITIONS, assessments.State.REQUESTED)
        click.echo(OF_ASSESSMENTS.format(diagram=drawn), nl=False)


def states(transitions: Mapping[tuple[S, T], S], first: S) -> str:
    """A table of steps as a Mermaid state diagram, in the order of the table."""
    arrows: dict[tuple[S, S], list[T]] = {}
    for (state, step), after in transitions.items():
        arrows.setdefault((state, after), []).append(step)
    ends = [state for state in type(first) if all(before is not state for before, _ in arrows)]
    return "\n".join(
        [
            "stateDiagram-v2",
            f"    [*] --> {first}",
            *(
                f"    {state} --> {after}: {', '.join(steps)}"
                for (state, after), steps in arrows.items()
            ),
            *(f"    {state} --> [*]" for state in ends),
        ]
    )
