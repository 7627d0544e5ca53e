"""Structures as pages show them: drawn with the atoms that a measure rests on, and the same in words."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from penstock.desk.answering import Question
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError
from penstock.substances.drawing import colours, draw, elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from penstock.desk.answering import Answering
    from penstock.law.register import Register

MOST = 4
"""Drawings of one structure: one for each choice of atoms that some measure rests on."""

_STRUCTURES = frozenset({"scope", "class"})
"""The bases on which a structure that is not named falls under a measure."""


def drawings(register: Register, answer: Mapping[str, Any], measures: Iterable[str] | None = None) -> list[Any]:
    """Return the drawings of what was asked about.

    Args:
        register: The register, which knows the structures of substances that are asked about by another name.
        answer: An answer about one subject, as plain values.
        measures: Only the atoms that these rest on; those of every measure when ``None``.

    Returns:
        A drawing for each choice of atoms, with the measures that rest on it; one without marks where none does, and
        none where there is no structure that can be drawn. ``src`` is an address with all of the picture in it, so
        that its own styles stay out of the page; ``keys`` say the same as its colours do.
    """
    structure = _structure(register, answer)
    if structure is None:
        return []
    found = [_drawn(structure, atoms, of) for atoms, of in _marked(answer, measures)[:MOST]]
    drawn = [one for one in found if one is not None]
    return drawn or [one for one in (_drawn(structure, {}, []),) if one is not None]


def of_findings(answering: Answering, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the drawings of the structures that a matter's findings came from.

    Args:
        answering: Who answers now; atoms are marked only where it answers by the register of the decision.
        told: The matter, as `penstock.desk.records.Records.matter` tells it.

    Returns:
        ``drawings``, and ``is_other_law`` where they bear no marks because the register is another one now.
    """
    texts: dict[str, dict[str, None]] = {}
    places: dict[str, None] = {}
    for one in told["findings"]:
        if one.get("basis") in _STRUCTURES and one.get("matched") and one.get("measure"):
            texts.setdefault(one["matched"], {})[one["measure"]] = None
            places[one["jurisdiction"]] = None
    is_other_law = told["stamp"]["register"] != answering.register.digest
    found: list[dict[str, Any]] = []
    for text, measures in texts.items():
        question = Question(text, parse_day(told["as_of"]), places=tuple(places))
        try:
            answer = answering.check(question)
        except UsageError:  # a place that the register of now does not know
            continue
        if _is_structure(answer):
            found += drawings(answering.register, answer, () if is_other_law else measures)
    return {"drawings": found[:MOST], "is_other_law": bool(found) and is_other_law}


def _is_structure(answer: Mapping[str, Any]) -> bool:
    """Tell whether what was asked about is known by its structure, and not by a name on record."""
    subject = answer["subject"]
    return subject["kind"] == "structure" or any(one.get("smiles") for one in subject["identified"])


def _structure(register: Register, answer: Mapping[str, Any]) -> str | None:
    subject = answer["subject"]
    structure: str | None = subject["input"] if subject["kind"] == "structure" else None
    for one in subject["identified"]:
        record = register.packed.substances.get(one.get("id") or "")
        structure = structure or one.get("smiles") or (record.smiles if record is not None else None)
    return structure


def _marked(
    answer: Mapping[str, Any], measures: Iterable[str] | None
) -> list[tuple[dict[str, list[int]], list[dict[str, Any]]]]:
    """Return each choice of atoms, and the measures that rest on it."""
    chosen = None if measures is None else set(measures)
    found: list[tuple[dict[str, list[int]], list[dict[str, Any]]]] = []
    for place in answer["answers"]:
        for one in place["measures"]:
            if not one["atoms"] or (chosen is not None and one["id"] not in chosen):
                continue
            told = {"jurisdiction": place["jurisdiction"], "list": one["list"], "wording": one["wording"]}
            same = next((of for atoms, of in found if atoms == one["atoms"]), None)
            if same is None:
                found.append((one["atoms"], [told]))
            elif told not in same:
                same.append(told)
    return found


def _drawn(structure: str, atoms: dict[str, list[int]], measures: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return one drawing; ``None`` where the structure cannot be drawn, or is another than the atoms are of."""
    try:
        svg = draw(structure, atoms)
        parts = elements(structure, {name: atoms[name] for name in atoms} | {"": ()})
    except UsageError:
        return None
    shades = colours(atoms)
    words = {name: text for one in measures for name, text in one["wording"].items()}
    return {
        "src": f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}",
        "whole": parts[""],
        "keys": [
            {"name": name, "colour": shades[name], "elements": parts[name], "atoms": places, "wording": words.get(name)}
            for name, places in atoms.items()
        ],
        "measures": [{"jurisdiction": one["jurisdiction"], "list": one["list"]} for one in measures],
    }
