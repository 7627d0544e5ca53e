"""Licences that the desk's officer keeps, and goods that they cover: each test has a holder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cases.licences import licence_cells
from tests.desk.test_case_story import opened

if TYPE_CHECKING:
    from tests.desk.office import Office

COLUMNS = (
    "consignment_id", "item_no", "date", "consignor_name", "consignor_country", "consignee_name", "consignee_country",
    "cas_number", "net_mass_kg",
)  # fmt: skip


def holder(test: str) -> str:
    return f"Example {test} Pharma Inc."


def licence(office: Office, test: str, **changed: str) -> str:
    """Keep a licence for 100 kg of one holder, and return its id."""
    told = {"number": f"EX-{test}", "holder": holder(test)} | changed
    found: str = opened(office.browser("officer"), "authorisation", licence_cells(**told))["id"]
    return found


def both(office: Office, test: str) -> str:
    """Keep a licence to import from Mexico, and one to export from there, and return the id of the first."""
    told = {"holder": "Ejemplo Quimica SA", "holder_country": "MX", "counterparties": f"{holder(test)}|US"}
    licence(office, test, number=f"MX-{test}", jurisdiction="MX", stages="export", **told)
    return licence(office, test)


def goods(test: str, consignment: str, kilograms: float, **changed: Any) -> dict[str, Any]:  # noqa: ANN401  # any cell
    """Return an item that the licence of a test covers as far as it goes."""
    cells = (consignment, 1, "2026-05-04", "Ejemplo Quimica SA", "MX", holder(test), "US", "21409-26-7", kilograms)
    return dict(zip(COLUMNS, cells, strict=True)) | changed


def file_of(*items: dict[str, Any]) -> bytes:
    """Return items as a CSV file, from Mexico to the United States."""
    rows = (",".join(str(one[name]) for name in COLUMNS) for one in items)
    lines = [f"{','.join(COLUMNS)},export_country,destination_country", *(f"{row},MX,US" for row in rows)]
    return "\n".join(lines).encode() + b"\n"


def left(office: Office, of: str) -> str:
    """Return what is left of a licence."""
    told: str = office.browser("officer").get(f"/api/cases/authorisation/{of}").json()["balance"]["left"]
    return told
