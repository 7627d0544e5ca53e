from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.cases.samples import lead_body

from penstock.cases.kinds import checked
from penstock.kernel.errors import UsageError

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_a_body_comes_back_whole_and_plain_and_is_the_same_when_checked_again() -> None:
    whole = checked("lead", "open", lead_body(), NOW)
    assert whole["precheck"] is None
    assert whole["due"] == "2026-06-30"
    assert checked("lead", "open", whole, NOW) == whole


def test_a_body_of_another_shape_is_refused_with_the_field() -> None:
    with pytest.raises(UsageError, match=r"This is no lead: .*`\$.handling.tlp`\. See the fields of a lead"):
        checked("lead", "open", lead_body(handling={"tlp": "purple", "purpose": "x"}), NOW)
