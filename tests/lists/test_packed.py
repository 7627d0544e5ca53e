from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import pytest

from penstock.kernel.errors import ListMissing
from penstock.lists.packed import MAGIC, digest_in, open_roster, pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.lists.records import Entry, Roster


@pytest.fixture
def roster(make_roster: Callable[..., Roster], make_entry: Callable[..., Entry]) -> Roster:
    return make_roster("2021-07-31", make_entry("1", "A", "Б"), make_entry("2", "湖北"), earliest="2021-07-01")


def test_a_roster_comes_back_as_it_was(tmp_path: Path, roster: Roster) -> None:
    path = tmp_path / "r"
    path.write_bytes(pack(roster))
    opened = open_roster(path)
    assert opened.roster() == roster
    assert opened.entry(1) == roster.entries[1]
    assert [(line.uid, line.digest) for line in opened.lines()] == [(e.uid, e.digest) for e in roster.entries]
    assert opened.digest == digest_in(path.read_bytes())
    assert opened.head.counts == roster.counts


def test_the_same_roster_gives_the_same_bytes(roster: Roster) -> None:
    assert pack(roster) == pack(msgspec.structs.replace(roster))


@pytest.mark.parametrize("cut", [0, 10, 40, 100, -1])
def test_a_file_cut_short_is_refused(tmp_path: Path, roster: Roster, cut: int) -> None:
    (tmp_path / "r").write_bytes(pack(roster)[:cut])
    with pytest.raises(ListMissing, match="damaged"):
        open_roster(tmp_path / "r")


def test_an_altered_file_is_refused(tmp_path: Path, roster: Roster) -> None:
    content = bytearray(pack(roster))
    content[-5] ^= 1
    (tmp_path / "r").write_bytes(content)
    with pytest.raises(ListMissing, match="its digest does not fit"):
        open_roster(tmp_path / "r")


@pytest.mark.parametrize("payload", [b"", msgspec.msgpack.encode({"format": 99}), b"\xc1"])
def test_another_layout_is_refused(tmp_path: Path, payload: bytes) -> None:
    (tmp_path / "r").write_bytes(MAGIC + hashlib.sha256(payload).digest() + payload)
    with pytest.raises(ListMissing, match="another version"):
        open_roster(tmp_path / "r")


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListMissing, match="cannot be read"):
        open_roster(tmp_path / "r")


def test_the_entries_that_another_roster_lacks_or_has_otherwise_are_told(
    tmp_path: Path, make_roster: Callable[..., Roster], make_entry: Callable[..., Entry]
) -> None:
    older = make_roster("2021-07-31", make_entry("1", "A"), make_entry("2", "B"), make_entry("3", "C"))
    newer = make_roster("2021-08-31", make_entry("4", "D"), make_entry("3", "C"), make_entry("1", "A", "Б"))
    opened = []
    for roster in (older, newer):
        path = tmp_path / str(roster.vintage)
        path.write_bytes(pack(roster))
        opened.append(open_roster(path))
    assert opened[1].changed(opened[0]) == [0, 2]
    assert opened[0].changed(opened[0]) == []
    assert msgspec.msgpack.decode(opened[1].packed(0))["uid"] == "4"
