"""`flask ledger verify` and `flask progress verify`."""

from flask import Flask
from sqlalchemy import update

from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.progress import Progress
from tests.cast import Member
from tests.makers.cases import an_approved_case
from tests.makers.forgery import forge, spoil


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    return result.exit_code, result.output


def test_a_ledger_that_holds(app: Flask, asha: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    code, said = run(app, "ledger", "verify")
    assert code == 0, said
    assert "The ledger holds." in said
    assert "Riverside: " in said
    assert "Hillside: " in said
    code, said = run(app, "ledger", "verify", "--program", "Riverside")
    assert (code, "Hillside" in said) == (0, False)


def test_a_forged_entry_is_named_by_program_log_and_number(
    app: Flask, asha: Member, ben: Member
) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    entries = LedgerEntry.metadata.tables["ledger_entry"]
    forge(update(entries).where(entries.c.subject_id == case_id).values(facts="{}"))
    code, said = run(app, "ledger", "verify")
    assert code == 1
    assert "First fault: Riverside, log 20" in said
    assert "This entry was changed" in said


def test_an_unreadable_record_is_named_and_the_rest_is_looked_at(
    app: Flask, asha: Member, finn: Member, ben: Member
) -> None:
    bad = an_approved_case(fellow=asha, supervisor=ben)
    forged = an_approved_case(fellow=finn, supervisor=ben)
    cases, sums = Case.metadata.tables["logged_case"], Progress.metadata.tables["progress"]
    spoil(cases.c.credited_role, "king", cases.c.id == bad)
    forge(update(cases).where(cases.c.id == forged).values(level_sides=7))
    forge(update(sums).where(sums.c.enrollment_id == finn.enrollment_id).values(credit=3))
    code, said = run(app, "ledger", "verify")
    assert code == 1
    assert f"This logged_case is unreadable: {bad}." in said
    assert f"no longer says what the entry sealed: {forged}." in said
    assert "Hillside: " in said
    code, said = run(app, "progress", "verify")
    assert code == 1
    assert f"This logged_case is unreadable: {bad}." in said
    assert f"enrollment {finn.enrollment_id}, epa08.spine_lumbar_sacral: kept 3" in said
    assert "1 records are unreadable." in said


def test_sums_that_equal_the_evidence_and_one_that_does_not(
    app: Flask, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    assert run(app, "progress", "verify") == (0, "Progress equals the evidence.\n")
    sums = Progress.metadata.tables["progress"]
    forge(update(sums).where(sums.c.credit == 1).values(credit=2))
    code, said = run(app, "progress", "verify", "--program", "Riverside")
    assert code == 1
    assert (
        f"enrollment {asha.enrollment_id}, epa08.spine_lumbar_sacral: kept 2, recomputed 1" in said
    )


def test_an_unknown_program_is_said(app: Flask) -> None:
    for group in ("ledger", "progress"):
        code, said = run(app, group, "verify", "--program", "Nowhere")
        assert (code, "there is no program named 'Nowhere'" in said) == (2, True)
