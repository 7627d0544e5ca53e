"""Authorisations that are opened and drawn on in tests, by one after the other or by many at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from tests.cases.licences import licence_cells
from tests.shipped import REGISTER

from penstock.cases.authorisations import read_authorisation
from penstock.store.cases import Cases
from penstock.store.draws import Draws

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from penstock.store.balances import Balance
    from penstock.store.store import Store

DAY = date(2026, 5, 4)
ACTOR = "shell:test"
ROOT = Path(__file__).parents[2]


def opened(store: Store, **changed: Any) -> str:  # noqa: ANN401  # a cell of any sort of file
    one = read_authorisation(licence_cells(**changed), REGISTER)
    return Cases(store).open(ACTOR, "authorisation", msgspec.to_builtins(one), key=one.key).id


def drawn(  # noqa: PLR0913  # what is drawn, by what, and when
    store: Store,
    of: str,
    consignment: str,
    quantity: str,
    unit: str = "kg",
    *,
    item: int = 1,
    on: date = DAY,
    actor: str = ACTOR,
) -> Balance:
    told = {"consignment": consignment, "unit": unit}
    return Draws(store).draw(actor, of, item=item, quantity=Decimal(quantity), on=on, **told)


KG = {kg: Decimal(kg) for kg in (1, 9, 40, 60, 100, 100_000)}


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do pieces of work at once, each in a thread of its own."""
    start = threading.Barrier(len(works))

    def work(one: Callable[[], Any]) -> Any:  # noqa: ANN401  # what a piece of work gives
        start.wait()
        return one()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(work, works))


def in_processes(store: Store, module: str, *told: Sequence[str]) -> list[str]:
    """Run processes at once, and return what each says."""
    url = store.engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", f"tests.store.{module}", url, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        for words in told
    ]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * len(workers)
    return said
