from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from penstock.law.packed import REGISTER_FOLDER
from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from typing import Protocol

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


def refusals(folder: Path) -> list[str]:
    return [str(error) for error in validate_folder(folder).errors]


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    assert refusals(bad_case.lay_into(tmp_path)) == bad_case.expected


def test_nothing_of_the_good_register_is_refused(good: Path) -> None:
    assert refusals(good) == []


def test_nothing_of_the_shipped_register_is_refused() -> None:
    assert refusals(REGISTER_FOLDER) == []


def test_every_bad_file_belongs_to_a_module_that_tests_it() -> None:
    here = Path(__file__).parent
    heads = {
        path.name: path.read_text(encoding="utf-8", errors="replace").splitlines()[0]
        for path in (here / "bad").iterdir()
    }
    assert heads
    for name, head in heads.items():
        module = head.removeprefix("# refused by: ")
        assert (here / f"test_{module}.py").is_file(), f"{name}: no test module for {module!r}"


def test_a_text_with_a_slip_is_one_refusal_not_one_for_each_place_that_cites_it(good: Path) -> None:
    path = good / "texts" / "us.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2023-04-12\n", "April 2023\n"), encoding="utf-8")
    assert refusals(good) == [
        "texts/us.yaml:6: us-88-fr-21902.published: found 'April 2023'; expected a day written YYYY-MM-DD."
    ]


def test_a_text_taken_away_is_missed_wherever_it_is_cited(good: Path) -> None:
    path = good / "texts" / "us.yaml"
    kept = path.read_text(encoding="utf-8").partition("us-72-fr-20039:")[0]
    path.write_text(kept, encoding="utf-8")
    assert {error.key for error in validate_folder(good).errors} == {
        "list.coverage[0].by",
        "entries.npp.spans[0].by",
        "npp.sources[0].text",
        "us-ofac-sdn.vintages[0].by",
        "cn-good-company.listings[0].vintages[0]",
    }


def test_refusals_between_records_stand_beside_those_of_reading(good: Path) -> None:
    (good / "texts" / "more.yaml").write_text("a-text: {}\n", encoding="utf-8")
    path = good / "substances" / "precursors.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("41661-47-6", "41661-47-5"), encoding="utf-8")
    assert [(error.file, error.code) for error in validate_folder(good).errors] == [
        ("substances/precursors.yaml", "bad_cas"),
        ("texts/more.yaml", "missing_key"),
    ]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path) == ["decision_table.yaml:1: (file): found no decision table; expected outcomes and rows."]
