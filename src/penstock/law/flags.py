"""The published red flags as plain rows: what each says, where, what it reads, whether a consignment can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from penstock.law.check import address_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from penstock.law.register import Register

NO_SUCH_FIELD = "not evaluated: no such field"
"""What is answered of a flag that reads what no consignment has."""


def published(register: Register, places: Collection[str]) -> list[dict[str, Any]]:
    """Return the flags that authorities of some places have published, one row a flag."""
    return [row for row in _rows(register) if row["jurisdiction"] in places]


def _rows(register: Register) -> Iterator[dict[str, Any]]:
    for key, file in register.packed.red_flags.items():
        head, text = file.publication, register.text(file.publication.text)
        for name, flag in file.flags.items():
            yield {
                "id": f"{key}.{name}",
                "jurisdiction": text.jurisdiction,
                "says": flag.says,
                "quote": flag.quote,
                "citation": f"{text.citation}, {flag.at}",
                **address_of(text),
                "since": head.since.isoformat(),
                "until": head.until.isoformat() if head.until else None,
                "reads": list(flag.reads),
                "evaluated": "by rule" if flag.when else NO_SUCH_FIELD,
                "extent": head.extent,
                "note": flag.note,
                "checked_on": head.checked_on.isoformat(),
            }
