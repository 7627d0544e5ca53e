from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from penstock.screening.consignment import Consignment, GoodsItem

CONTRACT = [
    "consignment_id",
    "item_no",
    "date",
    "consignor_name",
    "consignor_address",
    "consignor_country",
    "consignee_name",
    "consignee_address",
    "consignee_country",
    "notify_party_name",
    "export_country",
    "transit_countries",
    "destination_country",
    "goods_description",
    "commodity_code",
    "cas_number",
    "smiles",
    "quantity",
    "quantity_unit",
    "net_mass_kg",
    "concentration_percent",
    "declared_value",
    "currency",
]


def test_an_item_has_the_columns_of_the_contract_in_its_order() -> None:
    assert [one.name for one in fields(GoodsItem)] == CONTRACT


def test_only_the_key_is_required_and_the_rest_is_unsaid() -> None:
    item = GoodsItem(consignment_id="A", item_no=1)
    unsaid = {name: getattr(item, name) for name in CONTRACT[2:]}
    assert unsaid.pop("transit_countries") == ()
    assert set(unsaid.values()) == {None}
    with pytest.raises(TypeError, match="item_no"):
        GoodsItem(consignment_id="A")  # type: ignore[call-arg]  # the point of the test


def test_an_item_takes_no_column_by_place_and_none_outside_the_contract() -> None:
    with pytest.raises(TypeError):
        GoodsItem("A", 1)  # type: ignore[call-arg]  # the point of the test
    with pytest.raises(TypeError, match="colour"):
        GoodsItem(consignment_id="A", item_no=1, colour="red")  # type: ignore[call-arg]  # the point of the test


def test_items_and_consignments_are_frozen_values() -> None:
    one, same = (GoodsItem(consignment_id="A", item_no=1, cas_number="41661-47-6") for _ in range(2))
    assert one == same
    assert hash(Consignment("A", (one,))) == hash(Consignment("A", (same,)))
    with pytest.raises(FrozenInstanceError):
        one.cas_number = "57-13-6"  # type: ignore[misc]  # the point of the test
