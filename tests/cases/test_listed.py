from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.cases.kept import AMARVEL, DAY

from penstock.cases.listed import charges, events_of, find, spans, standing
from penstock.kernel.errors import UnknownId, UnreadableName

if TYPE_CHECKING:
    from penstock.cases.listed import Known
    from penstock.law.register import Register

YAXIN = "cn-hebei-yaxin-restaurant-management"
TAKEN_OFF = "cn-mps-institute-of-forensic-science"


def test_a_party_is_found_by_its_id_or_by_its_name(known: Known) -> None:
    by_id, by_name = find(known, AMARVEL, DAY), find(known, " Hubei Amarvel Biotech ", DAY)
    assert by_id == by_name
    assert (by_id.id, by_id.names[0]) == (AMARVEL, "Hubei Amarvel Biotech Co., Ltd.")
    nobody = find(known, "Example Everbright Chemical", DAY)
    assert (nobody.party_id, nobody.id) == (None, "Example Everbright Chemical")


def test_a_name_of_several_or_of_nobody_in_particular_is_refused(known: Known) -> None:
    with pytest.raises(UnknownId, match="common name"):
        find(known, "Zhang Wei", DAY)
    with pytest.raises(UnreadableName):
        find(known, "  ", DAY)


def test_listed_taken_off_and_charged_are_kept_apart(known: Known, register: Register) -> None:
    listed = find(known, YAXIN, DAY)
    (row,) = standing(known, listed, DAY)
    assert (row.verdict, row.since, row.until) == ("listed", "2023-10-03", None)
    assert standing(known, listed, date(2023, 10, 2))[0].verdict == "not_listed"
    assert charges(register, listed, DAY) == ()

    gone = find(known, TAKEN_OFF, DAY)
    ended = [one for one in spans(known, gone, DAY) if one.until is not None]
    assert [one.verdict for one in ended] == ["delisted"]
    assert {one.list: one.verdict for one in standing(known, gone, DAY)}["us-bis-entity-list"] == "delisted"
    assert {one.what for one in events_of(spans(known, gone, DAY), ())} == {"listed", "delisted"}


def test_an_indictment_is_an_allegation_and_no_listing(known: Known, register: Register) -> None:
    subject = find(known, AMARVEL, DAY)
    assert all(row.verdict != "listed" for row in standing(known, subject, DAY))
    (charge,) = charges(register, subject, DAY)
    assert (charge.verdict, charge.public) == ("charged", "2023-06-23")
    assert "allegation" in (charge.outcome or "")
    assert charges(register, subject, date(2023, 6, 22)) == (), "it was not public yet"
