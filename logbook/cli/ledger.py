"""`flask ledger`: does it hold, who signs how it stands, and what proves that an entry is in it."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from logbook.cli import certificates
from logbook.cli.naming import program_named
from logbook.domain.audit import instant
from logbook.domain.clock_jumps import ClockJump
from logbook.domain.notes import BadNote, Key
from logbook.models.checkpoints import SigningKey
from logbook.services import audit, checkpoints, signing_keys, witnesses
from logbook.services.refusals import Conflict

ledger = AppGroup("ledger", help="The append-only trail of everything that happened.")

key = AppGroup("key", help="The installation's key, by which it signs how its ledger stands.")
ledger.add_command(key)

SHOWN = 20


@ledger.command("verify")
@click.option("--program", "name", help="Only the program of this name.")
@click.option(
    "--against",
    "notes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A checkpoint that a witness kept.",
)
def verify(name: str | None, notes: tuple[Path, ...]) -> None:
    """Recompute every hash, chain, seal and document; exit 1 and name the first bad entry.

    Where the clock jumped is said too, and is no fault: exit 0.
    """
    program_id = _program(name)
    for note in notes:
        _hold_against(note)
    begun = time.perf_counter()
    entries, faults, jumps = 0, list[audit.Fault](), list[str]()
    for found in audit.examine(program_id):
        entries += found.entries
        faults.extend(found.faults)
        jumps.extend(f"{found.program}, {_jump_in_words(jump)}" for jump in found.jumps)
        state = f"{len(found.faults):,} FAULTS" if found.faults else "holds"
        click.echo(
            f"{found.program}: {found.entries:,} entries in {found.logs} log(s),"
            f" {found.records:,} records: {state}"
        )
    seconds = time.perf_counter() - begun
    _list(in_words(fault) for fault in faults)
    if jumps:
        click.echo(f"Warning: the clock jumped, {len(jumps):,} time(s). No hash is wrong.")
        _list(jumps)
    click.echo(f"{entries:,} entries in {seconds:.2f} s ({entries / max(seconds, 1e-6):,.0f}/s)")
    if faults:
        click.echo(f"First fault: {in_words(faults[0])}", err=True)
        raise SystemExit(1)
    click.echo("The ledger holds.")


def _list(lines: Iterable[str]) -> None:
    """The first of them, and how many more there are."""
    all_of_them = list(lines)
    for line in all_of_them[:SHOWN]:
        click.echo(f"  {line}")
    if len(all_of_them) > SHOWN:
        click.echo(f"  ... and {len(all_of_them) - SHOWN:,} more")


def _jump_in_words(jump: ClockJump) -> str:
    beside = "the clock here" if jump.ahead else "the entry before it"
    return (
        f"log {jump.log}, entry {jump.seq}: it says {instant(jump.at)},"
        f" {beside} {instant(jump.against)}"
    )


def _hold_against(note: Path) -> None:
    try:
        one = checkpoints.hold_against(note.read_text("utf-8"))
    except (BadNote, checkpoints.Rewritten, ValueError) as wrong:
        click.echo(f"{note.name}: {wrong}", err=True)
        raise SystemExit(1) from wrong
    click.echo(f"{note.name}: {one.origin} still begins with the {one.size:,} entries signed then")


def in_words(fault: audit.Fault) -> str:
    place = f"log {fault.log}" if fault.log else "no entry"
    if fault.seq is not None:
        place += f", entry {fault.seq}"
    return f"{fault.program}, {place}: {fault.what.id % fault.what.params}"


@ledger.command("checkpoint")
@click.option("--program", "name", help="Only the program of this name.")
@click.option("--to", "told", multiple=True, help="A witness; WITNESSES otherwise.")
def checkpoint(name: str | None, told: tuple[str, ...]) -> None:
    """Sign how each log stands, and hand that to the witnesses. Run it once a day."""
    try:
        signer = signing_keys.signer(current_app.config["KEYS"])
    except signing_keys.NoKey as wrong:
        raise click.ClickException(str(wrong)) from wrong
    failed = False
    for signed in checkpoints.sign_all(signer, _installation(), _program(name)):
        one = signed.checkpoint
        click.echo(f"{signed.program}: {one.size:,} entries, {checkpoints.short(one.root)}")
        for witness in told or current_app.config["WITNESSES"]:
            try:
                witnesses.tell(witness, signed)
            except witnesses.NotSent as wrong:
                failed = True
                click.echo(f"  not sent: {wrong}", err=True)
    if (n := certificates.complete()) > 0:
        click.echo(f"{n} certificates completed")
    if failed:
        raise SystemExit(1)


@ledger.command("prove")
@click.argument("seq", type=int)
@click.option("--program", "name", required=True, help="The program of this name.")
@click.option("--log", required=True, help="The academic year, as 2026.")
@click.option("--out", type=click.Path(path_type=Path), help="A file; else it is printed.")
def prove(seq: int, name: str, log: str, out: Path | None) -> None:
    """Write the proof that entry SEQ is in a signed log, for `python -m logbook.verify`."""
    program_id = _program(name)
    assert program_id is not None
    try:
        proof = checkpoints.prove(program_id, log, seq)
    except checkpoints.NotCovered as wrong:
        message = f"{wrong}: no such entry, or no checkpoint was signed since"
        raise click.ClickException(message) from wrong
    if out is None:
        click.echo(str(proof), nl=False)
    else:
        out.write_text(str(proof), "utf-8")


@key.command("create")
def create_key() -> None:
    """Make the first key. Give the line that this prints to whoever will verify."""
    _made(signing_keys.create)


@key.command("rotate")
def rotate_key() -> None:
    """Make another key in its place. What the old one signed stays valid."""
    _made(signing_keys.rotate)


@key.command("list")
def list_keys() -> None:
    """Every key that ever was ours, as a verifier wants it, and the fingerprint to publish."""
    for one in signing_keys.all_keys():
        until = f"{one.retired_at:%Y-%m-%d}" if one.retired_at else "now"
        key_ = Key(_installation(), one.public)
        click.echo(f"{key_}  {one.created_at:%Y-%m-%d} to {until}")
        click.echo(f"  fingerprint {key_.fingerprint}")


def _made(make: Callable[[Path], SigningKey]) -> None:
    try:
        made = make(current_app.config["KEYS"])
    except Conflict as wrong:
        raise click.ClickException(str(wrong)) from wrong
    click.echo(str(Key(_installation(), made.public)))


def _installation() -> str:
    """The name under which others know this installation: its host."""
    return urlsplit(current_app.config["BASE_URL"]).netloc


def _program(name: str | None) -> UUID | None:
    try:
        return program_named(name)
    except NoResultFound:
        raise click.BadParameter(f"there is no program named '{name}'") from None
