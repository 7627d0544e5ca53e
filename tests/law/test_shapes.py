from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from penstock.law.records import Coverage, Equipment, Jurisdiction, Obligation, Record
from penstock.law.shapes import Refusal, refusal
from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


def refused(value: object, shape: type[Record]) -> Refusal:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(value, shape)
    return refusal(value, shape, str(caught.value))


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    assert [str(error) for error in validate_folder(bad_case.lay_into(tmp_path)).errors] == bad_case.expected


PRESS: dict[str, Any] = {
    "names": {"en": ["tablet press"]},
    "sources": [{"text": "a-text", "shows": ["names"]}],
}


def test_what_has_the_right_shape_is_not_refused() -> None:
    assert msgspec.convert(PRESS, Equipment).names == {"en": ["tablet press"]}


@pytest.mark.parametrize(
    ("value", "shape", "expected"),
    [
        (None, Equipment, Refusal((), "nothing", "a mapping", "bad_value")),
        ([], Equipment, Refusal((), "an empty list", "a mapping", "bad_value")),
        (
            PRESS | {"names": ["tablet press"]},
            Equipment,
            Refusal(("names",), "a list", "a mapping", "bad_value"),
        ),
        (
            PRESS | {"names": {"en": ["tablet press"], "es": [""]}},
            Equipment,
            Refusal(("names", "es", 0), "nothing", "text of length >= 1", "bad_value"),
        ),
        (
            PRESS | {"sources": [{"text": "a-text", "shows": ["names", "prices"]}]},
            Equipment,
            Refusal(
                ("sources", 0, "shows", 1),
                "'prices'",
                "one of cas, codes, derivation, names, state, structure, wording",
                "bad_value",
            ),
        ),
        (
            {"since": "2023-05-12", "extent": "most", "by": "a-text"},
            Coverage,
            Refusal(("extent",), "'most'", "one of complete, partial", "bad_value"),
        ),
        (
            {"names": {"en": "United States", "zh": 5}, "kind": "country"},
            Jurisdiction,
            Refusal(("names", "zh"), "5", "text", "bad_value"),
        ),
        (
            {"since": 2023, "extent": "complete", "by": "a-text"},
            Coverage,
            Refusal(("since",), "2023", "a day written YYYY-MM-DD", "bad_date"),
        ),
        (
            {
                "stage": "export",
                "duty": "notify",
                "text": "x",
                "by": "a-text",
                "threshold": {"quantity": True},
            },
            Obligation,
            Refusal(("threshold", "quantity"), "True", "a number", "bad_value"),
        ),
    ],
)
def test_each_refusal_names_the_key_what_is_there_and_what_should_be(
    value: object, shape: type[Record], expected: Refusal
) -> None:
    assert refused(value, shape) == expected


def test_the_value_is_left_as_it_was() -> None:
    value = PRESS | {"names": {"en": ["tablet press"], "es": [5]}}
    refused(value, Equipment)
    assert value["names"] == {"en": ["tablet press"], "es": [5]}
