"""Runs over files, and what each account saw last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables of runs and visits."""
    op.create_table(
        "runs",
        sa.Column("id", sa.Text, primary_key=True),
        *_texts("file", "folder", "state", "counts", "by", "started_at", "changed_at"),
    )
    op.create_index("runs_started", "runs", ["started_at", "id"])
    op.create_index("runs_by", "runs", ["by", "started_at", "id"])
    op.create_table(
        "visits",
        sa.Column("account", sa.Text, sa.ForeignKey("accounts.name"), primary_key=True),
        *_texts("at", "register", "rosters"),
    )
