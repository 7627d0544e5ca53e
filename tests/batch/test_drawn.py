from __future__ import annotations

import json
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from polars.testing import assert_frame_equal
from tests.batch.test_authorised import licences
from tests.shipped import REGISTER

from penstock.batch import files
from penstock.batch.again import DRAWN, OTHERWISE, screen_again
from penstock.batch.authorised import read_authorisations
from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.batch.kept_draws import read_draws
from penstock.batch.run import screen
from penstock.cases.drawing import AtHand
from penstock.kernel.errors import InputError, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DAY = "2026-11-22"
PARTY_COLUMNS = "consignor_name,consignor_country,consignee_name,consignee_country"
HEAD = f"consignment_id,item_no,date,{PARTY_COLUMNS},cas_number,net_mass_kg"
ROWS = [
    "C1,1,2026-05-04,Ejemplo Quimica SA,MX,Example Pharma Inc.,US,21409-26-7,60",
    "C2,1,2026-05-05,Ejemplo Quimica SA,MX,EXAMPLE PHARMA INC,US,21409-26-7,60",
    "C3,1,2026-05-06,Otra SA,MX,Example Pharma Inc.,US,21409-26-7,5",
    "C4,1,2026-05-07,Ejemplo Quimica SA,MX,Example Pharma Inc.,US,57-13-6,5",
    "C5,1,2027-05-07,Ejemplo Quimica SA,MX,Example Pharma Inc.,US,21409-26-7,5",
    "C6,1,2026-05-08,Ejemplo Quimica SA,MX,Example Pharma Inc.,US,21409-26-7,40",
    "C6,2,2026-05-08,Ejemplo Quimica SA,MX,Example Pharma Inc.,US,21409-26-7,0.001",
]


def written(path: Path, rows: Sequence[str]) -> Path:
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


def job(path: Path, licence: Path | AtHand, rows: int = 2, **more: Any) -> Job:  # noqa: ANN401  # a part of a job
    lists, authorised = str(path.parent / "lists"), licence if isinstance(licence, AtHand) else str(licence)
    return Job((str(path),), on=DAY, jurisdictions=("US",), lists=lists, rows=rows, authorisations=authorised, **more)


def both(folder: Path, path: Path, licence: Path, rows: int = 2) -> tuple[dict[str, Any], pl.DataFrame, pl.DataFrame]:
    """Screen in both ways, see that they write the same, and return run.json, decisions and findings."""
    (folder / "lists").mkdir(exist_ok=True)
    one = job(path, licence, rows)
    screen(
        one.files,
        folder / "plain",
        jurisdictions=["US"],
        on=DAY,
        register=REGISTER,
        lists=one.lists,
        authorisations=licence,
    )
    screen_files(one, folder / "parts", register=REGISTER)
    for name in ("decisions", "findings"):
        assert_frame_equal(*(pl.read_parquet(folder / way / f"{name}.parquet") for way in ("plain", "parts")))
    told = [json.loads((folder / way / "run.json").read_text(encoding="utf-8")) for way in ("plain", "parts")]
    for name in ("stamp", "counts", "authorisations"):
        assert told[0][name] == told[1][name]
    for name in ("rejects.csv", "draws.parquet"):
        assert (folder / "plain" / name).read_bytes() == (folder / "parts" / name).read_bytes()
    return told[1], *(pl.read_parquet(folder / "parts" / f"{name}.parquet") for name in ("decisions", "findings"))


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_rows_draw_down_one_licence_in_the_order_of_the_file(tmp_path: Path, rows: int) -> None:
    licence = licences(tmp_path / "licences.csv")
    told, decisions, findings = both(tmp_path, written(tmp_path / "f.csv", ROWS), licence, rows)
    assert decisions["outcome"].to_list() == ["clear", "licence", "licence", "clear", "licence", "clear", "licence"]
    assert decisions.filter(consignment_id="C6")["consignment_outcome"].to_list() == ["licence", "licence"]
    assert decisions["reasons"].to_list()[:2] == ["authorised", "licence, not_authorised"]
    authorised = findings.filter(code="authorised")
    assert authorised["consignment_id"].to_list() == ["C1", "C6"]
    assert authorised["other_matched"].to_list() == ["EX-1", "EX-1"]
    said = dict(findings.filter(code="not_authorised").select("consignment_id", "message").iter_rows())
    assert "20 kg over: 40 of 100 kg are left, and 60 kg are shipped" in said["C2"]
    assert "the consignor is Otra SA (MX)" in said["C3"]
    assert "it expired on 2026-12-31" in said["C5"]
    (balance,) = told["authorisations"]["balance"]
    assert (balance["drawn"], balance["left"], balance["items"]) == ("100", "0", 2)
    assert len(told["stamp"]["authorisations"]) == 64


