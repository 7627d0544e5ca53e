from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import UnknownId
from penstock.law.shown import lists_in, record_of

if TYPE_CHECKING:
    from penstock.law.register import Register


def test_every_list_of_a_place_has_its_line(register: Register) -> None:
    lines = lists_in(register, {"UN"})
    assert [line["id"] for line in lines] == [
        key for key, file in register.packed.lists.items() if file.list.jurisdiction == "UN"
    ]
    assert all(line["entries"] >= 0 and line["checked_on"] > "2020" for line in lines)


def test_every_entry_can_be_shown_as_plain_values(register: Register) -> None:
    placed = next(iter(register.every_entry()))
    shown = record_of(register, placed.measure_id)
    assert json.loads(json.dumps(shown, default=str))["spans"]


def test_what_is_no_record_is_refused(register: Register) -> None:
    with pytest.raises(UnknownId, match="no record 'nothing'"):
        record_of(register, "nothing")
