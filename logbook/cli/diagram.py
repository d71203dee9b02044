"""`flask diagram`: the lives of a case, of an assessment, of a sign-off and of a meeting of the
committee as pictures, drawn from the tables that rule them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import click

from logbook.domain import assessments, cases, committee, sign_offs

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
`amend` is taken by the approval of the case that names this one as what it replaces, in the same
transaction, and `put_back` when that approval is taken back within its ten seconds.
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
step changes what was said: the fellow acknowledges it, comments, and changes nothing. `amend` is
taken by the signing of the assessment that names this one as what it replaces, in the same
transaction.
"""


OF_SIGN_OFFS = """\
# The states of a sign-off

Drawn by `flask diagram sign_offs` from the one table of steps in `logbook/domain/sign_offs.py`; a
test compares them.

```mermaid
{diagram}
```

`judge`, `agree`, `fall_short` and `differ` are one act of a judge: which of them it is follows from
what all judges say once the last one has. `reopen` is taken when evidence that a sign-off stands on
is withdrawn; `amend` by the sign-off that takes its place; `lapse` by time alone: nobody writes it
down. Where the curriculum asks the committee, `granted` does not hold before it is `confirmed`.
"""


OF_MEETINGS = """\
# The states of a meeting of the committee

Drawn by `flask diagram committee` from the one table of steps in `logbook/domain/committee.py`; a
test compares them.

```mermaid
{diagram}
```

Between `ask` and `open` each member rates each fellow without seeing the others. `open` shows all
ratings, those that are missing are counted. `approve` is the chair's signature under the minutes:
the letters go out with it, and from then on there are amendments only.
"""


DRAWN = ["cases", "assessments", "sign_offs", "committee"]


@click.command("diagram")
@click.argument("of", type=click.Choice(DRAWN), default="cases")
def diagram(of: str) -> None:
    """Print one of the pages docs/*-states.md anew."""
    if of == "cases":
        drawn = states(cases.TRANSITIONS, cases.State.DRAFT)
        click.echo(PAGE.format(diagram=drawn), nl=False)
    elif of == "sign_offs":
        drawn = states(sign_offs.TRANSITIONS, sign_offs.State.PROPOSED)
        click.echo(OF_SIGN_OFFS.format(diagram=drawn), nl=False)
    elif of == "committee":
        drawn = states(committee.TRANSITIONS, committee.MeetingState.PLANNED)
        click.echo(OF_MEETINGS.format(diagram=drawn), nl=False)
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
