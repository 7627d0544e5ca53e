"""Which pairs are worth comparing: told in arrays, missing nothing that is surely a match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from penstock.parties.keys import keys
from penstock.parties.likely import ROW, may_match, row_of
from penstock.parties.names import take_apart

if TYPE_CHECKING:
    from penstock.parties import Kind


def may(one: str, other: str, kind: Kind | None = None, other_kind: Kind | None = None) -> bool:
    """Tell whether two names may match, by the words whose keys they share."""
    left, right = take_apart(one, kind), take_apart(other, other_kind)
    ours, theirs = keys(left), keys(right)
    words = their_words = 0
    for key in ours.keys() & theirs.keys():
        words |= ours[key]
        their_words |= theirs[key]
    (found,) = may_match(
        np.array([row_of(left, kind)], ROW),
        np.array([words], np.uint8),
        np.array([row_of(right, other_kind)], ROW),
        np.array([their_words], np.uint8),
    )
    return bool(found)


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
