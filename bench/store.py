"""How fast the store acknowledges what is on the disk, beside the disk itself; how it lists very many decisions."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from figures import Figure, best

from penstock.store.decisions import Asked, Decisions
from penstock.store.matters import Matters
from penstock.store.store import Store
from penstock.store.trail import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 60
WRITES = 25
THREADS = 32
DECISIONS = 100_000
RECORD = b"x" * 400
"""As long as a row of the trail."""

STAMP = {"as_of": "2026-11-22", "register": "0" * 64, "rosters": {"un-sc": "1" * 64}, "engine": "0.1.0"}


@contextmanager
def fresh() -> Iterator[tuple[Store, Path]]:
    """Yield a store in a new folder beside the checkout, on the disk it is on."""
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        store = Store.open(f"sqlite:///{folder}/store.sqlite")
        yield store, Path(folder)
        store.close()


def timed(action: Callable[[int], object]) -> float:
    """Return how long some writes take, in seconds."""
    started = time.perf_counter()
    for number in range(WRITES):
        action(number)
    return time.perf_counter() - started


def write_figures() -> Iterator[Figure]:
    """Write one durable row at a time, beside a write and an fdatasync each; the two take turns."""
    with fresh() as (store, folder):
        handle = os.open(folder / "plain", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

        def plainly(_: int) -> None:
            os.write(handle, RECORD)
            os.fdatasync(handle)

        def act(number: int) -> None:
            with store.act("bench", "bench.act", f"record {number}"):
                pass

        ways = {"saw": lambda number: store.saw("bench", f"record {number}"), "act": act}
        spent: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                spent[name].append((timed(plainly), timed(way)))
        os.close(handle)
        whole = not verify(store)
    for name, told in (("saw", "a record seen"), ("act", "an act")):
        disk, ours = (median(pair[place] for pair in spent[name]) for place in (0, 1))
        ratio = median(one / other for one, other in spent[name])
        yield Figure(
            f"{told}: one row of the trail a commit, on the disk, the middle of {ROUNDS} rounds",
            f"{WRITES / ours:,.0f} a second",
            f"write and fdatasync of {len(RECORD)} bytes {WRITES / disk:,.0f} a second: {ratio:.2f} of its rate",
            "at least 0.9 of its rate",
            ratio >= 0.9 and whole,
        )


def together_figures() -> Iterator[Figure]:
    """Write rows together: many of one call, and one each of many threads."""
    with fresh() as (store, _):
        names = [f"record {number}" for number in range(1_000)]

        def work() -> None:
            for number in range(WRITES):
                store.saw("bench", f"record {number}")

        def all_work() -> None:
            threads = [threading.Thread(target=work) for _ in range(THREADS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        alone, shared, many = best([work, all_work, lambda: store.saw("bench", *names)])
    single, rate = WRITES / alone, THREADS * WRITES / shared
    yield Figure(
        f"rows of the trail, {len(names):,} in one commit",
        f"{len(names) / many:,.0f} a second",
        f"one a commit {single:,.0f} a second",
        "at least 10,000 a second",
        len(names) / many >= 10_000,
    )
    yield Figure(
        f"records seen by {THREADS} threads, each waiting for its row to be on the disk",
        f"{rate:,.0f} a second",
        f"one thread {single:,.0f} a second: {rate / single:.1f} times",
        "more than one thread",
        rate > single,
    )


def page_figures() -> Iterator[Figure]:
    """Ask what the pages of the desk ask, with many decisions and matters kept."""
    with fresh() as (store, _):
        kept, matters = Decisions(store), Matters(store)
        ids: list[str] = []
        for start in range(0, DECISIONS, 1_000):
            part = [Asked({"subject": f"s{start + n}"}, STAMP, RECORD * 5) for n in range(1_000)]
            ids += kept.keep_many("bench", part)
        for number in range(1_000):
            matters.open("bench", ids[number], "party", consignment=f"C-{number}", item="1", outcome="hold")
        middle = kept.get(ids[DECISIONS // 2])
        asked: dict[str, Callable[[], object]] = {
            "the latest 50 decisions": kept.latest,
            "50 decisions further down": lambda: kept.latest(until=(middle.kept_at, middle.id)),
            "the first 50 made by another law": lambda: kept.of_other_law("2" * 64, {}),
            "one decision": lambda: kept.get(ids[DECISIONS // 2]),
            "the first 50 matters": matters.queue,
            "how many matters are in each state": matters.counts,
        }
        seconds = best(list(asked.values()))
    slowest = max(seconds)
    told = ", ".join(f"{name} {each * 1000:.1f}" for name, each in zip(asked, seconds, strict=True))
    yield Figure(
        f"what a page asks for, {DECISIONS:,} decisions kept",
        f"{slowest * 1000:.1f} ms at most",
        f"in ms: {told}",
        "a page under 100 ms",
        slowest < 0.1,
    )


def store_figures() -> Iterator[Figure]:
    """Yield every figure of the store."""
    yield from write_figures()
    yield from together_figures()
    yield from page_figures()
