from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.lists.history import History, Sight
from penstock.lists.packed import Line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.lists.records import Roster
    from penstock.lists.store import ListStore

FIRST = date(2020, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def sight(text: str, *lines: Line | str, earliest: str | None = None) -> Sight:
    told = [Line(line, "d") if isinstance(line, str) else line for line in lines]
    return Sight(day(earliest or text), day(text), told)


def standing(history: History, on: str, uid: str = "1") -> tuple[str, str]:
    found = history.on(uid, day(on))
    return found.status, found.note


# --- from vintages alone

VINTAGES = History(
    [
        sight("2021-01-01"),
        sight("2022-01-01", "1"),
        sight("2023-01-01", "1"),
        sight("2024-01-01"),
        sight("2025-01-01"),
        sight("2026-01-01", "1"),
    ]
)


@pytest.mark.parametrize(
    ("on", "status", "note"),
    [
        ("2020-12-31", "unknown", "Absent from the list of 2021-01-01, on the list of 2022-01-01."),
        ("2021-01-01", "not_listed", "Absent from the list of 2021-01-01."),
        ("2021-06-01", "unknown", "Absent from the list of 2021-01-01, on the list of 2022-01-01."),
        ("2022-01-01", "listed", "Listed after 2021-01-01 and by 2022-01-01, the lists of these days show."),
        ("2022-06-01", "listed", "Listed after 2021-01-01 and by 2022-01-01, the lists of these days show."),
        ("2023-01-01", "listed", "Listed after 2021-01-01 and by 2022-01-01, the lists of these days show."),
        ("2023-06-01", "unknown", "On the list of 2023-01-01, absent from the list of 2024-01-01."),
        ("2024-01-01", "not_listed", "Absent from the list of 2024-01-01; last on the list of 2023-01-01."),
        ("2024-06-01", "not_listed", "Absent from the list of 2024-01-01; last on the list of 2023-01-01."),
        ("2025-01-01", "not_listed", "Absent from the list of 2025-01-01; last on the list of 2023-01-01."),
        ("2025-06-01", "unknown", "Absent from the list of 2025-01-01, on the list of 2026-01-01."),
        ("2026-01-01", "listed", "Listed after 2025-01-01 and by 2026-01-01, the lists of these days show."),
        ("2030-01-01", "listed", "Listed after 2025-01-01 and by 2026-01-01, the lists of these days show."),
    ],
)
def test_what_vintages_show_and_no_more(on: str, status: str, note: str) -> None:
    if on == "2020-12-31":
        note = "No list of that day or before is stored."
    assert standing(VINTAGES, on) == (status, note)


def test_an_entry_of_the_first_vintage_has_an_unknown_beginning() -> None:
    history = History([sight("2022-01-01", "1"), sight("2023-01-01", "1")])
    assert standing(history, "2021-12-31") == (
        "unknown",
        "First seen on the list of 2022-01-01; no earlier list is stored.",
    )
    assert standing(history, "2022-01-01")[0] == "listed"
    assert "since when is unknown" in standing(history, "2023-06-01")[1]


def test_what_no_vintage_has_is_absent_and_before_the_first_unknown() -> None:
    assert standing(VINTAGES, "2023-06-01", "2") == ("not_listed", "Absent from the list of 2023-01-01.")
    assert standing(VINTAGES, "2020-06-01", "2") == ("unknown", "No list of that day or before is stored.")
    assert standing(History([]), "2020-06-01")[0] == "unknown"
    assert VINTAGES.spans("2") == ()


def test_the_spans_carry_their_bounds() -> None:
    first, second = VINTAGES.spans("1")
    assert first.as_dict() == {
        "since": None,
        "after": "2021-01-01",
        "seen": "2022-01-01",
        "last_seen": "2023-01-01",
        "absent_by": "2024-01-01",
        "until": None,
        "contradicted": None,
    }
    assert (second.after, second.seen, second.absent_by) == (day("2025-01-01"), day("2026-01-01"), None)
    assert VINTAGES.uids() == ["1"]
    assert VINTAGES.last_sight("1").latest == day("2026-01-01")
    with pytest.raises(KeyError):
        VINTAGES.last_sight("2")


# --- published days


def test_the_published_day_counts_before_vintages() -> None:
    listed = Line("1", "d", day("2021-06-15"))
    history = History([sight("2021-01-01"), sight("2022-01-01", listed)])
    assert standing(history, "2021-06-15") == ("listed", "Listed since 2021-06-15, as published.")
    assert standing(history, "2021-06-14") == ("not_listed", "Absent from the list of 2021-01-01.")


def test_a_published_day_before_every_vintage_is_believed() -> None:
    history = History([sight("2022-01-01", Line("1", "d", day("2012-12-31")))])
    assert standing(history, "2012-12-31")[0] == "listed"
    assert standing(history, "2012-12-30") == (
        "not_listed",
        "Listed on 2012-12-31, as published; no earlier list is stored.",
    )


def test_a_published_day_that_an_earlier_list_contradicts_settles_nothing() -> None:
    history = History([sight("2021-01-01"), sight("2022-01-01", Line("1", "d", day("2012-12-31")))])
    assert standing(history, "2015-01-01")[0] == "unknown"
    assert standing(history, "2021-06-01") == (
        "unknown",
        "Listed on 2012-12-31, as published, but absent from the list of 2021-01-01.",
    )
    assert standing(history, "2022-01-01")[0] == "listed"


def test_a_published_end_is_a_delisting_and_absence_is_none() -> None:
    ended = Line("1", "d", day("2020-06-05"), day("2023-11-16"))
    history = History([sight("2023-01-01", ended), sight("2024-01-01")])
    assert standing(history, "2020-06-04")[0] == "not_listed"
    assert standing(history, "2020-06-05")[0] == "listed"
    assert standing(history, "2023-01-01")[0] == "listed"
    assert standing(history, "2023-11-16") == ("delisted", "Listed until 2023-11-16, as published.")
    assert standing(history, "2024-06-01") == ("delisted", "Listed until 2023-11-16, as published.")


def test_a_listing_that_came_back_has_its_own_published_day() -> None:
    history = History(
        [
            sight("2021-01-01", Line("1", "d", day("2005-01-01"))),
            sight("2022-01-01"),
            sight("2024-01-01", Line("1", "d", day("2023-05-01"))),
        ]
    )
    assert [span.since for span in history.spans("1")] == [day("2005-01-01"), day("2023-05-01")]
    assert standing(history, "2022-06-01")[0] == "not_listed"
    assert standing(history, "2023-05-01")[0] == "listed"


# --- vintages of an unknown day

MONTHS = History(
    [
        sight("2021-07-31", earliest="2021-07-01"),
        sight("2023-01-31", "1", earliest="2023-01-01"),
        sight("2025-01-31", "1", earliest="2025-01-01"),
        sight("2026-07-31", earliest="2026-07-01"),
    ]
)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2021-07-15", "unknown"),
        ("2021-07-31", "unknown"),
        ("2022-01-01", "unknown"),
        ("2023-01-15", "unknown"),
        ("2023-01-31", "listed"),
        ("2024-01-01", "listed"),
        ("2025-01-01", "listed"),
        ("2025-01-15", "unknown"),
        ("2026-07-30", "unknown"),
        ("2026-07-31", "not_listed"),
    ],
)
def test_a_month_is_not_taken_for_a_day(on: str, status: str) -> None:
    assert standing(MONTHS, on)[0] == status


