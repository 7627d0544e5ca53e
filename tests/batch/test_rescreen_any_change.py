"""Lists that change in every way at once: rescreening what is touched says what screening everything again says."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.batch.rescreen import Change
from penstock.lists.clearings import Clearings
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore
from penstock.parties.index import PartyIndex
from penstock.screening.rescreening import Parties, Rescreening

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register
    from penstock.parties import Kind

SDN = "us-ofac-sdn"
NAMES = [
    "KESTREL BAY SHIPPING",
    "KESTRAL BAY SHIPING CO LTD",
    "AMBER RIDGE TEXTILES",
    "RIDGE TEXTILES LLC",
    "SORREL MOUNTAIN MINING",
    "WANG, Tianmin",
    "Tianmin Wang",
    "ZHANG, Wei",
    "CO LTD",
    "HEBEI YAXIN RESTAURANT MANAGEMENT",
    "河北雅新餐饮管理有限公司",
]
DAYS = [date(2019, 1, 31), date(2023, 9, 30), date(2023, 10, 31), date(2024, 1, 31), date(2026, 7, 31)]
NUMBERS = ["1", "2", "3", "4", "45407"]  # the last is one that the register knows
KINDS: list[Kind | None] = [None, None, "company", "person", "vessel"]


def entry(uid: str, rng: random.Random) -> Entry:
    """Return an entry of any names, kind, programmes, remarks and published days."""
    first, *others = rng.sample(NAMES, rng.randint(1, 3))
    more = [ListedName(text=text, kind=rng.choice(("alias", "weak", "former"))) for text in others]
    return sealed(
        Entry(
            list=SDN,
            uid=uid,
            kind=rng.choice(KINDS),
            names=(ListedName(text=first, kind="primary"), *more),
            programmes=tuple(rng.sample("XYZ", rng.randrange(3))),
            remarks=rng.choice((None, "a", "b")),
            listed_on=rng.choice((None, None, date(2018, 1, 1), date(2023, 10, 10))),
            until=rng.choice((None, None, None, date(2023, 10, 15), date(2025, 1, 1))),
        )
    )


def history(store: ListStore, rng: random.Random) -> list[date]:
    """Keep vintages in which entries come, go and change, some of an unknown day; clear some pairs in between."""
    listed: dict[str, Entry] = {}
    days = sorted(rng.sample(DAYS, rng.randint(2, 4)))
    for day in days:
        for uid in NUMBERS:
            chance = rng.random()
            if chance < 0.2:
                listed.pop(uid, None)
            elif chance < 0.7:
                listed[uid] = entry(uid, rng)
        kept = tuple(listed.values())
        earliest = day.replace(day=1) if rng.random() < 0.4 else day
        counts = counts_of(kept)
        store.save(
            Roster(list=SDN, vintage=day, earliest=earliest, publisher="p", files=(), entries=kept, counts=counts)
        )
        clearings = Clearings(store.folder)
        for one in kept:
            if rng.random() < 0.3:
                clearings.clear(rng.choice(NAMES), one, reason="another", by="an officer", on=day)
    return days


@pytest.mark.parametrize("seed", range(30))
def test_any_change(tmp_path: Path, register: Register, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  # a sample, no secret
    store = ListStore.open(tmp_path)
    older, newer = sorted(rng.sample(history(store, rng), 2))
    names = [(name, kind) for name in NAMES for kind in rng.sample(KINDS, 2)]
    parties = Parties(PartyIndex.build(*map(list, zip(*names, strict=True))), [None] * len(names))
    change = Change(store, SDN, older, newer, register)
    both = Rescreening(SDN, parties, *change.sides)
    found, everything = both.by_change(change.names()), both.everything()
    assert {place: one.as_dict() for place, one in found.outcomes.items()} == {
        place: one.as_dict() for place, one in everything.outcomes.items()
    }
