"""A process that writes into a store until it is killed, and says through its output what was acknowledged."""

from __future__ import annotations

import os
import sys
import threading
from itertools import count

from penstock.kernel.errors import StoreError
from penstock.store.decisions import Decisions
from penstock.store.store import Store

STAMP = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}


def say(line: str) -> None:
    """Tell the one who reads, at once and whole."""
    os.write(1, f"{line}\n".encode())


def write(store: Store, mark: str) -> None:
    """Keep decisions and say their ids when they are acknowledged."""
    for number in count():
        say(Decisions(store).keep("writer", {"mark": mark, "number": number}, STAMP, b"x" * (number % 9_000)))


def see(store: Store, mark: str) -> None:
    """Write what was seen, many threads together, and say it when it is acknowledged."""
    for number in count():
        store.saw("reader", f"{mark} {number}", f"{mark} {number} too")
        say(f"{mark} {number}")


def main(url: str, mark: str) -> None:
    """Write from several threads until the process is killed or the database is gone."""
    store = Store.open(url)
    done = threading.Event()

    def until_gone(work: object, name: str) -> None:
        try:
            (write if work is write else see)(store, name)
        except StoreError:
            done.set()

    work = [(write, mark), *((see, f"{mark} thread {number}") for number in range(3))]
    for one in work:
        threading.Thread(target=until_gone, args=one, daemon=True).start()
    done.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
