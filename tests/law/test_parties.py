from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.law.parties import is_uscc, party_citations
from penstock.law.sources import read_sources
from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    assert [str(error) for error in validate_folder(bad_case.lay_into(tmp_path)).errors] == bad_case.expected


def test_a_party_with_a_slip_is_one_refusal_not_one_for_each_link_to_it(good: Path) -> None:
    path = good / "parties" / "us.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: person", "kind: man"), encoding="utf-8")
    assert [(error.key, error.code) for error in validate_folder(good).errors] == [
        ("cn-good-person.kind", "bad_value"),
    ]


def test_a_vintage_of_another_list_is_refused(good: Path) -> None:
    lists, parties = good / "party_lists.yaml", good / "parties" / "us.yaml"
    lists.write_text(lists.read_text(encoding="utf-8").replace("us-72-fr-20039", "us-odd"), encoding="utf-8")
    errors = {(error.file, error.code) for error in validate_folder(good).errors}
    assert errors == {("party_lists.yaml", "unknown_text"), ("parties/us.yaml", "unknown_vintage")}
    assert parties.is_file()


def test_every_text_is_found_wherever_a_party_cites_it(good: Path) -> None:
    cited = [path for _, path, _ in party_citations(read_sources(good))]
    assert ("charged", 0, "outcomes", 0, "by") in cited
    assert ("listings", 0, "vintages", 1) in cited
    assert ("links", 0, "by") in cited
    assert ("born_by",) in cited
    assert ("programmes", "DRUGS", "by") in cited
    assert ("vintages", 1, "by") in cited


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("913208310676114392", True),
        ("91320311MA2507C946", True),
        ("91320311MA2507C945", False),
        ("91320311MA2507C94", False),
        ("91320311MA2507C9I6", False),
        ("91320311ma2507c946", False),
    ],
)
def test_the_check_sign_of_a_social_credit_code(code: str, *, is_one: bool) -> None:
    assert is_uscc(code) is is_one
