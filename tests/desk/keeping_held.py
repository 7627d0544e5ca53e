"""A process that keeps what a run holds until it is killed, and says through its output when some of it is kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from penstock.desk.run_matters import keep_held
from penstock.store.runs import Runs
from penstock.store.store import Store


def main(url: str, run: str, folder: str) -> None:
    """Keep; say a line before each part, when all before it is on the disk."""
    store = Store.open(url)

    def tell() -> bool:
        os.write(1, b"kept\n")
        return False

    keep_held(store, Runs(store).get(run), Path(folder), tell)


if __name__ == "__main__":
    main(*sys.argv[1:])
