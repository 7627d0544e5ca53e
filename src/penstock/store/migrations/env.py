"""What Alembic runs for every upgrade: the steps, in the transaction of the connection it is handed."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
