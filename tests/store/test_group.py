from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.kernel.errors import StoreError
from penstock.store.group import Group
from penstock.store.trail import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILED = StoreError("The disk is full.", remedy="Make room.")


def entry(name: str) -> Entry:
    return Entry("ito", "saw", name, "{}")


class Disk:
    """What is written by a group, commit by commit; it fails at the commits it is told to fail at."""

    def __init__(self, failing: Sequence[bool] = ()) -> None:
        self.commits: list[list[str]] = []
        self.failing = list(failing)
        self.is_busy = False

    def __call__(self, entries: Sequence[Entry]) -> None:
        assert not self.is_busy, "one commits at a time"
        self.is_busy = True
        try:
            if self.failing and self.failing.pop(0):
                raise FAILED
            self.commits.append([one.of for one in entries])
        finally:
            self.is_busy = False


def write_all(group: Group, disk: Disk, names: Sequence[str]) -> dict[str, StoreError | None]:
    """Write each name in a thread of its own while the turn is taken, so that all of them wait together."""
    outcomes: dict[str, StoreError | None] = {}

    def write(name: str) -> None:
        try:
            group.write([entry(name)], disk)
        except StoreError as error:
            outcomes[name] = error
        else:
            outcomes[name] = None

    threads = [threading.Thread(target=write, args=(name,)) for name in names]
    with group.turn:
        for thread in threads:
            thread.start()
        while len(group._queue) < len(names):  # noqa: SLF001  # until all of them wait
            pass
    for thread in threads:
        thread.join()
    return outcomes


def test_those_who_wait_together_are_written_in_one_commit() -> None:
    disk = Disk()
    outcomes = write_all(Group(threading.Lock()), disk, [f"r{number}" for number in range(8)])
    assert len(disk.commits) == 1
    assert sorted(disk.commits[0]) == sorted(outcomes)
    assert set(outcomes.values()) == {None}


def test_when_the_commit_fails_each_of_them_is_told() -> None:
    disk = Disk([True])
    outcomes = write_all(Group(threading.Lock()), disk, ["a", "b", "c"])
    assert disk.commits == []
    assert [str(error) for error in outcomes.values()] == [str(FAILED)] * 3
    assert len({id(error) for error in outcomes.values()}) == 3


@settings(max_examples=25)
@given(st.lists(st.booleans(), max_size=4), st.integers(1, 6))
def test_what_is_acknowledged_is_written_once_and_nothing_else_is(failing: list[bool], threads: int) -> None:
    disk, group = Disk(failing), Group(threading.Lock())
    acknowledged: list[str] = []

    def write(mark: int) -> None:
        for number in range(5):
            try:
                group.write([entry(f"{mark}-{number}")], disk)
            except StoreError:
                continue
            acknowledged.append(f"{mark}-{number}")

    working = [threading.Thread(target=write, args=(mark,)) for mark in range(threads)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    assert sorted(one for commit in disk.commits for one in commit) == sorted(acknowledged)


def test_who_is_interrupted_leaves_nobody_waiting() -> None:
    group = Group(threading.Lock())

    def interrupted(_: Sequence[Entry]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        group.write([entry("a")], interrupted)
    disk = Disk()
    group.write([entry("b")], disk)
    assert disk.commits == [["b"]]