def test_a_vague_vintage_that_overlaps_another_cannot_be_put_in_order() -> None:
    history = History([sight("2021-07-10", "1"), sight("2021-07-31", "2", earliest="2021-07-01")])
    assert standing(history, "2021-08-01", "1")[0] == "listed"
    assert standing(history, "2021-08-01", "2") == ("unknown", "On a list of some day from 2021-07-01 to 2021-07-31.")
    assert set(history.uids()) == {"1", "2"}
    assert history.last_sight("2").latest == day("2021-07-31")


# --- for any vintages


def plain_standing(seen: list[tuple[int, bool]], on: int) -> str:
    """Say the rules again for vintages of known days and no published ones, a vintage at a time."""
    before = [has for at, has in seen if at <= on]
    after = [has for at, has in seen if at > on]
    if not before:
        return "unknown"
    if any(at == on for at, _ in seen) or not after:
        return "listed" if before[-1] else "not_listed"
    if before[-1] != after[0]:
        return "unknown"
    return "listed" if before[-1] else "not_listed"


@given(
    st.dictionaries(st.integers(0, 60), st.booleans(), min_size=1, max_size=12),
    st.integers(-5, 70),
)
def test_vintages_answer_as_the_rules_say(seen: dict[int, bool], on: int) -> None:
    vintages = sorted(seen.items())
    history = History(
        Sight(FIRST + timedelta(at), FIRST + timedelta(at), [Line("1", "d")] if has else []) for at, has in vintages
    )
    assert history.on("1", FIRST + timedelta(on)).status == plain_standing(vintages, on)


