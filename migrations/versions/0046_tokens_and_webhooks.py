"""Personal tokens, requests that name themselves, and other systems that are told.

A token's row holds a hash, a webhook's secret lies under a mask: what a backup holds opens nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

METHODS = ("link", "session", "password", "password_and_code", "passkey")
TOLD = ("case.approved", "signoff.signed")
STATES = ("waiting", "sending", "delivered", "failed")


def upgrade() -> None:
    _make_tokens()
    _make_requests()
    _make_webhooks()
    _make_deliveries()


def _make_tokens() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ending", sa.String(length=4), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", _enum(METHODS, "confirmed_by"), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_used", sa.Integer(), nullable=False),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_api_token_lives_a_while")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)",
            name=op.f("ck_api_token_confirmed_somehow"),
        ),
        sa.CheckConstraint("window_used >= 0", name=op.f("ck_api_token_uses_are_counted")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_api_token_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_api_token_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_account_id"), "api_token", ["account_id"])


def _make_requests() -> None:
    keys = ["program_id", "member_id", "key"]
    op.create_table(
        "answered_request",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("etag", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status IS NULL) = (body IS NULL)", name=op.f("ck_answered_request_answered_whole")
        ),
        _within("answered_request", "member_id", "membership"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_answered_request")),
        sa.UniqueConstraint(*keys, name=op.f(f"uq_answered_request_{'_'.join(keys)}")),
    )
    _index("answered_request", "program_id", "asked_at")


def _make_webhooks() -> None:
    op.create_table(
        "webhook",
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("tells", sa.String(length=200), nullable=False),
        sa.Column("seed", sa.LargeBinary(length=16), nullable=False),
        sa.Column("masked", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("log", sa.String(length=8), nullable=False),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)",
            name=op.f("ck_webhook_removed_by_one"),
        ),
        _within("webhook", "made_by_id", "membership"),
        _within("webhook", "removed_by_id", "membership"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_webhook")),
    )


def _make_deliveries() -> None:
    keys = ["program_id", "webhook_id", "log", "seq"]
    op.create_table(
        "webhook_delivery",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("log", sa.String(length=8), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("told", _enum(TOLD, "told"), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", _enum(STATES, "state"), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_answer", sa.String(length=80), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'delivered') = (delivered_at IS NOT NULL)",
            name=op.f("ck_webhook_delivery_has_time"),
        ),
        sa.CheckConstraint(
            "state <> 'sending' OR taken_at IS NOT NULL",
            name=op.f("ck_webhook_delivery_taken_has_time"),
        ),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_webhook_delivery_tries_are_counted")),
        _within("webhook_delivery", "webhook_id", "webhook"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint(*keys, name=op.f(f"uq_webhook_delivery_{'_'.join(keys)}")),
    )
    _index("webhook_delivery", "program_id", "state", "due_at")


def _within(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["program_id", column],
        [f"{target}.program_id", f"{target}.id"],
        name=op.f(f"fk_{table}_program_id_{column}_{target}"),
        ondelete="RESTRICT",
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _enum(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    for table in ("webhook_delivery", "webhook", "answered_request", "api_token"):
        op.drop_table(table)
