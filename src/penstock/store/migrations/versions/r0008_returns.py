"""What was drawn and given back, since the shipment did not go: the item may draw again then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_KEY = ("authorisation", "consignment", "item", "nth")
_KEPT = ("authorisation", "consignment", "item", "quantity", "unit", "at", "by")


def upgrade() -> None:
    """Number the draws of an item, and make the table of what was given back."""
    op.rename_table("draws", "draws_before")
    op.create_table(
        "draws",
        sa.Column("authorisation", sa.Text, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("consignment", sa.Text, primary_key=True),
        sa.Column("item", sa.Integer, primary_key=True),
        sa.Column("nth", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("quantity", "unit", "at", "by")),
    )
    before = sa.table("draws_before", *map(sa.column, _KEPT))
    numbered = sa.table("draws", *map(sa.column, (*_KEPT, "nth")))
    op.execute(numbered.insert().from_select([*_KEPT, "nth"], sa.select(*before.c, sa.literal(1, sa.Integer))))
    op.drop_table("draws_before")
    op.create_table(
        "returns",
        sa.Column("authorisation", sa.Text, primary_key=True),
        sa.Column("consignment", sa.Text, primary_key=True),
        sa.Column("item", sa.Integer, primary_key=True),
        sa.Column("nth", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "by", "reason")),
        sa.ForeignKeyConstraint(_KEY, [f"draws.{name}" for name in _KEY]),
    )
