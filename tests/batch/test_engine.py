from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.batch.telling_files import LONG, TOO_LONG
from tests.shipped import REGISTER

from penstock.batch.columns import CONTRACT
from penstock.batch.engine import CARRIED, Judged
from penstock.batch.frames import frames
from penstock.batch.job import Job, Ready, make_ready
from penstock.screening.judge import Judge

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.screening.consignment import GoodsItem
    from penstock.screening.decide import Decision


def ready_for(tmp_path: Path, text: str, name: str = "f.csv") -> Ready:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return make_ready(Job((str(path),), on="2026-11-22"), REGISTER)


def judge_all(ready: Ready, rows: int = 100) -> list[Judged]:
    sheet = ready.sheets[0]
    return [ready.engine.judge(ready.engine.prepare(sheet, frame), lambda _: {}) for frame in frames(sheet, rows)]


@pytest.fixture
def judged_items(monkeypatch: pytest.MonkeyPatch) -> list[GoodsItem]:
    """Return the items that the judge was asked about, as they come."""
    asked: list[GoodsItem] = []
    item = Judge.item

    def asking(judge: Judge, one: GoodsItem, on: Any) -> Decision:  # noqa: ANN401  # a day
        asked.append(one)
        return item(judge, one, on)

    monkeypatch.setattr(Judge, "item", asking)
    return asked


def test_rows_that_are_judged_alike_are_judged_once_whatever_they_are_called(
    tmp_path: Path, judged_items: list[GoodsItem]
) -> None:
    goods = [f"brake pads no {nth}" for nth in range(50)]
    ready = ready_for(tmp_path, "goods,to\n" + "".join(f"{one},DE\n" for one in goods))
    tables = judge_all(ready, 20)
    assert [len(one.rows) for one in tables] == [20, 20, 10]
    assert len(judged_items) == 1
    assert {decision.outcome for one in tables for decision in one.decisions} == {"clear"}


def test_rows_of_loud_goods_are_judged_each_by_itself_and_one_decision_stands_for_all_that_say_the_same(
    tmp_path: Path, judged_items: list[GoodsItem]
) -> None:
    rows = "".join(
        f"{goods},Example Foods Inc,{mass}\n" for goods, mass in [("fentanyl", 5), ("fentanyl", 6), ("sufentanil", 5)]
    )
    (judged,) = judge_all(ready_for(tmp_path, f"goods,consignee,net mass\n{rows}"))
    assert [one.net_mass_kg for one in judged_items] == [5.0, 6.0, 5.0]
    places = judged.rows["decision"].to_list()
    assert places[0] == places[1] != places[2]
    assert len(judged.decisions) == 2
    assert {one.subject for one in judged.decisions[places[2]].findings} >= {"sufentanil"}


def test_a_refused_row_uses_up_its_number_and_comes_in_its_place(tmp_path: Path) -> None:
    ready = ready_for(tmp_path, "id,line,goods,mass kg\nA,,urea,1\nA,,urea,a lot\nA\n,,urea,1\nA,,urea,2\nA,x,urea,2\n")
    (judged,) = judge_all(ready)
    keys = judged.rows.select("consignment_id", "item_no", "row", "place").rows()
    assert keys == [("A", 1, 1, 2), ("A", 3, 5, 6)]
    assert [(one.row, one.code) for one in judged.rejects] == [
        (2, "bad_number"),
        (3, "ragged_row"),
        (4, "missing_id"),
        (6, "bad_item_no"),
    ]
    assert judged.taken == [("A", 2, 2, 3)]


def test_a_text_is_too_long_by_its_characters_not_its_bytes(tmp_path: Path) -> None:
    ready = ready_for(tmp_path, f"id,goods,note\nA,{LONG},x\nA,{TOO_LONG},x\nA,urea,{TOO_LONG}\nA,urea,{LONG}\n")
    (judged,) = judge_all(ready)
    assert judged.rows.select("item_no", "row").rows() == [(1, 1), (2, 4)]
    assert [(one.row, one.column, one.code) for one in judged.rejects] == [
        (2, "goods", "cell_too_long"),
        (3, "note", "cell_too_long"),
    ]


def test_cells_of_other_columns_are_carried_as_text(tmp_path: Path) -> None:
    lines = '{"goods": "urea", "a": 1, "b": [1]}\n{"goods": "urea", "a": 2.50, "b": null}\n{"goods": "urea"}\n'
    (judged,) = judge_all(ready_for(tmp_path, lines, "f.jsonl"))
    assert judged.rows[f"{CARRIED}a"].to_list() == ["1", "2.5", ""]
    assert judged.rows[f"{CARRIED}b"].to_list() == ["[1]", "", ""]


def test_transit_countries_travel_as_they_were_read(tmp_path: Path, judged_items: list[GoodsItem]) -> None:
    judge_all(ready_for(tmp_path, 'goods,via\nfentanyl,"HK, US"\nfentanyl,\nfentanyl,","\n'))
    assert {one.transit_countries for one in judged_items} == {(), ("HK", "US")}
    assert all(getattr(one, column) is not ... for one in judged_items for column in CONTRACT)
