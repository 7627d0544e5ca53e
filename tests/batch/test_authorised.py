from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.cases.licences import licence_cells
from tests.shipped import REGISTER

from penstock.batch.authorised import read_authorisations, write_authorisations
from penstock.kernel.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def licences(path: Path, *rows: dict[str, Any]) -> Path:
    """Write authorisations into a file of the sort its name says."""
    cells = [licence_cells(**row) for row in rows or ({},)]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(dict.fromkeys(name for one in cells for name in one)))
            writer.writeheader()
            writer.writerows(cells)
    elif path.suffix == ".json":
        path.write_text(json.dumps(cells), encoding="utf-8")
    else:
        path.write_text(yaml.safe_dump(cells), encoding="utf-8")
    return path


def refused(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as error:
        read_authorisations(path, REGISTER)
    assert error.value.remedy
    return str(error.value)


def test_every_sort_of_file_says_the_same(tmp_path: Path) -> None:
    rows: Sequence[dict[str, Any]] = ({"quantity": "12.50"}, {"number": "EX-2", "salts": "yes", "drawn": "0.1"})
    read = [read_authorisations(licences(tmp_path / f"f.{kind}", *rows), REGISTER) for kind in ("csv", "json", "yaml")]
    assert len({one.digest for one in read}) == 1
    assert len({one.sha256 for one in read}) == 3
    assert [one.number for one in read[0].authorisations] == ["EX-1", "EX-2"]
    assert read[2].authorisations[0].quantity == Decimal("12.50")


def test_the_order_counts_for_the_digest_for_it_says_which_is_drawn_first(tmp_path: Path) -> None:
    one, two = {"number": "EX-1"}, {"number": "EX-2"}
    first = read_authorisations(licences(tmp_path / "a.csv", one, two), REGISTER)
    second = read_authorisations(licences(tmp_path / "b.csv", two, one), REGISTER)
    assert first.digest != second.digest


def test_a_bad_line_refuses_the_file_and_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = licences(tmp_path / "f.csv", {"quantity": "much"}, {"number": "EX-2"}, {"number": "EX-2"})
    said = refused(path, path.read_bytes())
    assert "row 2: quantity is 'much'. Write digits and a point" in said
    assert "row 4: licence EX-2 of Example Authority stands there twice" in said
    many = licences(tmp_path / "f.json", *({"quantity": "much"} for _ in range(8)))
    assert "And 3 more." in refused(many, many.read_bytes())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.csv", "", "is empty"),
        ("f.csv", "number,colour\n1,white\n", "has a column 'colour'"),
        ("f.csv", "number,number\n1,1\n", "has the column 'number' twice"),
        ("f.csv", "number,kind\n1\n", "row 2, has 1 cells under 2 columns"),
        ("f.csv", 'number,kind\n"1,licence\n', "is no CSV"),
        ("f.csv", b"number\n\xff\n", "is not UTF-8"),
        ("f.json", "{}", "holds no list of authorisations"),
        ("f.json", "[1]", "holds no list of authorisations"),
        ("f.yaml", "- {colour: white}", "authorisation 1: There is no column 'colour'"),
        ("f.xlsx", "", "is no file of authorisations by its name"),
    ],
)
def test_what_is_no_file_of_authorisations_is_refused(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    assert said in refused(tmp_path / name, content)


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    path = licences(tmp_path / "f.csv")
    path.write_text(path.read_text(encoding="utf-8") + "\n,,,,,,,,,,,,\n", encoding="utf-8")
    assert len(read_authorisations(path, REGISTER).authorisations) == 1


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    rows = ({"quantity": "unlimited", "counterparties": "any"}, {"number": "EX-2", "counterparties": "|MX;A|CA"})
    read = read_authorisations(licences(tmp_path / "f.csv", *rows), REGISTER)
    write_authorisations(tmp_path / "out.json", read.authorisations)
    assert read_authorisations(tmp_path / "out.json", REGISTER).authorisations == read.authorisations
    with pytest.raises(OutputError):
        write_authorisations(tmp_path / "no" / "out.json", read.authorisations)
