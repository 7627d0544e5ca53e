from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.cases.licences import licence_cells
from tests.desk.conftest import DAY
from tests.desk.permits import goods, holder

from penstock.batch.run import screen
from penstock.batch.silent import SLICE
from penstock.cases.authorisations import read_authorisation
from penstock.cases.drawing import AtHand
from penstock.desk.answering import Answering

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.desk.answering import Screened
    from penstock.law.register import Register

T = "Consulted"


@pytest.fixture(scope="module")
def answering(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Answering:
    folder: Path = tmp_path_factory.mktemp("lists")
    return Answering(register, folder)


def at_hand(register: Register, *changes: dict[str, str]) -> AtHand:
    told = [licence_cells(holder=holder(T), **one) for one in changes or ({},)]
    return AtHand(tuple(read_authorisation(one, register) for one in told))


def answered(answering: Answering, items: list[dict[str, Any]], authorised: AtHand | None) -> tuple[Screened, int]:
    """Return what is answered, and how often another call might have come in."""
    steps = answering.screen([json.dumps(one) for one in items], DAY, ["US"], authorised)
    times = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, times
        times += 1


ITEMS = [goods(T, f"C{nth}", much) for nth, much in enumerate((60, 60, 39.5, 1))]
ITEMS += [goods(T, "D", 5, consignor_name="Otra SA"), {"consignment_id": "E", "goods_description": "steel bolts"}]


def test_a_call_says_what_the_command_says_of_a_file_of_the_same_rows(
    answering: Answering, register: Register, tmp_path: Path
) -> None:
    authorised = at_hand(register, {}, {"number": "EX-2", "quantity": "1"})
    told, _ = answered(answering, ITEMS, authorised)
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in ITEMS), encoding="utf-8")
    run = screen(file, jurisdictions=["US"], on=DAY, register=register, lists=answering.lists.folder,
                 authorisations=authorised)  # fmt: skip
    assert [one.decision for one in told.run.judged] == [one.decision for one in run.judged]
    assert told.run.draws == run.draws
    assert [one.consignment_id for one in run.draws] == ["C0", "C2", "C3"]
    assert [one.number for one in run.draws] == ["EX-1", "EX-1", "EX-2"]


def test_an_answer_without_authorisations_is_as_it_was(answering: Answering, register: Register) -> None:
    plain, _ = answered(answering, ITEMS, None)
    assert "authorisations" not in plain.as_dict()
    assert "authorisations" not in plain.run.stamp
    none, _ = answered(answering, ITEMS, at_hand(register, {"substances": "57-13-6;108-24-7"}))
    assert none.as_dict()["authorisations"]["draws"] == []
    assert none.as_dict()["authorisations"]["balance"] == []
    said = [one["message"] for one in none.as_dict()["items"][0]["findings"] if one["code"] == "not_authorised"]
    assert "at hand is for" in said[0]


def test_those_for_other_goods_leave_no_trace(answering: Answering, register: Register) -> None:
    one, _ = answered(answering, ITEMS, at_hand(register))
    other = {"number": "EX-9", "substances": "57-13-6;108-24-7"}
    two, _ = answered(answering, ITEMS, at_hand(register, {}, other))
    assert one.as_dict() == two.as_dict()
    assert one.consulted is not None
    again, _ = answered(answering, ITEMS, one.consulted.at_hand)
    assert again.as_dict() == one.as_dict()


def test_others_may_come_in_while_many_items_are_held_against_them(answering: Answering, register: Register) -> None:
    many = [goods(T, f"M{nth}", 0.01) for nth in range(3 * SLICE)]
    _, plain = answered(answering, many, None)
    told, times = answered(answering, many, at_hand(register))
    assert times == plain + 2
    assert len(told.as_dict()["authorisations"]["draws"]) == len(many)
