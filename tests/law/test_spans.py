"""Every span of every entry of the shipped register, tested from the data itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shipped import REGISTER

import penstock
from penstock.kernel.days import Span
from penstock.kernel.errors import BadDay
from penstock.law.identified import Identified
from penstock.law.records import SpanRecord
from penstock.law.register import Placed
from penstock.law.standing import Standing, force, standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

DAY = timedelta(days=1)
LISTS = sorted(REGISTER.packed.lists)


@dataclass(frozen=True)
class Held:
    """One span where it stands, and what the register answers about it."""

    placed: Placed
    span: SpanRecord

    def __str__(self) -> str:
        return f"{self.placed.measure_id} since {self.span.since or 'unknown'}"

    @property
    def others(self) -> list[SpanRecord]:
        return [span for span in self.placed.entry.spans if span is not self.span]

    def on(self, day: date) -> Standing:
        """Ask about the subject by name, without a route: every list of the place may bind."""
        subject = self.placed.subject
        one = Identified(
            subject=subject,
            name=REGISTER.name_of(subject),
            cas=None,
            by="name",
            confidence=1.0,
            kind="equipment" if subject in REGISTER.packed.equipment else "substance",
        )
        return standing(REGISTER, one, self.placed.file.list.jurisdiction, day, None)

    def is_in_force(self, day: date) -> bool:
        result = self.on(day)
        held = result.watch if self.placed.file.list.kind == "watch" else result.measures
        return any(m.placed.measure_id == self.placed.measure_id and m.span == self.span for m in held)

    def is_mentioned(self, day: date) -> bool:
        result = self.on(day)
        held = (*result.measures, *result.watch, *result.open)
        return any(m.placed.measure_id == self.placed.measure_id and m.span == self.span for m in held)

    def gives_way(self, day: date) -> bool:
        """Tell whether a list that this one yields to names the same subject on that day."""
        wins = self.placed.file.list.yields_to
        return any(
            placed.list_id in wins and surely_holds(span, day)
            for placed in REGISTER.entries_on(self.placed.subject, self.placed.file.list.jurisdiction)
            for span in placed.entry.spans
        )


def surely_holds(span: SpanRecord, day: date) -> bool:
    first = span.since or span.known_by
    return first is not None and first <= day and (span.until is None or day < span.until)


def held_on(list_id: str) -> list[Held]:
    file = REGISTER.packed.lists[list_id]
    return [
        Held(Placed(list_id, key, file, entry), span) for key, entry in file.entries.items() for span in entry.spans
    ]


def every_span() -> Iterator[Held]:
    for list_id in LISTS:
        yield from held_on(list_id)


def test_the_register_has_spans_of_every_sort_that_is_tested_here() -> None:
    spans_held = [held.span for held in every_span()]
    assert any(span.since is not None and span.until is not None for span in spans_held)
    assert any(span.since is None and span.not_before is not None for span in spans_held)
    assert any(span.since is None and span.known_by is not None for span in spans_held)
    assert any(held.others for held in every_span())
    assert {file.list.kind for file in REGISTER.packed.lists.values()} == {"control", "watch"}


@pytest.mark.parametrize("list_id", LISTS)
def test_a_measure_is_in_force_on_its_first_day_and_not_on_the_day_before(list_id: str) -> None:
    wrong = []
    for held in held_on(list_id):
        first = held.span.since
        if first is None:
            continue
        if held.is_in_force(first) is held.gives_way(first):
            wrong.append(f"{held}: first day")
        if held.is_mentioned(first - DAY):
            wrong.append(f"{held}: day before")
    assert wrong == []


@pytest.mark.parametrize("list_id", LISTS)
def test_a_measure_is_in_force_on_its_last_day_and_not_on_the_day_it_ends(list_id: str) -> None:
    wrong = []
    for held in held_on(list_id):
        until = held.span.until
        if until is None:
            continue
        last = until - DAY
        if surely_holds(held.span, last) and held.is_in_force(last) is held.gives_way(last):
            wrong.append(f"{held}: last day")
        if held.is_mentioned(until):
            wrong.append(f"{held}: until")
    assert wrong == []


@pytest.mark.parametrize("list_id", LISTS)
def test_the_day_before_the_first_span_no_span_of_the_entry_holds(list_id: str) -> None:
    wrong = []
    for held in held_on(list_id):
        first = held.span.since
        if first is None or any(force(other, first - DAY) != "no" for other in held.others):
            continue
        result = held.on(first - DAY)
        ids = {m.placed.measure_id for m in (*result.measures, *result.watch, *result.open)}
        if held.placed.measure_id in ids:
            wrong.append(str(held))
    assert wrong == []


@pytest.mark.parametrize("list_id", LISTS)
def test_a_first_day_nobody_settled_is_open_and_no_earlier_than_shown(list_id: str) -> None:
    wrong = []
    for held in held_on(list_id):
        span = held.span
        if span.since is not None:
            continue
        if span.not_before is not None and held.is_mentioned(span.not_before - DAY):
            wrong.append(f"{held}: before {span.not_before}")
        if span.known_by is None:
            continue
        if held.is_in_force(span.known_by) is held.gives_way(span.known_by):
            wrong.append(f"{held}: known by {span.known_by}")
        if held.is_in_force(span.known_by - DAY):
            wrong.append(f"{held}: settled before {span.known_by}")
    assert wrong == []


def test_what_is_open_is_never_answered_with_not_controlled() -> None:
    wrong = []
    for held in every_span():
        span = held.span
        if span.since is not None or held.placed.file.list.kind == "watch":
            continue
        known_by = span.known_by or date(2026, 11, 22)
        if span.not_before is None or span.not_before < known_by:
            verdict = held.on(known_by - DAY).verdict
            if verdict == "not_controlled":
                wrong.append(str(held))
    assert wrong == []


def test_since_is_the_first_day_of_an_unbroken_run() -> None:
    wrong = []
    for held in every_span():
        day = held.span.since
        if day is None:
            continue
        for measure in held.on(day).measures:
            if measure.placed.measure_id != held.placed.measure_id or measure.since is None:
                continue
            before = held.on(measure.since - DAY)
            if measure.since > day or any(
                m.placed.measure_id == held.placed.measure_id and m.basis == measure.basis for m in before.measures
            ):
                wrong.append(f"{held}: {measure.since}")
    assert wrong == []


def _answer(subject: str, kind: Any, place: str, day: date) -> dict[str, Any]:  # noqa: ANN401  # a literal
    answer: dict[str, Any] = penstock.check(subject, kind=kind, jurisdictions=[place], on=day).as_dict()
    return dict(answer["answers"][0])


def _asked(held: Held) -> tuple[str, str] | None:
    substance = REGISTER.packed.substances.get(held.placed.subject)
    if substance is not None:
        return (substance.cas, "substance") if substance.cas is not None else None
    if held.placed.subject in REGISTER.packed.equipment:
        return REGISTER.name_of(held.placed.subject), "equipment"
    return None


@pytest.mark.parametrize("list_id", LISTS)
def test_asked_by_cas_or_name_the_answer_shows_the_measure_from_its_first_day(list_id: str) -> None:
    wrong = []
    for held in held_on(list_id):
        asked, first = _asked(held), held.span.since
        if asked is None or first is None or held.gives_way(first):
            continue
        head = held.placed.file.list
        where, place = "watch" if head.kind == "watch" else "measures", head.jurisdiction
        answer = _answer(*asked, place, first)
        shown = [m for m in answer[where] if m["id"] == held.placed.measure_id and m["open"] is None]
        if not shown or not all(m["since"] == "unknown" or m["since"] <= str(first) for m in shown):
            wrong.append(f"{held}: not shown on {first}")
        if where == "measures" and answer["verdict"] != "controlled":
            wrong.append(f"{held}: {answer['verdict']} on {first}")
        if any(force(other, first - DAY) != "no" for other in held.others):
            continue
        before = _answer(*asked, place, first - DAY)
        if held.placed.measure_id in {m["id"] for m in before[where]}:
            wrong.append(f"{held}: shown on the day before")
    assert wrong == []


@pytest.mark.parametrize(
    ("place", "subject", "first"),
    [
        ("US", "41661-47-6", date(2023, 5, 12)),
        ("UN", "125541-22-2", date(2022, 11, 23)),
        ("CN", "125541-22-2", date(2024, 9, 1)),
    ],
)
def test_days_of_the_fentanyl_precursors_that_anyone_can_look_up(place: str, subject: str, first: date) -> None:
    on = _answer(subject, "substance", place, first)
    before = _answer(subject, "substance", place, first - DAY)
    assert on["verdict"] == "controlled"
    assert str(first) in {m["since"] for m in on["measures"] if m["basis"] == "named"}
    assert not [m for m in before["measures"] if m["basis"] == "named"]


_DAYS = st.dates(date(1961, 1, 1), date(2100, 1, 1))


@st.composite
def spans(draw: st.DrawFn) -> SpanRecord:
    """Draw spans as the register allows them: bounds only where the first day is unknown, in order."""
    one, two, three = sorted(draw(st.lists(_DAYS, min_size=3, max_size=3, unique=True)))
    until = draw(st.sampled_from([None, three]))
    if draw(st.booleans()):
        return SpanRecord(since=one, by="a-text", until=until)
    return SpanRecord(
        since=None,
        by="a-text",
        until=until,
        not_before=draw(st.sampled_from([None, one])),
        known_by=draw(st.sampled_from([None, two])),
    )


@given(span=spans(), day=_DAYS)
def test_force_of_a_known_day_is_what_the_span_holds(span: SpanRecord, day: date) -> None:
    if span.since is not None:
        assert (force(span, day) == "yes") is Span(span.since, span.until).holds(day)
        assert force(span, day) != "open"


@given(span=spans(), days=st.lists(_DAYS, min_size=2, max_size=8))
def test_force_only_moves_from_no_to_open_to_yes_to_no(span: SpanRecord, days: list[date]) -> None:
    edges = [d for d in (span.since, span.not_before, span.known_by, span.until) if d is not None]
    watched = sorted({*days, *edges, *(d - DAY for d in edges)})
    run = [force(span, day) for day in watched]
    steps = [state for i, state in enumerate(run) if i == 0 or run[i - 1] != state]
    order = iter(("no", "open", "yes", "no"))
    assert all(state in order for state in steps)  # each is found after the one before it
    assert span.until is None or run[watched.index(span.until)] == "no"
    assert span.known_by is None or run[watched.index(span.known_by)] == "yes"
    assert span.not_before is None or run[watched.index(span.not_before - DAY)] == "no"
    assert span.not_before is None or run[watched.index(span.not_before)] != "no"
    assert span.since is None or run[watched.index(span.since)] == "yes"


@given(one=_DAYS, two=_DAYS)
def test_a_span_holds_its_first_day_and_not_its_end(one: date, two: date) -> None:
    if one >= two:
        with pytest.raises(BadDay):
            Span(one, two)
        return
    span = Span(one, two)
    assert span.holds(one)
    assert span.holds(two - DAY)
    assert not span.holds(two)
    assert not span.holds(one - DAY)
    assert Span(one).holds(two)


@given(ends=st.lists(_DAYS, min_size=4, max_size=4, unique=True), is_open=st.booleans())
def test_spans_overlap_exactly_when_a_day_belongs_to_both(ends: list[date], *, is_open: bool) -> None:
    first, second = Span(*sorted(ends[:2])), Span(min(ends[2:]), None if is_open else max(ends[2:]))
    shares = any(first.holds(day) and second.holds(day) for day in (first.since, second.since))
    assert first.overlaps(second) is second.overlaps(first) is shares
