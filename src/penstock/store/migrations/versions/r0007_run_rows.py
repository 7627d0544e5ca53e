"""The rows of runs that were kept as decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table that leads from a run to the decisions of its rows, and back; count their matters by an index."""
    op.create_table(
        "run_rows",
        sa.Column("run", sa.Text, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("decision", sa.Text, sa.ForeignKey("decisions.id"), nullable=False),
    )
    op.create_index("run_rows_decision", "run_rows", ["decision"])
    op.drop_index("matters_decision", "matters")
    op.create_index("matters_decision", "matters", ["decision", "state"])
