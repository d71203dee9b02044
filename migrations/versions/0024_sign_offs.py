"""Sign-offs of competencies: what is proposed, judged and decided, and what it stands on.

A judgement is refused by the database itself when its judge was no member on that day, has no role
to judge in, or has a declared conflict of interest with the fellow.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STAYS = ("judgement", "sign_off_decision", "sign_off_ground")
"""Nothing in them is ever changed or removed."""
PROPOSED = (
    "program_id, id, enrollment_id, version_id, fellow_id, competency, amends_id, proposed_by_id,"
    " proposed_at, words, committee, scale, salt"
)
"""Of a sign-off, what does not change whatever happens to it."""
MAY_JUDGE = """
    SELECT 1 FROM membership AS judge
    JOIN sign_off AS about ON about.program_id = judge.program_id
    WHERE judge.program_id = NEW.program_id AND judge.id = NEW.judge_id
      AND judge.joined_on <= NEW.given_on
      AND (judge.left_on IS NULL OR judge.left_on > NEW.given_on)
      AND (judge.roles LIKE '%supervisor%' OR judge.roles LIKE '%director%')
      AND about.id = NEW.sign_off_id AND about.fellow_id = NEW.fellow_id
      AND NOT EXISTS (
        SELECT 1 FROM conflict_of_interest AS declared
        WHERE declared.program_id = NEW.program_id AND declared.ended_at IS NULL
          AND ((declared.member_id = NEW.judge_id AND declared.other_id = NEW.fellow_id)
            OR (declared.member_id = NEW.fellow_id AND declared.other_id = NEW.judge_id))
      )
