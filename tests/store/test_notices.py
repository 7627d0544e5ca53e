from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.cases.notices import notice_fields
from tests.shipped import REGISTER

from penstock.kernel.errors import NotAllowed, UsageError
from penstock.store import trail
from penstock.store.cases import Cases
from penstock.store.notices import Notice, Notices

if TYPE_CHECKING:
    from tests.store.conftest import Ticking

    from penstock.store.accounts import Accounts
    from penstock.store.store import Store

SENT = date(2026, 12, 18)  # a Friday
ACTOR = "shell:test"


@pytest.fixture
def notices(store: Store, clock: Ticking) -> Notices:
    clock.at = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    return Notices(store, REGISTER)


def sent(notices: Notices, **changed: Any) -> Notice:  # noqa: ANN401  # any JSON value
    draft = notices.draft(ACTOR, notice_fields(**changed), SENT)
    return notices.send(ACTOR, draft.case.id, SENT)


def test_a_notification_runs_its_clock_to_silence_over_a_weekend_and_a_holiday(notices: Notices) -> None:
    one = sent(notices)
    of = one.case.id
    assert (one.notification.due, one.case.due) == (date(2026, 12, 29), "2026-12-29")
    on_christmas = notices.get(of, date(2026, 12, 25))
    (clock,) = on_christmas.clocks
    assert (clock.state, clock.days_left) == ("running", 1)
    assert [why for _, why in clock.left_out] == [
        "Saturday",
        "Sunday",
        "Christmas Day",
        "Boxing Day",
        "Sunday",
        "Boxing Day (observed)",
    ]
    assert notices.overdue(date(2026, 12, 29)) == []
    with pytest.raises(UsageError, match=r"The time of au\.pre-export-notification is running, until 2026-12-29"):
        notices.ship(ACTOR, of, date(2026, 12, 29))
    (late,) = notices.overdue(date(2026, 12, 31))
    assert (late.case.id, late.days_late, late.waits_for) == (of, 2, None)
    assert late.clocks[0].silence == "may_ship"
    assert "regulation 10AB(4)" in (late.clocks[0].silence_citation or "")
    gone = notices.ship(ACTOR, of, date(2027, 1, 20), "nobody answered")
    assert gone.case.state == "shipped"
    (kept,) = gone.notification.silence
    assert (kept.id, kept.state, kept.silence) == ("au.pre-export-notification", "over", "may_ship")
    arrived = notices.take(ACTOR, of, "confirm_arrival", date(2027, 2, 1), {"arrived_on": "2027-02-01"})
    assert (arrived.case.state, notices.overdue(date(2027, 3, 1))) == ("arrival_confirmed", [])


def test_silence_carries_nothing_where_no_text_says_so(notices: Notices) -> None:
    british = sent(notices, exporting_country="GB", substance="acetic anhydride")
    with pytest.raises(UsageError, match="does not say whether the goods may go when nobody has answered"):
        notices.ship(ACTOR, british.case.id, date(2027, 2, 20))
    indian = sent(notices, exporting_country="IN")
    assert indian.notification.due is None
    with pytest.raises(UsageError, match="sets no time"):
        notices.ship(ACTOR, indian.case.id, date(2027, 2, 20))


def test_in_the_union_the_exporting_authority_has_to_let_it_go(notices: Notices) -> None:
    one = sent(notices, exporting_country="DE")
    of = one.case.id
    with pytest.raises(UsageError, match="competent authorities of the Member State of export may authorise"):
        notices.ship(ACTOR, of, date(2027, 2, 1))
    notices.take(ACTOR, of, "authorise", SENT, {"authorisation": "DE-77"})
    with pytest.raises(UsageError, match="is running, until 2027-01-12"):
        notices.ship(ACTOR, of, date(2027, 1, 12))
    assert notices.ship(ACTOR, of, date(2027, 1, 13)).case.state == "shipped"


def test_a_reply_is_kept_with_its_reason_and_an_objection_ends_it(notices: Notices) -> None:
    of = sent(notices).case.id
    notices.receive(ACTOR, of, date(2026, 12, 19))
    asked = notices.reply(ACTOR, of, result="more_info", reason="details_missing", on=date(2026, 12, 20), note="whom?")
    assert asked.case.state == "more_info"
    assert "does not say that a question stops the clock" in " ".join(asked.clocks[0].notes)
    assert notices.answer(ACTOR, of, date(2026, 12, 21), "the address").case.state == "received"
    ended = notices.reply(ACTOR, of, result="objected", reason="importer_unknown", on=date(2026, 12, 22))
    assert [(reply.result, reply.reason) for reply in ended.notification.replies] == [
        ("more_info", "details_missing"),
        ("objected", "importer_unknown"),
    ]
    assert ended.waits_for == "The notification is objected."
    with pytest.raises(UsageError, match="against the export"):
        notices.reply(ACTOR, of, result="no_objection", reason="permit_issued", on=date(2026, 12, 23))
    assert trail.rows_of(notices.store, of=of)[0].act == "case.refused"
    assert trail.verify(notices.store) == []


def test_a_reply_without_objection_lets_it_go(notices: Notices) -> None:
    of = sent(notices).case.id
    cleared = notices.reply(ACTOR, of, result="no_objection", reason="permit_issued", on=date(2026, 12, 20))
    assert cleared.waits_for is None
    assert notices.ship(ACTOR, of, date(2026, 12, 21)).notification.shipped_on == date(2026, 12, 21)


def test_a_draft_that_lacks_its_substance_is_kept_and_not_sent(notices: Notices) -> None:
    draft = notices.draft(ACTOR, notice_fields(substance=None, importer=None), SENT)
    assert [problem.code for problem in draft.problems] == ["no_importer", "no_substance"]
    with pytest.raises(UsageError, match="names no substance"):
        notices.send(ACTOR, draft.case.id, SENT)
    again = notices.draft(ACTOR, notice_fields(substance=None, importer=None), SENT)
    assert (again.case.id, again.case.is_new) == (draft.case.id, False)
    mended: dict[str, Any] = {"note": "completed", "substance": "acetic anhydride", "subject": "acetic-anhydride"}
    mended |= {"importer": {"name": "Ejemplo SA", "address": "Calle 5", "country": "MX"}}
    notices.take(ACTOR, draft.case.id, "edit", SENT, mended)
    assert notices.send(ACTOR, draft.case.id, SENT).case.state == "sent"
    assert [one.case.state for one in notices.all(SENT, ["sent"])] == ["sent"]


def test_only_an_approver_ships_on_silence_and_the_answer_is_plain(notices: Notices, people: Accounts) -> None:
    of = sent(notices).case.id
    assert people.get("officer").may("officer")
    with pytest.raises(NotAllowed, match="takes the role 'approver'"):
        notices.ship("officer", of, date(2027, 1, 20))
    told = notices.ship("approver", of, date(2027, 1, 20)).as_dict()
    assert msgspec.json.decode(msgspec.json.encode(told))["state"] == "shipped"


def test_a_case_of_another_kind_is_no_notification(notices: Notices) -> None:
    from tests.cases.samples import lead_body  # noqa: PLC0415  # of this test alone

    lead = Cases(notices.store).open(ACTOR, "lead", lead_body())
    with pytest.raises(UsageError, match="is a lead"):
        notices.get(lead.id, SENT)
