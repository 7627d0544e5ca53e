from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.cases.samples import lead_body

from penstock.cases.kinds import checked, read_body
from penstock.kernel.errors import UsageError

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_a_body_comes_back_whole_and_plain_and_is_the_same_when_checked_again() -> None:
    whole = checked("lead", "open", lead_body(), NOW)
    assert whole["precheck"] is None
    assert whole["due"] == "2026-06-30"
    assert checked("lead", "open", whole, NOW) == whole


def test_a_body_of_another_shape_is_refused_with_the_field() -> None:
    with pytest.raises(UsageError, match=r"This is no lead: .*`\$.handling.tlp`\. See the fields"):
        checked("lead", "open", lead_body(handling={"tlp": "purple", "purpose": "x"}), NOW)


def test_fields_that_somebody_wrote_are_read_as_what_they_are() -> None:
    body = read_body("lead", lead_body(credibility="2", due="2026-06-30"))
    assert (body["credibility"], body["due"]) == (2, "2026-06-30")
    assert checked("lead", "open", body, NOW) == body
    with pytest.raises(UsageError, match=r"This is no lead: .*`\$.credibility`"):
        read_body("lead", lead_body(credibility="seven"))
