"""The hospital's own record of performed procedures, and what of it is in the log.

Of patients there are marks by a keyed hash, never identifiers. What a fellow says to a difference
stays as it was said: another answer is another row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLES = (
    "reconcile_answer",
    "hospital_share",
    "hospital_staff",
    "hospital_procedure",
    "hospital_import_row",
    "hospital_import",
    "column_map",
    "code_map",
)
SAID = ("elsewhere", "other_day", "not_recorded", "logged_wrongly", "not_mine", "logged_otherwise")
NOTHING = "procedure IS NULL AND member_id IS NULL AND site_id IS NULL"


def upgrade() -> None:
    _make_code_map()
    _make_column_map()
    _make_imports()
    _make_procedures()
    _make_shares()
    _make_answers()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER reconcile_answer_stays BEFORE UPDATE OR DELETE ON reconcile_answer"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            "CREATE TRIGGER reconcile_answer_stays_whole BEFORE TRUNCATE ON reconcile_answer"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER reconcile_answer_refuses_{verb.lower()} BEFORE {verb}"
            " ON reconcile_answer"
            " BEGIN SELECT RAISE(ABORT, 'reconcile_answer is append-only'); END"
        )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f(f"pk_{table}")),
    ]


def _within(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["program_id", column],
        [f"{target}.program_id", f"{target}.id"],
        name=op.f(f"fk_{table}_program_id_{column}_{target}"),
        ondelete="RESTRICT",
    )


def _of_a_program(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["program_id"],
        ["program.id"],
        name=op.f(f"fk_{table}_program_id_program"),
        ondelete="RESTRICT",
    )


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    names = ("program_id", *columns)
    return sa.UniqueConstraint(*names, name=op.f(f"uq_{table}_{'_'.join(names)}"))


def _index(table: str, *columns: str) -> None:
    names = ["program_id", *columns]
    op.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), table, names)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _text(name: str, length: int, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _id(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _make_code_map() -> None:
    table = "code_map"
    op.create_table(
        table,
        sa.Column("kind", _enum("kind", "procedure", "person", "site"), nullable=False),
        _text("system", 80),
        _text("code", 64),
        _text("text", 160),
        _text("procedure", 64, nullable=True),
        _id("member_id", nullable=True),
        _id("site_id", nullable=True),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        _id("decided_by_id", nullable=True),
        _instant("decided_at", nullable=True),
        _number("revision"),
        _check(table, "procedure_of_its_kind", "procedure IS NULL OR kind = 'procedure'"),
        _check(table, "person_of_its_kind", "member_id IS NULL OR kind = 'person'"),
        _check(table, "site_of_its_kind", "site_id IS NULL OR kind = 'site'"),
        _check(table, "left_out_is_nothing", f"NOT left_out OR ({NOTHING})"),
        _of_a_program(table),
        _within(table, "member_id", "membership"),
        _within(table, "site_id", "site"),
        _within(table, "decided_by_id", "membership"),
        _unique(table, "kind", "system", "code"),
        *_owned(table),
    )


def _make_column_map() -> None:
    table = "column_map"
    op.create_table(
        table,
        _text("signature", 64),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        _text("date_order", 8),
        _text("system", 80),
        _id("confirmed_by_id", nullable=True),
        _instant("kept_at"),
        _of_a_program(table),
        _within(table, "confirmed_by_id", "membership"),
        _unique(table, "signature"),
        *_owned(table),
    )


def _make_imports() -> None:
    table, states = "hospital_import", ("ready", "running", "done", "given_up")
    op.create_table(
        table,
        _id("requested_by_id", nullable=True),
        sa.Column("state", _enum("state", *states), nullable=False),
        sa.Column("form", _enum("form", "fhir", "hl7", "table"), nullable=False),
        _text("file_name", 200),
        *map(_number, ("total", "done", "added", "corrected", "faulty")),
        sa.Column("faults", sa.JSON(), nullable=False),
        _instant("created_at"),
        _instant("finished_at", nullable=True),
        _check(table, "done_of_total", "done >= 0 AND done <= total"),
        _of_a_program(table),
        _within(table, "requested_by_id", "membership"),
        *_owned(table),
    )
    _index(table, "created_at")
    op.create_table(
        "hospital_import_row",
        _id("import_id"),
        _number("number"),
        sa.Column("row", sa.JSON(), nullable=False),
        _within("hospital_import_row", "import_id", table),
        _unique("hospital_import_row", "import_id", "number"),
        *_owned("hospital_import_row"),
    )


def _make_procedures() -> None:
    table, done = "hospital_procedure", ("done", "stopped", "not_done", "mistaken")
    op.create_table(
        table,
        sa.Column("performed_on", sa.Date(), nullable=False),
        _id("code_id"),
        _id("place_id", nullable=True),
        sa.Column("side", _enum("side", "left", "right", "bilateral"), nullable=True),
        _text("body_site", 160),
        sa.Column("happened", _enum("happened", *done), nullable=False),
        _text("age_band", 8),
        _text("patient_mark", 32),
        _text("encounter_mark", 32),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        _id("import_id"),
        _number("revision"),
        _within(table, "code_id", "code_map"),
        _within(table, "place_id", "code_map"),
        _within(table, "import_id", "hospital_import"),
        *_owned(table),
    )
    for columns in (("performed_on", "id"), ("code_id",), ("place_id", "performed_on")):
        _index(table, *columns)
    op.create_table(
        "hospital_staff",
        _id("procedure_id"),
        _id("person_id"),
        _within("hospital_staff", "procedure_id", table),
        _within("hospital_staff", "person_id", "code_map"),
        _unique("hospital_staff", "procedure_id", "person_id"),
        *_owned("hospital_staff"),
    )
    _index("hospital_staff", "person_id")


def _make_shares() -> None:
    table = "hospital_share"
    op.create_table(
        table,
        _id("procedure_id"),
        _id("fellow_id", nullable=True),
        sa.Column("performed_on", sa.Date(), nullable=False),
        _id("case_id", nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        _check(table, "agreed_by_a_score", "(case_id IS NULL) = (score IS NULL)"),
        _within(table, "procedure_id", "hospital_procedure"),
        _within(table, "fellow_id", "membership"),
        _within(table, "case_id", "logged_case"),
        _unique(table, "case_id"),
        *_owned(table),
    )
    _index(table, "fellow_id", "performed_on", "case_id")
    _index(table, "performed_on", "fellow_id", "case_id")
    _index(table, "procedure_id")


def _make_answers() -> None:
    table = "reconcile_answer"
    op.create_table(
        table,
        _id("fellow_id"),
        _id("case_id", nullable=True),
        _id("procedure_id", nullable=True),
        sa.Column("said", _enum("said", *SAID), nullable=False),
        _text("words", 200),
        _instant("answered_at"),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        _check(table, "to_one_of_both", "(case_id IS NULL) <> (procedure_id IS NULL)"),
        _within(table, "fellow_id", "membership"),
        _within(table, "case_id", "logged_case"),
        _within(table, "procedure_id", "hospital_procedure"),
        *_owned(table),
    )
    _index(table, "fellow_id", "answered_at")
