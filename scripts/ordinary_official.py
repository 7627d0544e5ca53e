"""Names that an authority gives a substance: FDA's list of substances (UNII), WHO's list of essential medicines.

FDA's list names each substance as pharmacopoeias, INN, ISO and the trade do, without CAS numbers. A substance of the
list is the chemical of the tables that shares most of its names, and clearly more than any other chemical does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ordinary_names import fold, tidy
from rdkit import Chem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ordinary_sources import Chemical

_TAG = re.compile(r"\s*\[([^\]]*)\]$")
_AUTHORITIES = frozenset(
    [
        "INN", "ISO", "USAN", "JAN", "BAN", "MI", "MART.", "VANDF", "HSDB", "WHO-DD", "FHFI", "FCC", "INCI", "II", "JP",
        "USP MONOGRAPH", "USP-RS", "EP MONOGRAPH", "WHO-IP", "ORANGE BOOK", "GREEN BOOK", "NF", "DSC", "IARC", "CHP",
    ]
)  # fmt: skip
_OTHERS = re.compile(r"IMPURITY|LATIN|HERBAL|HPUS|HOC|LANGUAL", re.IGNORECASE)
_STATES = re.compile(
    r"\b(?:anhydrous|fumed|glacial|purified|distilled|natural|synthetic|unspecified|crystalline|powdered|dried|heavy|light|"
    r"colloidal|dehydrated|elemental|ion|cation|anion|sublimed|precipitated|human|salmon|technical|racemic|sanitized)\b"
)
"""What is said of a chemical beside its name: the name stands without it."""

_MARKED = re.compile(r"[@/\\\\]")
_FIRST = 6
_MARGIN = 1.5
_ENTRY = re.compile(r'msgid "((?:[^"\\]|\\.)+)"\nmsgstr "((?:[^"\\]|\\.)+)"')


class Official(NamedTuple):
    """A substance of FDA's list: its names, and those among them that an authority or the list itself puts first."""

    names: frozenset[str]
    firsts: tuple[str, ...]


def read_unii(file: Path) -> list[Official]:
    """Read FDA's list of names, ``name<TAB>kind<TAB>UNII<TAB>preferred name`` lines; codes and brands are left out."""
    names: dict[str, set[str]] = defaultdict(set)
    firsts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in file.read_text("utf-8").splitlines()[1:]:
        written, kind, unii, preferred = line.split("\t")
        tag = _TAG.search(written)
        if kind in {"cd", "bn"} or (tag and _OTHERS.search(tag[1])):
            continue
        name = tidy(_TAG.sub("", written)).lower()
        names[unii].add(fold(name))
        if _STATES.search(name):
            continue
        if kind == "of" or written == preferred:
            firsts[unii][name] += 3
        elif tag and tag[1] in _AUTHORITIES:
            firsts[unii][name] += 1
    return [Official(frozenset(found), tuple(n for n, _ in firsts[u].most_common())) for u, found in names.items()]


def official_names(substances: Iterable[Official], table: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield the CAS number and the official names of each substance that is clearly one chemical of the table.

    Args:
        substances: The list.
        table: ``{CAS number: its folded names}``.
    """
    bearers: dict[str, list[str]] = defaultdict(list)
    for cas, folded in table.items():
        for name in set(folded):
            bearers[name].append(cas)
    for one in substances:
        shared: dict[str, float] = defaultdict(float)
        for name in one.names:
            for cas in bearers.get(name, ()):
                shared[cas] += 1 / len(bearers[name])
        best = sorted(shared.items(), key=lambda item: -item[1])[:2]
        if best and one.firsts and (len(best) == 1 or best[0][1] >= _MARGIN * best[1][1]):
            yield best[0][0], list(one.firsts)


def plain_ones(official: Mapping[str, list[str]], table: Mapping[str, Chemical]) -> dict[str, list[str]]:
    """Give each official name to the chemical without marked configuration that bears it among its first names, if any.

    Limonene is either hand of it, and (+)-limonene the one.
    """
    plain: dict[str, list[str]] = defaultdict(list)
    for cas, one in table.items():
        if not _MARKED.search(one.smiles):
            for name in one.names[:_FIRST]:
                plain[fold(name)].append(cas)
    moved: dict[str, list[str]] = defaultdict(list)
    for cas, names in official.items():
        for name in names:
            rivals = plain.get(fold(name), ()) if cas in table and _MARKED.search(table[cas].smiles) else ()
            same = [other for other in rivals if _flat(table[other].smiles) == _flat(table[cas].smiles)]
            moved[same[0] if len(same) == 1 else cas].append(name)
    return dict(moved)


@cache
def _flat(smiles: str) -> str:
    mol = Chem.MolFromSmiles(smiles)
    return smiles if mol is None else Chem.MolToSmiles(mol, isomericSmiles=False)


def settled_by(found: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    """Give ``{folded official name: CAS number}`` of the names that belong to one chemical alone."""
    owners: dict[str, set[str]] = defaultdict(set)
    for cas, names in found:
        for name in names:
            owners[fold(name)].add(cas)
    return {name: min(owner) for name, owner in owners.items() if len(owner) == 1}


def medicines(folder: Path) -> list[dict[str, str]]:
    """Read WHO's list of essential medicines: the names of one substance in English and other languages."""
    rows: dict[str, dict[str, str]] = {}
    for lang in ("zh", "es", "de", "fr"):
        for english, other in _ENTRY.findall((folder / f"{lang}.po").read_text("utf-8")):
            if re.fullmatch(r"[\w -]+", english) and re.fullmatch(r"[\w -]+", other):
                rows.setdefault(english, {"en": english})[lang] = other
    return list(rows.values())
