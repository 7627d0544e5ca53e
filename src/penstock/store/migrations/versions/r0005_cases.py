"""Cases of every kind, what was done in each, and what each belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables of cases."""
    op.create_table(
        "cases",
        sa.Column("id", sa.Text, primary_key=True),
        *_texts("kind", "state"),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("body"),
        sa.Column("key", sa.Text),
        *_texts("opened_at", "opened_by", "changed_at", "changed_by"),
        sa.Column("due", sa.Text),
    )
    op.create_index("cases_key", "cases", ["kind", "key"], unique=True)
    op.create_index("cases_opened", "cases", ["kind", "opened_at", "id"])
    op.create_index("cases_state", "cases", ["kind", "state", "opened_at", "id"])
    op.create_index("cases_due", "cases", ["kind", "due"])
    op.create_table(
        "case_steps",
        sa.Column("case", sa.Text, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        *_texts("at", "by", "step", "state", "detail"),
    )
    op.create_table(
        "case_links",
        sa.Column("case", sa.Text, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("to", sa.Text, primary_key=True),
    )
    op.create_index("case_links_to", "case_links", ["kind", "to"])
