"""Make the dictionary of chemicals, ``cas<TAB>language<TAB>name`` lines, compressed.

A fourth field, ``relative``, marks a chemical that is no record of the register and yet not ordinary.

Usage: ``python scripts/make_ordinary.py SOURCES OUT``. SOURCES is a folder with

* ``pubchem/``: the identifier tables of the Python package ``chemicals`` (MIT; from PubChem, public domain),
* ``en.xlsx``, ``de.xlsx``, ``es.xlsx``, ``fr.xlsx``: the EU tariff (TARIC; European Commission, CC BY 4.0),
* ``adr/de.po``, ``adr/fr.po``: the names of table A of the ADR agreement beside the English ones,
* ``annex_II.csv``, ``annex_III.csv``: annexes of the EU cosmetics regulation (European Commission, CC BY 4.0),
* ``unii/``: FDA's names of substances (United States government, public domain),
* ``medicines/``: WHO's essential medicines in Chinese, Spanish, German and French,
* ``zh.tsv``: ``cas<TAB>name<TAB>source`` lines copied from Chinese lists,
* ``wordnet/``: WordNet's index and data files (WordNet licence), which decide only what is left out.

Of a chemical that the register holds only names in other languages are given, and official ones; a salt, isomer or
other relative of one it controls is marked. Left out is a name that stands for several chemicals, that has a meaning
outside chemistry, or that contradicts the chemical's formula.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from ahocorasick_rs import AhoCorasick
from ordinary_chinese import Chinese, read_pairs
from ordinary_choice import MOST, choose, claims_of, owners
from ordinary_names import (
    Words,
    contradicts,
    fold,
    is_branded,
    is_broken,
    is_clear,
    is_code,
    is_loose,
    is_metal,
    tidy,
    tongue,
)
from ordinary_official import medicines, official_names, plain_ones, read_unii, settled_by
from ordinary_sources import LANGUAGES, Chemical, Named, annexes, chemicals, dangerous_goods, tariff, trade
from rdkit import Chem

import penstock
from penstock.law.register import Register
from penstock.law.spellings import spellings
from penstock.law.structures import by_structures
from penstock.substances.structure import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from penstock.law.identified import Identified

DEEP = 10
"""Among so many names, commonest first, a register name marks a chemical as the register's own; beyond, tables err."""

CAUTION = (
    "testosteron", "nandrol", "boldenon", "trenbolon", "stanozol", "oxandrol", "oxymethol", "androsten", "methandro",
    "drostanol", "mesterol", "methenol", "metenol", "fluoxymester", "pregabalin", "lacosamid", "lorcaserin",
    "suvorexant", "perampanel", "brivaracetam", "tianeptin", "nalbuphin", "butorphanol",
)  # fmt: skip
"""Parts of names of medicines that one country or another schedules and the register does not hold: left out."""

ERRORS = {"72-20-8": "dieldrin", "105827-78-9": "imidacloprid", "88-12-0": "povidon", "9067-32-7": "hyaluronicacid"}
"""Names that the tables give to the wrong chemical: dieldrin is 60-57-1, 72-20-8 endrin, 88-12-0 the
monomer; imidacloprid is 138261-41-3 (Regulation (EU) 540/2011).
"""

_TURNED = 40
"""How many English names of a chemical of the register are turned into Chinese."""

METALS = re.compile(r"^[a-z]+ (?:metal|powder|dust|shot|granules|turnings)$")
"""Names of elements made plain by a second word."""

REGISTER = Path(penstock.__file__).parent / "register" / "substances"
COMMODITY_FILES = {"ordinary", "precursors", "extra-us", "extra-ca", "extra-eu", "extra-mx", "extra-cn"}
"""Register files whose names are too short and too common to be looked for inside other names."""

ACIDS_OF_ORDINARY_SALTS = {
    "acetic-acid",
    "propionic-acid",
    "acetic-anhydride",
    "hydriodic-acid",
    "sulphuric-acid",
    "boric-acid",
}
"""Records whose salts are everyday goods of their own: sodium acetate is no acetic acid."""

WEAPONS = (
    "[#6]P(=O)(F)[O,N,S,#6]", "[#7]P(=O)(C#N)O", "[#7]P(=O)(F)O", "[#6]P(=O)(O[#6])SCC[#7]", "ClCCSCCCl",
    "ClCCN(C)CCCl", "ClCCN(CC)CCCl",
    "ClCCN(CCCl)CCCl", "ClC=C[As]", "ClCCSCSCCCl", "ClCCSCCSCCCl",
)  # fmt: skip
"""Skeletons of Schedule 1 of the Chemical Weapons Convention: not in this register, and yet not ordinary."""


