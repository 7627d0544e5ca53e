"""Keys: what two spellings of one name share, and what is not worth comparing."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties.han import sounds
from penstock.parties.keys import MOST_WORDS, TELLING, alone, codes, keyed, keys_of
from penstock.parties.lines import lines_of
from penstock.parties.names import GENERIC, Taken, take_apart
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from penstock.parties import Kind


def keys(*names: Taken) -> list[dict[int, int]]:
    """Return the keys of names with the words each stands for, told in arrays."""
    found: list[dict[int, int]] = [defaultdict(int) for _ in names]
    every = keys_of(lines_of(names, Words()))
    for key, owner, words in zip(every.keys.tolist(), every.owners.tolist(), every.words.tolist(), strict=True):
        found[owner][key] |= words
    return found


def plain(name: Taken) -> dict[int, int]:  # noqa: C901  # each sort of key in turn
    """Return the keys of one name, told word by word."""
    chosen = sorted(sorted(range(len(name.words)), key=lambda place: (-name.weights[place], place))[:MOST_WORDS])
    words, weights = [name.words[place] for place in chosen], [name.weights[place] for place in chosen]
    found = {crc32(b"=" + name.bare.encode()): (1 << len(words)) - 1}
    for place, word in enumerate(words):
        if weights[place] == GENERIC:
            found[crc32(word.encode())] = 1 << place
        elif weights[place] >= TELLING or len(words) == 1:
            for key in alone(word):
                found[key] = found.get(key, 0) | 1 << place
    for place, hanzi in enumerate(name.han[:MOST_WORDS]):
        found |= {crc32(sound.encode()): 1 << place for sound in sounds(hanzi)}
    for size in (2, 3):
        for start in range(len(words) - size + 1):
            whole = "".join(words[start : start + size])
            for key in codes(whole)[:2] if len(whole) <= 20 else ():
                found[key] = found.get(key, 0) | ((1 << size) - 1) << start
    for one, other in combinations(range(len(words)), 2):
        left, right = codes(words[one]), codes(words[other])
        pairs = [
            (left[1], right[1]),
            (left[0], right[2]),
            (left[0], right[3]),
            (right[0], left[2]),
            (right[0], left[3]),
        ]
        if name.kind == "person" and len(words) == 2:
            pairs += [(left[0], right[4]), (right[0], left[4])]
        for a, b in pairs:
            key = ((a ^ b) * 0x9E3779B1 + (a & b)) & 0xFFFFFFFF
            found[key] = found.get(key, 0) | 1 << one | 1 << other
    return found


def share(one: str, other: str, kind: Kind) -> bool:
    left, right = keys(take_apart(one, kind), take_apart(other, kind))
    return bool(left.keys() & right.keys())


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Vladimir Petrov", "PETROV, Vladimir", "person"),
        ("Vladimir Petrov", "V. Petrov", "person"),
        ("Trofim Kuzgunbayev", "Trofim Kuzgunbaev", "person"),
        ("Zephyrlane Trading", "Zephyrlame Trading", "company"),
        ("Bluewave Shipping", "Blue Wave Shipping", "company"),
        ("湖北华瑞生物科技有限公司", "Hubei Huarui Biotech Co., Ltd.", "company"),
        ("湖北华瑞生物科技有限公司", "Hubei Hua Rui Biotech Co., Ltd.", "company"),
        ("重庆重远化工", "Chongqing Zhongyuan Chemical", "company"),
        ("Zabo Trading", "Zabu Trading", "company"),
        ("Pamchel Trading", "Pamckhil Trading", "company"),
        ("Rostshipservice", "Rostshipservis", "company"),
        ("محمد حسن", "Mohammed Hassan", "person"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str, kind: Kind) -> None:
    assert share(one, other, kind)


def test_place_trade_and_form_are_no_keys() -> None:
    assert not share("Hubei Huarui Biotech Co., Ltd.", "Hubei Yuanhong Biotech Co., Ltd.", "company")


WORDS = st.sampled_from(
    ["wang", "hui", "nash", "hassan", "ana", "ali", "li", "x", "11", "中国银行", "重远", "zephyrlane"]
)


@given(st.lists(st.text(max_size=60) | st.lists(WORDS, max_size=11).map(" ".join), max_size=5), st.data())
def test_keys_of_many_are_those_of_each_told_word_by_word(names: list[str], data: st.DataObject) -> None:
    taken = []
    for name in names:
        try:
            taken.append(take_apart(name, data.draw(st.sampled_from([None, "person", "company", "vessel"]))))
        except UnreadableName:
            continue
    assert keys(*taken) == [plain(name) for name in taken]


def test_keys_of_real_names(listed: list[tuple[str, Kind]]) -> None:
    taken = [take_apart(name, kind) for name, kind in listed[::7] if name not in {"", "CO LTD"}]
    assert keys(*taken) == [plain(name) for name in taken]


def test_a_name_of_many_words_has_keys_of_the_most_telling_alone() -> None:
    rare = [f"zephyr{letter}q" for letter in "abcdefgh"]
    taken = take_apart(" ".join(["mohammed", *rare, "ali"]), "person")
    weights = keyed(lines_of([taken], Words())).weight
    assert len(weights) == MOST_WORDS
    assert weights.min() > min(taken.weights)
