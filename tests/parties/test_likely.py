"""Which pairs are worth comparing: told in arrays, missing nothing that is surely a match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from penstock.parties.index import PartyIndex
from penstock.parties.likely import Rows, may_match, rows_of
from penstock.parties.lines import lines_of
from penstock.parties.names import take_apart
from penstock.parties.postings import Shared
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from penstock.parties import Kind


def may(one: str, other: str, kind: Kind | None = None, other_kind: Kind | None = None) -> bool:
    """Tell whether two names may match, by the words whose keys they share."""
    return PartyIndex.build([other], [other_kind]).candidates([one], [kind]) == [[0]]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Vladimir Petrov", "PETROV, Vladimir", "person"),
        ("张伟", "Zhang Wei", "person"),
        ("湖北华瑞生物科技有限公司", "Hubei Huarui Biotech Co., Ltd.", "company"),
        ("湖北华瑞生物科技有限公司", "Hubei Hua Rui Shengwu Keji Youxian Gongsi", "company"),
        ("Bluewave Shipping", "Blue Wave Shipping Ltd", "company"),
        ("OCEAN STAR", "OCEAN STAR", "vessel"),
    ],
)
def test_spellings_of_one_name_may_match(one: str, other: str, kind: Kind) -> None:
    for first, second in ((kind, kind), (None, kind), (kind, None)):
        assert may(one, other, first, second)
        assert may(other, one, first, second)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Hubei Huarui Biotech Co., Ltd.", "Hubei Yuanhong Biotech Co., Ltd.", "company"),
        ("Vladimir Petrov", "Sergey Ivanov", "person"),
        ("Zephyrlane Trading", "Quarrystone Weaving", "company"),
    ],
)
def test_names_that_share_nothing_telling_may_not(one: str, other: str, kind: Kind) -> None:
    assert not may(one, other, kind, kind)


def test_kinds_that_are_said_must_agree() -> None:
    assert not may("OCEAN STAR", "OCEAN STAR", "vessel", "company")
    assert not may("OCEAN STAR", "OCEAN STAR", "person", "vessel")


def test_the_words_shared_decide() -> None:
    lines = lines_of([take_apart("Vladimir Petrov", "person"), take_apart("Sergey Petrov", "person")], Words())
    rows = Rows(rows_of(lines, "person"))
    none, petrov, both = 0b00, 0b10, 0b11
    words = np.array([none, petrov, both], np.uint8)
    pairs = Shared(np.zeros(3, np.int64), np.ones(3, np.int64), words, words)
    assert may_match(rows, rows, pairs).tolist() == [False, False, True]
