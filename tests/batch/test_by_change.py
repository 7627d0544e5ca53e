from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.batch.telling_files import keep_lists
from tests.shipped import REGISTER

from penstock.batch.by_change import ByChange
from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.batch.list_changes import WholeError
from penstock.batch.pool import NamePool
from penstock.lists.clearings import Clearings
from penstock.lists.records import ListedName, sealed
from penstock.lists.store import ListStore

if TYPE_CHECKING:
    from penstock.law.register import Register

HEAD = "consignment_id,goods_description,consignee_name,destination_country,date\n"
ROWS = ["A,urea,Cedar Works,US,2026-10-01", "B,fentanyl,Oldco,US,", "C,,Made-Up Traders,MX,2025-01-01"]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Return a job of two files, by lists that are about to change."""
    for name, rows in (("one.csv", ROWS), ("two.csv", ["D,steel,Cedar Works,US,2026-09-15"])):
        (tmp_path / name).write_text(HEAD + "\n".join(rows), encoding="utf-8")
    files = (str(tmp_path / "one.csv"), str(tmp_path / "two.csv"))
    return Job(files, on="2026-11-22", lists=str(keep_lists(tmp_path / "lists")), cache=str(tmp_path / "cache"))


def rename(job: Job) -> None:
    """Add a vintage in which one of the two entries has another name."""
    store = ListStore.open(Path(job.lists or ""))
    roster = store.roster("us-ofac-sdn")
    one, *others = roster.entries
    one = sealed(msgspec.structs.replace(one, names=(ListedName(text="CEDAR WORKS LTD", kind="primary"),)))
    day = date(2026, 9, 15)
    store.save(msgspec.structs.replace(roster, vintage=day, earliest=day, entries=(one, *others)))


def stamp_of_run(job: Job, out: Path) -> dict[str, Any]:
    stamp: dict[str, Any] = screen_files(job, out, register=REGISTER).summary["stamp"]
    return stamp


def test_only_the_rows_of_changed_names_are_judged_each_for_its_own_day(job: Job, tmp_path: Path) -> None:
    stamp = stamp_of_run(job, tmp_path / "run")
    rename(job)
    changed = ByChange.of(job, REGISTER, stamp)
    assert {name for name, _ in changed.changed} == {"MADE UP TRADERS LLC", "CEDAR WORKS LTD"}
    assert changed.stamp["rosters"] != stamp["rosters"]
    done: list[tuple[int, int | None]] = []
    found = changed.screen(tmp_path / "run", 4, lambda *told: done.append(told))
    assert (found.names, found.rows) == (2, 3)
    assert found.flips["consignment_id"].to_list() == ["A", "D"]
    assert done == [(3, 4), (4, 4)]


def test_with_a_cache_no_name_is_read_again_and_without_one_all_are(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = stamp_of_run(job, tmp_path / "run")
    rename(job)
    bare = ByChange.of(msgspec.structs.replace(job, cache=None), REGISTER, stamp).screen(tmp_path / "run", 4, None)
    monkeypatch.setattr(NamePool, "keys", None)
    assert ByChange.of(job, REGISTER, stamp).screen(tmp_path / "run", 4, None).flips.equals(bare.flips)


def test_files_that_name_no_parties_depend_on_no_list(job: Job, tmp_path: Path) -> None:
    (tmp_path / "goods.csv").write_text("goods_description\nurea\n", encoding="utf-8")
    catalogue = msgspec.structs.replace(job, files=(str(tmp_path / "goods.csv"),))
    stamp = stamp_of_run(catalogue, tmp_path / "run")
    rename(job)
    changed = ByChange.of(catalogue, REGISTER, stamp)
    assert (changed.parties, changed.changed) == (None, [])
    assert changed.screen(tmp_path / "run", 1, None).flips.is_empty()


def test_a_red_flag_that_asks_what_was_found_of_parties_has_all_rows_judged(
    job: Job, tmp_path: Path, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = stamp_of_run(job, tmp_path / "run")
    key, file = next(iter(register.packed.red_flags.items()))
    name, flag = next(one for one in file.flags.items() if one[1].when)
    asking = msgspec.structs.replace(flag.when[0], found=("party_listed",))
    other = msgspec.structs.replace(flag, when=(asking,))
    flags = {**register.packed.red_flags, key: msgspec.structs.replace(file, flags={**file.flags, name: other})}
    monkeypatch.setitem(REGISTER.packed.__dict__, "red_flags", flags)
    with pytest.raises(WholeError, match="a red flag asks what was found of the parties"):
        ByChange.of(job, REGISTER, stamp)


def test_another_register_or_version_is_said(job: Job, tmp_path: Path) -> None:
    stamp = stamp_of_run(job, tmp_path / "run")
    for name, said in (("register", "the register is another one"), ("engine", "the version of Penstock is another")):
        with pytest.raises(WholeError, match=said):
            ByChange.of(job, REGISTER, stamp | {name: "another"})


def test_a_pair_that_was_cleared_since_flips(job: Job, tmp_path: Path) -> None:
    stamp = stamp_of_run(job, tmp_path / "run")
    store = ListStore.open(Path(job.lists or ""))
    entry = next(one for one in store.roster("us-ofac-sdn").entries if one.name == "Oldco")
    Clearings(store.folder).clear("Oldco", entry, reason="another", by="an officer", on=date(2026, 11, 1))
    flips = ByChange.of(job, REGISTER, stamp).screen(tmp_path / "run", 4, None).flips
    (flip,) = flips.to_dicts()
    assert flip["consignment_id"] == "B"
    assert "party_listed" in flip["reasons_before"]
    assert "party_listed" not in flip["reasons"]
