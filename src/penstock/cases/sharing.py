"""Which records may stand in a document that is marked for some circle of readers, and how many may not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from penstock.cases.document import TLP, LeftOut, Tlp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.cases.known import KnownCase

UNMARKED: dict[str, Tlp] = {"act": "clear", "statement": "clear", "claim": "clear"}
"""The mark of kinds of records that are made of public sources and bear none themselves."""

HANDLED_AS: Tlp = "amber"
"""The mark of every other record that bears none: for the authorities that deal with it."""


def mark_of(case: KnownCase) -> Tlp:
    """Return the mark of a record: its own, or that of its kind."""
    told = case.body.get("handling")
    own = told.get("tlp") if isinstance(told, dict) else None
    return next((tlp for tlp in TLP if tlp == own), UNMARKED.get(case.kind, HANDLED_AS))


def allows(document: Tlp, record: Tlp) -> bool:
    """Tell whether a document of one mark may hold a record of another: of the same, or of a less strict one."""
    return TLP.index(document) <= TLP.index(record)


def shareable(cases: Iterable[KnownCase], tlp: Tlp) -> tuple[list[KnownCase], tuple[LeftOut, ...]]:
    """Part the records that a document may hold from those it may not; of these only how many there are is told.

    Args:
        cases: The records.
        tlp: The mark of the document.

    Returns:
        The records that may stand in it, and how many of each kind and mark may not.
    """
    kept: list[KnownCase] = []
    out: Counter[tuple[str, str]] = Counter()
    for case in cases:
        mark = mark_of(case)
        if allows(tlp, mark):
            kept.append(case)
        else:
            out[case.kind, mark] += 1
    return kept, tuple(LeftOut(kind=kind, why="tlp", limit=mark, number=n) for (kind, mark), n in sorted(out.items()))
