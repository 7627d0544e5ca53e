from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.cases.notices import notice_fields
from tests.shipped import REGISTER

from penstock.cases.clocks import Pause
from penstock.cases.kinds import checked
from penstock.cases.notifications import REASONS, REPLIES, read_notification, read_number, subject_of
from penstock.cases.states import TABLES, allowed, merged
from penstock.kernel.errors import UsageError

KIND, TABLE = "notification", TABLES["notification"]
NOW = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
SENT = "2026-12-18"


def body(**changed: Any) -> dict[str, Any]:  # noqa: ANN401  # any JSON value
    plain: dict[str, Any] = msgspec.to_builtins(read_notification(notice_fields(**changed), REGISTER))
    return plain


def taken(before: dict[str, Any], state: str, step: str, **said: Any) -> dict[str, Any]:  # noqa: ANN401  # as above
    return checked(KIND, step, merged(allowed(KIND, state, step), before, said), NOW)


def test_the_fields_are_read_and_the_substance_is_found_in_the_register() -> None:
    one = read_notification(notice_fields(substance="108-24-7", exporting_country="au"), REGISTER)
    assert (one.subject, one.exporting_country) == ("acetic-anhydride", "AU")
    assert (one.quantity, one.dispatch_on) == (Decimal("250.5"), date(2027, 1, 20))
    assert read_notification({}, REGISTER).subject is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"colour": "white"}, "colour"),
        ({"quantity": "much"}, "quantity is 'much', which is no number"),
        ({"quantity": "NaN"}, "which is no number"),
        ({"dispatch_on": "soon"}, "dispatch_on"),
        ({"exporter": "Example"}, "exporter"),
        ({"legal_basis": "custom"}, "legal_basis"),
    ],
)
def test_what_is_no_field_or_says_nothing_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_notification(notice_fields(**changed), REGISTER)


def test_a_name_of_several_substances_or_of_none_is_no_subject() -> None:
    assert subject_of(REGISTER, "npp") == "npp"
    assert subject_of(REGISTER, "108-24-7") == "acetic-anhydride"
    assert subject_of(REGISTER, "a made up liquid") is None


def test_numbers_are_exact() -> None:
    assert read_number(" 0.1 ", "quantity") + read_number("0.2", "quantity") == Decimal("0.3")


def test_it_is_sent_only_when_nothing_is_missing() -> None:
    assert taken(body(), "draft", "send", sent_on=SENT)["sent_on"] == SENT
    with pytest.raises(UsageError, match="names no substance"):
        taken(body(substance=None), "draft", "send", sent_on=SENT)


@pytest.mark.parametrize(
    ("said", "step", "why"),
    [
        ({"received_on": "2027-03-01"}, "receive", "and today is 2027-02-01"),
        ({"received_on": "2026-12-01"}, "receive", "before the notice of 2026-12-18"),
        ({"replies": [{"on": "2026-12-01", "result": "no_objection", "reason": "permit_issued"}]}, "clear", "before"),
        ({"replies": [{"on": SENT, "result": "no_objection", "reason": "a whim"}]}, "clear", "no notification"),
    ],
)
def test_days_that_cannot_be_and_replies_without_a_reason_are_refused(
    said: dict[str, Any], step: str, why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        taken(body() | {"sent_on": SENT}, "sent", step, **said)


def test_goods_leave_on_silence_only_where_the_text_says_that_they_may() -> None:
    clock = {"id": "au.x", "state": "over", "silence": "may_ship", "citation": "reg. 10AB", "due": "2026-12-29"}
    before = body() | {"sent_on": SENT}
    assert taken(before, "sent", "ship_on_silence", shipped_on="2027-01-20", silence=[clock])["silence"] == (clock,)
    for change in ({"state": "running"}, {"silence": "unknown"}, {"silence": "may_be_authorised"}):
        with pytest.raises(UsageError, match=r"Silence does not let it go by au\.x"):
            taken(before, "sent", "ship_on_silence", shipped_on="2027-01-20", silence=[clock | change])
    with pytest.raises(UsageError, match="does not say silence"):
        taken(before, "sent", "ship_on_silence", shipped_on="2027-01-20", silence=[])
    released = before | {"authorisation": "FR-77"}
    may = clock | {"silence": "may_be_authorised"}
    assert (
        taken(released, "sent", "ship_on_silence", shipped_on="2027-01-20", silence=[may])["authorisation"] == "FR-77"
    )


def test_questions_and_answers_are_pauses() -> None:
    asked = {"result": "more_info", "reason": "details_missing"}
    told = body() | {
        "replies": [{"on": "2026-12-20", **asked}, {"on": "2026-12-24", **asked}],
        "answers": [{"on": "2026-12-22", "note": "the address"}],
    }
    one = read_notification(told, REGISTER)
    assert one.pauses == (Pause(date(2026, 12, 20), date(2026, 12, 22)), Pause(date(2026, 12, 24)))


def test_every_reply_leads_to_a_step_of_the_table() -> None:
    assert {TABLE.step(step).to for step, _ in REPLIES.values()} == set(REPLIES)  # type: ignore[union-attr]  # all there
    assert all(REASONS.values())


STEPS = [step.name for step in TABLE.steps]
GONE = {"shipped", "arrival_confirmed"}


class Life(RuleBasedStateMachine):
    """Whatever anybody tries, goods leave only after a notice that was fit, and a reply or a silence that lets them."""

    @initialize(substance=st.sampled_from(["acetic anhydride", None]))
    def written(self, substance: str | None) -> None:
        self.state, self.version = TABLE.first, 0
        self.body = checked(KIND, "open", body(substance=substance), NOW)
        self.passed: list[str] = []

    @rule(step=st.sampled_from(STEPS), silence=st.sampled_from(["may_ship", "unknown", "may_be_authorised"]))
    def tried(self, step: str, silence: str) -> None:
        row = TABLE.step(step)
        assert row is not None
        result = next((result for result, (name, _) in REPLIES.items() if name == step), "objected")
        clock = {"id": "c", "state": "over", "silence": silence, "citation": "text"}
        known: dict[str, Any] = {
            "sent_on": SENT,
            "received_on": SENT,
            "shipped_on": "2027-01-20",
            "arrived_on": "2027-01-30",
            "authorisation": "FR-77",
            "replies": [{"on": "2026-12-20", "result": result, "reason": "other", "note": "so"}],
            "answers": [{"on": "2026-12-21", "note": "so"}],
            "silence": [clock],
            "note": "so",
        }
        said = {name: known[name] for name in row.needs}
        try:
            whole = checked(KIND, step, merged(allowed(KIND, self.state, step), self.body, said), NOW)
        except UsageError:
            return
        self.body, self.state = whole, row.to or self.state
        self.passed.append(step)

    @invariant()
    def nothing_left_unannounced(self) -> None:
        if self.state in GONE:
            assert self.body["sent_on"] == SENT
            assert self.body["subject"] == "acetic-anhydride"
            cleared = any(reply["result"] == "no_objection" for reply in self.body["replies"])
            lets = {one["silence"] for one in self.body["silence"]}
            assert cleared or lets == {"may_ship"} or (lets == {"may_be_authorised"} and self.body["authorisation"])

    @invariant()
    def nothing_follows_an_end(self) -> None:
        if self.state in TABLE.closed:
            assert not [row for row in TABLE.steps if self.state in row.sources]

    @precondition(lambda self: self.state == "objected")
    @rule()
    def an_objection_is_the_end(self) -> None:
        with pytest.raises(UsageError, match="Nothing can be done any more"):
            allowed(KIND, self.state, "ship")


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
TestLife = Life.TestCase
