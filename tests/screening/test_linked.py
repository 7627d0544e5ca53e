from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.screening.linked import Party, address_key, linked

DOOR = "12 Main Street, Kingston"


def together(*parties: Party) -> bool:
    return len(linked(parties)) == 1


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Harbour Chemicals Ltd", "HARBOUR CHEMICALS LIMITED", True),
        ("Harbour Chemicals GmbH", "Harbour Chemicals S.A.", True),
        ("Harbour Chemicals Ltd", "Harbour Chemicals", True),
        ("Harbour Chemicals Ltd", "Harbour Textiles Ltd", False),
        ("Harbour Chemicals Ltd", "Seaside Chemicals Ltd", False),
        ("Harbour Chemicals 1 Ltd", "Harbour Chemicals 2 Ltd", False),
        ("Shanghai Harbour Chemicals Ltd", "Wuhan Harbour Chemicals Ltd", False),
        ("Ltd", "LTD.", True),
        ("Ltd", "Inc", False),
    ],
)
def test_names_that_are_one_whatever_the_legal_form(one: str, other: str, wanted: bool) -> None:  # noqa: FBT001  # a case
    assert together(Party(one, None, "JM"), Party(other, None, "JM")) is wanted


@pytest.mark.parametrize(
    ("address", "country", "wanted"),
    [
        ("12 MAIN STREET -- Kingston", "jm", True),
        ("１２ Máin Street, Kingston", "JM", True),  # full-width figures
        ("13 Main Street, Kingston", "JM", False),
        (DOOR, "CA", False),
        (None, "JM", False),
    ],
)
def test_other_names_at_one_address(address: str | None, country: str, wanted: bool) -> None:  # noqa: FBT001  # a case
    found = linked([Party("Harbour Ltd", DOOR, "JM"), Party("Seaside Ltd", address, country)])
    assert (len(found) == 1) is wanted
    assert [one.by_address for one in found] == ([(DOOR,)] if wanted else [(), ()])


@pytest.mark.parametrize("address", ["Kingston", "Main Street, Kingston", "12", "", None])
def test_an_address_that_names_no_door_links_nobody(address: str | None) -> None:
    assert address_key(Party("Harbour Ltd", address, "JM")) is None
    assert not together(Party("Harbour Ltd", address, "JM"), Party("Seaside Ltd", address, "JM"))


def test_links_reach_on_from_one_to_the_next_and_say_how() -> None:
    parties = [Party("Harbour Ltd", None, "JM"), Party("Harbour Inc", DOOR, "JM"), Party("Seaside", DOOR, "JM")]
    (found,) = linked(parties)
    assert found.parties == tuple(parties)
    assert found.by_name == ("Harbour Ltd", "Harbour Inc")
    assert found.by_address == (DOOR,)


def test_a_party_alone_has_no_link_and_one_without_a_name_and_a_door_is_left_out() -> None:
    (found,) = linked([Party("Harbour Ltd", DOOR, "JM"), Party(None, None, "JM"), Party(None, "Kingston", "JM")])
    assert found == ((Party("Harbour Ltd", DOOR, "JM"),), (), ())


PARTIES = st.lists(
    st.builds(
        Party,
        st.sampled_from(["Harbour Ltd", "Harbour Inc", "Seaside Ltd", "Inland", None]),
        st.sampled_from([DOOR, "12 main street kingston", "4 Dock Rd", "Kingston", None]),
        st.sampled_from(["JM", None]),
    ),
    max_size=8,
)


@given(PARTIES)
def test_every_party_stands_in_one_group_whatever_the_order(parties: list[Party]) -> None:
    groups = [frozenset(one.parties) for one in linked(parties)]
    assert sum(map(len, groups)) == len(frozenset().union(*groups))
    assert set(groups) == {frozenset(one.parties) for one in linked(parties[::-1])}
