from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from penstock.kernel.errors import ListMissing, UsageError
from penstock.lists.clearings import Clearings, key_of
from penstock.lists.records import sealed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.lists.records import Entry

TODAY = date(2026, 11, 25)


def cleared(folder: Path, name: str, entry: Entry, reason: str = "another city") -> Clearings:
    clearings = Clearings(folder)
    clearings.clear(name, entry, reason=reason, by="R. Ito", on=TODAY)
    return clearings


def test_a_cleared_pair_is_remembered(tmp_path: Path, make_entry: Callable[..., Entry]) -> None:
    entry = make_entry("1", "HEBEI ATUN TRADING")
    cleared(tmp_path, "Hebei  Atun Trade", entry)
    again = Clearings(tmp_path)
    assert again.is_cleared("HEBEI ATUN TRADE", entry)
    assert not again.is_cleared("Hebei Atun Trading", entry)
    assert not again.is_cleared("Hebei Atun Trade", make_entry("2", "HEBEI ATUN TRADING"))
    (one,) = again.all()
    assert one.as_dict() == {
        "name": "Hebei  Atun Trade",
        "list": "us-ofac-sdn",
        "uid": "1",
        "digest": entry.digest,
        "reason": "another city",
        "by": "R. Ito",
        "on": "2026-11-25",
    }


def test_a_changed_entry_opens_the_pair_again(tmp_path: Path, make_entry: Callable[..., Entry]) -> None:
    entry = make_entry("1", "HEBEI ATUN TRADING")
    clearings = cleared(tmp_path, "Hebei Atun", entry)
    changed = sealed(msgspec.structs.replace(entry, remarks="also known as Hebei Atun"))
    assert not clearings.is_cleared("Hebei Atun", changed)
    kept = clearings.of("Hebei Atun", changed)
    assert kept is not None
    assert not kept.holds_for(changed)
    cleared(tmp_path, "Hebei Atun", changed, "looked again")
    assert Clearings(tmp_path).is_cleared("Hebei Atun", changed)
    assert len((tmp_path / "clearings.jsonl").read_bytes().splitlines()) == 2


@pytest.mark.parametrize(("name", "reason", "by"), [(" ", "r", "b"), ("n", "", "b"), ("n", "r", " ")])
def test_a_clearing_says_which_name_why_and_who(
    tmp_path: Path, make_entry: Callable[..., Entry], name: str, reason: str, by: str
) -> None:
    with pytest.raises(UsageError, match="is empty"):
        Clearings(tmp_path).clear(name, make_entry("1", "A"), reason=reason, by=by, on=TODAY)
    assert not (tmp_path / "clearings.jsonl").exists()


def test_a_line_torn_by_a_crash_was_never_confirmed(tmp_path: Path, make_entry: Callable[..., Entry]) -> None:
    entry = make_entry("1", "A")
    cleared(tmp_path, "X", entry)
    path = tmp_path / "clearings.jsonl"
    path.write_bytes(path.read_bytes() + b'{"name":"Y","li')
    assert len(Clearings(tmp_path).all()) == 1
    cleared(tmp_path, "Z", entry)
    assert [one.name for one in Clearings(tmp_path).all()] == ["X", "Z"]


@pytest.mark.parametrize("line", [b"nothing\n", b'{"name":"X"}\n', b'{"name":1}\n'])
def test_a_damaged_line_is_told(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "clearings.jsonl").write_bytes(line)
    with pytest.raises(ListMissing, match="line 1 is damaged"):
        Clearings(tmp_path)


def test_case_and_spaces_do_not_make_another_name() -> None:
    assert key_of(" ＡBC  co ") != key_of("ABC co")
    assert key_of("Straße  Ltd") == key_of("STRASSE ltd")
