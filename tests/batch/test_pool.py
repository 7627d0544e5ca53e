from __future__ import annotations

from multiprocessing import active_children
from typing import TYPE_CHECKING

import pytest
from tests.batch.telling_files import NAMES, keep, keep_lists

from penstock.batch import pool as pools
from penstock.batch.kept_keys import KeptKeys
from penstock.batch.pool import NamePool
from penstock.batch.run import parties_of_run
from penstock.goods import VOCABULARY_FILE
from penstock.kernel.errors import EngineError
from penstock.law.packed import REGISTER_FILE
from penstock.law.register import Register
from penstock.parties.asked import keys_of_names
from penstock.screening.alike import Alike, Sort
from penstock.screening.judge import Judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY = [f"{name} {number}" for number in range(4) for name in NAMES] + NAMES


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of some imported lists."""
    return str(keep_lists(tmp_path_factory.mktemp("lists")))


@pytest.fixture
def alike(lists: str) -> Alike:
    """Return what sorts names in this process."""
    register = Register.load()
    parties, _ = parties_of_run(register, None, ("consignor_name",), lists)
    return Alike(register, Judge(register, parties=parties), parties)


@pytest.fixture
def pool(lists: str) -> Iterator[NamePool]:
    """Return a pool of two processes."""
    made = NamePool((str(REGISTER_FILE), str(VOCABULARY_FILE), lists, False), 2)
    yield made
    made.close()


def test_many_names_are_sorted_as_in_one_process(alike: Alike, pool: NamePool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "FEW", 10)
    monkeypatch.setattr(pools, "AT_ONCE", 7)
    names = [name for name in MANY if name]
    sorts = pool.names(alike, names)
    assert sorts == alike.names(names)
    assert set(sorts) == {Sort.SILENT, Sort.LOUD}
    assert pool.names(alike, names[::-1]) == sorts[::-1]
    assert active_children()
    assert pool.names(alike, names[:1]) == sorts[:1]
    assert not active_children()
    assert pool.names(alike, names) == sorts


def test_other_processes_search_as_this_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = keep(tmp_path / "lists", "GLIMMERSTONE MARINE")
    monkeypatch.setattr(pools, "FEW", 1)
    for lossless in (False, True):
        pool = NamePool((str(REGISTER_FILE), str(VOCABULARY_FILE), lists, lossless), 2)
        register = Register.load()
        parties, _ = parties_of_run(register, None, ("consignor_name",), lists, lossless=lossless)
        alike = Alike(register, Judge(register, parties=parties), parties)
        names = ["GLIMMESQSTONE MARINE", "Cedar Works"]
        assert pool.names(alike, names) == alike.names(names) == [Sort.LOUD if lossless else Sort.SILENT, Sort.SILENT]
        pool.close()


def test_a_few_names_start_no_process(alike: Alike, pool: NamePool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "ProcessPoolExecutor", None)
    assert pool.names(alike, ["MADE UP TRADERS LLC", "Cedar Works"]) == [Sort.LOUD, Sort.SILENT]


@pytest.mark.parametrize("few", [1, 1000])
def test_the_keys_of_names_are_kept(
    alike: Alike, pool: NamePool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(pools, "FEW", few)
    monkeypatch.setattr(pools, "AT_ONCE", 7)
    names = list(dict.fromkeys(name for name in MANY if name))
    pool._kept = KeptKeys(tmp_path, 5)  # noqa: SLF001  # the pool of this test
    assert pool.names(alike, names[:20]) == alike.names(names[:20])
    told = pool.keys(names[20:])
    assert told.starts.tolist() == keys_of_names(names[20:]).starts.tolist()
    assert sorted(told.keys.tolist()) == sorted(keys_of_names(names[20:]).keys.tolist())
    kept = list(KeptKeys(tmp_path, 5).read())
    assert sum(len(one.numbers) for one in kept) == len(names)
    found = [sorted(one.keys.keys.tolist()) for one in kept]
    assert sorted(found) == sorted(sorted(keys_of_names(part).keys.tolist()) for part in (names[:20], names[20:]))


def test_a_process_that_dies_is_told(alike: Alike, pool: NamePool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "FEW", 1)
    pool.names(alike, ["Cedar Works", "Example Trading"])
    for process in list(pool._pool._processes.values()):  # type: ignore[union-attr]  # noqa: SLF001  # nobody else can
        process.kill()
    with pytest.raises(EngineError, match="probably for want of memory") as caught:
        pool.names(alike, ["Willow Works", "Another Trading"])
    assert "--processes 1" in (caught.value.remedy or "")
