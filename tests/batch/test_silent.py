"""Rows judged alike are judged as each alone would be, whatever they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.batch import silent
from penstock.batch.results import UNSHOWN
from penstock.batch.silent import SilentRows
from penstock.screening.alike import Alike
from penstock.screening.consignment import GoodsItem
from penstock.screening.judge import Judge
from penstock.screening.parties import PartyJudge
from penstock.screening.party_findings import PartyFindings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.law.register import Register
    from penstock.screening.decide import Decision

DAY = date(2026, 11, 22)

TEXTS = (
    "cotton socks", "steel bolts, M8", "phone case K1", "acetone", "1-boc-4-piperidone", "chemical", "sample", "goods",
    "research chemical", "HS 2933.39 parts", "CAS 79099-07-3", "CAS 79099-07-4", "CC(C)=O", "tablet press", "urea 46-0",
    "norfentanyl", "N0rfentanyl base", "as discussed", "干制杏干 10公斤箱装", "药片压片机", "gift", "7 g", "kg",
)  # fmt: skip
NAMES = (
    "Velvet Kite 1 Wholesale LLC", "Acme Ltd", "Hubei Amarvel Biotech Co., Ltd.", "大花园商贸有限公司", "Maria Lopez",
    "Zhang Wei", "Freight Forwarder GmbH", "Bank of Nowhere", "&", "Amarvel",
)  # fmt: skip
COUNTRIES = ("CN", "US", "MX", "DE", "RU", "KP", "CA-BC", "AQ")
DAYS = (date(1960, 1, 1), date(2017, 10, 18), date(2023, 6, 21), date(2024, 9, 1), date(2025, 8, 1), DAY)


def some(*values: object) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(values)


items = st.builds(
    GoodsItem,
    consignment_id=st.sampled_from("AB"),
    item_no=st.integers(1, 9),
    date=some(*DAYS),
    consignor_name=some(*NAMES),
    consignee_name=some(*NAMES),
    notify_party_name=some(*NAMES),
    consignor_address=some("1 Some Street"),
    consignee_address=some("2 Any Street"),
    consignor_country=some(*COUNTRIES),
    consignee_country=some(*COUNTRIES),
    export_country=some(*COUNTRIES),
    destination_country=some(*COUNTRIES),
    transit_countries=st.sampled_from([(), ("AE",), ("AE", "CN")]),
    goods_description=st.sampled_from(TEXTS) | st.none() | st.text(max_size=8),
    commodity_code=some("081340", "2933.39", "8479.89", "29333999", "x"),
    cas_number=some("67-64-1", "79099-07-3", "79099-07-4", "1-1-1", "57-13-6"),
    smiles=some("CC(C)=O", "O=C1CCNCC1", "?"),
    quantity=some(0.0, 1.0, 30.0),
    quantity_unit=some("kg", "pcs", "L"),
    net_mass_kg=some(0.0, 0.5, 600.0),
    concentration_percent=some(0.0, 12.5, 100.0),
    declared_value=some(0.0, 10.0, 1e6),
    currency=some("USD", "CNY"),
)


CHANGED = ("goods_description", "consignee_name", "declared_value", "quantity_unit", "date", "consignee_address")
"""What rows of one shipper differ in."""


class Rig:
    """A judge of rows, and a plain one beside it that remembers nothing of those."""

    def __init__(self, register: Register, places: tuple[str, ...] | None) -> None:
        parties = PartyFindings(register, PartyJudge(register), places)
        judge = Judge(register, places, parties=parties)
        self.rows = SilentRows(judge, Alike(register, judge, parties), parties)
        self.plain = Judge(register, places, parties=PartyFindings(register, PartyJudge(register), places))

    def judged(self, items: Sequence[GoodsItem]) -> list[Decision]:
        work = self.rows.judging(items, DAY)
        while True:
            try:
                next(work)
            except StopIteration as end:
                found: list[Decision] = end.value
                return found


def shown(decisions: Sequence[Decision]) -> list[Decision]:
    """Return decisions without the text that mentions nothing: no result and no answer shows it."""
    return [
        replace(one, findings=tuple(replace(f, message="") if f.code == UNSHOWN else f for f in one.findings))
        for one in decisions
    ]


@pytest.fixture(scope="module", params=[None, ("CN", "US")], ids=["every place", "two places"])
def rig(request: pytest.FixtureRequest, register: Register) -> Rig:
    return Rig(register, request.param)


fields = st.fixed_dictionaries({}, optional={name: st.builds(getattr, items, st.just(name)) for name in CHANGED})


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(items, st.lists(fields, min_size=1, max_size=12)).map(
        lambda told: [replace(told[0], **change) for change in told[1]]
    )
)
def test_rows_are_judged_as_each_alone(rig: Rig, items: list[GoodsItem]) -> None:
    assert shown(rig.judged(items)) == shown([rig.plain.item(item, DAY) for item in items])


def test_every_text_goes_with_every_name_and_route(rig: Rig) -> None:
    one = GoodsItem(consignment_id="A", item_no=1, commodity_code="610910", date=date(2025, 8, 1))
    made = [
        replace(one, goods_description=text, consignee_name=name, export_country=begin, destination_country=end)
        for text in TEXTS
        for name in NAMES
        for begin, end in (("CN", "US"), ("DE", "RU"), ("CN", None))
    ]
    assert shown(rig.judged(made)) == shown([rig.plain.item(item, DAY) for item in made])


def test_rows_that_say_nothing_are_judged_once(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[GoodsItem] = []
    plain = Judge.item

    def item(self: Judge, one: GoodsItem, on: date) -> Decision:
        asked.append(one)
        return plain(self, one, on)

    rig = Rig(register, None)
    row = GoodsItem(consignment_id="A", item_no=1, export_country="CN", destination_country="US")
    made = [
        replace(row, item_no=nth, goods_description=f"cotton socks lot {nth}", consignee_name=f"Velvet Kite {nth} LLC")
        for nth in range(1, 600)
    ]
    monkeypatch.setattr(Judge, "item", item)
    told = rig.judged(made)
    assert len(asked) == 1
    assert [one.item_no for one in told] == list(range(1, 600))
    assert {one.outcome for one in told} == {"clear"}


def test_what_is_remembered_of_kinds_is_forgotten(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silent, "MOST_KINDS", 0)
    made = [GoodsItem(consignment_id="A", item_no=nth, goods_description="cotton socks") for nth in (1, 2, 3)]
    first = rig.judged(made)
    assert rig.judged(made) == first == [rig.plain.item(item, DAY) for item in made]
