from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from tests.cases.samples import lead_body

from penstock.cases.leads import Lead, check
from penstock.kernel.errors import UsageError

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
ANSWER = {
    "result": "not_confirmed",
    "explanation": "seen",
    "for_sender": "no",
    "by": "office",
    "answered_on": "2026-11-01",
}


def lead(**changed: Any) -> Lead:  # noqa: ANN401  # any JSON value
    return msgspec.convert(lead_body(**changed), type=Lead)


def test_a_lead_that_can_be_is_kept() -> None:
    check("open", lead(), NOW)
    check("answer", lead(sent_on="2026-10-01", verification=ANSWER), NOW)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"subject": {"kind": "party", "name": "  "}}, "subject.name is empty. A lead about nobody"),
        ({"allegation": ""}, "allegation is empty"),
        ({"handling": {"tlp": "red", "purpose": " "}}, "handling.purpose is empty"),
        ({"sent_on": "2026-11-24"}, "sent_on is 2026-11-24, which has not come yet"),
        ({"period": {"since": "2026-11-01", "until": "2027-01-01"}}, "period.until is 2027-01-01"),
        ({"period": {"since": "2026-03-02", "until": "2026-03-01"}}, "ends on 2026-03-01, before it begins"),
        ({"evidence": [{"what": "photograph", "dated": "2030-01-01"}]}, "evidence.dated is 2030-01-01"),
        ({"sent_on": "2026-11-10", "verification": ANSWER}, "answered_on, 2026-11-01, is earlier than its sent_on"),
        ({"sent_on": "2026-11-10", "acknowledged_on": "2026-11-09"}, "acknowledged_on, 2026-11-09, is earlier"),
        ({"late_answers": [ANSWER | {"answered_on": "2027-01-01"}]}, "late_answers.answered_on is 2027-01-01"),
    ],
)
def test_a_lead_that_cannot_be_is_refused(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check("open", lead(**changed), NOW)


def test_a_day_that_has_begun_somewhere_has_come() -> None:
    check("send", lead(sent_on="2026-11-23"), datetime(2026, 11, 22, 12, tzinfo=UTC))
    with pytest.raises(UsageError, match="has not come yet"):
        check("send", lead(sent_on="2026-11-23"), datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("step", "result", "words"),
    [("pass_precheck", "failed", "The tests exists failed"), ("stop", "unknown", "No test failed")],
)
def test_a_precheck_that_says_something_else_than_the_step_is_refused(step: str, result: str, words: str) -> None:
    told = {"test": "exists", "result": result, "why": "w", "remedy": "r"}
    precheck = {"checked_on": "2026-11-20", "tests": [told], "stamp": {}}
    with pytest.raises(UsageError, match=words):
        check(step, lead(precheck=precheck), NOW)
    other = {"pass_precheck": "stop", "stop": "pass_precheck"}[step]
    check(other, lead(precheck=precheck), NOW)
