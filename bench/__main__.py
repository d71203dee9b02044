"""`make bench`: every figure as a ratio to its floor, measured side by side in this run.

`--long` adds the cohort at one and at ten million cases (about 9 GB of disk, some minutes), the
dashboards at a million, and a ledger of a million entries. `--ledger N` measures a ledger of N
entries and nothing else.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from bench.growth import growth
from bench.hospital import hospital_rows
from bench.ledger import verified, write_ledger
from bench.measures import eight_writers, list_page, memory, one_writer
from bench.notes.rows import identifiers
from bench.officers import officers_pages
from bench.pages import dashboards
from bench.row import Row, print_rows
from bench.stage import serving, set_scene

FLAT_MIB = 32
"""What reading a ledger may take, however long it is: batches of it, and some caches."""


def short() -> list[Row]:
    """Everything that takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=Path(__file__).parent))
    try:
        scene = set_scene(folder)
        with serving() as server:
            writers = eight_writers(scene, server)
            listing = list_page(scene, server)
            first = one_writer(scene, server)
            rest = [*identifiers(), *hospital_rows(scene)]
            return [*first, writers, listing, *memory(server), *rest]
    finally:
        shutil.rmtree(folder)


def ledger(entries: int) -> list[Row]:
    """(f) In a database of its own, in a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=Path(__file__).parent))
    try:
        scene = set_scene(folder)
        plain = write_ledger(scene, entries)
        found = verified(scene)
    finally:
        shutil.rmtree(folder)
    grown = found.peak_mib - found.resting_mib
    return [
        Row(
            f"(f) verify {entries:,} entries / plain hashing",
            f"{found.seconds:.1f} s / {plain:.2f} s = {found.seconds / plain:.0f}",
            "reported",
            True,
        ),
        Row(
            "(f) peak memory, beyond that of the resting process",
            f"{found.peak_mib:.0f} - {found.resting_mib:.0f} = {grown:.0f} MiB",
            f"<= {FLAT_MIB} MiB",
            grown <= FLAT_MIB,
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="add the cohort at 10⁶ and 10⁷ cases")
    parser.add_argument("--ledger", type=int, metavar="N", help="only a ledger of N entries")
    asked = parser.parse_args()
    sizes = (10**4, 10**5, 10**6) if asked.long else (10**4, 10**5)
    if asked.ledger:
        rows = ledger(asked.ledger)
    else:
        rows = short() + officers_pages() + dashboards(*sizes)
        rows += [*growth(), *ledger(10**6)] if asked.long else []
    print_rows(rows)


if __name__ == "__main__":
    main()
