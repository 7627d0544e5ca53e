"""The warm answers are those of the commands: of `penstock check` to the byte, of `penstock screen` to the cell."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl
import pytest

import penstock
from penstock.batch.demo_data import demo_data
from penstock.batch.readers import read_file
from penstock.desk import answering as answering_module
from penstock.desk.answering import Answering, Question, Screened
from penstock.kernel.errors import PenstockError, UnknownPlace
from penstock.substances import naming

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from penstock.law.register import Register

DAY = date(2026, 11, 22)
AMARVEL = "Hubei Amarvel Biotech Co., Ltd."


@pytest.fixture(scope="module")
def answering(register: Register) -> Answering:
    return Answering(register)


def screened(answering: Answering, rows: list[dict[str, Any]], **told: Any) -> Screened:  # noqa: ANN401  # places
    return driven(answering.screen([json.dumps(row, ensure_ascii=False) for row in rows], DAY, **told))


def driven(work: Generator[None, None, Screened]) -> Screened:
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Screened = end.value
            return found


ROWS: list[dict[str, Any]] = [
    {"consignment_id": "A", "goods_description": "1-boc-4-piperidone, 25 kg drum", "export_country": "CN",
     "destination_country": "MX", "net_mass_kg": 25},
    {"consignment_id": "A", "goods_description": "steel bolts", "cas_number": "79099-07-3"},
    {"consignment_id": "B", "item_no": 7, "smiles": "O=C1CCN(C(=O)OC(C)(C)C)CC1", "date": "2023-06-21"},
    {"consignment_id": "B", "item_no": 7, "smiles": "CCO"},
    {"consignment_id": "C", "consignor_name": AMARVEL, "consignor_country": "CN", "goods_description": "tablet press"},
    {"consignment_id": "D", "goods_description": "acetone", "date": "03/04/2025"},
    {"consignment_id": "E", "goods_description": "acetone", "quantity": "1,000"},
    {"consignment_id": "F", "goods_description": ["acetone"]},
    {"consignment_id": "G"},
    {"consignment_id": "", "cas_number": "67-64-1"},
    {"consignment_id": "H", "cas_number": "67-64-2", "commodity_code": "2914.11", "colour": "red"},
    {"consignment_id": "I", "goods_description": "<script>alert(1)</script>\u0000\u202e' OR 1=1 --"},
]  # fmt: skip


def test_items_are_answered_as_a_file_of_the_same_rows_is(answering: Answering, tmp_path: Path) -> None:
    rows = ROWS + [
        {**row, "consignment_id": f"again {nth}"} for nth, row in enumerate(ROWS * 12) if "item_no" not in row
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    run = penstock.screen(path, tmp_path / "out", on=DAY, register=answering.register)
    told = screened(answering, rows).as_dict()

    assert told["stamp"] == run.stamp
    assert told["counts"]["rows"] == len(rows) == len(told["items"])
    decisions = [item for item in told["items"] if "refused" not in item]
    written = pl.read_parquet(tmp_path / "out" / "decisions.parquet")
    for name in ("consignment_id", "item_no", "outcome", "consignment_outcome", "as_of", "row"):
        assert [item[name] for item in decisions] == written[name].to_list(), name
    assert [", ".join(item["reasons"]) for item in decisions] == written["reasons"].to_list()
    assert [", ".join(item["unknown_in"]) for item in decisions] == written["unknown_in"].to_list()
    findings = [
        {"consignment_id": item["consignment_id"], "item_no": item["item_no"], **finding}
        for item in decisions
        for finding in item["findings"]
    ]
    assert len(findings) > 100
    assert findings == pl.read_parquet(tmp_path / "out" / "findings.parquet").to_dicts()
    refused = [(item["row"], *item["refused"].values()) for item in told["items"] if "refused" in item]
    assert {row[2] for row in refused} == {
        "duplicate_item", "ambiguous_date", "ambiguous_number", "nested_value", "nothing_to_screen", "missing_id",
    }  # fmt: skip
    kept = [(one.row, one.column, one.code, one.seen, one.remedy.split(": ", 1)[1]) for one in read_file(path).rejects]
    assert refused == kept


def test_one_item_is_answered_as_among_many(answering: Answering) -> None:
    whole = screened(answering, ROWS).as_dict()["items"]
    for place, row in enumerate(ROWS):
        if "refused" in whole[place] or row["consignment_id"] == "A":
            continue
        (alone,) = screened(answering, [row]).as_dict()["items"]
        same = {name: alone[name] for name in ("outcome", "reasons", "findings", "as_of")}
        assert same == {name: whole[place][name] for name in same}


def test_many_items_are_answered_byte_for_byte_as_each_alone_is(answering: Answering, tmp_path: Path) -> None:
    made = demo_data(tmp_path / "parcels.parquet", rows=600, distinct=1)
    rows = pl.read_parquet(made.files[0]).with_columns(pl.col("date").cast(pl.String)).to_dicts()
    rows = [row | {"consignment_id": f"of its own {nth}"} for nth, row in enumerate([*rows, *rows[:40]])]
    whole = screened(answering, rows).as_dict()["items"]
    plain, compared = Answering(answering.register), 0
    for told, row in zip(whole, rows, strict=True):
        if "split_consignment" not in told["reasons"]:  # that is said of several rows together alone
            (alone,) = screened(plain, [row]).as_dict()["items"]
            assert msgspec.json.encode({**told, "row": 1}) == msgspec.json.encode(alone)
            compared += 1
    assert compared > 600
    assert len({item["outcome"] for item in whole}) > 1


def test_rows_that_pass_a_threshold_together_are_added_up(answering: Answering, tmp_path: Path) -> None:
    one = {"goods_description": "acetic anhydride", "cas_number": "108-24-7", "consignor_country": "US",
           "consignee_country": "US", "consignor_name": "Sender Inc", "consignee_name": "Taker Inc",
           "net_mass_kg": 600, "date": "2026-03-04"}  # fmt: skip
    rows = [{"consignment_id": name, **one} for name in "ab"]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run = penstock.screen(path, on=DAY, register=answering.register)
    told = screened(answering, rows).as_dict()
    assert [item["outcome"] for item in told["items"]] == [judged.decision.outcome for judged in run.judged]
    codes = [[finding["code"] for finding in item["findings"]] for item in told["items"]]
    assert codes == [[finding.code for finding in judged.decision.findings] for judged in run.judged]


def test_aliases_are_read_and_keys_that_mean_nothing_are_named(answering: Answering) -> None:
    told = screened(answering, [{"CAS No.": "79099-07-3", "Beschreibung der Farbe": "red"}]).as_dict()
    assert told["items"][0]["outcome"] != "clear"
    assert told["unread"] == ["Beschreibung der Farbe"]


def test_two_keys_for_one_column_refuse_their_item_alone(answering: Answering) -> None:
    rows = [{"cas_number": "67-64-1", "CAS No.": "67-64-1"}, {"cas_number": "79099-07-3"}, {"colour": "red"}]
    first, second, third = screened(answering, rows).as_dict()["items"]
    assert first["refused"]["code"] == third["refused"]["code"] == "unusable_keys"
    assert "both mean cas_number" in first["refused"]["remedy"]
    assert second["consignment_id"] == "row-2"
    assert second["findings"]


def test_a_key_that_stands_twice_and_half_a_surrogate_are_refused(answering: Answering) -> None:
    texts = ['{"cas_number": "1", "cas_number": "79099-07-3"}', '{"goods_description": "\\ud800"}', "[1]", "7"]
    told = driven(answering.screen(texts, DAY)).as_dict()
    assert [item["refused"]["code"] for item in told["items"]] == ["bad_json"] * 4


def test_an_unknown_place_is_refused(answering: Answering) -> None:
    with pytest.raises(UnknownPlace):
        screened(answering, ROWS, places=["XX"])


@pytest.mark.parametrize(
    "subject",
    ["79099-07-3", "4-AP", AMARVEL, "Zhang Wei", "O=C1CCNCC1", "8479.89", "steel bolts", "", "\x00", "' OR 1=1"],
)
def test_a_question_is_answered_as_the_command_answers_it(answering: Answering, subject: str) -> None:
    try:
        plain = penstock.check(subject, on=DAY).as_dict()
    except PenstockError as error:
        with pytest.raises(type(error)):
            answering.check(Question(subject, DAY))
        return
    assert answering.check(Question(subject, DAY)) == plain
    assert answering.check(Question(subject, DAY)) == plain


def test_what_is_remembered_is_forgotten_before_it_fills_the_memory(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering_module, "MOST_READ", 1000)
    small = Answering(register)
    before = small.parties
    told = screened(small, ROWS).as_dict()
    assert screened(small, ROWS).as_dict() == told
    assert small.parties is not before


def test_a_name_that_opsin_reads_is_read_apart_and_answered_alike(answering: Answering) -> None:
    for subject, apart in (("tert-butyl 4-oxoazepane-1-carboxylate", naming.is_available()), ("acetone", False)):
        work = answering.asking(Question(subject, DAY))
        steps = []
        while True:
            try:
                steps.append(next(work))
            except StopIteration as end:
                answer = end.value
                break
            assert steps[-1] is not None
            steps[-1]()
        assert len(steps) == apart
        assert answer == penstock.check(subject, on=DAY).as_dict()
