"""Institutions, their officers, and what programs come to in sum.

An officer reads roll-ups and no record: the worker writes them, one row for each number, so that
a page about a hundred programs counts no case.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

MEASURES = (
    "fellows",
    "fellows_behind",
    "met",
    "on_course",
    "behind",
    "waiting_long",
    "credentials",
    "response_days",
    "answered",
    "late",
    "complications",
    "sign_offs",
)
KEY = ["program_id", "measure", "month", "curriculum", "part"]


def _institutions() -> None:
    op.create_table(
        "institution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("least BETWEEN 3 AND 20", name=op.f("ck_institution_least_of_some")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("name", name=op.f("uq_institution_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_institution_slug")),
    )
    # Inline, as both databases take it: SQLite could add a named constraint to a table only by
    # making it anew, and everything hangs on this one.
    op.execute(
        f"ALTER TABLE program ADD COLUMN institution_id {_uuid()}"
        " CONSTRAINT fk_program_institution_id_institution REFERENCES institution (id)"
    )
    op.create_index(op.f("ix_program_institution_id"), "program", ["institution_id"])


def _uuid() -> str:
    return "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"


def _officers() -> None:
    op.create_table(
        "institution_officer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_institution_officer_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_institution_officer_institution_id_institution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_officer")),
    )
    stands = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_institution_officer_one_office",
        "institution_officer",
        ["account_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_index(
        op.f("ix_institution_officer_institution_id"), "institution_officer", ["institution_id"]
    )


def _rollups() -> None:
    measure = sa.Enum(
        *MEASURES, name="measure", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "program_rollup",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("measure", measure, nullable=False),
        sa.Column("curriculum", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reckoned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount >= 0 AND base >= 0 AND people >= 0", name=op.f("ck_program_rollup_counts")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"],
            ["program.id"],
            name=op.f("fk_program_rollup_program_id_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_program_rollup")),
        sa.UniqueConstraint(*KEY, name=op.f(f"uq_program_rollup_{'_'.join(KEY)}")),
    )


def upgrade() -> None:
    _institutions()
    _officers()
    _rollups()


def downgrade() -> None:
    op.drop_table("program_rollup")
    op.drop_table("institution_officer")
    op.drop_index(op.f("ix_program_institution_id"), "program")
    op.execute("ALTER TABLE program DROP COLUMN institution_id")
    op.drop_table("institution")
