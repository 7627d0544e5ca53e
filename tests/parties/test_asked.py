"""Names made ready to be looked up: once for several indexes, with the answers that each index gives by itself."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import pytest

from penstock.parties import asked as room
from penstock.parties.asked import Asker
from penstock.parties.index import PartyIndex

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.parties import Kind

NAMES = ["Vladimir Petrov", "CO LTD", "Hubei Huarui Biotech Co., Ltd.", "王伟", "Kestrel Bay"]
KINDS: list[Kind | None] = [None, "person", "company", "vessel"]


def test_what_cannot_be_read_is_told_by_its_place() -> None:
    (asked,) = Asker().asked(NAMES)
    assert {place: error.code for place, error in asked.errors.items()} == {1: "unreadable_name"}
    assert sorted(set(asked.keys.owners.tolist())) == [0, 2, 3, 4]
    assert asked.keys.keys.tolist() == sorted(asked.keys.keys.tolist())


def test_names_come_in_portions_and_their_words_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AT_ONCE", 2)
    asker = Asker()
    parts = list(asker.asked(NAMES, ["person", None, "company", None, "vessel"]))
    assert [(part.names, part.kinds) for part in parts] == [
        (NAMES[:2], ["person", None]),
        (NAMES[2:4], ["company", None]),
        (NAMES[4:], ["vessel"]),
    ]
    (again,) = asker.asked(NAMES[:1])
    assert again.readings.words is parts[0].readings.words
    monkeypatch.setattr(room, "MOST_WORDS", 1)
    (anew,) = asker.asked(NAMES[:1])
    assert len(anew.readings.words) < len(again.readings.words)


def test_each_name_must_have_its_kind() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(Asker().asked(NAMES, [None]))


def test_names_read_once_have_in_every_index_the_answers_of_names_read_for_it(shared: Path) -> None:
    path = shared / "lists" / "ofac" / "2026-07" / "sdn.csv"
    if not path.is_file():
        pytest.skip("OFAC's list of July 2026 is absent: ../shared/lists/ofac/2026-07/sdn.csv")
    listed = [row[1] for row in csv.reader(path.read_text(encoding="cp1252").splitlines()) if len(row) > 1]
    rng = random.Random(3)  # noqa: S311  # a sample, no secret
    some = rng.sample(listed, 1_200)
    indexes = [PartyIndex.build(part, [rng.choice(KINDS) for _ in part]) for part in (some[:800], some[400:])]
    names = [name.replace(rng.choice(name), "", 1) for name in rng.sample(some, 600)] + NAMES
    (asked,) = Asker().asked(names)
    for index in indexes:
        every, found = index.search_many(names), index.search_asked(asked)
        assert len(found) > 150
        for place, name in enumerate(names):
            told = [(match.place, match.comparison.values) for match in found.get(place, [])]
            alone = every[place]
            if isinstance(alone, list):
                assert told == [(match.place, match.comparison.values) for match in alone], name
            else:
                assert (told, asked.errors[place].code) == ([], alone.code)
