from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.batch.cache import SEED, Learnt, ValueCache
from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

STAMP = {"register": "r1", "engine": "1", "rosters": {"us-ofac-sdn": "a"}}
LEARNT = Learnt(b"\0" * 8, b"\1", "steel pipes")


def test_what_was_learnt_is_known_to_the_next_run(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    first = ValueCache(folder, STAMP)
    assert first.learnt("texts") is None
    first.keep("texts", LEARNT)
    second = ValueCache(folder, STAMP)
    assert second.learnt("texts") == LEARNT
    assert second.learnt("names") is None
    assert second.seed == first.seed != ValueCache(tmp_path / "other", STAMP).seed


@pytest.mark.parametrize(
    ("change", "column", "is_known"),
    [
        ({"register": "r2"}, "texts", False),
        ({"engine": "2"}, "texts", False),
        ({"rosters": {}}, "texts", True),
        ({"rosters": {}}, "names", False),
        ({"lossless": True}, "names", False),
        ({"lossless": True}, "texts", True),
    ],
)
def test_what_was_learnt_under_another_stamp_is_not_used(
    tmp_path: Path, change: dict[str, object], column: str, *, is_known: bool
) -> None:
    ValueCache(tmp_path, STAMP).keep(column, LEARNT)
    assert (ValueCache(tmp_path, STAMP | change).learnt(column) is not None) is is_known


def test_a_damaged_file_is_as_none_and_a_damaged_seed_is_told(tmp_path: Path) -> None:
    cache = ValueCache(tmp_path, STAMP)
    cache.keep("texts", LEARNT)
    for path in tmp_path.iterdir():
        path.write_bytes(b"\xc1")
    assert cache.learnt("texts") is None
    with pytest.raises(OutputError, match="is damaged"):
        ValueCache(tmp_path, STAMP)
    (tmp_path / SEED).unlink()
    assert isinstance(ValueCache(tmp_path, STAMP).seed, int)
