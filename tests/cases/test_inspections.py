from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from penstock.cases.inspections import Enterprise, Inspection, check_enterprise, check_inspection
from penstock.kernel.errors import UsageError

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
FINDING = {"what": "stock book not kept", "gravity": "serious", "correct_by": "2026-10-01"}


def inspection(**changed: Any) -> Inspection:  # noqa: ANN401  # any JSON value
    body: dict[str, Any] = {"enterprise": "e1", "name": "Example Works", "why": "yearly", "due": "2026-12-01"}
    return msgspec.convert(body | changed, type=Inspection)


def test_the_gravest_finding_counts_and_those_not_put_right_are_late() -> None:
    minor = FINDING | {"gravity": "minor", "what": "label", "corrected_on": "2026-09-01"}
    told = inspection(findings=[minor, FINDING])
    assert told.gravest == "serious"
    assert inspection().gravest == "none"
    assert [one.what for one in told.late(date(2026, 10, 2))] == ["stock book not kept"]
    assert told.late(date(2026, 10, 1)) == (), "the day itself is in time"


@pytest.mark.parametrize(
    ("step", "changed", "words"),
    [
        ("open", {"enterprise": " "}, "enterprise is empty"),
        ("open", {"why": ""}, "why is empty"),
        ("carry_out", {"carried_out_on": "2026-11-24"}, "carried_out_on is 2026-11-24, which has not come yet"),
        ("correct", {"findings": [FINDING | {"corrected_on": "2027-01-01"}]}, "corrected_on is 2027-01-01"),
        ("close", {"findings": [FINDING]}, "Not put right yet: stock book not kept"),
    ],
)
def test_an_inspection_that_cannot_be_is_refused(step: str, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_inspection(step, inspection(**changed), NOW)


def test_an_inspection_and_an_enterprise_that_can_be_are_kept() -> None:
    check_inspection("close", inspection(findings=[FINDING | {"corrected_on": "2026-09-30"}]), NOW)
    check_enterprise("open", Enterprise(name="Example Works", place="CN"), NOW)
    for name in ("name", "place"):
        with pytest.raises(UsageError, match=f"{name} is empty"):
            check_enterprise("open", msgspec.convert({"name": "x", "place": "CN"} | {name: " "}, type=Enterprise), NOW)
