"""Write what the room ``parties`` knows of words: how common they are, and which given and family names are one name.

Writes ``common.tsv`` and ``spellings.tsv``. The words are those of the lists in ``../shared`` and of the packages faker
and nicknames; rigour says which of them are spellings of one name (its names are Wikidata's). Nothing else of the
project needs those two packages, and a search needs no rigour tagger, which takes seconds to start.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import faker.providers.person as people
from name_pairs import ofac_parties, un_parties
from nicknames import NickNamer
from rigour.names import NameTypeTag, SymbolCategory, analyze_names

from penstock.parties.foreign import latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOM = Path(__file__).parent.parent / "src" / "penstock" / "parties"
LEAST = 3
"""Parties that have a word before it is counted."""
_WORD = re.compile(r"[^\W\d_]+")


def words(names: Iterable[str]) -> Iterator[str]:
    """Yield the words of names."""
    for name in names:
        yield from _WORD.findall(name.lower().replace("'", ""))


def vocabulary() -> set[str]:
    """Return words of persons' names in many languages."""
    found = set(
        words(name for party in [*ofac_parties(), *un_parties()] if party.kind == "person" for name in party.names)
    )
    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"{people.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if "name" in attribute and isinstance(values, (list, tuple, dict, set)):
                found.update(words(value for value in values if isinstance(value, str)))
    namer = NickNamer()
    for name in list(found):
        found.update(namer.nicknames_of(name))
    return found


def write_counts() -> None:
    """Count in how many parties each word stands."""
    counts: Counter[str] = Counter()
    for party in ofac_parties():
        counts.update(set(re.findall(r"[a-z]+", " ".join(party.names[:3]).lower().replace("'", ""))))
    lines = [f"{word}\t{number}\n" for word, number in sorted(counts.items()) if number >= LEAST]
    head = "# Words of listed names, and how many of OFAC's parties of July 2026 have them: "
    head += "written by scripts/count_names.py.\n"
    (ROOM / "common.tsv").write_text(f"{head}word\tparties\n{''.join(lines)}", encoding="utf-8")


def write_spellings() -> None:
    """Write for each word the names it is a spelling of, where another word is one too; the names are numbered."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for word in sorted(vocabulary()):
        plain = "".join(latin(word).split())
        for name in analyze_names(NameTypeTag.PER, [word], phonetics=False, rewrite=False):
            for symbol in name.symbols:
                if symbol.category in {SymbolCategory.NAME, SymbolCategory.NICK} and len(plain) > 1:
                    by_name[symbol.id].add(plain)
    numbers: dict[str, set[int]] = defaultdict(set)
    several = sorted(tuple(sorted(spelt)) for spelt in by_name.values() if len(spelt) > 1)
    for number, spelt in enumerate(dict.fromkeys(several)):
        for word in spelt:
            numbers[word].add(number)
    lines = [f"{word}\t{' '.join(map(str, sorted(own)))}\n" for word, own in sorted(numbers.items())]
    head = (
        "# Given and family names in Latin letters, and the numbers of the names each is a spelling of: written by\n"
        "# scripts/count_names.py. What are spellings of one name is rigour's knowledge (MIT), "
        "which is Wikidata's (CC0).\n"
    )
    (ROOM / "spellings.tsv").write_text(f"{head}word\tnames\n{''.join(lines)}", encoding="utf-8")


if __name__ == "__main__":
    write_counts()
    write_spellings()
