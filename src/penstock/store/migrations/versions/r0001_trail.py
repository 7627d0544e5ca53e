"""The trail: append-only by the database itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SQLITE = (
    "CREATE TRIGGER trail_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
    "CREATE TRIGGER trail_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
    # INSERT OR REPLACE would take a row away without a word to the trigger above
    (
        "CREATE TRIGGER trail_insert BEFORE INSERT ON trail WHEN NEW.seq <= (SELECT coalesce(max(seq), 0) FROM trail)"
        " BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    ),
)
_POSTGRESQL = (
    (
        "CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$"
    ),
    "CREATE TRIGGER trail_update BEFORE UPDATE ON trail EXECUTE FUNCTION trail_refuse()",
    "CREATE TRIGGER trail_delete BEFORE DELETE ON trail EXECUTE FUNCTION trail_refuse()",
    "CREATE TRIGGER trail_truncate BEFORE TRUNCATE ON trail EXECUTE FUNCTION trail_refuse()",
)


def upgrade() -> None:
    """Make the trail and what guards it."""
    op.create_table(
        "trail",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("at", "actor", "act", "of", "detail", "before", "hash")
        ),
    )
    op.create_index("trail_of", "trail", ["of", "seq"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
