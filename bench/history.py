"""A long history, made in bulk: 100 programs of 12 fellows with a million cases, or ten million.

The rows are written by SQL inside SQLite, program by program, as the service would have kept
them: approved cases, and the sums that they add up to. In the program that is looked at, progress
is the service's own, of every kind of requirement. No ledger: no cohort query reads it.
"""

import os
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.floors import open_durably
from bench.stage import Scene
from logbook.database import db
from logbook.domain.catalogue import Procedure
from logbook.domain.curriculum import Curriculum
from logbook.domain.requirements import counted_cases
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.queries.curriculum import curriculum_of
from logbook.services.curriculum import begin_progress

PROGRAMS, FELLOWS = 100, 12


def grow(scene: Scene, cases: int) -> None:
    """Give the scene's database `cases` approved cases in 100 programs; the first is the scene's
    own, so that its director can open the cohort."""
    with scene.app.app_context():
        curriculum = curriculum_of(scene.director.actor.program_id, scene.version_id)
    kinds = [
        (requirement.id, rule.category, _first_of(curriculum, rule.category).id)
        for requirement in curriculum.requirements.values()
        if (rule := counted_cases(requirement)) is not None
    ]
    connection = open_durably(scene.database)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("CREATE TEMP TABLE kind (n INTEGER PRIMARY KEY, req, category, proc)")
    connection.executemany(
        "INSERT INTO kind VALUES (?, ?, ?, ?)", [(n, *kind) for n, kind in enumerate(kinds)]
    )
    connection.execute("BEGIN")
    _people(connection, scene)
    connection.execute("COMMIT")
    each = cases // (PROGRAMS * FELLOWS)
    for (program_id,) in connection.execute("SELECT id FROM program WHERE name LIKE 'Bench%'"):
        connection.execute("BEGIN")
        connection.execute(CASES, {"program": program_id, "each": each, "kinds": len(kinds)})
        connection.execute("COMMIT")
    connection.execute("BEGIN")
    connection.execute("DELETE FROM progress")
    connection.execute(PROGRESS, {"looked_at": scene.director.actor.program_id.hex})
    connection.execute("COMMIT")
    _begin_progress(scene)
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    os.sync()  # gigabytes that the system still writes would slow whatever is measured next


def _begin_progress(scene: Scene) -> None:
    program_id = scene.director.actor.program_id
    with scene.app.app_context():
        curriculum = curriculum_of(program_id, scene.version_id)
        for fellow in scene.fellows:
            enrollment = db.session.get_one(Enrollment, (program_id, fellow.enrollment_id))
            begin_progress(enrollment, curriculum)
        db.session.commit()


def _first_of(curriculum: Curriculum, category: str) -> Procedure:
    return next(one for one in curriculum.procedures.values() if one.category == category)


def _people(connection: Any, scene: Scene) -> None:
    """99 more programs like the scene's own; accounts are shared, which no query minds."""
    own = scene.director.actor.program_id.hex
    version = scene.version_id.hex
    for number in range(1, PROGRAMS):
        program = new_id().hex
        connection.execute(
            "INSERT INTO program (id, name, time_zone, year_begins_month, created_at)"
            " SELECT ?, 'Bench ' || ?, time_zone, year_begins_month, created_at"
            " FROM program WHERE id = ?",
            (program, number, own),
        )
        _copy(connection, "membership", own, program)
        _copy(connection, "enrollment", own, program)
        connection.execute(
            "INSERT INTO curriculum_version (program_id, id, curriculum, edition, document,"
            " sha256, published_at) SELECT ?, id, curriculum, edition, document, sha256,"
            " published_at FROM curriculum_version WHERE program_id = ? AND id = ?",
            (program, own, version),
        )


def _copy(connection: Any, table: str, own: str, program: str) -> None:
    """The same rows under another program. Ids are unique within a program only."""
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    rest = ", ".join(name for name in names if name != "program_id")
    connection.execute(
        f"INSERT INTO {table} (program_id, {rest}) SELECT ?, {rest} FROM {table}"
        " WHERE program_id = ?",
        (program, own),
    )


CASES = """
    WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers LIMIT :each)
    INSERT INTO logged_case (program_id, id, enrollment_id, fellow_id, supervisor_id, state,
        performed_on, procedure, category, role, credited_role, setting, age_band, indication,
        outcome, complications, complication_note, reflection, details, level_sides,
        closing_words, logged_at, submitted_at, answered_at, revision, salt)
    SELECT e.program_id, lower(hex(randomblob(16))), e.id, e.fellow_id,
        (SELECT id FROM membership s WHERE s.program_id = e.program_id
            AND s.roles = 'supervisor' LIMIT 1),
        'approved', date('now', '-' || (numbers.n % 300) || ' days'), kind.proc, kind.category,
        'performed_direct', 'performed_direct', 'clinic_suite', '40-64', 'back pain', 'success',
        '[]', '', '', '{"laterality":"left","levels":["L4"]}', 1, '',
        '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000', '2026-01-02 00:00:00.000000',
        2, randomblob(16)
    FROM enrollment e, numbers JOIN kind ON kind.n = numbers.n % :kinds
    WHERE e.program_id = :program
"""

PROGRESS = """
    INSERT INTO progress (program_id, id, enrollment_id, requirement, credit)
    SELECT c.program_id, lower(hex(randomblob(16))), c.enrollment_id, kind.req, count(*)
    FROM logged_case c JOIN kind ON kind.category = c.category
    WHERE c.program_id <> :looked_at
    GROUP BY c.program_id, c.enrollment_id, kind.req
"""

# The two ways that a dashboard usually goes, for comparison.

NAIVE = """
    SELECT enrollment_id, category, count(*) FROM logged_case
    WHERE program_id = ? AND state = 'approved' GROUP BY enrollment_id, category
"""


def grouped(connection: Any, program_id: UUID) -> int:
    """Counting the history at every look, by an index that covers the question."""
    return len(connection.execute(NAIVE, (program_id.hex,)).fetchall())


def size_of(path: Path) -> float:
    """In GiB."""
    return path.stat().st_size / 2**30
