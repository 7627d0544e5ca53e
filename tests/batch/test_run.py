from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shipped import REGISTER

import penstock
from penstock.batch.run import STEP, screen
from penstock.kernel.errors import BadDay, InputError, NamingError, PenstockError, UnknownPlace, UsageError
from penstock.law.register import Register
from penstock.substances import naming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from penstock.batch.run import Run

DAY = date(2026, 11, 1)
HEADERS = [
    "consignment_id",
    "item_no",
    "date",
    "destination_country",
    "goods_description",
    "cas_number",
    "net_mass_kg",
]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return ``write(name, text)``, which puts a file into the test's folder."""

    def put(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return put


# --- rows in = decisions + rejects, always

CELLS = {
    "consignment_id": st.sampled_from(["A", "B", "C", ""]),
    "item_no": st.sampled_from(["", "1", "2", "0", "x"]),
    "date": st.sampled_from(["", "2023-06-21", "03/04/2025", "2023-02-30"]),
    "destination_country": st.sampled_from(["", "MX", "US", "Nowhere"]),
    "goods_description": st.one_of(
        st.sampled_from(["", "urea", "4-哌啶酮", "fentanyl", "tablet press", "二甲苯"]),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    ),
    "cas_number": st.sampled_from(["", "57-13-6", "41661-47-6", "41661-47-5", "2005-07-04", "hello"]),
    "net_mass_kg": st.sampled_from(["", "1.5", "-2", "1,000", "a lot"]),
}
WHOLE_ROWS = st.tuples(*(CELLS[name] for name in HEADERS)).map(list)
RAGGED_ROWS = st.lists(st.sampled_from(["A", "1", "urea", "x;y", 'in "quotes"']), min_size=1, max_size=10)
ROWS = st.lists(st.one_of(WHOLE_ROWS, WHOLE_ROWS, RAGGED_ROWS), min_size=1, max_size=12)


def as_csv(rows: list[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEADERS, *rows])
    return stream.getvalue().encode()


@settings(max_examples=150, deadline=None)
@given(ROWS, ROWS)
def test_every_row_is_a_decision_or_a_reject_and_never_both(one: list[list[str]], other: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, "one.csv"), Path(folder, "other.csv")]
        for path, rows in zip(files, (one, other), strict=True):
            path.write_bytes(as_csv(rows))
        run = screen(files, on=DAY, register=REGISTER)
    wanted = Counter(
        (str(path), row) for path, rows in zip(files, (one, other), strict=True) for row in range(1, len(rows) + 1)
    )
    judged = Counter((each.file, each.row) for each in run.judged)
    assert judged + Counter((each.file, each.row) for each in run.rejects) == wanted
    counts = run.as_dict()["counts"]
    assert counts["rows"] == counts["decisions"] + counts["rejects"] == len(one) + len(other)
    assert sum(counts["outcomes"].values()) == counts["decisions"]
    keys = [(each.decision.consignment_id, each.decision.item_no) for each in run.judged]
    assert len(set(keys)) == len(keys)
    assert all(each.remedy and each.code for each in run.rejects)


def test_a_corpus_of_real_names_numbers_and_structures_loses_no_row(shared: Path) -> None:
    source = shared / "bench" / "cas_name_smiles_toxcast.csv"
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = sum(1 for _ in csv.reader(stream)) - 1
    run = screen([source], on=DAY, register=REGISTER)
    places = [each.row for each in run.judged] + [each.row for each in run.rejects]
    assert sorted(places) == list(range(1, rows + 1))
    assert run.outcomes["clear"] > run.outcomes["prohibited"] > 0


def test_chinas_listed_substances_by_chinese_name_are_never_clear_in_china(shared: Path, tmp_path: Path) -> None:
    source = shared / "reference" / "cn_controlled_lists.csv"
    with source.open(encoding="utf-8-sig", newline="") as stream:
        listed = list(csv.DictReader(stream))
    names = [row["name_zh"] for row in listed]
    path = tmp_path / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["goods_description"], *([name] for name in names)])
    run = screen([path], jurisdictions=["CN"], on=DAY, register=REGISTER)
    assert len(run.judged) == len(names) > 400
    assert [j.item.goods_description for j in run.judged if j.decision.outcome == "clear"] == []


