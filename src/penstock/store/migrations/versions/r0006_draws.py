"""What consignments have drawn of each authorisation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table of draws."""
    op.create_table(
        "draws",
        sa.Column("authorisation", sa.Text, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("consignment", sa.Text, primary_key=True),
        sa.Column("item", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("quantity", "unit", "at", "by")),
    )
