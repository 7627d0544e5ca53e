"""Spans of unsettled first day beside what changed."""

from datetime import date

import pytest
from tests.shipped import REGISTER

from penstock.law.records import SpanRecord
from penstock.law.unsettled import may_begin, unsettled


def test_the_rule_of_2026_on_propionyl_chloride_may_have_begun() -> None:
    found = unsettled(REGISTER, date(2025, 11, 1), date(2026, 11, 30), ("US",))
    (one,) = [span for span in found if span.subject == "propionyl-chloride"]
    assert (one.measure, one.not_before, one.known_by) == ("us.list-i.propionyl-chloride", date(2026, 3, 10), None)
    assert one.citation.startswith("91 FR 11450")
    assert one.as_dict()["not_before"] == "2026-03-10"


def test_before_its_earliest_day_and_in_another_place_it_is_not_told() -> None:
    before = unsettled(REGISTER, date(2025, 11, 1), date(2026, 3, 9), ("US",))
    assert "propionyl-chloride" not in {span.subject for span in before}
    elsewhere = unsettled(REGISTER, date(2025, 11, 1), date(2026, 11, 30), ("GB",))
    assert not {span.jurisdiction for span in elsewhere} - {"GB"}


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"since": date(2026, 1, 5)}, False),
        ({}, False),
        ({"not_before": date(2026, 1, 31)}, True),
        ({"not_before": date(2026, 2, 1)}, False),
        ({"known_by": date(2026, 1, 1)}, False),
        ({"known_by": date(2026, 1, 2)}, True),
        ({"known_by": date(2026, 2, 1)}, False),
        ({"not_before": date(2025, 1, 1), "known_by": date(2027, 1, 1)}, True),
        ({"not_before": date(2025, 1, 1), "until": date(2026, 1, 1), "ended_by": "x"}, False),
    ],
)
def test_only_what_can_have_begun_between_the_days_is_told(fields: dict[str, object], is_told: bool) -> None:  # noqa: FBT001  # a parameter
    span = SpanRecord(**{"since": None, "by": "x", **fields})  # type: ignore[arg-type]
    assert may_begin(span, date(2026, 1, 1), date(2026, 1, 31)) is is_told
