"""Decisions, and the matters that are decided about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables of what was decided."""
    op.create_table("laws", sa.Column("id", sa.Text, primary_key=True), *_texts("register", "rosters"))
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text, primary_key=True),
        *_texts("question", "stamp"),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        *_texts("as_of"),
        sa.Column("law", sa.Text, sa.ForeignKey("laws.id"), nullable=False),
        *_texts("kept_at", "kept_by"),
    )
    op.create_index("decisions_kept", "decisions", ["kept_at", "id"])
    op.create_index("decisions_law", "decisions", ["law", "kept_at", "id"])
    op.create_table(
        "matters",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("decision", sa.Text, sa.ForeignKey("decisions.id"), nullable=False),
        *_texts("consignment", "item", "about", "outcome", "state"),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("opened_at", "opened_by", "changed_at", "changed_by"),
        sa.Column("asked_by", sa.Text),
    )
    op.create_index("matters_state", "matters", ["state", "opened_at", "id"])
    op.create_index("matters_opened", "matters", ["opened_at", "id"])
    op.create_index("matters_decision", "matters", ["decision"])
    op.create_index("matters_consignment", "matters", ["consignment"])
    op.create_table(
        "steps",
        sa.Column("matter", sa.Text, sa.ForeignKey("matters.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        *_texts("at", "by", "step", "state", "reason", "note"),
    )
