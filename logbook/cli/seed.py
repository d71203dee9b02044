"""`flask seed`: the demo program, from a fixed seed, with a history that ends today."""

import time
from datetime import UTC, datetime, timedelta
from random import Random

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from logbook.cli.demo_amendments import amend
from logbook.cli.demo_api import connect_programs
from logbook.cli.demo_certificates import certify, sign_the_ledger
from logbook.cli.demo_credentials import keep_credentials
from logbook.cli.demo_history import History
from logbook.cli.demo_hospital import bring_in_the_record
from logbook.cli.demo_identifiers import state_reasons
from logbook.cli.demo_institutions import belong_to_institutions
from logbook.cli.demo_next_meeting import prepare_meeting
from logbook.cli.demo_people import PEOPLE
from logbook.cli.demo_privileges import entitle, meet_in_the_room
from logbook.cli.demo_reminders import remind
from logbook.cli.demo_rotations import plan_rotations
from logbook.cli.demo_rounds import hold_rounds
from logbook.cli.demo_sign_offs import sign_competencies
from logbook.cli.demo_stage import bring_on_stage
from logbook.cli.demo_tracks import follow_tracks
from logbook.database import db
from logbook.models.identity import Account

SEED = 2026
WEEKS = max(person.weeks for person in PEOPLE)


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when there are accounts already.")
@with_appcontext
def seed(if_empty: bool) -> None:
    """Make the demo: two fellowships, a small team of others, and about 4,000 cases."""
    if db.session.scalar(select(func.count()).select_from(Account)):
        if if_empty:
            return
        raise click.ClickException("This installation has accounts. The demo needs an empty one.")
    begun = time.perf_counter()
    *fellowships, team = bring_on_stage(datetime.now(UTC) - timedelta(weeks=WEEKS + 1))
    logged = 0
    length = (WEEKS + 1) * len(fellowships)
    with click.progressbar(length=length, label="Making the demo program") as bar:
        for stage in fellowships:
            history = History(stage, Random(f"{SEED} {stage.place.name}"))
            logged += history.run(WEEKS, lambda: bar.update(1))
            plan_rotations(stage)
            keep_credentials(stage, Random(f"{SEED} credentials"))
            hold_rounds(stage, Random(f"{SEED} rounds"))
            sign_competencies(stage)
            certify(stage)
            prepare_meeting(stage, Random(f"{SEED} committee"))
            bring_in_the_record(stage, Random(f"{SEED} hospital"))
            remind(stage)
            entitle(stage)
            meet_in_the_room(stage)
            amend(stage)
            state_reasons(stage)
        follow_tracks(team)
        logged += belong_to_institutions(Random(f"{SEED} institutions"))
        for stage in fellowships:  # last, for tokens are made now and all else long ago
            connect_programs(stage)
        sign_the_ledger()
    click.echo(f"{logged} cases in {time.perf_counter() - begun:.1f} s.")
