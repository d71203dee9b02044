"""`flask curves limits`: the table of limits of the LC-CUSUM, simulated anew."""

import click
from flask.cli import AppGroup

from logbook.domain.cusum import Rates
from logbook.domain.lc_cusum_limits import LIMITS, RUNS, SEED
from logbook.domain.lc_cusum_simulation import simulate

curves = AppGroup("curves", help="Learning curves.")


@curves.command("limits")
@click.option("--runs", default=RUNS, show_default=True, help="Learners that are simulated.")
@click.option("--seed", default=SEED, show_default=True)
def limits(runs: int, seed: int) -> None:
    """Simulate every limit of the table; another seed shows how far they can be trusted."""
    for (acceptable, unacceptable), rows in LIMITS.items():
        rates = Rates(acceptable / 100, unacceptable / 100)
        for cases, kept in rows.items():
            found = simulate(rates, cases, runs, seed)
            click.echo(
                f"{acceptable}/{unacceptable} %, {cases} cases: limit {found.height:.4f}"
                f" (kept {kept.height:.4f}), detects {found.detects_percent} %"
            )
