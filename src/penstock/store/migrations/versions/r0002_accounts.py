"""Accounts, their sessions and their keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of those who may sign in."""
    op.create_table(
        "accounts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("folded", sa.Text, nullable=False, unique=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("role", "password", "made_at")),
        sa.Column("disabled_at", sa.Text),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.Text, primary_key=True),
        sa.Column("account", sa.Text, sa.ForeignKey("accounts.name"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("made_at", "expires_at")),
        sa.Column("ended_at", sa.Text),
    )
    op.create_index("sessions_account", "sessions", ["account"])
    op.create_table(
        "api_keys",
        sa.Column("prefix", sa.Text, primary_key=True),
        sa.Column("token", sa.Text, nullable=False, unique=True),
        sa.Column("account", sa.Text, sa.ForeignKey("accounts.name"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("role", "label", "made_at")),
        *(sa.Column(name, sa.Text) for name in ("expires_at", "revoked_at")),
    )
    op.create_index("api_keys_account", "api_keys", ["account"])
