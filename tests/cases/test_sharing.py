from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.kept import CASES, NOTICE, kept, lead

from penstock.cases.document import TLP, LeftOut, Tlp
from penstock.cases.sharing import allows, mark_of, shareable


def test_a_record_has_its_own_mark_or_that_of_its_kind() -> None:
    assert mark_of(lead("1", tlp="red")) == "red"
    assert mark_of(kept("notification", "n", "draft", NOTICE)) == "amber"
    entry = {"kind": "meeting", "day": "2026-01-01", "by": "A", "what": "b", "origin": {"citation": "c"}}
    assert mark_of(kept("act", "a", "accepted", entry)) == "clear"


@given(st.sampled_from(TLP), st.sampled_from(TLP))
def test_a_document_holds_what_is_as_open_as_it_or_more(tlp: Tlp, mark: Tlp) -> None:
    case = lead("1", tlp=tlp)
    found, left_out = shareable([case], mark)
    assert allows(mark, tlp) == bool(found)
    assert (found, left_out) in [([case], ()), ([], (LeftOut(kind="lead", why="tlp", limit=tlp, number=1),))]
    assert allows(mark, mark)
    assert allows(tlp, mark) or allows(mark, tlp)


@pytest.mark.parametrize(("mark", "leads"), [("red", 4), ("amber", 3), ("green", 0), ("clear", 0)])
def test_nothing_red_is_in_a_document_for_more_readers_and_the_number_is_told(mark: Tlp, leads: int) -> None:
    found, left_out = shareable(CASES, mark)
    assert sum(case.kind == "lead" for case in found) == leads
    assert sum(one.number for one in left_out) + len(found) == len(CASES)
    assert all(not allows(mark, mark_of(lead("1", tlp=one.limit))) for one in left_out)
