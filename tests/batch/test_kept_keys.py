from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from penstock.batch import kept_keys
from penstock.batch.kept_keys import KeptKeys
from penstock.kernel.errors import OutputError
from penstock.parties.asked import keys_of_names

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["KESTREL BAY SHIPPING CO LTD", "", "Tianmin Wang", "河北雅新餐饮管理有限公司"]
SEED = 7


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    keys = keys_of_names(NAMES)
    KeptKeys(tmp_path, SEED).keep(NAMES, keys)
    (kept,) = KeptKeys(tmp_path, SEED).read()
    assert kept.numbers.tolist() == pl.Series(NAMES).hash(SEED).to_list()
    assert [column.tobytes() for column in kept.keys] == [column.tobytes() for column in keys]


def test_a_name_is_kept_once(tmp_path: Path) -> None:
    first = KeptKeys(tmp_path, SEED)
    assert not len(first.known)
    first.keep(NAMES, keys_of_names(NAMES))
    KeptKeys(tmp_path, SEED).keep(NAMES[:2], keys_of_names(NAMES[:2]))
    assert len(list(tmp_path.iterdir())) == 1
    first.keep([*NAMES[:1], "Cedar Works"], keys_of_names([*NAMES[:1], "Cedar Works"]))
    assert len(KeptKeys(tmp_path, SEED).known) == len(NAMES) + 1


def test_what_another_way_of_comparing_names_made_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    KeptKeys(tmp_path, SEED).keep(NAMES, keys_of_names(NAMES))
    monkeypatch.setattr(kept_keys, "engine", lambda: "another")
    assert not list(KeptKeys(tmp_path, SEED).read())


@pytest.mark.parametrize("content", [b"\xc1", b"\x92\xc4\x01a\xc4\x01b", None])
def test_a_damaged_file_is_as_none(tmp_path: Path, content: bytes | None) -> None:
    KeptKeys(tmp_path, SEED).keep(NAMES, keys_of_names(NAMES))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-20] if content is None else content)
    again = KeptKeys(tmp_path, SEED)
    assert not list(again.read())
    assert not len(again.known)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        KeptKeys(tmp_path / "file", SEED).keep(NAMES, keys_of_names(NAMES))
