from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.cases.kept import DAY

from penstock.cases.control import changed, events_of_changes, events_of_spans, lags, spans
from penstock.kernel.errors import UnknownId
from penstock.law.compare import changes

if TYPE_CHECKING:
    from penstock.law.register import Register


def test_spans_are_told_with_their_days_and_texts(register: Register) -> None:
    rows = spans(register, "4-piperidone", ("CA", "CN", "UN"), DAY)
    told = [(row.place, row.since, row.until) for row in rows]
    assert told == [
        ("CA", "2016-11-30", "2024-09-03"),
        ("CA", "2024-09-03", None),
        ("CN", "2025-07-20", None),
        ("UN", "2024-12-03", None),
    ]
    assert all(row.citation and row.url.startswith("http") for row in rows)
    ends = [(one.day, one.place) for one in events_of_spans(rows) if one.what == "control_ends"]
    assert ends == [("2024-09-03", "CA")]
    with pytest.raises(UnknownId):
        spans(register, "no-such-thing", ("CN",), DAY)


def test_each_place_is_set_beside_the_un(register: Register) -> None:
    rows = {row.place: row for row in lags(register, ["4-piperidone"], ("UN", "US", "CN", "GB"), DAY)}
    assert rows.keys() == {"US", "CN", "GB"}
    assert (rows["US"].days, rows["CN"].days, rows["GB"].days) == (-571, 229, None)
    assert rows["GB"].status == "unknown", "what was not looked at is no lag of nought"


def test_no_change_of_law_is_lost_when_changes_of_a_day_are_put_together(register: Register) -> None:
    since, until = date(2025, 1, 1), date(2025, 12, 31)
    places = tuple(register.packed.jurisdictions)
    rows = changed(register, since, until, places)
    assert sum(row.number for row in rows) == len(changes(register, date(2024, 12, 31), until, places))
    assert all(row.number == len(row.subjects) for row in rows)
    assert all(since.isoformat() <= row.day <= until.isoformat() for row in rows)
    (piperidone,) = [row for row in rows if row.day == "2025-07-20" and "4-piperidone" in row.subjects]
    assert (piperidone.place, piperidone.what) == ("CN", "begins")
    assert len(events_of_changes(rows)) == len(rows)
    wide = max(rows, key=lambda row: row.number)
    assert f"(+{wide.number - 4})" in next(one.text for one in events_of_changes([wide]))
