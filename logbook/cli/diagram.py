"""`flask diagram`: the life of a case as a picture, drawn from the table that rules it."""

import click

from logbook.domain.cases import TRANSITIONS, State, Step

FIRST = State.DRAFT

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


@click.command("diagram")
def diagram() -> None:
    """Print docs/case-states.md anew."""
    click.echo(PAGE.format(diagram=case_states()), nl=False)


def case_states() -> str:
    """The table of steps as a Mermaid state diagram, in the order of the table."""
    arrows: dict[tuple[State, State], list[Step]] = {}
    for (state, step), after in TRANSITIONS.items():
        arrows.setdefault((state, after), []).append(step)
    ends = [state for state in State if all(before is not state for before, _ in arrows)]
    return "\n".join(
        [
            "stateDiagram-v2",
            f"    [*] --> {FIRST}",
            *(
                f"    {state} --> {after}: {', '.join(steps)}"
                for (state, after), steps in arrows.items()
            ),
            *(f"    {state} --> [*]" for state in ends),
        ]
    )
