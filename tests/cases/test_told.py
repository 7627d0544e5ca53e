from __future__ import annotations

from datetime import date

import msgspec
import pytest
from tests.cases.kept import CASES, DAY, INSPECTION, NOTICE, answer, decision, kept, lead

from penstock.cases.document import TLP
from penstock.cases.gathered import rows, scored
from penstock.cases.states import TABLES
from penstock.cases.told import WAITING, overdue
from penstock.cases.told import decision as decision_row

ROWS = rows(CASES, DAY)


def test_a_lead_is_told_without_who_told_it_and_without_what_it_alleges() -> None:
    row = ROWS.leads[0]
    assert (row.reference, row.result, row.answered_on, row.days) == ("EX-1", "confirmed", "2026-04-11", 10)
    text = msgspec.json.encode(ROWS.leads).decode()
    assert CASES[0].body["source"] not in text
    assert CASES[0].body["allegation"] not in text


def test_what_was_drawn_before_and_by_consignments_adds_up() -> None:
    (permit,) = ROWS.permits
    assert (permit.granted, permit.drawn) == ("100 kg", "25.5 kg")


def test_a_web_listing_that_was_seen_after_it_was_down_stands_again() -> None:
    (row,) = ROWS.removals
    assert (row.down_on, row.again_on) == ("2026-05-09", "2026-06-01")


def test_an_inspection_tells_its_gravest_finding_and_what_is_not_put_right() -> None:
    (row,) = ROWS.visits
    assert (row.gravest, row.open, row.done_on) == ("serious", 1, "2026-05-20")


def test_a_notification_tells_its_last_reply_and_the_text_by_which_silence_let_it_go() -> None:
    (row,) = ROWS.notices
    assert (row.due, row.reply, row.silence, row.quantity) == ("2026-05-22", None, None, "25.5 kg")
    reply = {"on": "2026-05-20", "result": "objected", "reason": "importer_unknown", "note": ""}
    silent = {"id": "eu.x", "state": "over", "silence": "may_ship", "citation": "art. 11", "due": "2026-05-22"}
    body = NOTICE | {"replies": [reply], "silence": [silent]}
    (told,) = rows([kept("notification", "n", "objected", body)], DAY).notices
    assert (told.replied_on, told.reply, told.reason, told.silence) == (
        "2026-05-20",
        "objected",
        "importer_unknown",
        "art. 11",
    )


def test_overdue_is_what_still_waits_after_its_day() -> None:
    on_its_day = overdue(kept("notification", "n1", "sent", NOTICE), date(2026, 5, 22))
    assert on_its_day is None
    row = overdue(kept("notification", "n1", "sent", NOTICE), date(2026, 5, 25))
    assert row is not None
    assert (row.days, row.waits_for) == (3, "MX")
    assert overdue(kept("notification", "n1", "no_objection", NOTICE), DAY) is None
    assert overdue(kept("inspection", "i", "closed", INSPECTION), DAY) is None
    assert {one.record for one in ROWS.overdue} == {"3", "4", "n1", "i1"}


@pytest.mark.parametrize("kind", WAITING)
def test_what_waits_is_a_state_of_the_table_that_is_not_closed(kind: str) -> None:
    table = TABLES[kind]
    assert set(WAITING[kind]) <= set(table.states) - set(table.closed)


def test_who_told_is_a_group_only_where_the_document_stays_with_the_sender() -> None:
    by = {tlp: {row.by for row in scored(ROWS.past, DAY, tlp)} for tlp in TLP}
    assert {tlp: "source" in groups for tlp, groups in by.items()} == {
        "red": True,
        "amber+strict": True,
        "amber": False,
        "green": False,
        "clear": False,
    }


def test_shares_stand_with_their_interval() -> None:
    cases = [
        lead(f"{n}", state="answered", verification=answer("confirmed" if n < 8 else "declined")) for n in range(10)
    ]
    (row,) = [one for one in scored(rows(cases, DAY).past, DAY, "amber") if one.by == "basis"]
    assert (row.leads, row.decided, row.confirmed, row.share) == (10, 8, 8, 1.0)
    assert (row.low, row.high) == (0.676, 1.0)


def test_a_decision_is_told_by_what_was_asked() -> None:
    row = decision_row(decision("d", subject="acetone", kind=None, places=["CN"]))
    assert row.question == "places: CN; subject: acetone"
