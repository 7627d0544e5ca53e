"""Make the dictionary of ordinary chemicals, ``cas<TAB>language<TAB>name`` lines, compressed.

Usage: ``python scripts/make_ordinary.py SOURCES OUT``. SOURCES is a folder with

* ``pubchem/``: the identifier tables of the Python package ``chemicals`` (MIT; from PubChem, public domain),
* ``en.xlsx``, ``de.xlsx``, ``es.xlsx``, ``fr.xlsx``: the EU tariff (TARIC; European Commission, CC BY 4.0),
* ``adr/de.po``, ``adr/fr.po``: the names of table A of the ADR agreement beside the English ones,
* ``annex_II.csv``, ``annex_III.csv``: annexes of the EU cosmetics regulation (European Commission, CC BY 4.0),
* ``zh.tsv``: ``cas<TAB>name<TAB>source`` lines copied from Chinese lists,
* ``wordnet/``: WordNet's index and data files (WordNet licence), which decide only what is left out.

A chemical that the register holds but for ordinary ones, or that is a salt, isomer or relative of one it controls,
is left out. So is a name
that stands for several chemicals, that has a meaning outside chemistry, or that contradicts the chemical's formula.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from ahocorasick_rs import AhoCorasick
from ordinary_chinese import Chinese, read_pairs
from ordinary_names import Words, contradicts, fold, is_branded, is_broken, is_code, is_loose, is_metal, tidy, tongue
from ordinary_sources import LANGUAGES, Chemical, Named, annexes, chemicals, dangerous_goods, tariff
from rdkit import Chem

import penstock
from penstock.law.register import Register
from penstock.law.structures import by_structures
from penstock.substances.structure import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from penstock.law.identified import Identified

MOST = {"en": 6, "zh": 4, "es": 4, "de": 5, "fr": 5}
"""How many names of one chemical are kept in a language."""

DEEP = 10
"""Among so many names, commonest first, a register name marks a chemical as the register's own; beyond, tables err."""

CAUTION = (
    "testosteron", "nandrol", "boldenon", "trenbolon", "stanozol", "oxandrol", "oxymethol", "androsten", "methandro",
    "drostanol", "mesterol", "methenol", "metenol", "fluoxymester", "pregabalin", "lacosamid", "lorcaserin",
    "suvorexant", "perampanel", "brivaracetam", "tianeptin", "nalbuphin", "butorphanol",
)  # fmt: skip
"""Parts of names of medicines that one country or another schedules and the register does not hold: left out."""

ERRORS = {"72-20-8": "dieldrin"}
"""Names that the tables give to the wrong chemical: dieldrin is 60-57-1, 72-20-8 is endrin."""

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
        )

    def holds(self, cas: str, names: Iterable[str]) -> bool:
        """Tell whether the register holds the CAS number, a name, or a drug that a name is built on."""
        if cas in self.ordinary:
            return False
        folded = [fold(name) for name in names]
        return cas in self.register.by_cas or any(
            one in self.own or self.drugs.find_matches_as_indexes(one) for one in folded
        )

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


def _ordinary() -> Iterator[str]:
    """Give the CAS numbers of the records that the register holds as ordinary: their names in other languages help."""
    for record in yaml.safe_load((REGISTER / "ordinary.yaml").read_text("utf-8")).values():
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


@dataclass(frozen=True)
class Claim:
    """That a chemical bears a name: the name's place among its names, and how many names the tables have for it."""

    cas: str
    place: int
    fame: int


def owners(claims: dict[str, list[Claim]]) -> dict[str, str]:
    """Settle which chemical a folded name stands for: its only bearer, or the one clearly best known by it.

    The bearer with most names in the tables wins if it has twice as many as a rival, or if the name stands far further
    down among the rival's; between near equals it is the only one whose first name it is.
    """
    settled = {}
    for name, bearers in claims.items():
        first = min(bearers, key=lambda one: (one.place > 3, -one.fame * (1 if one.place else 1.5), one.place))
        if all(_yields(one, first) for one in bearers if one.cas != first.cas):
            settled[name] = first.cas
    return settled


def _yields(rival: Claim, first: Claim) -> bool:
    if rival.fame * 2 <= first.fame:
        return True
    is_deep = rival.place > 2 * first.place + 2 and rival.fame <= 2 * first.fame
    return is_deep or (first.place == 0 < rival.place and rival.fame <= 1.5 * first.fame)


