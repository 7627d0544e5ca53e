"""The ceiling: never below the score of a pair, and below the line for most pairs that are no match."""

from __future__ import annotations

import random
from math import log
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties.ceiling import ceilings
from penstock.parties.compare import compared
from penstock.parties.index import PartyIndex
from penstock.parties.lines import lines_of
from penstock.parties.names import Taken, take_apart
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.parties import Kind

KINDS: list[Kind] = ["person", "company", "vessel"]
PARTS = [
    "华瑞", "重远", "湖北", "有限公司", "中国", "长江", "张伟", "王", "行", "huarui", "hua", "rui", "hubei", "zhang",
    "cheung", "wang", "wong", "li", "lee", "wei", "liwei", "muhammad", "mohamed", "mhmd", "ali", "al", "bin", "abdul",
    "abdallah", "vladimir", "vladmir", "petrov", "petroff", "V.", "P", "zephyrlane", "zephyrlame", "zephyr", "lane",
    "trading", "tradingco", "tradng", "biotechnology", "biotecnology", "bank", "of", "and", "the", "7", "77", "co",
    "ltd", "llc", "ООО", "Амбер", "amber", "ambre", "shipping", "shiping", "bluewave", "blue", "wave", "ana", "anna",
    "anan", "محمد", "kestrelbay", "international", "interntional", "x", "kempes", "campos", "s",
]  # fmt: skip


def readable(names: Iterable[str], kind: Kind) -> list[Taken]:
    """Return names taken apart, without those that cannot be read."""
    found = []
    for name in names:
        try:
            found.append(take_apart(name, kind))
        except UnreadableName:
            continue
    return found


def below(ours: list[Taken], theirs: list[Taken], pairs: list[tuple[int, int]], least: float) -> list[int]:
    """Return the pairs whose ceiling is below a score."""
    words = Words()
    one, other = lines_of(ours, words), lines_of(theirs, words)
    line = log(least / (1 - least))
    first, second = (np.array(places, np.int64) for places in zip(*pairs, strict=True))
    return np.flatnonzero(ceilings(one, first, other, second, line) < line).tolist()


NAMES = st.lists(st.sampled_from(PARTS) | st.text(max_size=8), min_size=1, max_size=6).map(" ".join)


@given(st.lists(NAMES, min_size=1, max_size=6), st.lists(NAMES, min_size=1, max_size=6), st.data())
def test_no_pair_of_any_names_has_a_score_above_its_ceiling(
    one: list[str], other: list[str], data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    least = data.draw(st.sampled_from([0.02, 0.1, 0.3, 0.5, 0.8]))
    ours, theirs = readable(one, kind), readable(other, kind)
    pairs = [(a, b) for a in range(len(ours)) for b in range(len(theirs))]
    for place in below(ours, theirs, pairs, least) if pairs else ():
        a, b = pairs[place]
        assert compared(ours[a], theirs[b]).score < least, (ours[a].text, theirs[b].text)


def respelt(name: str, rng: random.Random) -> str:
    """Return a name with a letter left out, changed, turned round with the next, or words joined, parted or moved."""
    letters, place = list(name), rng.randrange(len(name))
    how = rng.randrange(6)
    if how == 0:
        letters[place] = ""
    elif how == 1:
        letters[place] = rng.choice("abehiknosyz")
    elif how == 2:
        letters[place - 1 : place + 1] = reversed(letters[place - 1 : place + 1])
    elif how == 3:
        letters.insert(place, " ")
    elif how == 4:
        return name.replace(" ", "", 1)
    else:
        rng.shuffle(words := name.replace(",", "").split())
        return " ".join(words)
    return "".join(letters) or name


@pytest.mark.parametrize("kind", ["person", "company"])
def test_no_pair_of_real_names_has_a_score_above_its_ceiling(listed: list[tuple[str, Kind]], kind: Kind) -> None:
    rng = random.Random(7)  # noqa: S311  # a sample, no secret
    every = [name for name, own in listed if own == kind and name]
    some = rng.sample(every, 1_200)
    ours, theirs = readable([respelt(name, rng) for name in some], kind), readable(every, kind)
    found = PartyIndex.build([name.text for name in theirs], [kind] * len(theirs)).candidates(
        [name.text for name in ours], [kind] * len(ours)
    )
    pairs = [(a, b) for a, places in enumerate(found) for b in places]
    low = below(ours, theirs, pairs, 0.5)
    assert [pairs[place] for place in low if compared(ours[pairs[place][0]], theirs[pairs[place][1]]).is_match] == []
    assert len(low) > 0.6 * len(pairs)
