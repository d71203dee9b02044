"""Cases, answers to them, and import batches.

The client makes the id of a case, so that a case sent twice is one row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "ready",
                "running",
                "done",
                "undone",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("matching", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "done >= 0 AND done <= total", name=op.f("ck_import_batch_done_of_total")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_import_batch_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "requested_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_import_batch_program_id_requested_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "import_row",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "batch_id"],
            ["import_batch.program_id", "import_batch.id"],
            name=op.f("fk_import_row_program_id_batch_id_import_batch"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_import_row")),
        sa.UniqueConstraint(
            "program_id",
            "batch_id",
            "number",
            name=op.f("uq_import_row_program_id_batch_id_number"),
        ),
    )
    op.create_table(
        "logged_case",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "approved",
                "returned",
                "withdrawn",
                "voided",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "observed",
                "assisted",
                "performed_direct",
                "performed_indirect",
                "taught",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "credited_role",
            sa.Enum(
                "observed",
                "assisted",
                "performed_direct",
                "performed_indirect",
                "taught",
                name="credited_role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("setting", sa.String(length=40), nullable=True),
        sa.Column("age_band", sa.String(length=8), nullable=True),
        sa.Column("indication", sa.String(length=300), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("complications", sa.JSON(), nullable=False),
        sa.Column("complication_note", sa.String(length=300), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("level_sides", sa.Integer(), nullable=False),
        sa.Column("closing_words", sa.String(length=300), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('approved', 'returned') AND answered_at IS NOT NULL) OR state IN ('draft', 'submitted', 'withdrawn', 'voided')",
            name=op.f("ck_logged_case_answered_has_time"),
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR credited_role IS NOT NULL",
            name=op.f("ck_logged_case_approved_role"),
        ),
        sa.CheckConstraint(
            "state <> 'voided' OR closing_words <> ''", name=op.f("ck_logged_case_voided_says_why")
        ),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'approved') OR supervisor_id IS NOT NULL",
            name=op.f("ck_logged_case_somebody_is_asked"),
        ),
        sa.CheckConstraint(
            "fellow_id <> supervisor_id", name=op.f("ck_logged_case_not_ones_own_supervisor")
        ),
        sa.CheckConstraint("level_sides >= 1", name=op.f("ck_logged_case_at_least_one_level")),
        sa.ForeignKeyConstraint(
            ["program_id", "batch_id"],
            ["import_batch.program_id", "import_batch.id"],
            name=op.f("fk_logged_case_program_id_batch_id_import_batch"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_logged_case_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_logged_case_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "site_id"],
            ["site.program_id", "site.id"],
            name=op.f("fk_logged_case_program_id_site_id_site"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "supervisor_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_logged_case_program_id_supervisor_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_logged_case")),
    )
    op.create_index(
        op.f("ix_logged_case_program_id_enrollment_id_state_category"),
        "logged_case",
        ["program_id", "enrollment_id", "state", "category"],
        unique=False,
    )
    op.create_index(
        op.f("ix_logged_case_program_id_fellow_id_performed_on_id"),
        "logged_case",
        ["program_id", "fellow_id", "performed_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_logged_case_program_id_supervisor_id_state_performed_on"),
        "logged_case",
        ["program_id", "supervisor_id", "state", "performed_on"],
        unique=False,
    )
    op.create_table(
        "case_answer",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_revision", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "approved",
                "returned",
                "not_observed",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role_stated",
            sa.Enum(
                "observed",
                "assisted",
                "performed_direct",
                "performed_indirect",
                "taught",
                name="role_stated",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("scale", sa.String(length=32), nullable=True),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answer = 'approved') = (role_stated IS NOT NULL AND level IS NOT NULL)",
            name=op.f("ck_case_answer_approved_states_role_and_level"),
        ),
        sa.CheckConstraint(
            "answer <> 'returned' OR words <> ''", name=op.f("ck_case_answer_returned_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "case_id"],
            ["logged_case.program_id", "logged_case.id"],
            name=op.f("fk_case_answer_program_id_case_id_logged_case"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "supervisor_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_case_answer_program_id_supervisor_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_case_answer")),
        sa.UniqueConstraint(
            "program_id",
            "case_id",
            "case_revision",
            name=op.f("uq_case_answer_program_id_case_id_case_revision"),
        ),
    )


def downgrade() -> None:
    op.drop_table("case_answer")
    op.drop_table("logged_case")
    op.drop_table("import_row")
    op.drop_table("import_batch")
