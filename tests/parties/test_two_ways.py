"""Searching for a in an index of b finds what searching for b in an index of a finds: what rescreening rests on."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties import Kind, compare
from penstock.parties.index import PartyIndex

if TYPE_CHECKING:
    from pathlib import Path

KINDS: list[Kind | None] = [None, "person", "company", "vessel"]
FEW = [
    "HEBEI YAXIN RESTAURANT MANAGEMENT CO., LTD.",
    "Hebei Yaxin Canyin Guanli Youxian Gongsi",
    "河北雅新餐饮管理有限公司",
    "WANG, Tianmin",
    "Wang Tian Min",
    "KESTREL BAY SHIPPING CO LTD",
    "Kestral Bay Shiping",
    "KESTREL BAY",
    "Bay Trading",
    "ООО «Амбер»",
    "OOO Amber",
    "GARCIA LOPEZ, Maria",
    "Lopez Maria",
]


def both_ways(
    ours: list[tuple[str, Kind | None]], theirs: list[tuple[str, Kind | None]]
) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]]:
    """Return the score of each match of ours among theirs, and of theirs among ours."""
    found: list[dict[tuple[int, int], float]] = []
    for asked, listed in ((ours, theirs), (theirs, ours)):
        index = PartyIndex.build([name for name, _ in listed], [kind for _, kind in listed])
        every = index.search_many([n for n, _ in asked], [kind for _, kind in asked], limit=len(listed))
        found.append(
            {
                (number, match.place): match.comparison.score
                for number, matches in enumerate(every)
                if not isinstance(matches, UnreadableName)
                for match in matches
            }
        )
    one, other = found
    return one, {(a, b): score for (b, a), score in other.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_a_few_names_of_every_script_and_kind(kind: Kind | None, other: Kind | None) -> None:
    one, two = both_ways([(name, kind) for name in FEW], [(name, other) for name in FEW])
    assert one == two
    assert bool(one) == (kind is None or other is None or kind == other)


@given(
    st.lists(st.tuples(st.sampled_from(FEW) | st.text(max_size=30), st.sampled_from(KINDS)), min_size=1, max_size=4),
    st.lists(st.tuples(st.sampled_from(FEW) | st.text(max_size=30), st.sampled_from(KINDS)), min_size=1, max_size=4),
)
def test_any_names(ours: list[tuple[str, Kind | None]], theirs: list[tuple[str, Kind | None]]) -> None:
    one, two = both_ways(ours, theirs)
    assert one == two


def rewritten(name: str, rng: random.Random) -> str:
    """Return a name with a slip of the pen, or with its words turned round or one left out."""
    letters, words = list(name), name.replace(",", "").split()
    place = rng.randrange(len(letters))
    how = rng.randrange(4)
    if how == 0:
        del letters[place]
    elif how == 1:
        letters[place] = rng.choice("abcdefghij")
    elif how == 2:
        letters[place - 1], letters[place] = letters[place], letters[place - 1]
    else:
        rng.shuffle(words)
        return " ".join(words[: max(1, len(words) - rng.randrange(2))])
    return "".join(letters) or name


@pytest.fixture(scope="module")
def ofac_names(shared: Path) -> list[str]:
    folder = shared / "lists" / "ofac" / "2026-07"
    if not folder.is_dir():
        pytest.skip("the real lists, ../shared/lists, are absent")
    columns = {"sdn.csv": 1, "alt.csv": 3}
    rows = [
        (row, column)
        for file, column in columns.items()
        for row in csv.reader((folder / file).read_text(encoding="cp1252").splitlines())
    ]
    return [row[column] for row, column in rows if len(row) > column]


def test_real_names_and_rewritten_ones(ofac_names: list[str]) -> None:
    rng = random.Random(20260711)  # noqa: S311  # a sample, no secret
    ours = rng.sample(ofac_names, 1_500)
    theirs = [rewritten(name, rng) for name in ours] + rng.sample(ofac_names, 1_500)
    one, two = both_ways([(name, rng.choice(KINDS)) for name in ours], [(name, rng.choice(KINDS)) for name in theirs])
    assert len(one) > 800
    assert one == two


def test_real_names_score_the_same_in_either_order(ofac_names: list[str]) -> None:
    rng = random.Random(4)  # noqa: S311  # as above
    for _ in range(3_000):
        one, other, kind = rng.choice(ofac_names), rewritten(rng.choice(ofac_names), rng), rng.choice(KINDS)
        try:
            assert compare(one, other, kind).score == compare(other, one, kind).score
        except UnreadableName:
            continue