@dataclass(frozen=True)
class Guard:
    """What keeps the register's own substances out."""

    register: Register
    own: frozenset[str]
    drugs: AhoCorasick
    ordinary: frozenset[str]
    numbered: dict[str, str]
    written: dict[str, str]
    unnumbered: frozenset[str]
    goods: frozenset[str]

    @classmethod
    def load(cls) -> Guard:
        """Read the register, compiled and as written."""
        register = Register.load()
        drugs = {
            fold(name)
            for name in _names_in(path for path in REGISTER.glob("*.yaml") if path.stem not in COMMODITY_FILES)
        } | set(CAUTION)
        own = {name for name in register.by_name if len(name) > 5} | {
            fold(name) for name in _names_in(REGISTER.glob("*.yaml"))
        }
        return cls(
            register,
            frozenset(own),
            AhoCorasick(sorted(name for name in drugs - {"oxazolam"} if len(name) > 6 and name.isascii())),
            frozenset(_ordinary()),
            *_english(register),
            frozenset(record["cas"] for record in _records(COMMODITY_FILES) if record.get("cas")),
        )

    def is_drug(self, key: str) -> bool:
        """Tell whether a folded name holds that of a drug of the register."""
        return bool(self.drugs.find_matches_as_indexes(key))

    def holds(self, cas: str, names: Iterable[str]) -> bool:
        """Tell whether the register holds the CAS number, a name, or a drug that a name is built on."""
        if cas in self.ordinary:
            return False
        folded = [fold(name) for name in names]
        return cas in self.register.by_cas or any(
            one in self.own or self.drugs.find_matches_as_indexes(one) for one in folded
        )

    def of_register(self, cas: str) -> bool:
        """Tell whether the CAS number is one of a record that is not held as ordinary."""
        return cas in self.register.by_cas and cas not in self.ordinary

    def related(self, found: list[Chemical]) -> set[str]:
        """Give the CAS numbers of salts, isomers, class members and relatives of what the register holds."""
        ordinary = set(yaml.safe_load((REGISTER / "ordinary.yaml").read_text("utf-8"))) | ACIDS_OF_ORDINARY_SALTS
        answers = by_structures(self.register, [one.smiles for one in found])
        skeletons = [Chem.MolFromSmarts(smarts) for smarts in WEAPONS]
        return {
            one.cas
            for one, answer in zip(found, answers, strict=True)
            if (not isinstance(answer, Unreadable) and any(_is_held(each, ordinary) for each in answer))
            or _has(one.smiles, skeletons)
        }


def _has(smiles: str, skeletons: list[Chem.Mol]) -> bool:
    mol = Chem.MolFromSmiles(smiles) if any(letter in smiles for letter in ("P", "Cl")) else None
    return mol is not None and any(mol.HasSubstructMatch(one) for one in skeletons)


def _is_held(one: Identified, ordinary: set[str]) -> bool:
    return not one.is_unlisted and (one.subject not in ordinary or bool(one.relatives or one.classes or one.derived))


def _english(register: Register) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Give the register's English names, folded: their CAS numbers, how they are written, and those without number."""
    names = [name for name in register.packed.names if name.kind == "substance" and name.language == "en"]
    numbers = {fold(one.name): register.packed.substances[one.subject].cas for one in names}
    written = {fold(one.name): one.name for one in names}
    return (
        {key: cas for key, cas in numbers.items() if cas},
        written,
        frozenset(k for k, cas in numbers.items() if not cas),
    )


def _records(files: Iterable[str]) -> Iterator[dict[str, Any]]:
    for file in files:
        yield from yaml.safe_load((REGISTER / f"{file}.yaml").read_text("utf-8")).values()


def _ordinary() -> Iterator[str]:
    """Give the CAS numbers of the records that the register holds as ordinary: their names in other languages help."""
    for record in _records(["ordinary"]):
        if record.get("cas"):
            yield record["cas"]