def test_a_row_that_stands_twice_is_refused_and_draws_nothing(tmp_path: Path) -> None:
    told, decisions, _ = both(tmp_path, written(tmp_path / "f.csv", [ROWS[0], ROWS[0]]), licences(tmp_path / "l.csv"))
    assert (decisions["outcome"].to_list(), told["counts"]["rejects"]) == (["clear"], 1)
    assert told["authorisations"]["balance"][0]["drawn"] == "60"


def test_without_authorisations_the_same_rows_need_a_licence(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    path = written(tmp_path / "f.csv", ROWS)
    told = screen_files(
        Job((str(path),), on=DAY, jurisdictions=("US",), lists=str(tmp_path / "lists")),
        tmp_path / "out",
        register=REGISTER,
    ).summary
    assert "authorisations" not in told
    assert "authorisations" not in told["stamp"]
    assert told["counts"]["outcomes"]["licence"] == 6


def test_a_bad_file_of_authorisations_stops_the_run_before_it_begins(tmp_path: Path) -> None:
    path = written(tmp_path / "f.csv", ROWS)
    bad = licences(tmp_path / "l.csv", {"quantity": "much"})
    with pytest.raises(InputError, match="quantity is 'much'"):
        screen_files(job(path, bad), tmp_path / "out", register=REGISTER)
    with pytest.raises(InputError, match="quantity is 'much'"):
        screen(path, tmp_path / "out", authorisations=bad, register=REGISTER)
    assert not (tmp_path / "out").exists()


def test_a_run_that_was_broken_off_goes_on_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lists").mkdir()
    path, licence = written(tmp_path / "f.csv", ROWS), licences(tmp_path / "licences.csv")
    screen_files(job(path, licence), tmp_path / "whole", register=REGISTER)

    def broken(*_: object) -> None:
        message = "The disk is full."
        raise OutputError(message, remedy="Make room.")

    with monkeypatch.context() as patched:
        patched.setattr(files, "finish", broken)
        with pytest.raises(OutputError, match="disk is full"):
            screen_files(job(path, licence), tmp_path / "again", register=REGISTER)
    other = licences(tmp_path / "other.csv", {"quantity": "500"})
    with pytest.raises(UsageError, match="is of other inputs"):
        screen_files(job(path, other), tmp_path / "again", register=REGISTER, resume=True)
    screen_files(job(path, licence), tmp_path / "again", register=REGISTER, resume=True)
    for name in ("decisions.parquet", "findings.parquet", "rejects.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_a_run_of_the_store_goes_on_by_what_is_left_there_when_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lists").mkdir()
    path, read = written(tmp_path / "f.csv", ROWS), read_authorisations(licences(tmp_path / "l.csv"), REGISTER)
    before = AtHand(read.authorisations)
    now = AtHand(tuple(structs.replace(one, drawn=Decimal(41)) for one in read.authorisations))

    def broken(*_: object) -> None:
        message = "The disk is full."
        raise OutputError(message, remedy="Make room.")

    with monkeypatch.context() as patched:
        patched.setattr(files, "finish", broken)
        with pytest.raises(OutputError, match="disk is full"):
            screen_files(job(path, before), tmp_path / "again", register=REGISTER)
    told = screen_files(job(path, now), tmp_path / "again", register=REGISTER, resume=True).summary
    screen_files(job(path, now), tmp_path / "whole", register=REGISTER)
    for name in ("decisions.parquet", "findings.parquet", "draws.parquet", "rejects.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert told["stamp"]["authorisations"] == now.digest != before.digest
    assert [one.consignment_id for one in read_draws(tmp_path / "again")] == ["C6", "C6"]


def test_a_run_of_the_store_is_screened_again_by_the_store(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    path, read = written(tmp_path / "f.csv", ROWS), read_authorisations(licences(tmp_path / "l.csv"), REGISTER)
    at_hand = AtHand(read.authorisations)
    again = partial(screen_again, tmp_path / "run", register=REGISTER, lists=str(tmp_path / "lists"))
    screen_files(job(path, at_hand), tmp_path / "run", register=REGISTER)
    with pytest.raises(UsageError, match="had the authorisations of a store"):
        again(tmp_path / "a")
    same = again(tmp_path / "a", of_store=lambda: at_hand)
    assert (same.why_whole, len(same.flips)) == (DRAWN, 0)
    none = again(tmp_path / "b", of_store=lambda: AtHand(()))
    assert (none.why_whole, len(none.flips)) == (OTHERWISE, 2)


def test_a_run_screened_again_is_judged_whole_with_the_same_authorisations(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    path, licence = written(tmp_path / "f.csv", ROWS), licences(tmp_path / "licences.csv")
    screen_files(job(path, licence), tmp_path / "run", register=REGISTER)
    again = screen_again(tmp_path / "run", tmp_path / "again", register=REGISTER, lists=str(tmp_path / "lists"))
    assert again.why_whole == DRAWN
    assert len(again.flips) == 0
    for name in ("decisions.parquet", "findings.parquet"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "run" / name).read_bytes()
    licences(tmp_path / "licences.csv", {"quantity": "500"})
    with pytest.raises(InputError, match=r"licences\.csv is not the file that was screened"):
        screen_again(tmp_path / "run", tmp_path / "more", register=REGISTER, lists=str(tmp_path / "lists"))


PARTIES = st.sampled_from(["Ejemplo Quimica SA", "EJEMPLO QUIMICA S.A.", "Otra SA", ""])
GOODS = st.sampled_from(["21409-26-7", "57-13-6", "108-24-7", "not a number"])
DAYS = st.sampled_from(["2026-05-04", "2027-02-02", ""])
MASSES = st.sampled_from(["1", "2.5", "7", "0.0005", ""])
LINES = st.lists(st.tuples(st.sampled_from("ABC"), DAYS, PARTIES, GOODS, MASSES), min_size=1, max_size=14)
LICENCES = st.lists(
    st.fixed_dictionaries(
        {
            "quantity": st.sampled_from(["1", "5", "9.5", "unlimited"]),
            "counterparties": st.sampled_from(["any", "Ejemplo Quimica SA|MX", "|MX"]),
            "substances": st.sampled_from(["21409-26-7", "21409-26-7;108-24-7", "npp"]),
            "stages": st.sampled_from(["import", "import;possession;purchase;transport", "export"]),
        }
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=25, deadline=None)
@given(LINES, LICENCES, st.integers(1, 6))
def test_whatever_the_rows_and_licences_both_ways_say_the_same_and_nothing_is_overdrawn(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[tuple[str, str, str, str, str]],
    granted: list[dict[str, str]],
    rows: int,
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    told = [
        f"{name},{nth},{day},{party},MX,Example Pharma Inc.,US,{goods},{mass}"
        for nth, (name, day, party, goods, mass) in enumerate(lines, 1)
    ]
    numbered = [one | {"number": f"EX-{nth}"} for nth, one in enumerate(granted)]
    summary, _, findings = both(
        folder, written(folder / "f.csv", told), licences(folder / "licences.csv", *numbered), rows
    )
    for balance in summary["authorisations"]["balance"]:
        assert balance["left"] is None or float(balance["left"]) >= 0
    drawn = sum(balance["items"] for balance in summary["authorisations"]["balance"])
    cited = findings.filter(code="authorised").select("consignment_id", "item_no", "other_matched").unique()
    assert drawn == len(cited)