# --- what a run is asked


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"on": "2023-02-30"}, BadDay, "'2023-02-30' is not a day"),
        ({"on": ""}, BadDay, "'' is not a day"),
        ({"jurisdictions": ["CN", "XX"]}, UnknownPlace, "no law of 'XX'"),
    ],
)
def test_a_bad_question_is_refused_before_anything_is_read(
    options: dict[str, str], error: type[PenstockError], says: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=says):
        screen([tmp_path / "absent.csv"], tmp_path / "out", register=REGISTER, **options)  # type: ignore[arg-type]  # wrong on purpose
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No file to screen"):
        screen([], tmp_path / "out", register=REGISTER)


def test_one_unreadable_file_among_good_ones_writes_nothing(write: Callable[[str, str], Path], tmp_path: Path) -> None:
    good, empty = write("good.csv", "goods_description\nurea\n"), write("empty.csv", "")
    with pytest.raises(InputError, match="is empty"):
        screen([good, empty], tmp_path / "out", on=DAY, register=REGISTER)
    assert {path.name for path in tmp_path.iterdir()} == {"good.csv", "empty.csv"}


def test_the_day_of_a_row_comes_before_the_day_of_the_run(write: Callable[[str, str], Path]) -> None:
    path = write("a.csv", "date,cas_number\n2025-07-19,41661-47-6\n2025-07-20,41661-47-6\n,41661-47-6\n")

    def controlled(on: str) -> list[bool]:
        run = screen([path], jurisdictions=["CN"], on=on, register=REGISTER)
        return [any(f.code == "obligation" for f in each.decision.findings) for each in run.judged]

    assert controlled("2025-07-19") == [False, True, False]
    assert controlled("2025-07-20") == [False, True, True]


def test_the_named_jurisdictions_are_the_ones_asked(write: Callable[[str, str], Path]) -> None:
    path = write("a.csv", "export_country,destination_country,cas_number\nCN,DE,41661-47-6\n")
    run = screen([path], jurisdictions=["us"], on=DAY, register=REGISTER)
    assert {f.jurisdiction for f in run.judged[0].decision.findings} == {"US"}
    assert run.stamp["jurisdictions"] == ["US"]


def test_the_stamp_names_all_that_decides(write: Callable[[str, str], Path]) -> None:
    run = screen([write("a.csv", "goods_description\nurea\n")], on="2026-11-01", register=REGISTER)
    assert run.stamp == {
        "as_of": "2026-11-01",
        "register": REGISTER.digest,
        "rosters": {},
        "engine": penstock.__version__,
        "jurisdictions": None,
    }


def test_an_item_that_stands_in_two_files_is_judged_once_and_rejected_once(
    write: Callable[[str, str], Path],
) -> None:
    one = write("one.csv", "consignment_id,item_no,goods_description\nA,1,urea\n")
    two = write("two.csv", "consignment_id,item_no,goods_description\nA,1,fentanyl\nA,2,urea\n")
    run = screen([one, two], on=DAY, register=REGISTER)
    assert [(each.file, each.row) for each in run.judged] == [(str(one), 1), (str(two), 2)]
    (again,) = run.rejects
    assert (again.file, again.row, again.code, again.seen) == (str(two), 1, "duplicate_item", "A item 1")


def test_two_catalogues_without_ids_are_both_judged(write: Callable[[str, str], Path]) -> None:
    files = [write("one.csv", "goods_description\nurea\n"), write("two.csv", "goods_description\nfentanyl\n")]
    run = screen(files, on=DAY, register=REGISTER)
    assert len(run.judged) == 2


def test_a_consignment_is_as_strict_as_its_strictest_item(write: Callable[[str, str], Path]) -> None:
    text = "consignment_id,goods_description\nA,urea\nB,toy parts\nA,carfentanil\nA,toy parts\n"
    run = screen([write("a.csv", text)], on=DAY, jurisdictions=["CN"], register=REGISTER)
    assert run.consignment_outcomes() == {"A": "prohibited", "B": "clear"}
    assert [each.decision.outcome for each in run.judged] == ["clear", "clear", "prohibited", "clear"]


def test_progress_reaches_the_end_once_and_never_goes_back(write: Callable[[str, str], Path]) -> None:
    rows = STEP * 2 + 7
    path = write("a.csv", "goods_description\n" + "urea\n" * rows)
    told: list[tuple[int, int]] = []
    screen([path], on=DAY, register=REGISTER, progress=lambda done, total: told.append((done, total)))
    assert told == [(STEP, rows), (STEP * 2, rows), (rows, rows)]


