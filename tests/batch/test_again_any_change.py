"""Lists that change in every way at once: a run screened again by the change flips what judging all rows flips."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.batch.telling_files import ANY_FILES, Made, write_all
from tests.batch.telling_files import NAMES as TOLD_NAMES
from tests.shipped import REGISTER

from penstock.batch.again import screen_again
from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.kernel.errors import InputError
from penstock.lists.clearings import Clearings
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.batch.again import Again
    from penstock.parties import Kind

LISTS = ("us-ofac-sdn", "un-sc")
NAMES = [
    "KESTREL BAY SHIPPING",
    "KESTRAL BAY SHIPING CO LTD",
    "AMBER RIDGE TEXTILES",
    "RIDGE TEXTILES LLC",
    "SORREL MOUNTAIN MINING",
    "WANG, Tianmin",
    "Tianmin Wang",
    "ZHANG, Wei",
    "CO LTD",
    "HEBEI YAXIN RESTAURANT MANAGEMENT",
    "河北雅新餐饮管理有限公司",
]
OTHERS = [
    "Kestrel Bay Shipping Ltd",
    "Made Up Traders",
    "kestrel  bay shipping",
    "Tianming Wang",
    "Yaxin Restaurant",
    " ",
]
DAYS = [date(2019, 1, 31), date(2023, 9, 30), date(2023, 10, 31), date(2024, 1, 31), date(2026, 7, 31)]
NUMBERS = ["1", "2", "3", "4", "45407"]  # the last is one that the register knows
KINDS: list[Kind | None] = [None, None, "company", "person", "vessel"]
GOODS = ["", "urea", "fentanyl", "tablet press", "methyl ethyl ketone", "steel pipes"]
COLUMNS = (
    "consignment_id", "item_no", "date", "goods_description", "cas_number", "net_mass_kg", "consignor_name",
    "consignor_country", "consignee_name", "consignee_country", "notify_party_name", "destination_country",
)  # fmt: skip

Listed = dict[str, dict[str, Entry]]


def entry(list_id: str, uid: str, rng: random.Random) -> Entry:
    """Return an entry of any names, kind, programmes, countries and published days."""
    first, *others = rng.sample(NAMES, rng.randint(1, 3))
    more = [ListedName(text=text, kind=rng.choice(("alias", "weak", "former"))) for text in others]
    return sealed(
        Entry(
            list=list_id,
            uid=uid,
            kind=rng.choice(KINDS),
            names=(ListedName(text=first, kind="primary"), *more),
            programmes=tuple(rng.sample("XYZ", rng.randrange(3))),
            countries=tuple(rng.sample(["Mexico", "China", "Iran"], rng.randrange(3))),
            listed_on=rng.choice((None, None, date(2018, 1, 1), date(2023, 10, 10))),
            until=rng.choice((None, None, None, date(2023, 10, 15), date(2025, 1, 1))),
        )
    )


def publish(store: ListStore, list_id: str, day: date, listed: Listed, rng: random.Random) -> None:
    """Keep a vintage in which entries came, went and changed; clear some pairs."""
    known = listed.setdefault(list_id, {})
    for uid in NUMBERS:
        chance = rng.random()
        if chance < 0.15:
            known.pop(uid, None)
        elif chance < 0.5:
            known[uid] = entry(list_id, uid, rng)
    kept = tuple(known.values())
    earliest = day.replace(day=1) if rng.random() < 0.1 else day
    told: dict[str, Any] = {"earliest": earliest, "publisher": "p", "files": (), "counts": counts_of(kept)}
    store.save(Roster(list=list_id, vintage=day, entries=kept, **told))
    clearings = Clearings(store.folder)
    for one in kept:
        if rng.random() < 0.1:
            clearings.clear(rng.choice([*NAMES, *OTHERS[:-1]]), one, reason="another", by="an officer", on=day)


def rows(rng: random.Random) -> Iterator[tuple[str, ...]]:
    """Yield rows of any parties, goods and days; some are refused, some pass a threshold together."""
    for nth in range(60):
        key = (f"C{nth // 2}", rng.choice(["", "", "", "1", "x"]))
        day = rng.choice(["", "", "2018-06-01", "2023-10-12", "2023-12-01", "2026-08-01", "03/04/2025"])
        parties = [rng.choice([*NAMES, *OTHERS, "", ""]) for _ in range(3)]
        mass = rng.choice(["", "5", "800", "much"])
        countries = [rng.choice(["", "MX", "CN", "US", "Iran"]) for _ in range(3)]
        names = (parties[0], countries[0], parties[1], countries[1], parties[2], countries[2])
        yield (*key, day, rng.choice(GOODS), rng.choice(["", "", "108-10-1", "437-38-7"]), mass, *names)
    for nth, name in enumerate(rng.sample(NAMES, 3)):
        split = ("2026-11-03", "", "108-10-1", "800", "Example Solvents", "US", name, "JM", "", "JM")
        yield (f"S{nth}", "1", *split)
        yield (f"S{nth}", "2", *split)


def write(folder: Path, rng: random.Random) -> str:
    """Write such rows as a file of some format."""
    table = pl.DataFrame(list(rows(rng)), schema=COLUMNS, orient="row")
    kind = rng.choice(["csv", "parquet", "jsonl"])
    path = str(folder / f"rows.{kind}")
    if kind == "csv":
        table.write_csv(path)
    elif kind == "jsonl":
        table.write_ndjson(path)
    else:
        table.write_parquet(path)
    return path


def change(folder: Path, rng: random.Random, *, has_cache: bool) -> tuple[str | None, int]:
    """Screen rows, change the lists, and screen them again in both ways.

    Returns:
        Why all rows were judged, if they were, and how many decisions differ.
    """
    store = ListStore.open(folder / "lists")
    listed: Listed = {}
    days = sorted(rng.sample(DAYS, 4))
    for day in days[:2]:
        for list_id in LISTS:
            publish(store, list_id, day, listed, rng)
    told: dict[str, Any] = {"lists": str(store.folder), "cache": str(folder / "cache") if has_cache else None}
    job = Job((write(folder, rng),), on=rng.choice(["2023-10-12", "2026-11-22"]), rows=rng.choice([7, 1000]), **told)
    screen_files(job, folder / "run", register=REGISTER)
    for day in days[2 : rng.choice([3, 4])]:
        publish(store, LISTS[0], day, listed, rng)
    if rng.random() < 0.5:
        publish(store, LISTS[1], days[2], listed, rng)
    again = in_both_ways(folder, **told)
    return again.why_whole, len(again.flips)


def in_both_ways(folder: Path, **how: Any) -> Again:  # noqa: ANN401  # as screen_again takes it
    """Screen a run again by the change and by all rows, and see that the same bytes are told."""
    again = screen_again(folder / "run", folder / "fast", register=REGISTER, **how)
    whole = screen_again(folder / "run", folder / "whole", register=REGISTER, is_whole=True, **how)
    assert again.flips.to_dicts() == whole.flips.to_dicts()
    assert (folder / "fast" / "flips.parquet").read_bytes() == (folder / "whole" / "flips.parquet").read_bytes()
    return again


@pytest.mark.parametrize("has_cache", [True, False])
def test_any_change(tmp_path: Path, *, has_cache: bool) -> None:
    why: Counter[str | None] = Counter()
    flips: list[int] = []
    for seed in range(8):
        folder = tmp_path / str(seed)
        folder.mkdir()
        rng = random.Random(seed + 100 * has_cache)  # noqa: S311  # a sample, no secret
        reason, count = change(folder, rng, has_cache=has_cache)
        why[reason] += 1
        flips += [count] if reason is None else []
    assert why[None] >= 6
    assert sum(map(bool, flips)) >= 5


ENTRIES = st.dictionaries(
    st.sampled_from(["1", "2", "3"]),
    st.tuples(
        st.sampled_from([name for name in TOLD_NAMES if name.strip()]),
        st.sampled_from([*KINDS, "company"]),
        st.sampled_from([(), ("Mexico",), ("China",)]),
    ),
    max_size=3,
)


def listing(day: date, told: dict[str, tuple[str, Kind | None, tuple[str, ...]]]) -> Roster:
    """Return a vintage of such entries."""
    entries = tuple(
        sealed(
            Entry(list=LISTS[0], uid=uid, kind=kind, names=(ListedName(text=name, kind="primary"),), countries=places)
        )
        for uid, (name, kind, places) in told.items()
    )
    counts = counts_of(entries)
    return Roster(list=LISTS[0], vintage=day, earliest=day, publisher="p", files=(), entries=entries, counts=counts)


@settings(deadline=None, max_examples=20)
@given(
    files=ANY_FILES,
    before=ENTRIES,
    after=ENTRIES,
    places=st.sampled_from([None, None, ("US",)]),
    has_cache=st.booleans(),
)
def test_any_files(
    files: list[Made],
    before: dict[str, Any],
    after: dict[str, Any],
    places: tuple[str, ...] | None,
    *,
    has_cache: bool,
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        store = ListStore.open(folder / "lists")
        store.save(listing(date(2023, 9, 30), before))
        told: dict[str, Any] = {"lists": str(store.folder), "cache": str(folder / "cache") if has_cache else None}
        job = Job(write_all(files, folder), on="2026-11-22", jurisdictions=places, rows=3, **told)
        try:
            screen_files(job, folder / "run", register=REGISTER)
        except InputError:
            return
        store.save(listing(date(2025, 12, 31), after))
        assert in_both_ways(folder, **told).why_whole is None