"""
REFUSAL = "this member may not judge this fellow on that day"


def _conflict_of_interest() -> None:
    op.create_table(
        "conflict_of_interest",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("declared_by_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_conflict_of_interest_ended_by_somebody"),
        ),
        sa.CheckConstraint(
            "member_id <> other_id", name=op.f("ck_conflict_of_interest_between_two")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "declared_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_conflict_of_interest_program_id_declared_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "ended_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_conflict_of_interest_program_id_ended_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_conflict_of_interest_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "other_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_conflict_of_interest_program_id_other_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_conflict_of_interest")),
    )
    op.create_index(
        op.f("ix_conflict_of_interest_program_id_member_id_other_id"),
        "conflict_of_interest",
        ["program_id", "member_id", "other_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_conflict_of_interest_program_id_other_id_member_id"),
        "conflict_of_interest",
        ["program_id", "other_id", "member_id"],
        unique=False,
    )


def _sign_off() -> None:
    op.create_table(
        "sign_off",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("competency", sa.String(length=64), nullable=False),
        sa.Column("amends_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("committee", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "judged",
                "differing",
                "granted",
                "confirmed",
                "review",
                "suspended",
                "returned",
                "withdrawn",
                "revoked",
                "amended",
                "lapsed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("scale", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=24), nullable=True),
        sa.Column("statement", sa.String(length=600), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapses_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "NOT (state IN ('granted', 'confirmed', 'review', 'suspended', 'revoked', 'amended')) OR (level IS NOT NULL AND granted_at IS NOT NULL)",
            name=op.f("ck_sign_off_granted_has_level_and_time"),
        ),
        sa.CheckConstraint("state <> 'lapsed'", name=op.f("ck_sign_off_lapsing_is_reckoned")),
        sa.CheckConstraint(
            "(level IS NULL) = (granted_at IS NULL)", name=op.f("ck_sign_off_granted_whole")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "amends_id"],
            ["sign_off.program_id", "sign_off.id"],
            name=op.f("fk_sign_off_program_id_amends_id_sign_off"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_sign_off_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_sign_off_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "proposed_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_sign_off_program_id_proposed_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "version_id"],
            ["curriculum_version.program_id", "curriculum_version.id"],
            name=op.f("fk_sign_off_program_id_version_id_curriculum_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_sign_off")),
    )
    op.create_index(
        op.f("ix_sign_off_program_id_amends_id"),
        "sign_off",
        ["program_id", "amends_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_sign_off_program_id_enrollment_id_competency"),
        "sign_off",
        ["program_id", "enrollment_id", "competency"],
        unique=False,
    )
    op.create_index(
        op.f("ix_sign_off_program_id_state_proposed_at"),
        "sign_off",
        ["program_id", "state", "proposed_at"],
        unique=False,
    )
    op.create_index(
        "uq_sign_off_one_open",
        "sign_off",
        ["program_id", "fellow_id", "competency"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'judged', 'differing')"),
        postgresql_where=sa.text("state IN ('proposed', 'judged', 'differing')"),
    )


def _judge_seat() -> None:
    op.create_table(
        "judge_seat",
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("fellow_id <> judge_id", name=op.f("ck_judge_seat_not_ones_own_judge")),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_judge_seat_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "judge_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_judge_seat_program_id_judge_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "sign_off_id"],
            ["sign_off.program_id", "sign_off.id"],
            name=op.f("fk_judge_seat_program_id_sign_off_id_sign_off"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_judge_seat")),
        sa.UniqueConstraint(
            "program_id",
            "sign_off_id",
            "judge_id",
            name=op.f("uq_judge_seat_program_id_sign_off_id_judge_id"),
        ),
        sa.UniqueConstraint(
            "program_id",
            "sign_off_id",
            "place",
            name=op.f("uq_judge_seat_program_id_sign_off_id_place"),
        ),
    )
    op.create_index(
        op.f("ix_judge_seat_program_id_judge_id_sign_off_id"),
        "judge_seat",
        ["program_id", "judge_id", "sign_off_id"],
        unique=False,
    )


def _judgement() -> None:
    op.create_table(
        "judgement",
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("judge_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=24), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grounds_sha256", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_judgement_in_words")),
        sa.CheckConstraint("fellow_id <> judge_id", name=op.f("ck_judgement_not_ones_own")),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_judgement_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "judge_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_judgement_program_id_judge_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "sign_off_id"],
            ["sign_off.program_id", "sign_off.id"],
            name=op.f("fk_judgement_program_id_sign_off_id_sign_off"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_judgement")),
        sa.UniqueConstraint(
            "program_id",
            "sign_off_id",
            "judge_id",
            name=op.f("uq_judgement_program_id_sign_off_id_judge_id"),
        ),
        sa.UniqueConstraint(
            "program_id",
            "sign_off_id",
            "place",
            name=op.f("uq_judgement_program_id_sign_off_id_place"),
        ),
    )


def _sign_off_decision() -> None:
    op.create_table(
        "sign_off_decision",
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "decided",
            sa.Enum(
                "overridden",
                "by_director",
                "together",
                "confirmed",
                "returned",
                "upheld",
                "suspended",
                "revoked",
                name="decided",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.String(length=24), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(level IS NOT NULL) = (decided IN ('by_director', 'together'))",
            name=op.f("ck_sign_off_decision_decides_a_level"),
        ),
        sa.CheckConstraint(
            "decided = 'confirmed' OR words <> ''", name=op.f("ck_sign_off_decision_says_why")
        ),
        sa.CheckConstraint(
            "fellow_id <> decided_by_id", name=op.f("ck_sign_off_decision_not_about_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "decided_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_sign_off_decision_program_id_decided_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_sign_off_decision_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "sign_off_id"],
            ["sign_off.program_id", "sign_off.id"],
            name=op.f("fk_sign_off_decision_program_id_sign_off_id_sign_off"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_sign_off_decision")),
    )
    op.create_index(
        op.f("ix_sign_off_decision_program_id_sign_off_id_decided_at"),
        "sign_off_decision",
        ["program_id", "sign_off_id", "decided_at"],
        unique=False,
    )


def _sign_off_ground() -> None:
    op.create_table(
        "sign_off_ground",
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("ground_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "sign_off_id"],
            ["sign_off.program_id", "sign_off.id"],
            name=op.f("fk_sign_off_ground_program_id_sign_off_id_sign_off"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_sign_off_ground")),
        sa.UniqueConstraint(
            "program_id",
            "sign_off_id",
            "kind",
            "ground_id",
            name=op.f("uq_sign_off_ground_program_id_sign_off_id_kind_ground_id"),
        ),
    )
    op.create_index(
        op.f("ix_sign_off_ground_program_id_ground_id"),
        "sign_off_ground",
        ["program_id", "ground_id"],
        unique=False,
    )


def upgrade() -> None:
    _conflict_of_interest()
    _sign_off()
    _judge_seat()
    _judgement()
    _sign_off_decision()
    _sign_off_ground()
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _guard_on_postgresql() -> None:
    for table in STAYS:
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        f"CREATE TRIGGER sign_off_stays BEFORE UPDATE OF {PROPOSED} OR DELETE ON sign_off"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE FUNCTION refuse_judge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NOT EXISTS ({MAY_JUDGE}) THEN RAISE EXCEPTION '{REFUSAL}'; END IF;"
        " RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER judgement_by_whom BEFORE INSERT ON judgement"
        " FOR EACH ROW EXECUTE FUNCTION refuse_judge()"
    )


def _guard_on_sqlite() -> None:
    for table in STAYS:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for verb, of in (("UPDATE", f" OF {PROPOSED}"), ("DELETE", "")):
        op.execute(
            f"CREATE TRIGGER sign_off_refuses_{verb.lower()} BEFORE {verb}{of} ON sign_off"
            " BEGIN SELECT RAISE(ABORT, 'sign_off is append-only: what was proposed stays'); END"
        )
    op.execute(
        "CREATE TRIGGER judgement_by_whom BEFORE INSERT ON judgement"
        f" WHEN NOT EXISTS ({MAY_JUDGE}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def downgrade() -> None:
    for table in (
        "sign_off_ground",
        "sign_off_decision",
        "judgement",
        "judge_seat",
        "sign_off",
        "conflict_of_interest",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_judge()")
