"""A case can take the place of an approved one, which stays as it is and counts no longer.

On SQLite the words of the table are changed in place: it checks rows only as they are written, and
a table that others point to cannot be made anew while they do.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TABLE, INDEX = "logged_case", "uq_logged_case_program_id_amends_id"
KEY = "fk_logged_case_program_id_amends_id_logged_case"
STANDS = "state NOT IN ('withdrawn', 'voided')"
STATE, ANSWERED = "ck_logged_case_state", "ck_logged_case_answered_has_time"
STATES = "state IN ('draft', 'submitted', 'approved', 'returned', 'withdrawn', 'voided'{more})"
HAS_TIME = (
    "(state IN ('approved', 'returned'{more}) AND answered_at IS NOT NULL)"
    " OR state IN ('draft', 'submitted', 'withdrawn', 'voided')"
)
CHANGED = {STATE: STATES, ANSWERED: HAS_TIME}
MORE = ", 'amended'"
NEW = {
    "ck_logged_case_amends_says_why": "(amends_id IS NULL) = (amends_why IS NULL)",
    "ck_logged_case_amends_another": "amends_id <> id",
}


def _in_place() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _reword(changes: dict[str, str]) -> None:
    """SQLite's own words of the table: each of these stands there once, and becomes another."""
    connection = op.get_bind()
    words = connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'logged_case'"))
    for before, after in changes.items():
        if words.count(before) != 1:
            raise ValueError(f"logged_case is not worded as expected: {before}")
        words = words.replace(before, after)
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    reworded = sa.text("UPDATE sqlite_master SET sql = :words WHERE name = 'logged_case'")
    connection.execute(reworded, {"words": words})
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = RESET"))


def _check(name: str, words: str) -> str:
    return f"CONSTRAINT {name} CHECK ({words})"


def _added() -> str:
    """What stands before the primary key in SQLite's words."""
    key = (
        f"CONSTRAINT {KEY} FOREIGN KEY(program_id, amends_id)"
        " REFERENCES logged_case (program_id, id) ON DELETE RESTRICT"
    )
    return "".join(f"{one}, " for one in [*(_check(*new) for new in NEW.items()), key])


def _changed(before: str, after: str) -> dict[str, str]:
    return {
        _check(name, words.format(more=before)): _check(name, words.format(more=after))
        for name, words in CHANGED.items()
    }


PRIMARY = "CONSTRAINT pk_logged_case PRIMARY KEY"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("amends_id", sa.Uuid(), nullable=True))
    op.add_column(TABLE, sa.Column("amends_why", sa.String(length=300), nullable=True))
    if _in_place():
        _reword({**_changed("", MORE), PRIMARY: _added() + PRIMARY})
    else:
        for name, words in CHANGED.items():
            op.drop_constraint(op.f(name), TABLE, type_="check")
            op.create_check_constraint(op.f(name), TABLE, words.format(more=MORE))
        for name, words in NEW.items():
            op.create_check_constraint(op.f(name), TABLE, words)
        keys = ["program_id", "amends_id"], ["program_id", "id"]
        op.create_foreign_key(op.f(KEY), TABLE, TABLE, *keys, ondelete="RESTRICT")
    op.create_index(
        op.f(INDEX),
        TABLE,
        ["program_id", "amends_id"],
        unique=True,
        sqlite_where=sa.text(STANDS),
        postgresql_where=sa.text(STANDS),
    )


def downgrade() -> None:
    """What was amended is struck out, since it counts no longer; which case did it is forgotten."""
    op.execute(
        "UPDATE logged_case SET state = 'voided', closing_words = 'Amended' WHERE state = 'amended'"
    )
    op.drop_index(op.f(INDEX), table_name=TABLE)
    if _in_place():
        _reword({**_changed(MORE, ""), _added() + PRIMARY: PRIMARY})
    else:
        op.drop_constraint(op.f(KEY), TABLE, type_="foreignkey")
        for name in NEW:
            op.drop_constraint(op.f(name), TABLE, type_="check")
        for name, words in CHANGED.items():
            op.drop_constraint(op.f(name), TABLE, type_="check")
            op.create_check_constraint(op.f(name), TABLE, words.format(more=""))
    op.drop_column(TABLE, "amends_why")
    op.drop_column(TABLE, "amends_id")
