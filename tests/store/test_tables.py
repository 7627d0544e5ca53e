from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from penstock.store.migrating import MIGRATIONS
from penstock.store.tables import VERSION, metadata

if TYPE_CHECKING:
    from penstock.store.store import Store


def test_the_migrations_make_the_tables_the_program_works_with(store: Store) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_version_is_the_last_of_one_line_of_migrations() -> None:
    steps = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [VERSION]
    assert [step.revision for step in steps] == [f"{number:04}" for number in range(len(steps), 0, -1)]
    files = sorted(path.name for path in Path(MIGRATIONS, "versions").glob("r*.py"))
    assert [name[1:5] for name in files] == [step.revision for step in reversed(steps)]
