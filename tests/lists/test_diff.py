from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from penstock.lists.diff import diff
from penstock.lists.feeds import ofac_csv
from penstock.lists.importing import roster_of
from penstock.lists.records import Address
from penstock.lists.vintages import Vintage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from penstock.lists.records import Entry, Roster


def test_entries_come_go_and_change_by_field(
    make_roster: Callable[..., Roster], make_entry: Callable[..., Entry]
) -> None:
    older = make_roster(
        "2021-07-31",
        make_entry("1", "A", "A1", programmes=("X",), remarks="old"),
        make_entry("2", "B", "B1", remarks="same"),
        make_entry("3", "C", "C1"),
    )
    newer = make_roster(
        "2026-07-11",
        make_entry("1", "A", "A2", programmes=("X", "Y"), remarks="new"),
        make_entry("2", "B", "B1", remarks="same"),
        make_entry("4", "D", "D1"),
    )
    found = diff(older, newer)
    assert [entry.uid for entry in found.added] == ["4"]
    assert [entry.uid for entry in found.gone] == ["3"]
    (change,) = found.changed
    assert change.as_dict() == {
        "uid": "1",
        "name": "A",
        "fields": [
            {"field": "aliases", "lost": ["A1"], "gained": ["A2"]},
            {"field": "programmes", "lost": [], "gained": ["Y"]},
            {"field": "remarks", "lost": ["old"], "gained": ["new"]},
        ],
    }
    assert found.not_compared == ()


def test_a_field_one_vintage_does_not_have_is_not_compared(
    make_roster: Callable[..., Roster], make_entry: Callable[..., Entry]
) -> None:
    older = make_roster("2021-07-31", make_entry("1", "A", addresses=(Address(text="a street"),)))
    newer = make_roster("2026-07-11", make_entry("1", "A", remarks="new"))
    found = diff(older, newer)
    assert found.changed == ()
    assert found.not_compared == ("addresses", "remarks")


def test_a_list_does_not_differ_from_itself(make_roster: Callable[..., Roster]) -> None:
    roster = make_roster("2026-07-11", "1", "2")
    found = diff(roster, roster)
    assert (found.added, found.gone, found.changed, found.not_compared) == ((), (), (), ())


# --- the real vintages, counted again with the csv module alone

EMPTY = {"-0-", ""}


def plain_rows(path: Path) -> list[list[str]]:
    if not path.is_file():
        return []
    text = path.read_bytes().decode("cp1252").replace("\x1a", "")
    rows = [[" ".join(cell.split()) for cell in row] for row in csv.reader(text.splitlines()) if row]
    return [["" if cell in EMPTY else cell for cell in row] for row in rows]


def plain_list(folder: Path) -> dict[str, dict[str, object]]:
    aliases: dict[str, set[str]] = defaultdict(set)
    for row in plain_rows(folder / "alt.csv"):
        aliases[row[0]].add(row[3])
    addresses: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in plain_rows(folder / "add.csv"):
        if any(row[2:5]):
            addresses[row[0]].add((", ".join(filter(None, row[2:4])), row[4]))
    more = {row[0]: row[1] for row in plain_rows(folder / "sdn_comments.csv")}
    return {
        row[0]: {
            "name": row[1],
            "kind": row[2] if row[2] != "aircraft" else "aircraft",
            "programmes": frozenset(row[3].replace("]", "[").replace(" ", "").split("[")) - {""},
            "aliases": frozenset(aliases[row[0]]),
            "addresses": frozenset(addresses[row[0]]),
            "remarks": row[11] + more.get(row[0], ""),
            "titles": row[4],
        }
        for row in plain_rows(folder / "sdn.csv")
    }


@pytest.fixture(scope="module")
def vintages(real_lists: Path) -> dict[str, Roster]:
    from datetime import date  # noqa: PLC0415  # at run time only here

    def read(name: str, day: date) -> Roster:
        (draft,) = ofac_csv.read(real_lists / "ofac" / name / "sdn.csv")
        return roster_of(draft, Vintage(day, day))

    days = {"2021-07": date(2021, 7, 31), "2023-01": date(2023, 1, 31), "2026-07": date(2026, 7, 31)}
    return {name: read(name, day) for name, day in days.items()}


@pytest.mark.parametrize(
    ("pair", "counts", "fields"),
    [
        (("2021-07", "2023-01"), (2982, 515), ("name", "kind", "programmes", "addresses", "remarks", "titles")),
        (("2023-01", "2026-07"), (8865, 1165), ("name", "kind", "programmes", "addresses")),
        (("2021-07", "2026-07"), None, ("name", "kind", "programmes", "addresses", "aliases")),
    ],
)
def test_the_real_vintages_differ_to_the_entry(
    real_lists: Path,
    vintages: dict[str, Roster],
    pair: tuple[str, str],
    counts: tuple[int, int] | None,
    fields: tuple[str, ...],
) -> None:
    older, newer = pair
    found = diff(vintages[older], vintages[newer])
    before, after = plain_list(real_lists / "ofac" / older), plain_list(real_lists / "ofac" / newer)
    assert {entry.uid for entry in found.added} == after.keys() - before.keys()
    assert {entry.uid for entry in found.gone} == before.keys() - after.keys()
    if counts is not None:
        assert (len(found.added), len(found.gone)) == counts
    expected = {
        uid: {name for name in fields if before[uid][name] != after[uid][name]} for uid in before.keys() & after.keys()
    }
    shown = {change.after.uid: {one.field for one in change.fields} & {*fields} for change in found.changed}
    assert {uid: names for uid, names in shown.items() if names} == {u: n for u, n in expected.items() if n}
    assert not {*fields} & {*found.not_compared}


def test_what_a_real_vintage_does_not_have_is_said(vintages: dict[str, Roster]) -> None:
    assert diff(vintages["2021-07"], vintages["2023-01"]).not_compared == ("aliases",)
    without = diff(vintages["2021-07"], vintages["2026-07"]).not_compared
    assert {"remarks", "weak_aliases", "titles", "birth_dates", "identifiers"} <= {*without}