def _names_in(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        for key, record in yaml.safe_load(file.read_text("utf-8")).items():
            yield key
            for names in (record.get("names") or {}).values():
                yield from names


def usable(one: Chemical, words: Words) -> Iterator[Named]:
    """Give the usable names of a chemical's row, commonest first, each in the language it shows."""
    primary = next((name for name in one.names if not is_code(name)), "")
    for place, name in enumerate([*one.names[:40], tidy(one.systematic)]):
        lang = tongue(name)
        if is_metal(name, one.formula):
            yield Named(one.cas, "en", name)
        elif re.fullmatch(r"[A-Z][a-z]?", one.formula) and name != primary:
            continue
        elif lang and not (is_code(name) or is_broken(name) or words.is_everyday(name) or _is_brand(name, place)):
            is_sound = words.is_chemical(name) and not contradicts(name, primary, one.formula, one.smiles)
            if name == primary or is_sound:
                yield Named(one.cas, lang, name)


def _is_brand(name: str, place: int) -> bool:
    is_bare = " " not in name and "-" not in name and len(name) < 12
    return (is_bare and place > 3) or (is_branded(name) and place > 1)


@dataclass
class Gathering:
    """The sources while the dictionary is made of them."""

    sources: Path
    guard: Guard
    words: Words
    table: dict[str, Chemical]
    barred: set[str]
    relatives: set[str]
    official: dict[str, list[str]]
    found: list[Named] = field(default_factory=list)

    @classmethod
    def begin(cls, sources: Path, guard: Guard) -> Gathering:
        """Read the tables, and tell what is the register's own and what is near it."""
        table = chemicals(sources / "pubchem")
        related = guard.related(list(table.values())) - guard.ordinary
        own = {cas for cas, one in table.items() if guard.holds(cas, one.names[:DEEP])}
        folded = {cas: [fold(name) for name in (*one.names, tidy(one.systematic))] for cas, one in table.items()}
        official: dict[str, list[str]] = defaultdict(list)
        for cas, names in official_names(read_unii(sources / "unii" / "UNII_Names.txt"), folded):
            official[cas] += [name for name in names if fold(name) in folded[cas] and not _is_base(name, table[cas])]
        official = plain_ones(official, table)
        print(f"{len(table) - len(own)} chemicals of the tables are not the register's, {len(related - own)} relatives")
        words = Words.read(sources / "wordnet")
        return cls(sources, guard, words, table, own, related - own, dict(official))

    def settle(self) -> dict[str, str]:
        """Give ``{folded English name: CAS number}``: the register's names, official ones, then the tables' own."""
        kept = {cas: one for cas, one in self.table.items() if cas not in self.barred or cas in self.guard.goods}
        rows = {cas: list(usable(one, self.words)) for cas, one in kept.items()}
        rows = {cas: names[:DEEP] if self.guard.of_register(cas) else names for cas, names in rows.items()}
        self.found += [Named(cas, "en", name) for cas, names in self.official.items() for name in names]
        self.found += [name for names in rows.values() for name in names]
        fame = {cas: len(one.names) for cas, one in self.table.items()}
        english = {cas: [fold(one.name) for one in names if one.lang == "en"] for cas, names in rows.items()}
        return owners(claims_of(english, fame)) | settled_by(self.official.items()) | self.guard.numbered

    def read_lists(self, settled: dict[str, str]) -> None:
        """Add what stands in lists: beside CAS numbers, or beside an English name in other languages."""
        beside_cas, parallel = tariff(self.sources)
        pairs = [Named(cas, "zh", name) for cas, name in read_pairs(self.sources / "zh.tsv")]
        listed = [*beside_cas, *annexes(self.sources), *pairs, *trade(Path(__file__).parent / "ordinary_trade.tsv")]
        self.found += [one for one in listed if one.cas in self.table or not self.guard.holds(one.cas, [one.name])]
        for row in [*parallel, *dangerous_goods(self.sources / "adr"), *medicines(self.sources / "medicines")]:
            key = fold(row["en"])
            cas = settled.get(key) or settled.get(_respelled(key))
            if cas is not None:
                self.found += [Named(cas, lang, name) for lang, name in row.items()]
        self.found += [
            name
            for cas, one in self.table.items()
            if cas in self.guard.goods or not self.guard.of_register(cas)
            for name in one.foreign
        ]

    def turn_into_chinese(self, settled: dict[str, str]) -> None:
        """Add the Chinese names that rules make of English ones."""
        rules, english = Chinese.load(), defaultdict(list)
        for one in self.found:
            if one.lang == "en" and settled.get(fold(one.name)) == one.cas:
                english[one.cas].append(one.name)
        for key, cas in self.guard.numbered.items():
            english[cas] = [*spellings(self.guard.written[key]), *english[cas]]
        for cas, names in english.items():
            formula = self.table[cas].formula if cas in self.table else "C"
            most = _TURNED if self.guard.of_register(cas) else MOST["en"]
            self.found += [Named(cas, "zh", name) for name in rules.names(list(dict.fromkeys(names))[:most], formula)]

    def names(self) -> tuple[list[Named], dict[str, int], dict[str, str]]:
        """Give every usable name, each language's best first; names in the tables; and settled official names."""
        settled = self.settle()
        self.read_lists(settled)
        self.turn_into_chinese(settled)
        written = [Named(one.cas, one.lang, _written(one)) for one in self.found if self._is_usable(one)]
        fame = {cas: len(one.names) for cas, one in self.table.items()}
        return written, fame, settled_by(self.official.items())

    def _is_usable(self, one: Named) -> bool:
        key, guard = fold(one.name), self.guard
        if guard.of_register(one.cas):
            is_sure = one.cas in guard.goods or one.lang != "en" or one.name in self.official.get(one.cas, ())
            is_free = is_sure and key not in guard.own
        elif key in guard.unnumbered:
            is_free = one.cas in self.table
        else:
            is_free = one.cas not in self.barred and key not in guard.own and not guard.is_drug(key)
        if not is_free or ERRORS.get(one.cas, " ") in key:
            return False
        if one.lang == "zh":
            return len(one.name) > 1
        is_plain = not self.words.is_everyday(one.name) or bool(METALS.search(one.name))
        is_first = is_plain or (one.name in self.official.get(one.cas, ()) and is_clear(one.name))
        is_acronym = one.name in self.official.get(one.cas, ()) and is_clear(one.name)
        return is_first and not is_code(one.name) and (is_acronym or not is_loose(one.name))


def _respelled(key: str) -> str:
    for old, new in (("sulph", "sulf"), ("aluminium", "aluminum"), ("polyvidone", "povidone")):
        key = key.replace(old, new)
    return key


_SALTS = re.compile(r"sodium|potassium|calcium|magnesium|zinc|ammonium|hydrochlor|hydrobrom|sulfate|mesylate|maleate")


def _is_base(name: str, one: Chemical) -> bool:
    """Tell whether a name lacks the salt that the chemical's first names say it is."""
    salts = {word for first in one.names[:4] for word in _SALTS.findall(first.lower())}
    return bool(salts) and not any(word in name.lower() for word in salts)


def _written(one: Named) -> str:
    return (
        one.name[0].upper() + one.name[1:]
        if one.lang == "de" and one.name[0].isalpha() and one.name[1:2].isalpha()
        else one.name
    )


_ENDS = re.compile(
    r"(?:in|ine|ol|one|en|ene|ane|ate|ide|ite|yl|ose|al|acid|ether|oxide|ester|aldehyde|salt|hydrate|ium|azole)$"
)
"""How names of chemicals end: a dictionary of the language has many of them, too."""
_WELL_KNOWN = 25
"""Names in the tables from which a chemical is well known."""


def first_names(chosen: list[Named], sources: Path, guard: Guard) -> Iterator[Named]:
    """Give the first names of well-known chemicals that the choice left out, though a dictionary may have them."""
    words, table = Words.read(sources / "wordnet"), chemicals(sources / "pubchem")
    taken = {fold(one.name) for one in chosen}
    firsts: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    named = {cas: [name for name in one.names[:8] if not is_code(name)][:4] for cas, one in table.items()}
    for cas, names in named.items():
        for place, name in enumerate(names):
            firsts[fold(name)].append((place, -len(table[cas].names), cas))
    for cas in sorted({one.cas for one in chosen} & set(table)):
        one = table[cas]
        for place, name in enumerate(named[cas] if len(one.names) >= _WELL_KNOWN else ()):
            key = fold(name)
            is_own = (
                key not in taken
                and min(firsts[key])[2] == cas
                and not contradicts(name, one.names[0], one.formula, one.smiles)
            )
            is_plain = len(key) > 6 and name.isascii() and not (is_broken(name) or is_loose(name))
            is_barred = key in guard.own or guard.is_drug(key) or guard.of_register(cas)
            is_word = words.is_everyday(name) and (place > 0 or len(key) < 8)
            if is_own and is_plain and _ENDS.search(name.lower()) and not is_barred and not is_word:
                taken.add(key)
                yield Named(cas, "en", name)


def main() -> None:
    """Write the dictionary and print how many chemicals and names it has in each language."""
    sources, out = map(Path, sys.argv[1:])
    guard = Guard.load()
    gathering = Gathering.begin(sources, guard)
    chosen = choose(*gathering.names())
    chosen += first_names(chosen, sources, guard)
    chosen.sort(key=lambda one: (tuple(map(int, one.cas.split("-"))), LANGUAGES.index(one.lang), one.name))
    with lzma.open(out, "wt", encoding="utf-8", preset=9) as file:
        for one in chosen:
            file.write("\t".join((*one, "relative") if one.cas in gathering.relatives else one) + "\n")
    print(f"{len({one.cas for one in chosen})} chemicals, {len(chosen)} names")
    names = Counter(one.lang for one in chosen)
    bearers = Counter(lang for _, lang in {(one.cas, one.lang) for one in chosen})
    for lang in LANGUAGES:
        print(f"{lang}: {bearers[lang]} chemicals, {names[lang]} names")


if __name__ == "__main__":
    main()