def gather(sources: Path, guard: Guard) -> tuple[list[Named], dict[str, int]]:
    """Give every usable name, each language's best first, and how many names the tables have for a chemical."""
    words = Words.read(sources / "wordnet")
    table = chemicals(sources / "pubchem")
    held = guard.related(list(table.values()))
    barred = (held - guard.ordinary) | {cas for cas, one in table.items() if guard.holds(cas, one.names[:DEEP])}
    table = {cas: one for cas, one in table.items() if cas not in barred}
    print(f"{len(table)} chemicals of the tables are not the register's")
    beside_cas, parallel = tariff(sources)
    rows = {cas: list(usable(one, words)) for cas, one in table.items()}
    found = [name for names in rows.values() for name in names]
    found += [
        name for name in [*beside_cas, *annexes(sources)] if name.cas in table or not guard.holds(name.cas, [name.name])
    ]
    fame = {cas: len(one.names) for cas, one in table.items()}
    settled = owners(
        claims_of({cas: [fold(one.name) for one in names if one.lang == "en"] for cas, names in rows.items()}, fame)
    )
    for row in [*parallel, *dangerous_goods(sources / "adr")]:
        key = fold(row["en"])
        cas = settled.get(key) or settled.get(key.replace("sulph", "sulf").replace("aluminium", "aluminum"))
        if cas is not None:
            found += [Named(cas, lang, name) for lang, name in row.items()]
    found += [name for one in table.values() for name in one.foreign]
    found += [Named(cas, "zh", name) for cas, name in read_pairs(sources / "zh.tsv")]
    rules = Chinese.load()
    for cas, names in rows.items():
        own = [one.name for one in names if one.lang == "en" and settled.get(fold(one.name)) == cas]
        found += [Named(cas, "zh", name) for name in rules.names(own[:6], table[cas].formula)]
    written = [
        Named(one.cas, one.lang, _written(one))
        for one in found
        if one.cas not in barred and _is_usable(one, words, guard)
    ]
    return written, fame


def claims_of(names: dict[str, list[str]], fame: dict[str, int]) -> dict[str, list[Claim]]:
    """Turn ``{CAS: folded names, best first}`` into ``{folded name: claims}``."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for cas, folded in names.items():
        for place, name in enumerate(folded):
            claims[name].append(Claim(cas, place, fame.get(cas, 1)))
    return claims


def _is_usable(one: Named, words: Words, guard: Guard) -> bool:
    key = fold(one.name)
    if (
        (one.cas in guard.register.by_cas and one.cas not in guard.ordinary)
        or key in guard.own
        or ERRORS.get(one.cas, " ") in key
        or guard.drugs.find_matches_as_indexes(key)
    ):
        return False
    if one.lang == "zh":
        return len(one.name) > 1
    return (
        not is_code(one.name)
        and not is_loose(one.name)
        and (not words.is_everyday(one.name) or bool(METALS.search(one.name)))
    )


def _written(one: Named) -> str:
    return (
        one.name[0].upper() + one.name[1:]
        if one.lang == "de" and one.name[0].isalpha() and one.name[1:2].isalpha()
        else one.name
    )


def choose(found: list[Named], fame: dict[str, int]) -> list[Named]:
    """Keep, of each chemical and language, the first few names that fold differently and stand for it alone."""
    kept: dict[tuple[str, str], dict[str, Named]] = defaultdict(dict)
    for one in found:
        kept[one.cas, one.lang].setdefault(fold(one.name), one)
    by_lang: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for (cas, lang), names in kept.items():
        by_lang[lang][cas] = list(names)
    claims: dict[str, list[Claim]] = defaultdict(list)
    for of_lang in by_lang.values():
        for name, bearers in claims_of(of_lang, fame).items():
            claims[name] += bearers
    settled = owners(claims)
    chosen: list[Named] = []
    for (cas, lang), names in kept.items():
        chosen += [one for name, one in names.items() if settled.get(name) == cas][: MOST[lang]]
    return sorted(
        set(chosen), key=lambda one: (tuple(map(int, one.cas.split("-"))), LANGUAGES.index(one.lang), one.name)
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
            is_barred = key in guard.own or guard.drugs.find_matches_as_indexes(key)
            is_word = words.is_everyday(name) and (place > 0 or len(key) < 8)
            if is_own and is_plain and _ENDS.search(name.lower()) and not is_barred and not is_word:
                taken.add(key)
                yield Named(cas, "en", name)


def main() -> None:
    """Write the dictionary and print how many chemicals and names it has in each language."""
    sources, out = map(Path, sys.argv[1:])
    guard = Guard.load()
    chosen = choose(*gather(sources, guard))
    chosen += first_names(chosen, sources, guard)
    chosen.sort(key=lambda one: (tuple(map(int, one.cas.split("-"))), LANGUAGES.index(one.lang), one.name))
    with lzma.open(out, "wt", encoding="utf-8", preset=9) as file:
        file.writelines("\t".join(one) + "\n" for one in chosen)
    print(f"{len({one.cas for one in chosen})} chemicals, {len(chosen)} names")
    names = Counter(one.lang for one in chosen)
    bearers = Counter(lang for _, lang in {(one.cas, one.lang) for one in chosen})
    for lang in LANGUAGES:
        print(f"{lang}: {bearers[lang]} chemicals, {names[lang]} names")


if __name__ == "__main__":
    main()
