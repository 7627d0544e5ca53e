from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from penstock.batch import demo_data as module
from penstock.batch.columns import CONTRACT
from penstock.batch.demo_data import LABELS_FILE, Made, demo_data
from penstock.batch.run import screen
from penstock.kernel.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.batch.run import Judged, Run
    from penstock.law.register import Register
    from penstock.lists.store import ListStore

ROWS = 2000


@pytest.fixture(scope="module")
def made(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Made:
    out = tmp_path_factory.mktemp("demo") / "goods.parquet"
    return demo_data(out, rows=ROWS, distinct=0.12, seed=11, planted=0.2, register=register)


@pytest.fixture(scope="module")
def run(made: Made, register: Register, tmp_path_factory: pytest.TempPathFactory) -> Run:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PENSTOCK_LISTS", str(tmp_path_factory.mktemp("no-lists")))
        return screen(made.files, register=register, on="2026-11-29")


def labelled(made: Made, run: Run) -> list[tuple[dict[str, Any], Judged]]:
    judged = {(one.item.consignment_id, one.item.item_no): one for one in run.judged}
    labels = pl.read_parquet(made.labels).to_dicts()
    return [(label, judged[label["consignment_id"], label["item_no"]]) for label in labels]


def codes(text: str | None) -> set[str]:
    return set(text.split(",")) if text else set()


def test_every_row_is_accepted(run: Run) -> None:
    assert run.rejects == []
    assert len(run.judged) == ROWS


def test_every_planted_row_gets_a_finding_expected_of_its_subject(made: Made, run: Run) -> None:
    pairs = [(label, judged) for label, judged in labelled(made, run) if not label["is_negative"]]
    assert len(pairs) > 300
    for label, judged in pairs:
        about = [f for f in judged.decision.findings if label["subject"] in {None, f.subject}]
        assert codes(label["expects"]) & {f.code for f in about}, (label, judged.item)


def test_no_negative_gets_a_finding_it_must_not_get(made: Made, run: Run) -> None:
    pairs = [(label, judged) for label, judged in labelled(made, run) if label["is_negative"]]
    assert len({label["kind"] for label, _ in pairs}) == 6
    for label, judged in pairs:
        assert not codes(label["never"]) & {f.code for f in judged.decision.findings}, (label, judged.item)


def test_what_is_not_planted_is_ordinary(made: Made, run: Run) -> None:
    planted = {judged.row for _, judged in labelled(made, run)}
    found = {
        finding.code
        for judged in run.judged
        if judged.row not in planted
        for finding in judged.decision.findings
        if run.table.outcome(finding) != "clear"
    }
    assert found <= {"unidentified"}  # a CAS number of an ordinary chemical, which no record of the register has


def test_the_parts_of_a_split_consignment_go_to_one_consignee_on_several_days(made: Made, run: Run) -> None:
    groups: dict[int, list[Judged]] = {}
    for label, judged in labelled(made, run):
        if label["kind"] == "split":
            groups.setdefault(label["group"], []).append(judged)
    assert groups
    for parts in groups.values():
        assert len(parts) == 4
        assert len({one.item.consignee_name for one in parts}) == 1
        assert len({one.item.consignor_name for one in parts}) == 1
        days = {one.item.date for one in parts if one.item.date is not None}
        assert len(days) == 4
        assert len({(day.year, day.month) for day in days}) == 1


def test_the_same_seed_gives_the_same_bytes_and_another_other_data(
    register: Register, tmp_path: Path, made: Made
) -> None:
    def again(name: str, seed: int) -> Made:
        return demo_data(tmp_path / name / "goods.parquet", rows=ROWS, seed=seed, planted=0.2, register=register)

    same, other = again("same", 11), again("other", 12)
    for before, after in zip((*made.files, made.labels), (*same.files, same.labels), strict=True):
        assert before.read_bytes() == after.read_bytes()
    texts = [set(pl.read_parquet(one.files[0])["goods_description"]) for one in (made, other)]
    assert len(texts[0] & texts[1]) < len(texts[0]) / 2


@pytest.mark.parametrize("share", [0.025, 0.12, 0.5])
def test_the_distinct_shares_hold(register: Register, tmp_path: Path, share: float) -> None:
    rows = 4000
    made = demo_data(tmp_path / "a.parquet", rows=rows, distinct=share, planted=0, register=register)
    table = pl.read_parquet(made.files[0])
    assert table["goods_description"].n_unique() == rows * share
    parties = pl.concat([table["consignor_name"], table["consignee_name"]]).n_unique()
    assert parties == pytest.approx(rows * share, rel=0.15)


def test_all_texts_may_be_distinct(register: Register, tmp_path: Path) -> None:
    made = demo_data(tmp_path / "a.csv", rows=500, distinct=1, planted=0, register=register)
    assert pl.read_csv(made.files[0])["goods_description"].n_unique() == 500


def test_csv_and_parquet_hold_the_same_rows_in_the_columns_of_the_contract(
    register: Register, tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pl.read_parquet(made.files[0])
    csv = demo_data(tmp_path / "goods.csv", rows=ROWS, seed=11, planted=0.2, register=register)
    read = pl.read_csv(csv.files[0], schema=table.schema)
    assert read.equals(table)
    assert tuple(table.columns) == CONTRACT
    monkeypatch.setattr(module, "_STRETCH", 300)
    parts = demo_data(tmp_path / "many.csv.d", rows=ROWS, seed=11, files=3, register=register)
    assert sum(len(pl.read_parquet(file)) for file in parts.files) == ROWS


def test_several_files_share_no_consignment_and_their_labels_stand_in_one(register: Register, tmp_path: Path) -> None:
    made = demo_data(tmp_path / "parts", rows=1000, files=3, planted=0.1, register=register)
    assert [file.name for file in made.files] == ["part-0001.parquet", "part-0002.parquet", "part-0003.parquet"]
    tables = [pl.read_parquet(file) for file in made.files]
    assert sum(map(len, tables)) == 1000
    assert sum(table["consignment_id"].n_unique() for table in tables) == pl.concat(tables)["consignment_id"].n_unique()
    assert len(pl.read_parquet(tmp_path / "parts" / LABELS_FILE)) == 100 == sum(made.kinds.values())


def test_one_of_each_kind_is_planted_where_a_tenth_of_the_rows_is_enough(register: Register, tmp_path: Path) -> None:
    some = demo_data(tmp_path / "a" / "a.parquet", rows=400, planted=0.0001, register=register)
    assert set(some.kinds.values()) == {1, 4}
    assert len(some.kinds) > 20
    few = demo_data(tmp_path / "b" / "a.parquet", rows=20, planted=0.0001, register=register)
    assert sum(few.kinds.values()) == 2


def test_companies_of_imported_lists_are_planted_and_found(
    register: Register, tmp_path: Path, save_list: Callable[..., ListStore]
) -> None:
    told = {
        str(n): {"names": (f"Examplesia {word} Works Ltd",), "countries": ("China",)} for n, word in enumerate("XYZ")
    }
    store = save_list("2026-07-31", told)
    made = demo_data(tmp_path / "a.parquet", rows=400, planted=0.3, lists=store.folder, register=register)
    run = screen(made.files, register=register, on="2026-11-29", lists=store.folder)
    pairs = [(label, judged) for label, judged in labelled(made, run) if label["kind"] == "party_imported"]
    assert len(pairs) >= 2
    for _, judged in pairs:
        assert "party_listed" in {finding.code for finding in judged.decision.findings}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"rows": 0}, "0 rows cannot be made"),
        ({"distinct": 0.0}, "0 is no share of distinct texts"),
        ({"distinct": 1.5}, "1.5 is no share of distinct texts"),
        ({"distinct": float("nan")}, "nan is no share of distinct texts"),
        ({"planted": -0.1}, "-0.1 is no share of planted rows"),
        ({"seed": -1}, "The seed -1 is below zero"),
        ({"files": 0}, "10 rows cannot fill 0 files"),
        ({"files": 11}, "10 rows cannot fill 11 files"),
        ({"name": "a.xlsx"}, "a.xlsx is neither .parquet nor .csv"),
        ({"lists": "none"}, "holds no imported list"),
    ],
)
def test_wrong_numbers_and_names_are_refused_and_nothing_is_written(
    register: Register, tmp_path: Path, asked: dict[str, Any], said: str
) -> None:
    out = tmp_path / asked.pop("name", "a.parquet")
    lists = tmp_path / asked.pop("lists") if "lists" in asked else None
    with pytest.raises(UsageError, match=said):
        demo_data(out, **{"rows": 10, "register": register, "lists": lists, **asked})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", ["a.parquet", LABELS_FILE])
def test_what_is_there_already_is_left_as_it_was(register: Register, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is there already"):
        demo_data(tmp_path / "a.parquet", rows=10, register=register)
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_said(register: Register, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        demo_data(tmp_path / "file" / "a.parquet", rows=10, planted=0, register=register)


def test_nothing_is_left_where_writing_fails(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_write_parquet", full)
    with pytest.raises(OutputError, match="No space left on device"):
        demo_data(tmp_path / "a.parquet", rows=10, planted=0, register=register)
    assert list(tmp_path.iterdir()) == []


def test_progress_ends_with_all_rows(register: Register, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    demo_data(tmp_path / "a.csv", rows=10, planted=0, register=register, progress=lambda *done: told.append(done))
    assert told == [(10, 10)]