def test_the_run_describes_its_inputs(write: Callable[[str, str], Path]) -> None:
    path = write("a.csv", "品名;Farbe\nurea;blue\n")
    (described,) = json.loads(json.dumps(screen([path], on=DAY, register=REGISTER).as_dict()))["inputs"]
    assert described["file"] == str(path)
    assert len(described["sha256"]) == 64
    assert (described["format"], described["encoding"], described["rows"]) == ("csv", "utf-8", 1)
    assert described["columns"] == {"goods_description": "品名"}
    assert described["carried"] == ["Farbe"]
    assert any("semicolon" in notice for notice in described["notices"])


def test_the_shipped_register_is_used_when_none_is_given(write: Callable[[str, str], Path]) -> None:
    run = screen([str(write("a.csv", "goods_description\nurea\n"))], on=DAY)
    assert run.stamp["register"] == Register.load().digest


# --- names read as structures

NAMED = """consignment_id,export_country,destination_country,goods_description,cas_number,smiles
A,CN,US,N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide,,
B,CN,US,N-cyclohexyl-N-phenylbenzamide,,O=C(c1ccccc1)N(c1ccccc1)C1CCCCC1
C,CN,US,N-cyclohexyl-N-phenylbenzamide,,CCC(=O)N(C)c1ccccc1
D,CN,US,carbonic diamide,41661-47-6,
E,CN,US,steel pipes,,
F,CN,US,,57-13-6,
"""
NEEDS_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="there is no 'java' on the path")


def told(run: Run) -> dict[str, tuple[str, set[str]]]:
    return {
        one.item.consignment_id: (one.decision.outcome, {finding.code for finding in one.decision.findings})
        for one in run.judged
    }


@NEEDS_JAVA
def test_names_are_read_where_that_is_asked(write: Callable[[str, str], Path]) -> None:
    run = screen(write("goods.csv", NAMED), on=DAY, register=REGISTER, names=True)
    found = told(run)
    assert found["A"] == ("hold", {"open"})
    assert found["B"] == ("clear", {"unrecorded"})
    assert found["C"] == ("hold", {"name_structure", "red_flag", "unrecorded"})
    assert found["D"][0] == "hold"
    assert "name_cas" in found["D"][1]
    assert found["E"] == ("clear", {"no_mention"})
    assert run.stamp["engine"] == naming.engine_with_reader(penstock.__version__)
    assert set(run.seconds) == {"read", "names", "judge"}
    assert min(run.seconds.values()) >= 0


def test_no_name_is_read_where_nobody_asks(write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "structures_of", None)
    run = screen(write("goods.csv", NAMED), on=DAY, register=REGISTER)
    assert told(run)["A"] == ("clear", {"no_mention"})
    assert run.stamp["engine"] == penstock.__version__
    assert set(run.seconds) == {"read", "judge"}


def test_all_names_of_a_run_are_read_once_and_together(
    write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def read(names: Iterable[str]) -> dict[str, str]:
        asked.append(list(names))
        return {}

    monkeypatch.setattr(naming, "structures_of", read)
    monkeypatch.setattr(naming, "engine_with_reader", lambda engine: f"{engine} with a reader")
    run = screen([write("a.csv", NAMED), write("b.csv", NAMED)], on=DAY, register=REGISTER, names=True)
    assert len(asked) == 1
    assert len(asked[0]) == len(set(asked[0]))
    assert set(asked[0]) == {one.item.goods_description for one in run.judged} - {None}
    assert run.stamp["engine"] == f"{penstock.__version__} with a reader"


def test_a_missing_reader_of_names_stops_the_run_before_it_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "find_spec", lambda _: None)
    with pytest.raises(NamingError, match="py2opsin is not installed"):
        screen(tmp_path / "absent.csv", tmp_path / "out", on=DAY, register=REGISTER, names=True)
    assert list(tmp_path.iterdir()) == []


def test_parties_are_judged_and_the_run_says_which_lists_it_looked_through(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    path = write(
        "parties.csv",
        "consignor_name,consignor_country,destination_country,goods_description\n"
        '"HEBEI YAXIN RESTAURANT MANAGEMENT CO., LTD.",CN,US,steel pipes\n'
        "Kestrel Bay Umbrella Works,CN,US,steel pipes\n",
    )
    run = screen(path, on=DAY, lists=lists)
    assert [judged.decision.outcome for judged in run.judged] == ["prohibited", "clear"]
    assert set(run.seconds) == {"read", "parties", "judge"}
    assert run.stamp["rosters"] == {}
    assert not list(lists.iterdir())


def test_a_catalogue_looks_nobody_up(write: Callable[[str, str], Path]) -> None:
    run = screen(write("goods.csv", "goods_description\nsteel pipes\n"), on=DAY)
    assert (set(run.seconds), run.stamp["rosters"]) == ({"read", "judge"}, {})
