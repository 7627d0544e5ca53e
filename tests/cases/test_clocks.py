from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.shipped import REGISTER

from penstock.cases.calendars import public_holidays
from penstock.cases.clocks import Applying, Pause, answer, applying, months_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from penstock.cases.clocks import Answer

SENT = date(2026, 12, 18)  # a Friday


def nothing(_first: date, _last: date, _part: str | None) -> Mapping[date, str]:
    return {}


def clocks(country: str, subject: str, today: date, sent: date | None = SENT) -> list[Answer]:
    holidays = partial(public_holidays, country)
    found = applying(REGISTER, country, {subject}, sent or today)
    return [answer(REGISTER, one, today, sent=sent, received=sent, holidays=holidays) for one in found]


def test_a_clock_of_the_union_leaves_out_weekends_and_the_holidays_of_the_exporting_state() -> None:
    (german,) = clocks("DE", "acetic-anhydride", SENT)
    (french,) = clocks("FR", "acetic-anhydride", SENT)
    assert (german.id, german.days, german.counts) == ("eu.pre-export-notification", 15, "working")
    assert (german.due, french.due) == (date(2027, 1, 12), date(2027, 1, 12))
    assert [day for day, _ in german.left_out][:3] == [date(2026, 12, 19), date(2026, 12, 20), date(2026, 12, 25)]
    assert dict(german.left_out)[date(2026, 12, 25)] == "Christmas Day"
    (spanish,) = clocks("ES", "acetic-anhydride", SENT)
    assert spanish.due == date(2027, 1, 13)  # Epiphany
    assert dict(spanish.left_out)[date(2027, 1, 6)]


def test_silence_runs_over_a_weekend_and_a_holiday_and_its_meaning_names_its_text() -> None:
    (before,) = clocks("AU", "acetic-anhydride", date(2026, 12, 28))
    assert (before.state, before.due, before.days_left) == ("running", date(2026, 12, 29), 1)
    assert {day: why for day, why in before.left_out if day.weekday() < 5} == {  # Friday
        date(2026, 12, 25): "Christmas Day",
        date(2026, 12, 28): "Boxing Day (observed)",
    }
    (after,) = clocks("AU", "acetic-anhydride", date(2026, 12, 30))
    assert (after.state, after.ships_from, after.days_left) == ("over", date(2026, 12, 30), 0)
    assert (after.silence, after.lapses_on) == ("may_ship", date(2027, 3, 18))
    assert after.silence_citation is not None
    assert "regulation 10AB(4)" in after.silence_citation
    assert after.source == "official"


def test_a_notice_lapses_where_the_text_gives_it_so_many_months() -> None:
    states = [clocks("AU", "acetic-anhydride", date(2027, 3, day))[0].state for day in (17, 18)]
    assert states == ["over", "lapsed"]


def test_the_day_of_submission_is_the_first_of_the_fifteen_in_the_united_states() -> None:
    (one,) = clocks("US", "npp", SENT)
    assert (one.due, one.ships_from, one.days_left) == (date(2027, 1, 1), date(2027, 1, 2), 14)
    assert one.awaits == "exporting_authority"
    assert one.left_out == ()


def test_a_substance_on_no_list_of_a_clock_has_none() -> None:
    assert clocks("US", "paracetamol", SENT) == []
    assert clocks("DE", "paracetamol", SENT) == []


def test_where_no_text_settles_it_silence_is_unknown_and_it_is_said() -> None:
    (british,) = clocks("GB", "acetic-anhydride", SENT)
    assert (british.silence, british.silence_citation, british.state) == ("unknown", None, "running")
    (indian,) = clocks("IN", "acetic-anhydride", SENT)
    assert (indian.id, indian.state, indian.due, indian.silence) == ("un.article-12-10-a", "no_time", None, "unknown")
    assert indian.notes[0].startswith("The register holds no clock of the exporting country")
    licence, verification = clocks("CN", "acetic-anhydride", SENT)
    assert (licence.silence, licence.due) == ("may_not_ship", date(2027, 1, 7))
    assert (verification.silence, verification.state) == ("unknown", "no_time")


def test_a_clock_that_nobody_started_has_no_end() -> None:
    (one,) = clocks("DE", "acetic-anhydride", SENT, sent=None)
    assert (one.state, one.due, one.days_left) == ("not_started", None, None)


def test_a_clock_before_its_text_is_known_to_hold_is_not_applied() -> None:
    assert applying(REGISTER, "DE", {"acetic-anhydride"}, date(2020, 1, 1)) == []


def test_a_question_stops_a_clock_only_where_the_text_says_so() -> None:
    (one,) = applying(REGISTER, "US", {"npp"}, SENT)
    asked = Pause(date(2026, 12, 20), date(2026, 12, 25))
    running = answer(REGISTER, one, SENT, sent=SENT, pauses=[asked], holidays=nothing)
    assert running.due == date(2027, 1, 1)
    assert "does not say that a question stops the clock" in " ".join(running.notes)
    stopping = Applying("US", one.key, msgspec.structs.replace(one.clock, more_info="stops"), is_fallback=False)
    paused = answer(REGISTER, stopping, SENT, sent=SENT, pauses=[asked], holidays=nothing)
    assert paused.due == date(2027, 1, 6)
    assert [why for _, why in paused.left_out] == ["more information was asked for"] * 5
    still = answer(REGISTER, stopping, SENT, sent=SENT, pauses=[Pause(SENT)], holidays=nothing)
    assert (still.state, still.due) == ("stopped", None)


def test_the_answer_is_plain_for_programs() -> None:
    (one,) = clocks("AU", "acetic-anhydride", date(2026, 12, 30))
    told = one.as_dict()
    assert msgspec.json.decode(msgspec.json.encode(told)) == told
    assert (told["due"], told["left_out"][0]) == ("2026-12-29", {"day": "2026-12-19", "why": "Saturday"})


DAYS = st.dates(date(2021, 6, 1), date(2090, 1, 1))


@given(DAYS, st.integers(1, 60), st.booleans(), st.sets(st.integers(0, 120)), st.integers(0, 90))
def test_working_days_are_counted_one_by_one(
    sent: date,
    days: int,
    first_counts: bool,  # noqa: FBT001  # of the property
    off: set[int],
    later: int,
) -> None:
    known = {sent + timedelta(days=n): "holiday" for n in off}
    (one,) = applying(REGISTER, "DE", {"acetic-anhydride"}, sent)
    clock = msgspec.structs.replace(one.clock, days=days, first_day_counts=first_counts)
    today = sent + timedelta(days=later)
    found = answer(REGISTER, one._replace(clock=clock), today, sent=sent, holidays=lambda _first, _last, _part: known)
    assert found.due is not None
    span = [sent + timedelta(days=n) for n in range(0 if first_counts else 1, (found.due - sent).days + 1)]
    counted = [day for day in span if day.weekday() < 5 and day not in known]  # Friday
    assert len(counted) == days
    assert counted[-1] == found.due
    assert [day for day, _ in found.left_out] == [day for day in span if day not in counted]
    assert found.days_left == len([day for day in counted if day > today])
    assert (found.state == "over") == (today > found.due)


def test_months_end_on_a_day_that_is_there() -> None:
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2026, 10, 15), 3) == date(2027, 1, 15)
