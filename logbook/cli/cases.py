"""`flask cases import`: a spreadsheet into a fellow's log, from the command line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import NoResultFound

from logbook.cli.naming import program_named
from logbook.database import db
from logbook.domain.case_content import Complaint
from logbook.domain.catalogue import CaseRole
from logbook.domain.exchange import Matching
from logbook.domain.exchange_dates import DateOrder, order_of
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Actor, job
from logbook.queries import exchange as queries
from logbook.services import exchange, exchange_steps
from logbook.services.exchange import Judged, Sheet
from logbook.services.identity import fold
from logbook.services.refusals import Conflict, Invalid

cases = AppGroup("cases", help="Cases in from a file.")

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@cases.command("import")
@click.argument("file", type=FILE)
@click.option("--fellow", required=True, help="Into whose log: e-mail address or full name.")
@click.option("--program", "program_name", help="Needed when the fellow is in several.")
@click.option(
    "--dates",
    type=click.Choice([one.value for one in DateOrder]),
    help="Day or month first: dmy, mdy.",
)
@click.option(
    "--role",
    type=click.Choice([one.value for one in CaseRole]),
    help="Role of rows that name none.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would become of the rows.")
def import_(
    file: Path,
    fellow: str,
    program_name: str | None,
    dates: str | None,
    role: str | None,
    dry_run: bool,
) -> None:
    """Import FILE (CSV or XLSX). Wrong rows are listed and left out, right rows are kept."""
    enrollment = enrollment_of(fellow, program_name)
    actor = job(enrollment.program_id)
    data = file.read_bytes()
    try:
        around = queries.surroundings(actor, enrollment.id, datetime.now(UTC))
        sheet = exchange.read_sheet(data, around)
        matching = settled(exchange.guessed(actor, sheet, around), sheet, dates, role)
        rows = [line.cells for line in sheet.lines]
        judged = exchange.judge(actor, enrollment.id, around, matching, rows)
        tell(actor, sheet, matching, judged)
        if not dry_run:
            bring_in(actor, enrollment.id, file, data, matching)
    except (Invalid, Conflict) as wrong:
        raise click.ClickException(in_words(wrong)) from wrong


def enrollment_of(fellow: str, program_name: str | None) -> Enrollment:
    """The newest enrollment of the one fellow of this address or name."""
    try:
        program_id = program_named(program_name)
    except NoResultFound:
        raise click.BadParameter(f"there is no program named '{program_name}'") from None
    is_meant = or_(Account.address == fold(fellow), func.lower(Account.name) == fellow.lower())
    found = db.session.execute(_enrollments(is_meant, program_id)).all()
    if not found:
        raise click.BadParameter(f"no fellow '{fellow}' is enrolled", param_hint="--fellow")
    if len({enrollment.fellow_id for enrollment, _ in found}) > 1:
        named = ", ".join(sorted({name for _, name in found}))
        raise click.BadParameter(
            f"several fellows are called '{fellow}', in {named}: give the address or --program",
            param_hint="--fellow",
        )
    return found[0][0]


def _enrollments(is_meant: ColumnElement[bool], program_id: UUID | None) -> Any:
    return (
        select(Enrollment, Program.name)
        .join(Program, Program.id == Enrollment.program_id)
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(is_meant, *([Enrollment.program_id == program_id] if program_id else []))
        .order_by(Enrollment.starts_on.desc())
    )


def settled(matching: Matching, sheet: Sheet, dates: str | None, role: str | None) -> Matching:
    """The guess with what was said on the command line. Dates that can be read both ways are
    never guessed."""
    if dates is None and order_of(exchange.dates_in(sheet.lines, matching.columns)) is None:
        raise click.UsageError("The dates can be read both ways; say --dates dmy or --dates mdy.")
    if dates is not None:
        matching = replace(matching, order=DateOrder(dates))
    return matching if role is None else replace(matching, role=CaseRole(role))


def tell(actor: Actor, sheet: Sheet, matching: Matching, judged: Judged) -> None:
    """The columns, the faulty rows with their reasons, and the sum."""
    for name, place in matching.columns.items():
        click.echo(f"  {sheet.header[place]!r} holds {name}")
    for line, reading in zip(sheet.lines, judged.readings, strict=True):
        if reading.problems:
            click.echo(f"  row {line.number}: {reasons(reading.problems)}")
    tally = judged.tally()
    for kind, name, count in tally["unknown"]:
        click.echo(f"  no {kind} '{name}' in this program: {count:,} rows")
    there = len(queries.logged(actor, [one for one in judged.ids if one is not None]))
    click.echo(
        f"{len(sheet.lines):,} rows: {judged.faulty:,} faulty, {there:,} already there;"
        f" of the right ones {tally['submitted']:,} complete, {tally['drafts']:,} drafts"
    )


def reasons(problems: Sequence[Complaint]) -> str:
    return "; ".join(f"{name}: {message.id % message.params}" for name, message in problems)


def bring_in(
    actor: Actor, enrollment_id: UUID, file: Path, data: bytes, matching: Matching
) -> None:
    """Import the file as its page would, step by step."""
    batch_id = exchange.prepare(actor, enrollment_id, file.name, data)
    exchange.match(actor, batch_id, matching)
    total = queries.batch(actor, batch_id).total
    with click.progressbar(length=total, label="Importing") as bar:
        more = True
        while more:
            more = exchange_steps.advance(actor, batch_id)
            bar.update(exchange_steps.STEP)
    click.echo(f"{queries.batch(actor, batch_id).added:,} cases added.")


def in_words(wrong: Invalid | Conflict) -> str:
    messages = wrong.complaints.values() if isinstance(wrong, Invalid) else [wrong.reason]
    return " ".join(message.id % message.params for message in messages)
