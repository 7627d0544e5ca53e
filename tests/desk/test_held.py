from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.desk.conftest import DAY

from penstock.batch.demo_data import demo_data
from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.batch.readers import read_file
from penstock.batch.results import DECISIONS, FINDINGS
from penstock.desk.answering import Answering
from penstock.desk.asked import answered_again
from penstock.desk.held import ADDED_UP, FILE, RESULTS, read_held, refuse_other_lists, text_of, write_held
from penstock.desk.items import read_items
from penstock.desk.keeping import HELD
from penstock.desk.lane import Lane
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.desk.held import HeldRow
    from penstock.law.register import Register

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = [EXAMPLES / f"{name}.csv" for name in ("consignments", "red-flags", "split-consignments")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return made-up parcels of every case, as Parquet."""
    made = demo_data(tmp_path_factory.mktemp("demo") / "parcels.parquet", rows=1_500, distinct=1)
    return Path(made.files[0])


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Return a folder of imported lists that is empty."""
    (tmp_path / "lists").mkdir()
    return tmp_path / "lists"


def held(folder: Path, file: Path, register: Register, lists: Path, **most: int) -> list[HeldRow]:
    """Screen a file as a run does and return the rows that it holds."""
    job = Job((str(file),), on=DAY.isoformat(), lists=str(lists))
    screen_files(job, folder / RESULTS, register=register)
    write_held(folder, file, DAY, lists, **most)
    return list(read_held(folder))


def in_results(folder: Path) -> dict[int, tuple[str, list[dict[str, Any]]]]:
    """Return the outcome and the findings that the results of a run give of each row."""
    key = ["consignment_id", "item_no"]
    decisions = pl.read_parquet(folder / RESULTS / DECISIONS)
    findings = pl.read_parquet(folder / RESULTS / FINDINGS).partition_by(key, as_dict=True, include_key=False)
    return {
        row: (outcome, findings[consignment, item].to_dicts() if (consignment, item) in findings else [])
        for consignment, item, outcome, row in decisions.select(*key, "outcome", "row").iter_rows()
    }


def check(folder: Path, rows: Sequence[HeldRow]) -> None:
    """See that every row that is held is there, and says what the results say of it."""
    written = in_results(folder)
    assert [one.row for one in rows] == sorted(row for row, (outcome, _) in written.items() if outcome in HELD)
    for one in rows:
        (item,) = json.loads(one.answer)["items"]
        assert (item["outcome"], item["findings"]) == written[one.row], one.row
    assert rows


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_row_asked_alone_says_what_the_run_says_of_it(
    file: Path, register: Register, tmp_path: Path, lists: Path
) -> None:
    check(tmp_path, held(tmp_path, file, register, lists))


def test_a_row_of_a_typed_file_does_too(demo: Path, register: Register, tmp_path: Path, lists: Path) -> None:
    rows = held(tmp_path, demo, register, lists)
    check(tmp_path, rows)
    assert len(rows) > 20


def test_what_rows_add_up_to_stands_in_the_question_and_is_answered_again_to_the_same_bytes(
    register: Register, tmp_path: Path, lists: Path
) -> None:
    rows = held(tmp_path, EXAMPLES / "split-consignments.csv", register, lists)
    together = [one for one in rows if "together" in one.question]
    assert {told["code"] for one in together for told in one.question["together"]} == {ADDED_UP}
    assert len(together) >= 2

    async def again(question: dict[str, Any]) -> bytes:
        lane = Lane(lambda: Answering(register, lists), lambda: 0.0)
        await lane.start()
        try:
            return await answered_again(lane, question)
        finally:
            lane.stop()

    for one in together[:2]:
        assert asyncio.run(again(json.loads(json.dumps(one.question)))) == one.answer.encode()


def test_where_there_are_too_many_the_strictest_are_taken(register: Register, tmp_path: Path, lists: Path) -> None:
    goods = tmp_path / "goods.csv"
    lines = ["A,acetone,108-10-1", "B,fentanyl,437-38-7", "C,tert-butyl 4-oxopiperidine-1-carboxylate,79099-07-3"]
    goods.write_text("consignment_id,goods_description,cas_number\n" + "\n".join(lines) + "\n")
    whole = held(tmp_path, goods, register, lists)
    by_outcome = {json.loads(one.answer)["items"][0]["outcome"]: one.row for one in whole}
    assert len(whole) >= 2
    write_held(tmp_path, goods, DAY, lists, most=1)
    (strictest,) = read_held(tmp_path)
    assert strictest.row == by_outcome.get("prohibited", whole[0].row)
    write_held(tmp_path, goods, DAY, lists, most=0)
    assert (tmp_path / FILE).read_bytes() == b""


def test_a_run_that_holds_nothing_writes_no_row(register: Register, tmp_path: Path, lists: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text("consignment_id,goods_description\nA,steel bolts\n")
    assert held(tmp_path, goods, register, lists) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_item_is_read_from_its_text_as_it_was(file: Path) -> None:
    reading = read_file(file)
    for item, carried in zip(reading.rows, reading.carried, strict=True):
        assert read_items([text_of(item, carried)]).items == {1: item}


def test_what_a_row_carried_stands_beside_and_never_instead() -> None:
    told = '{"consignment_id": "A", "goods_description": "x", "transit_countries": "CN,MX"}'
    (item,) = read_items([told]).items.values()
    text = text_of(item, {"invoice": "7", "goods_description": "another", "empty": ""})
    assert json.loads(text) == {**json.loads(told), "item_no": 1, "invoice": "7"}
    assert read_items([text]).items == {1: item}


def test_lists_that_changed_under_a_run_are_told() -> None:
    run = {"rosters": {"a": "1"}}
    refuse_other_lists(run, {"rosters": {"a": "1"}})
    refuse_other_lists(run, {"rosters": {}})
    with pytest.raises(UsageError, match="changed while"):
        refuse_other_lists(run, {"rosters": {"a": "2"}})
