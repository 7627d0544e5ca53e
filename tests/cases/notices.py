"""A notification for tests: names are made up, and plainly so."""

from __future__ import annotations

from typing import Any


def notice_fields(**changed: Any) -> dict[str, Any]:  # noqa: ANN401  # any JSON value
    """Return the plain fields of a notification that is fit to be sent on 18 December 2026, with some changed."""
    told: dict[str, Any] = {
        "exporting_country": "AU",
        "importing_country": "MX",
        "exporter": {"name": "Example Solvents Pty Ltd", "address": "1 Example Street, Sydney", "country": "AU"},
        "importer": {"name": "Ejemplo Quimica SA", "address": "Calle Ejemplo 5, Veracruz", "country": "MX"},
        "substance": "acetic anhydride",
        "quantity": "250.5",
        "unit": "kg",
        "point_of_entry": "Veracruz",
        "dispatch_on": "2027-01-20",
    }
    return {name: value for name, value in (told | changed).items() if value is not None}
