from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from penstock.cli.rosters import print_diff
from penstock.lists.diff import diff
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed

if TYPE_CHECKING:
    import pytest


def roster(day: date, *entries: Entry) -> Roster:
    return Roster(
        list="un-sc",
        vintage=day,
        earliest=day,
        publisher="UN",
        files=(),
        entries=entries,
        counts=counts_of(entries),
    )


def entry(uid: str, name: str, programme: str = "X") -> Entry:
    names = (ListedName(text=name, kind="primary"),)
    return sealed(Entry(list="un-sc", uid=uid, kind="person", names=names, programmes=(programme,)))


def test_a_difference_is_shown_by_entry(capsys: pytest.CaptureFixture[str]) -> None:
    older = roster(date(2021, 7, 31), entry("1", "A [bold]"), entry("2", "B"))
    newer = roster(date(2026, 7, 11), entry("2", "B", "Y"), entry("3", "C" * 100))
    print_diff(diff(older, newer))
    shown = capsys.readouterr().out
    assert "un-sc: 2021-07-31 to 2026-07-11: 1 added, 1 gone, 1 changed" in shown
    assert "A [bold]" in shown
    assert "programmes (-1 +1)" in shown
    assert "C" * 60 + "..." in shown


def test_a_long_difference_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    newer = roster(date(2026, 7, 11), *(entry(str(n), f"N {n}") for n in range(50)))
    print_diff(diff(roster(date(2021, 7, 31)), newer))
    shown = capsys.readouterr().out
    assert len([line for line in shown.splitlines() if line.startswith("added ")]) == 40
    assert "(the first 40 of each; --json has all)" in shown
    assert "not compared" in shown
