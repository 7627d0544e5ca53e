from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.samples import lead_body

from penstock.cases.leads import Lead
from penstock.cases.scores import Past, quantile, scores, wilson

SENT, ON = date(2026, 1, 1), date(2026, 11, 22)


def past(result: str | None = None, days: int = 10, state: str = "answered", **changed: Any) -> Past:  # noqa: ANN401  # any JSON value
    answer = None
    if result is not None:
        answered = (SENT + timedelta(days)).isoformat()
        answer = {"result": result, "explanation": "x", "for_sender": "x", "by": "x", "answered_on": answered}
    sent = None if state in {"draft", "stopped"} else SENT.isoformat()
    lead = msgspec.convert(lead_body(verification=answer, sent_on=sent, **changed), type=Lead)
    return Past(lead, state, SENT + timedelta(days))


def test_a_source_is_scored_by_the_answers_that_say_whether_it_was_right() -> None:
    told = [past("confirmed", 10), past("partly_confirmed", 20), past("lawful_trade", 30), past("declined", 40)]
    told += [past(state="sent"), past(state="withdrawn"), past(state="stopped"), past(state="draft")]
    told += [past("confirmed", source="another source")]
    other, score = scores(told, "source", ON)
    assert other.group == "another source"
    assert (score.group, score.sent, score.stopped, score.withdrawn) == ("parcel examination, port office", 5, 1, 1)
    assert score.results == {"confirmed": 1, "partly_confirmed": 1, "lawful_trade": 1, "declined": 1}
    assert (score.confirmed.hits, score.confirmed.of) == (2, 3)
    assert (score.times.answered, score.times.open) == (4, 1)
    assert (score.times.quarter, score.times.median) == (20, 30)
    shown = score.as_dict()
    assert shown["confirmed"] == {"hits": 2, "of": 3, "share": 0.667, "low": 0.208, "high": 0.939}
    assert shown["answer_days"]["three_quarters"] == 40


def test_leads_are_grouped_by_basis_too() -> None:
    told = scores([past("confirmed"), past("confirmed", basis="financial")], "basis", ON)
    assert [one.group for one in told] == ["financial", "seizure"]


def test_of_no_answer_nothing_is_known() -> None:
    (score,) = scores([past(state="sent")], "source", ON)
    assert score.as_dict()["confirmed"] == {"hits": 0, "of": 0, "share": None, "low": 0.0, "high": 1.0}
    assert (score.times.median, score.times.open) == (None, 1)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilson_s(hits: int, of: int, low: float, high: float) -> None:
    """What `scipy.stats.binomtest(hits, of).proportion_ci(method="wilson")` gives."""
    found = wilson(hits, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_interval_holds_its_share_and_narrows_with_more(hits: int, misses: int) -> None:
    found = wilson(hits, hits + misses)
    assert 0 <= found.low <= found.high <= 1
    if found.share is not None:
        assert found.low - 1e-9 <= found.share <= found.high + 1e-9
        more = wilson(hits * 4, (hits + misses) * 4)
        assert more.high - more.low < found.high - found.low


DAYS = st.lists(st.integers(0, 400), max_size=30)


@given(DAYS.filter(bool), st.sampled_from([0.25, 0.5, 0.75]))
def test_with_none_open_a_quantile_is_the_plain_one(days: list[int], share: float) -> None:
    ordered = sorted(days)
    place = next(at for at in range(len(ordered)) if (at + 1) / len(ordered) >= share - 1e-9)
    assert quantile(days, [], share) == ordered[place]


@given(DAYS, DAYS, st.sampled_from([0.25, 0.5, 0.75]))
def test_what_is_open_never_makes_answers_look_faster(answered: list[int], still: list[int], share: float) -> None:
    found, without = quantile(answered, still, share), quantile(answered, [], share)
    assert found is None or (without is not None and found >= without)


def test_open_leads_are_counted_for_as_long_as_they_were_open() -> None:
    assert quantile([10, 20], [30, 40], 0.5) == 20
    assert quantile([10, 20], [30, 40, 50], 0.5) is None, "fewer than half were answered"
    assert quantile([10, 20], [5, 5, 5], 0.5) == 10, "what was open for less time says nothing of later days"
