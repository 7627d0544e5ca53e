"""What the register says of the structure that OPSIN reads from a systematic name: never more than unconfirmed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from penstock.kernel.errors import NamingError
from penstock.law.identified import CONFIDENCE, SYSTEMATIC, UNLISTED, Identified
from penstock.law.identify import Kind, Reading, by_name, identify
from penstock.law.structures import by_structure
from penstock.substances.naming import is_available, seems_systematic, structure_of
from penstock.substances.structure import Unreadable, formula_of, parse

if TYPE_CHECKING:
    from penstock.law.register import Register


def by_systematic_name(register: Register, smiles: str) -> tuple[Identified, ...]:
    """Identify the structure read from a name; empty where it is no single substance."""
    try:
        found = by_structure(register, smiles)
        if found == (UNLISTED,):
            found = (replace(UNLISTED, name=f"structure {formula_of(parse(smiles))}"),)
    except Unreadable:
        return ()
    return tuple(replace(one, by=SYSTEMATIC, confidence=CONFIDENCE[SYSTEMATIC], smiles=smiles) for one in found)


def asks_opsin(register: Register, text: str, kind: Kind | None) -> bool:
    """Tell whether a question about a text will ask OPSIN, which takes the time of many other questions."""
    if not (seems_systematic(text) and is_available()):
        return False
    return _is_open(register, text, kind, identify(register, text, kind))


def with_systematic_name(register: Register, text: str, kind: Kind | None, reading: Reading) -> Reading:
    """Ask OPSIN for what no record, number or structure has told, where it is installed.

    What the text is only near to stays beside the structure read. The register's own names go first: it is not asked
    about them.
    """
    if not _is_open(register, text, kind, reading) or not is_available():
        return reading
    try:
        smiles = structure_of(text)
    except NamingError as error:
        return replace(reading, note=" ".join(filter(None, (reading.note, error.message))))
    found = by_systematic_name(register, smiles) if smiles is not None else ()
    return replace(reading, kind="substance", identified=(*reading.identified, *found), note=None) if found else reading


def _is_open(register: Register, text: str, kind: Kind | None, reading: Reading) -> bool:
    """Tell whether the text may be a name, and nothing in it is known for sure."""
    is_asked = kind in {None, "substance"} and reading.kind in {"substance", "text"}
    if not is_asked or reading.invalid is not None or reading.is_partial or not seems_systematic(text):
        return False
    return all(one.is_near for one in reading.identified) and not by_name(register, text)
