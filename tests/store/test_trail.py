from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from penstock.kernel.errors import StoreError, UsageError
from penstock.store.trail import START, Entry, Row, breaks_in, head_of, rows_of, verify

if TYPE_CHECKING:
    from penstock.store.store import Store

UNGUARD = {
    "sqlite": ["DROP TRIGGER trail_update", "DROP TRIGGER trail_delete", "DROP TRIGGER trail_insert"],
    "postgresql": ["ALTER TABLE trail DISABLE TRIGGER USER"],
}
NASTY = ["O'Brien", "'); DROP TABLE trail; --", "%s ? :of {0}", "名前 😀", "x" * 2_000, "", " ", "\u2028\\"]


def write(store: Store, number: int) -> None:
    for place in range(number):
        with store.act("ito", "test.write", f"r{place}", {"place": place}):
            pass


def unguarded(store: Store, *statements: str) -> None:
    """Change the trail as somebody would who owns the database."""
    with store.writing() as connection:
        for statement in [*UNGUARD[connection.dialect.name], *statements]:
            connection.execute(text(statement))


# --- the chain


def chain(details: list[str]) -> list[Row]:
    rows, before = [], START
    for seq, detail in enumerate(details, 1):
        row = Row(seq, "2026-11-22T08:00:00.000000Z", "ito", "test", f"r{seq}", json.dumps(detail), before, "")
        rows.append(replace(row, hash=row.hashed()))
        before = rows[-1].hash
    return rows


CHAINS = st.lists(st.text(), min_size=2, max_size=12).map(chain)
TEXT_FIELDS = ["at", "actor", "act", "of", "detail", "before", "hash"]


@given(CHAINS)
def test_a_chain_as_it_was_written_is_whole(rows: list[Row]) -> None:
    assert list(breaks_in(rows)) == []
    assert all(list(breaks_in(rows, row.hash)) == [] for row in rows)


@given(CHAINS, st.data(), st.sampled_from(TEXT_FIELDS), st.text())
def test_a_row_that_was_edited_is_found(rows: list[Row], data: st.DataObject, field: str, value: str) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    edited = replace(rows[place], **{field: value})  # type: ignore[arg-type]  # the fields drawn are texts
    rows[place], before = edited, rows[place]
    found = list(breaks_in(rows))
    assert bool(found) == (edited != before)
    assert not found or found[0].seq == place + 1


@given(CHAINS, st.data())
def test_a_row_edited_with_its_hash_made_anew_is_found_at_the_next(rows: list[Row], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 2))
    edited = replace(rows[place], actor="somebody else")
    rows[place] = replace(edited, hash=edited.hashed())
    assert [one.seq for one in breaks_in(rows)] == [place + 2]


@given(CHAINS, st.data())
def test_a_row_that_was_removed_is_found(rows: list[Row], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    head = rows[-1].hash
    del rows[place]
    assert list(breaks_in(rows, head))
    assert place == len(rows) or list(breaks_in(rows))


@given(CHAINS, st.data(), st.booleans())
def test_rows_that_changed_places_are_found(rows: list[Row], data: st.DataObject, renumbers: bool) -> None:  # noqa: FBT001  # drawn
    one, other = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=2, max_size=2)))
    rows[one], rows[other] = rows[other], rows[one]
    if renumbers:
        rows = [replace(row, seq=seq) for seq, row in enumerate(rows, 1)]
    assert list(breaks_in(rows))


def test_a_tail_cut_off_is_found_through_a_head_kept_elsewhere() -> None:
    rows = chain(["a", "b", "c"])
    assert list(breaks_in(rows[:2])) == []
    (found,) = breaks_in(rows[:2], rows[2].hash)
    assert (found.seq, "no row carries the head" in found.found) == (2, True)
    assert list(breaks_in([], START)) == []


def test_the_hash_is_the_one_the_documentation_describes() -> None:
    (row,) = chain(["a"])
    told = {name: getattr(row, name) for name in ("act", "actor", "at", "before", "detail", "of", "seq")}
    written = json.dumps(told, sort_keys=True, separators=(",", ":"))
    assert row.hash == hashlib.sha256(written.encode("ascii")).hexdigest()
    assert row.hash == "d9c9a5610e045680339794f16d6bcf23ef5f73df07ecd5af2c4ae04c63ed2b6a"


# --- in the database


