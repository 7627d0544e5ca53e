"""Real names for the tests of this folder: those of OFAC's list beside the checkout."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.parties import Kind

KINDS: dict[str, Kind] = {"individual": "person", "-0-": "company", "vessel": "vessel"}


@pytest.fixture(scope="session")
def listed(shared: Path) -> list[tuple[str, Kind]]:
    """Return the names of OFAC's list of July 2026 with their kinds, or skip where the list is absent."""
    path = shared / "lists" / "ofac" / "2026-07" / "sdn.csv"
    if not path.is_file():
        pytest.skip("OFAC's list of July 2026 is absent: ../shared/lists/ofac/2026-07/sdn.csv")
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > 3]
    return [(row[1].strip(), KINDS[row[2].strip()]) for row in rows if row[2].strip() in KINDS]
