"""An assessment can take the place of a signed one, which stays as it is and counts no longer.

On SQLite the words of the table are changed in place: a table that others may point to cannot be
made anew while they do.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TABLE, INDEX = "assessment", "uq_assessment_program_id_amends_id"
KEY = "fk_assessment_program_id_amends_id_assessment"
READ = "(state = 'acknowledged') = (acknowledged_at IS NOT NULL AND useful IS NOT NULL)"
SAID = "(state IN ('finished', 'acknowledged'{more})) = (finished_at IS NOT NULL)"
STATES = (
    "state IN ('requested', 'finished', 'acknowledged', 'declined', 'expired', 'withdrawn'{more})"
)
MORE = ", 'amended'"
BEFORE = {
    "ck_assessment_state": STATES.format(more=""),
    "ck_assessment_said_has_time": SAID.format(more=""),
    "ck_assessment_acknowledged_has_time": READ,
}
AFTER = {
    "ck_assessment_state": STATES.format(more=MORE),
    "ck_assessment_said_has_time": SAID.format(more=MORE),
    "ck_assessment_acknowledged_has_time": f"state = 'amended' OR {READ}",
}
NEW = {
    "ck_assessment_amends_says_why": "(amends_id IS NULL) = (amends_why IS NULL)",
    "ck_assessment_amends_another": "amends_id <> id",
    "ck_assessment_amendment_is_signed": "amends_id IS NULL OR finished_at IS NOT NULL",
}
PRIMARY = "CONSTRAINT pk_assessment PRIMARY KEY"


def _in_place() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _reword(changes: dict[str, str]) -> None:
    """SQLite's own words of the table: each of these stands there once, and becomes another."""
    connection = op.get_bind()
    words = connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'assessment'"))
    for before, after in changes.items():
        if words.count(before) != 1:
            raise ValueError(f"assessment is not worded as expected: {before}")
        words = words.replace(before, after)
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    reworded = sa.text("UPDATE sqlite_master SET sql = :words WHERE name = 'assessment'")
    connection.execute(reworded, {"words": words})
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = RESET"))


def _check(name: str, words: str) -> str:
    return f"CONSTRAINT {name} CHECK ({words})"


def _added() -> str:
    """What stands before the primary key in SQLite's words."""
    key = (
        f"CONSTRAINT {KEY} FOREIGN KEY(program_id, amends_id)"
        " REFERENCES assessment (program_id, id) ON DELETE RESTRICT"
    )
    return "".join(f"{one}, " for one in [*(_check(*new) for new in NEW.items()), key])


def _changed(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    return {_check(name, words): _check(name, after[name]) for name, words in before.items()}


def _replaced(checks: dict[str, str]) -> None:
    for name, words in checks.items():
        op.drop_constraint(op.f(name), TABLE, type_="check")
        op.create_check_constraint(op.f(name), TABLE, words)


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("amends_id", sa.Uuid(), nullable=True))
    op.add_column(TABLE, sa.Column("amends_why", sa.String(length=300), nullable=True))
    if _in_place():
        _reword({**_changed(BEFORE, AFTER), PRIMARY: _added() + PRIMARY})
    else:
        _replaced(AFTER)
        for name, words in NEW.items():
            op.create_check_constraint(op.f(name), TABLE, words)
        keys = ["program_id", "amends_id"], ["program_id", "id"]
        op.create_foreign_key(op.f(KEY), TABLE, TABLE, *keys, ondelete="RESTRICT")
    op.create_index(op.f(INDEX), TABLE, ["program_id", "amends_id"], unique=True)


def downgrade() -> None:
    """What was amended is taken back, since it counts no longer; which one did it is forgotten."""
    op.execute(
        "UPDATE assessment SET state = 'withdrawn', closing_words = 'Amended', finished_at = NULL,"
        " acknowledged_at = NULL, useful = NULL, amends_id = NULL, amends_why = NULL"
        " WHERE state = 'amended'"
    )
    op.drop_index(op.f(INDEX), table_name=TABLE)
    if _in_place():
        _reword({**_changed(AFTER, BEFORE), _added() + PRIMARY: PRIMARY})
    else:
        op.drop_constraint(op.f(KEY), TABLE, type_="foreignkey")
        for name in NEW:
            op.drop_constraint(op.f(name), TABLE, type_="check")
        _replaced(BEFORE)
    op.drop_column(TABLE, "amends_why")
    op.drop_column(TABLE, "amends_id")