def test_what_is_written_is_chained_and_verifies(store: Store) -> None:
    write(store, 5)
    assert verify(store) == []
    rows = rows_of(store, limit=5)
    assert [row.of for row in rows] == ["r4", "r3", "r2", "r1", "r0"]
    assert [row.before for row in rows[:-1]] == [row.hash for row in rows[1:]]
    with store.reading() as connection:
        assert head_of(connection) == (rows[0].seq, rows[0].hash)
    assert verify(store, rows[3].hash) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail SET actor = 'x' WHERE seq = 2",
        "DELETE FROM trail WHERE seq = 2",
        "DELETE FROM trail",
        "UPDATE trail SET seq = seq + 1",
    ],
)
def test_the_database_itself_refuses_changes_of_the_trail(store: Store, statement: str) -> None:
    write(store, 3)
    with pytest.raises(StoreError, match="the trail is append-only"), store.writing() as connection:
        connection.execute(text(statement))
    assert verify(store) == []


def test_the_database_itself_refuses_to_replace_or_empty_the_trail(store: Store) -> None:
    write(store, 3)
    statement = "TRUNCATE trail"
    if store.engine.dialect.name == "sqlite":
        again = "SELECT seq, at, 'x', act, of, detail, before, hash FROM trail WHERE seq = 2"
        statement = f"INSERT OR REPLACE INTO trail {again}"  # no value of anybody's
    with pytest.raises(StoreError, match="the trail is append-only"), store.writing() as connection:
        connection.execute(text(statement))
    assert verify(store) == []


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("UPDATE trail SET detail = '{}' WHERE seq = 3", 3),
        ("UPDATE trail SET at = '2026-11-22T08:00:00.000000Z' WHERE seq = 2", 2),
        ("DELETE FROM trail WHERE seq = 3", 4),
        ("DELETE FROM trail WHERE seq = 1", 2),
        ("UPDATE trail SET seq = 9 WHERE seq = 3", 4),
    ],
)
def test_verify_names_the_first_row_that_somebody_changed(store: Store, statement: str, at: int) -> None:
    write(store, 5)
    unguarded(store, statement)
    found = verify(store)
    assert next(one.seq for one in found if one.seq) == at
    assert any(one.seq == 0 and "lost its guard trail_update" in one.found for one in found)


def test_verify_misses_a_guard_that_was_taken_off(store: Store) -> None:
    unguarded(store)
    assert {one.found.split()[-1] for one in verify(store)} >= {"trail_update", "trail_delete"}


@pytest.mark.parametrize("nasty", NASTY)
def test_texts_are_values_and_never_sql(store: Store, nasty: str) -> None:
    with store.act(nasty[:200], nasty[:100], nasty, {nasty: nasty, "nul": "\x00", "half": "\ud800"}):
        pass
    (row,) = rows_of(store, of=nasty, actor=nasty[:200])
    assert (row.actor, row.act, row.of) == (nasty[:200], nasty[:100], nasty)
    assert json.loads(row.detail)[nasty] == nasty
    assert json.loads(row.detail)["nul"] == "\x00"
    assert verify(store) == []


@pytest.mark.parametrize("bad", ["a\x00b", "x" * 2_001, "\udfff"])
def test_a_text_no_database_keeps_is_refused_before_it_is_asked(store: Store, bad: str) -> None:
    with pytest.raises(UsageError, match="The record"):
        rows_of(store, of=bad)
    with pytest.raises(UsageError, match="The record"), store.act("ito", "test", bad):
        pass
    with pytest.raises(UsageError, match="The actor"):
        Entry.of_act(bad, "test", "r")


def test_rows_are_given_page_by_page(store: Store) -> None:
    write(store, 7)
    first = rows_of(store, limit=3)
    then = rows_of(store, limit=3, until=first[-1].seq)
    assert [row.seq for row in [*first, *then]] == [8, 7, 6, 5, 4, 3]
    assert [row.seq for row in rows_of(store, after=6)] == [8, 7]
    assert rows_of(store, actor="nobody") == []


@pytest.mark.parametrize("head", ["", "x" * 64, "ab", "A" * 64])
def test_a_head_that_is_no_hash_is_refused(store: Store, head: str) -> None:
    with pytest.raises(UsageError, match="is no hash of the trail"):
        verify(store, head)


def test_an_error_of_the_database_is_told_without_its_values(store: Store) -> None:
    with pytest.raises(StoreError) as told, store.writing() as connection:
        connection.execute(text("SELECT secret FROM trail WHERE actor = :actor"), {"actor": "Mallory"})
    assert isinstance(told.value.__cause__, DBAPIError)
    assert "Mallory" not in str(told.value) + str(told.value.__cause__)
