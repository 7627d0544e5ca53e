from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from penstock.lists.records import Address, Entry, ListedName, counts_of, sealed

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_digest_changes_with_any_field_and_not_with_the_order_of_names(make_entry: Callable[..., Entry]) -> None:
    one = make_entry("1", "A", "B", "C", programmes=("X", "Y"))
    turned = sealed(msgspec.structs.replace(one, names=one.names[::-1], programmes=("Y", "X")))
    assert one.digest == turned.digest
    for changed in (
        {"programmes": ("X",)},
        {"remarks": "more"},
        {"addresses": (Address(text="a street"),)},
        {"names": (*one.names, ListedName(text="D", kind="weak"))},
    ):
        assert sealed(msgspec.structs.replace(one, **changed)).digest != one.digest


def test_the_digest_does_not_depend_on_an_earlier_digest(make_entry: Callable[..., Entry]) -> None:
    one = make_entry("1", "A")
    assert sealed(one) == one


def test_the_name_of_an_entry_is_its_primary_one() -> None:
    names = (ListedName(text="OTHER", kind="alias"), ListedName(text="MAIN", kind="primary"))
    assert Entry(list="l", uid="1", kind=None, names=names).name == "MAIN"
    assert Entry(list="l", uid="1", kind=None, names=names[:1]).name == "OTHER"


def test_entries_are_counted_by_kind(make_entry: Callable[..., Entry]) -> None:
    entries = (make_entry("1", "A", "B"), msgspec.structs.replace(make_entry("2", "C"), kind=None))
    assert counts_of(entries) == {
        "entries": 2,
        "person": 0,
        "company": 1,
        "vessel": 0,
        "other": 1,
        "names": 3,
        "addresses": 0,
        "identifiers": 0,
    }


def test_records_cannot_be_changed(make_entry: Callable[..., Entry]) -> None:
    with pytest.raises(AttributeError):
        make_entry("1", "A").uid = "2"  # type: ignore[misc]
