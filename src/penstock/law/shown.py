"""The records of the register as plain values: all of one, or a line a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from penstock.kernel.errors import UnknownId

if TYPE_CHECKING:
    from collections.abc import Container

    from penstock.law.register import Register


def lists_in(register: Register, places: Container[str]) -> list[dict[str, Any]]:
    """Return a line for each control list and watch list of some places: entries, extent, last look."""
    return [
        {
            "id": key,
            "jurisdiction": file.list.jurisdiction,
            "name": file.list.name,
            "kind": file.list.kind,
            "entries": len(file.entries),
            "extent": file.list.coverage[-1].extent,
            "checked_on": file.list.checked_on.isoformat(),
        }
        for key, file in register.packed.lists.items()
        if file.list.jurisdiction in places
    ]


def record_of(register: Register, record_id: str) -> Any:  # noqa: ANN401  # any record as plain values
    """Return one record whole: that of a text, list, measure, subject, party, red flag, place or code.

    Raises:
        UnknownId: There is no such record.
    """
    packed = register.packed
    records: dict[str, Any] = {
        **packed.texts,
        **packed.substances,
        **packed.equipment,
        **packed.classes,
        **packed.codes,
        **packed.lists,
        **packed.party_lists,
        **packed.parties,
        **packed.jurisdictions,
        **packed.red_flags,
    }
    records |= {f"{key}.{name}": flag for key, file in packed.red_flags.items() for name, flag in file.flags.items()}
    records |= {placed.measure_id: placed.entry for placed in register.every_entry()}
    if record_id not in records:
        message = f"The register has no record {record_id!r}."
        remedy = "'penstock law list' shows the lists, 'penstock check NAME' the subjects."
        raise UnknownId(message, remedy=remedy)
    return msgspec.to_builtins(records[record_id])
