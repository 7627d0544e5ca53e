from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from tests.cases.samples import lead_body

from penstock.cases.kinds import KINDS, read_body
from penstock.cases.verification import Verification
from penstock.desk.case_fields import Field, fields_of, values_of
from penstock.kernel.errors import UsageError


class Part(Struct):
    """A part of a record."""

    name: str
    since: date | None = None


class Record(Struct):
    """A record with a field of every sort."""

    title: str
    many: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    part: Part | None = None
    amount: float | None = None
    is_so: bool = False
    grade: str = ""


def told_by(fields: tuple[Field, ...]) -> dict[str, str]:
    """Return what a browser sends of a form that nobody touched."""
    sent: dict[str, str] = {}
    for field in fields:
        sent |= told_by(field.parts)
        for row in field.rows:
            sent |= told_by(row)
        if field.sort == "check":
            sent |= {field.path: "yes"} if field.value else {}
        elif field.sort not in {"group", "rows"}:
            sent[field.path] = "" if field.value is None else str(field.value)
    return sent


def test_a_form_that_nobody_touched_says_what_stood_in_it() -> None:
    body = read_body("lead", lead_body())
    names = [name for name in body if name not in {"override", "precheck"}]
    fields = fields_of(KINDS["lead"].shape, names, values=body)
    sent = told_by(fields)
    assert read_body("lead", values_of(fields, lambda name: sent.get(name, ""))) == body


@given(
    st.builds(
        Record, title=st.text("abc ", min_size=1).filter(str.strip).map(str.strip),
        many=st.lists(st.text("abc", min_size=1), max_size=3).map(tuple),
        parts=st.lists(st.builds(Part, name=st.text("abc", min_size=1)), max_size=3).map(tuple),
        part=st.none() | st.builds(Part, name=st.text("abc", min_size=1)),
        amount=st.none() | st.floats(0, 1e6).map(lambda one: round(one, 3)), is_so=st.booleans(),
        grade=st.text("abc", max_size=2),
    )
)  # fmt: skip
def test_a_record_comes_back_from_its_form(record: Record) -> None:
    plain: dict[str, Any] = msgspec.to_builtins(record)
    fields = fields_of(Record, values=plain)
    sent = told_by(fields)
    assert msgspec.convert(values_of(fields, lambda name: sent.get(name, "")), Record) == record


def test_a_row_that_was_emptied_goes_and_a_field_too() -> None:
    plain = msgspec.to_builtins(Record("t", parts=(Part("a"), Part("b")), part=Part("c"), grade="A", is_so=True))
    fields = fields_of(Record, values=plain)
    sent = told_by(fields) | {"parts.0.name": "", "grade": ""}
    del sent["is_so"]
    found = msgspec.convert(values_of(fields, lambda name: sent.get(name, "")), Record)
    assert (found.parts, found.grade, found.is_so) == ((Part("b"),), "", False)


def test_lines_are_split_and_numbers_read() -> None:
    told = {"title": "t", "many": " a \r\n\r\nb", "amount": "12,5"}
    assert values_of(fields_of(Record), lambda name: told.get(name, "")) == {
        "title": "t", "many": ["a", "b"], "amount": 12.5,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["x", "nan", "inf", "1e999", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no number"):
        values_of(fields_of(Record), lambda name: text if name == "amount" else "")


def test_what_may_be_left_out_as_a_whole_needs_nothing() -> None:
    fields = {one.name: one for one in fields_of(Record)}
    assert fields["title"].is_needed
    assert not any(one.is_needed for one in fields["part"].parts)
    assert not any(one.is_needed for row in fields["parts"].rows for one in row)
    whole = fields_of(KINDS["lead"].shape, ["verification"], needs=["verification"])
    assert {one.name for one in whole[0].parts if one.is_needed} >= {"result", "explanation", "by"}
    assert {one.name for one in whole[0].parts} == set(Verification.__struct_fields__)


def test_every_kind_of_case_has_a_form() -> None:
    for kind, row in KINDS.items():
        assert fields_of(row.shape), kind
