from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.batch.telling_files import keep_lists
from tests.shipped import REGISTER

from penstock.batch.frames import digest_of
from penstock.batch.job import Job, Reader, make_ready, plan_of
from penstock.kernel.errors import BadDay, InputError, UnknownPlace, UsageError
from penstock.substances import naming

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def goods(tmp_path: Path) -> str:
    """Return a file of one row that names a party."""
    path = tmp_path / "f.csv"
    path.write_text("goods,consignee\nurea,Example Trading\n", encoding="utf-8")
    return str(path)


def test_a_job_travels_to_another_process(goods: str) -> None:
    job = Job((goods,), on="2026-11-22", jurisdictions=("US",), rows=5)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(job), type=Job) == job


def test_a_job_is_made_ready(goods: str, tmp_path: Path) -> None:
    lists = keep_lists(tmp_path / "lists")
    ready = make_ready(Job((goods,), on="2026-11-22", jurisdictions=("us", "US"), lists=str(lists)), REGISTER)
    assert [sheet.file for sheet in ready.sheets] == [goods]
    assert (ready.stamp["as_of"], ready.stamp["jurisdictions"]) == ("2026-11-22", ["US"])
    assert list(ready.stamp["rosters"]) == ["us-ofac-sdn"]
    assert make_ready(Job((goods,)), REGISTER).stamp["as_of"] == date.today().isoformat()  # noqa: DTZ011  # as asked


def test_the_plan_tells_runs_apart_by_what_they_are_of(goods: str, tmp_path: Path) -> None:
    job = Job((goods,), on="2026-11-22", rows=5)
    plan = plan_of(job, make_ready(job, REGISTER))
    digest = digest_of(tmp_path / "f.csv")
    assert plan["inputs"] == [{"file": goods, "sha256": digest}]
    assert (plan["rows"], plan["stamp"]["as_of"], plan["stamp"]["register"]) == (5, "2026-11-22", REGISTER.digest)
    assert plan == plan_of(job, make_ready(job, REGISTER))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"files": ()}, UsageError),
        ({"rows": 0}, UsageError),
        ({"on": "22/11/2026"}, BadDay),
        ({"jurisdictions": ("XX",)}, UnknownPlace),
        ({"files": ("absent.csv",)}, InputError),
        ({"lists": "absent"}, UsageError),
    ],
)
def test_a_job_that_cannot_be_done_is_refused(goods: str, change: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        make_ready(msgspec.structs.replace(Job((goods,)), **change), REGISTER)


def test_names_are_read_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "structures_of", lambda texts: {text: "C" for text in texts if text.endswith("ane")})
    read: dict[str, str] = {}
    reader = Reader(read)
    reader(["methane", "urea"])
    reader(["ethane"])
    assert read == {"methane": "C", "ethane": "C"}
