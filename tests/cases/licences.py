"""Authorisations for tests: numbers and names are made up, and plainly so."""

from __future__ import annotations

from typing import Any


def licence_cells(**changed: Any) -> dict[str, Any]:  # noqa: ANN401  # a cell of any sort of file
    """Return the cells of an import licence of the United States for 100 kg of 4-ANPP, with some changed."""
    cells: dict[str, Any] = {
        "number": "EX-1",
        "kind": "licence",
        "jurisdiction": "US",
        "issuer": "Example Authority",
        "holder": "Example Pharma Inc.",
        "holder_country": "US",
        "stages": "import",
        "substances": "21409-26-7",
        "counterparties": "Ejemplo Quimica SA|MX",
        "quantity": "100",
        "unit": "kg",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
    }
    return cells | changed