@given(st.data())
def test_no_answer_is_false_whatever_the_unknown_days_were(data: st.DataObject) -> None:
    since = data.draw(st.integers(0, 100))
    until = data.draw(st.integers(since + 1, 130))
    windows = data.draw(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), min_size=1, max_size=8))
    sights, at, was_seen, last = [], 0, False, 0
    for gap, length in windows:
        first = at + gap + 1
        last = first + length - 1
        really = data.draw(st.integers(first, last))
        is_there = since <= really < until
        was_seen |= is_there
        lines = [Line("1", "d")] if is_there else []
        sights.append(Sight(FIRST + timedelta(first), FIRST + timedelta(last), lines))
        at = last
    history = History(sights)
    newest = sights[-1].earliest
    for on in range(-3, last + 1):
        status = history.on("1", FIRST + timedelta(on)).status
        if status == "listed" and FIRST + timedelta(on) <= newest:
            assert since <= on < until
        if status == "not_listed" and was_seen and FIRST + timedelta(on) <= newest:
            assert not since <= on < until


def test_a_packed_history_answers_alike() -> None:
    vague = History([sight("2021-07-10", "1"), sight("2021-07-31", "2", earliest="2021-07-01")])
    for history in (VINTAGES, MONTHS, vague, History([])):
        again = History.unpack(history.pack())
        assert again.uids() == history.uids()
        for uid in ("1", "2", "3"):
            assert again.spans(uid) == history.spans(uid)
            for on in ("2020-01-01", "2021-07-20", "2022-01-01", "2024-06-01", "2026-08-01"):
                assert again.on(uid, day(on)) == history.on(uid, day(on))


# --- out of a store


def test_a_store_tells_the_history_of_its_vintages(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    store.save(make_roster("2021-07-31", "1", "2", earliest="2021-07-01"))
    store.save(make_roster("2026-07-11", "2", "3"))
    history = store.history("us-ofac-sdn")
    assert history.on("1", day("2026-07-11")).status == "not_listed"
    assert history.on("2", day("2024-01-01")).status == "listed"
    assert history.on("3", day("2024-01-01")).status == "unknown"
    assert [entry.uid for entry in store.ever("us-ofac-sdn")] == ["2", "3", "1"]


def test_the_history_is_kept_until_a_vintage_is_added(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    assert store.history("us-ofac-sdn").uids() == []
    store.save(make_roster("2021-07-31", "1"))
    assert store.history("us-ofac-sdn").uids() == ["1"]
    kept = store.folder / "rosters" / "us-ofac-sdn" / "history.bin"
    before = kept.read_bytes()
    assert store.history("us-ofac-sdn").uids() == ["1"]
    store.save(make_roster("2026-07-11", "2"))
    assert set(store.history("us-ofac-sdn").uids()) == {"1", "2"}
    assert kept.read_bytes() != before
    kept.write_bytes(kept.read_bytes()[:-3])
    assert set(store.history("us-ofac-sdn").uids()) == {"1", "2"}
    assert store.vintages("us-ofac-sdn") == [day("2021-07-31"), day("2026-07-11")]


def test_the_real_vintages_show_hebei_yaxin(store: ListStore, real_lists: Path) -> None:
    from penstock.lists.importing import import_path  # noqa: PLC0415  # the real lists are not everywhere

    import_path(store, real_lists / "ofac", today=date(2026, 11, 25))
    (entry,) = (one for one in store.ever("us-ofac-sdn") if one.name.startswith("HEBEI YAXIN RESTAURANT"))
    assert entry.programmes == ("ILLICIT-DRUGS-EO14059",)
    history = store.history("us-ofac-sdn")
    assert history.on(entry.uid, day("2022-06-01")).status == "not_listed"
    assert history.on(entry.uid, day("2024-01-01")).status == "unknown"
    assert history.on(entry.uid, day("2026-11-25")).status == "listed"
    assert len(history.uids()) == len(store.ever("us-ofac-sdn")) == 20823
