"""Pairs of names, alike and not, made from public lists: what the score of two names is learnt and measured on.

Pairs of one listed party (its aliases, its name in another script) and names rewritten as people write them match.
Names of different parties that share words, and names rewritten into another party's, are none. The side of the split a
pair falls on follows from the party of its first name; the second name of a non-match may be a party of another side.
The side ``shut`` is opened by ``make bench`` alone.
"""

from __future__ import annotations

import csv
import hashlib
import xml.etree.ElementTree as ET
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler
from rigour.names import NameTypeTag, analyze_names, extract_org_types

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

LISTS = Path(__file__).parent.parent.parent / "shared" / "lists"
OFAC = LISTS / "ofac" / "2026-07"
UN = LISTS / "un" / "consolidated-2026-02-27.xml"
SEED = 20_261_125

Side = Literal["learn", "tune", "shut"]


class Pair(NamedTuple):
    """Two names, whether they are one party's, how the pair was made, and its side of the split."""

    one: str
    other: str
    kind: Literal["person", "company"]
    is_match: bool
    made_by: str
    side: Side


class Party(NamedTuple):
    """A listed party: its number, kind, names (the first is its own), and the country of an address."""

    uid: str
    kind: Literal["person", "company"]
    names: tuple[str, ...]
    country: str


def side_of(uid: str) -> Side:
    """Return the side of the split a party falls on."""
    number = int(hashlib.sha256(f"{SEED} {uid}".encode()).hexdigest()[:8], 16) % 10
    return "learn" if number < 6 else "tune" if number < 8 else "shut"


def ofac_parties() -> list[Party]:
    """Return the persons and companies of OFAC's list of July 2026."""
    names: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    countries: dict[str, str] = {}
    for row in _csv("sdn.csv"):
        names[row[0]] = [row[1].strip()]
        kinds[row[0]] = {"individual": "person", "-0-": "company"}.get(row[2].strip(), "")
    for row in _csv("alt.csv"):
        names[row[0]].append(row[3].strip())
    for row in _csv("add.csv"):
        countries.setdefault(row[0], row[4].strip())
    return [
        Party(uid, kind, tuple(names[uid]), countries.get(uid, ""))  # type: ignore[arg-type]  # only the two kinds
        for uid, kind in kinds.items()
        if kind
    ]


def _csv(name: str) -> Iterator[list[str]]:
    with (OFAC / name).open(encoding="utf-8", errors="replace", newline="") as file:
        yield from (row for row in csv.reader(file) if len(row) > 3)


def un_parties() -> list[Party]:
    """Return the persons and entities of the UN's list, with their names in their own script."""
    parties = []
    for kind, tag in (("person", "INDIVIDUAL"), ("company", "ENTITY")):
        for one in ET.parse(UN).getroot().iter(tag):  # a file of the project's own data
            parts = [one.findtext(name, "") for name in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")]
            names = [" ".join(part.strip() for part in parts if part and part.strip())]
            names += [
                alias.findtext("ALIAS_NAME", "").strip()
                for alias in one.iter(f"{tag}_ALIAS")
                if alias.findtext("QUALITY", "") in {"Good", "a.k.a."}
            ]
            names += [original.strip() for original in (one.findtext("NAME_ORIGINAL_SCRIPT", "") or "").split(";")]
            parties.append(Party(f"un-{one.findtext('DATAID')}", kind, tuple(filter(None, names)), ""))  # type: ignore[arg-type]  # as above
    return parties


def listed_matches(parties: list[Party], *, most: int = 4) -> Iterator[Pair]:
    """Yield the names of one party; an alias that looks like another name altogether is left out."""
    for party in parties:
        found = 0
        for other in party.names[1:]:
            is_foreign = not other.isascii() and not any(char < "\u0250" for char in other if char.isalpha())
            if (
                found < most
                and other
                and other != party.names[0]
                and (is_foreign or _looks_alike(party.names[0], other))
            ):
                found += 1
                yield Pair(party.names[0], other, party.kind, True, "alias", side_of(party.uid))


def _looks_alike(one: str, other: str) -> bool:
    """Tell whether an alias is the same name in other letters: an alias may be another name altogether."""
    left, right = _telling(one), _telling(other)
    if len(left) > len(right):
        left, right = right, left
    shared = sum(any(_are_near(word, their) for their in right) for word in left)
    whole = JaroWinkler.similarity("".join(sorted(left)), "".join(sorted(right)))
    joined = JaroWinkler.similarity("".join(_words(one)), "".join(_words(other)))
    return (shared == len(left) > 0) or (shared >= len(left) - 1 > 0 and whole > 0.8) or joined > 0.93


def _are_near(one: str, other: str) -> bool:
    return OSA.distance(one, other) <= (min(len(one), len(other)) - 1) // 3 or _are_spellings(one, other)


def _telling(name: str) -> list[str]:
    return [
        word for word in _words(name) if word not in _FORM_WORDS and not (len(word) > 1 and extract_org_types(word))
    ]


def _words(name: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in name.lower()).split()


def listed_others(parties: list[Party], rng: random.Random, *, most: int = 3) -> Iterator[Pair]:
    """Yield pairs of different parties that share words: those most alike, and some that are less so."""
    by_word: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, party in enumerate(parties):
        for word in sorted(set(_words(party.names[0]))):
            if len(word) > 1:
                by_word[party.kind, word].append(place)
    for place, party in enumerate(parties):
        near: dict[int, float] = {}
        for word in sorted(set(_words(party.names[0]))):
            own = by_word[party.kind, word]
            for other in rng.sample(own, min(25, len(own))) if len(own) < 2_000 else ():
                near[other] = JaroWinkler.similarity(party.names[0], parties[other].names[0])
        near.pop(place, None)
        ranked = sorted(near, key=lambda other: -near[other])
        for other in (*ranked[: most - 1], *rng.sample(ranked, min(1, len(ranked)))):
            names = set(map(_bare, party.names)) & set(map(_bare, parties[other].names))
            if not names:  # sister firms of one name are told apart by other things
                pair = (party.names[0], rng.choice(parties[other].names[:3]))
                yield Pair(*pair, party.kind, False, "shares words", side_of(party.uid))


def with_initials(pairs: list[Pair], rng: random.Random, *, share: float = 0.3) -> Iterator[Pair]:
    """Yield pairs of different persons again, a word of one or the other written as its initial: still different."""
    for pair in pairs:
        if pair.kind == "person" and rng.random() < share:
            names = [pair.one, pair.other]
            place = rng.randrange(2)
            written = _initialled(names[place], rng)
            if written is not None:
                names[place] = written
                yield Pair(names[0], names[1], pair.kind, False, "others with an initial", pair.side)


def neighbours(parties: list[Party], *, most: int = 2) -> Iterator[Pair]:
    """Yield pairs of different parties whose telling words are spelt nearly alike, though they share none."""
    for kind in ("person", "company"):
        own = [party for party in parties if party.kind == kind and _telling(party.names[0])]
        cores = [" ".join(_telling(party.names[0])) for party in own]
        for start in range(0, len(own), _AT_ONCE):
            scores = process.cdist(cores[start : start + _AT_ONCE], cores, scorer=fuzz.ratio, score_cutoff=_NEAR)
            for row, party in enumerate(own[start : start + _AT_ONCE]):
                ranked = np.argsort(-scores[row], kind="stable")[: most + 4]
                near = [own[place] for place in ranked if _NEAR <= scores[row][place] < _SAME]
                others = [one for one in near if not _have_one_name(party, one)]
                for other in others[:most]:
                    yield Pair(party.names[0], other.names[0], party.kind, False, "neighbour", side_of(party.uid))


_AT_ONCE = 500
_NEAR = 60
_SAME = 91


def _have_one_name(one: Party, other: Party) -> bool:
    """Tell whether two parties have a name in common, or words that may be spellings of one another."""
    if set(map(_bare, one.names)) & set(map(_bare, other.names)):
        return True
    left, right = _telling(one.names[0]), _telling(other.names[0])
    return all(any(word == their or _are_spellings(word, their) for their in right) for word in left)


def _bare(name: str) -> str:
    return "".join(sorted(_telling(name)))


_FORM_WORDS = {
    "co", "ltd", "limited", "company", "llc", "inc", "corp", "corporation", "sa",
    "cv", "de", "the", "and", "of", "for", "joint", "stock", "liability",
    "public", "open", "closed", "l", "c",
}  # fmt: skip


Rewriting = tuple[str, "Callable[[str, random.Random], str | None]"]


def _typed_wrong(name: str, rng: random.Random) -> str | None:
    places = [place for place, char in enumerate(name) if char.isalpha() and place > 0]
    if len(places) < 8:
        return None
    letters = list(name)
    for place in rng.sample(places, 2 if len(places) > 18 and rng.random() < 0.4 else 1):
        way = rng.randrange(4)
        if way == 0:
            letters[place] = ""
        elif way == 1:
            letters[place] = letters[place] * 2
        elif way == 2 and place + 1 < len(letters) and letters[place + 1].isalpha():
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        else:
            letters[place] = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return "".join(letters)


def _turned(name: str, rng: random.Random) -> str | None:
    words = name.replace(",", "").split()
    if len(words) < 2:
        return None
    cut = rng.randrange(1, len(words))
    return " ".join(words[cut:] + words[:cut])


def _middle_dropped(name: str, rng: random.Random) -> str | None:
    words = name.replace(",", "").split()
    if len(words) < 3:
        return None
    del words[rng.randrange(1, len(words) - 1)]
    return " ".join(words)


def _initialled(name: str, rng: random.Random) -> str | None:
    words = name.replace(",", "").split()
    if len(words) < 2 or len(words[-1]) < 3:
        return None
    place = rng.randrange(1, len(words))
    return " ".join([*words[:place], words[place][0] + ".", *words[place + 1 :]])


def _joined(name: str, rng: random.Random) -> str | None:
    words = name.replace(",", "").replace("-", " ").split()
    if len(words) < 2:
        return None
    place = rng.randrange(len(words) - 1)
    return " ".join([*words[:place], words[place] + words[place + 1].lower(), *words[place + 2 :]])


_SPELT_OTHERWISE = [
    ("kh", "h"), ("h", "kh"), ("y", "i"), ("i", "y"), ("ou", "u"), ("u", "ou"),
    ("ee", "i"), ("oo", "u"), ("dzh", "j"), ("j", "dzh"), ("ts", "c"),
    ("ks", "x"), ("x", "ks"), ("iy", "y"), ("yu", "iu"), ("ya", "ia"), ("ph", "f"),
    ("q", "k"), ("k", "q"), ("o", "u"), ("e", "i"), ("v", "w"),
    ("zh", "j"), ("ss", "s"), ("mm", "m"), ("s", "ss"), ("sh", "ch"),
    ("ei", "ey"), ("aa", "a"), ("ae", "e"), ("th", "t"), ("d", "dh"),
]  # fmt: skip


def _spelt_otherwise(name: str, rng: random.Random) -> str | None:
    low = name.lower()
    able = [(a, b) for a, b in _SPELT_OTHERWISE if a in low[1:]]
    if not able:
        return None
    for a, b in rng.sample(able, min(2, len(able))):
        place = low.find(a, 1)
        if place > 0:
            low = low[:place] + b + low[place + len(a) :]
    return low


_FORMS = ("Co., Ltd.", "Company Limited", "Limited", "Ltd", "LLC", "Inc.", "Corporation", "S.A.", "GmbH", "")
_SHORTENED = {
    "technology": "tech", "technologies": "tech", "international": "intl",
    "trading": "trade", "biotechnology": "biotech", "chemical": "chem",
    "industries": "industry", "industry": "ind", "engineering": "eng", "manufacturing": "mfg",
    "company": "co", "limited": "ltd", "and": "&",
    "corporation": "corp", "development": "dev", "pharmaceutical": "pharma", "import": "imp",
    "export": "exp", "brothers": "bros", "general": "gen",
}  # fmt: skip


def _shortened(name: str, rng: random.Random) -> str | None:
    words = name.split()
    able = [place for place, word in enumerate(words) if word.lower().strip(".,") in _SHORTENED]
    if not able:
        return None
    for place in rng.sample(able, rng.randrange(1, len(able) + 1)):
        words[place] = _SHORTENED[words[place].lower().strip(".,")]
    return " ".join(words)


def _form_changed(name: str, rng: random.Random) -> str | None:
    words = name.split()
    ends = {"co", "ltd", "limited", "company", "llc", "inc", "corp", "corporation", "gmbh", "sa"}
    while len(words) > 1 and words[-1].lower().strip(".,").replace(".", "") in ends:
        words.pop()
    return f"{' '.join(words)} {rng.choice(_FORMS)}".strip()


_ALIKE: dict[str, tuple[Rewriting, ...]] = {
    "person": (
        ("typing error", _typed_wrong),
        ("turned", _turned),
        ("middle dropped", _middle_dropped),
        ("initial", _initialled),
        ("joined", _joined),
        ("spelt otherwise", _spelt_otherwise),
        ("spelt otherwise", _spelt_otherwise),
    ),
    "company": (
        ("typing error", _typed_wrong),
        ("joined", _joined),
        ("shortened", _shortened),
        ("form changed", _form_changed),
        ("spelt otherwise", _spelt_otherwise),
    ),
}


def rewritings(kind: Literal["person", "company"]) -> list[Callable[[str, random.Random], str | None]]:
    """Return the ways in which people write a name of a kind."""
    return [way for _, way in _ALIKE[kind]]


def rewritten(parties: list[Party], rng: random.Random, *, share: float = 0.5) -> Iterator[Pair]:
    """Yield names rewritten as people write them: still the same party."""
    for party in parties:
        if rng.random() > share:
            continue
        name, rewriting = rng.choice(_ALIKE[party.kind])
        other = rewriting(party.names[0], rng)
        if other and other.lower() != party.names[0].lower():
            yield Pair(party.names[0], other, party.kind, True, name, side_of(party.uid))


def changed(parties: list[Party], rng: random.Random, *, share: float = 0.35) -> Iterator[Pair]:
    """Yield names with one word, a number or an end changed for another known one: another party."""
    known: dict[str, list[str]] = defaultdict(list)
    for party in parties:
        for word in party.names[0].replace(",", "").split():
            if len(word) > 2 and word.isalpha():
                known[party.kind].append(word)
    near = {kind: _by_ends(set(words)) for kind, words in known.items()}
    for party in parties:
        words = party.names[0].replace(",", "").split()
        if rng.random() > share or len(words) < 2:
            continue
        able = [place for place, word in enumerate(words) if len(word) > 2 and word.isalpha() and not _is_form(word)]
        if not able:
            continue
        place = rng.choice(able)
        similar = [
            one
            for one in near[party.kind][words[place][0].lower(), words[place][-1].lower()]
            if 0 < OSA.distance(one.lower(), words[place].lower()) < 3
        ]
        is_near = bool(similar) and rng.random() < 0.4
        other = rng.choice(similar if is_near else known[party.kind])
        if other.lower() == words[place].lower() or _is_form(other) or (is_near and party.kind == "company"):
            continue
        if _are_spellings(other.lower(), words[place].lower()):
            continue
        yield Pair(
            party.names[0],
            " ".join([*words[:place], other, *words[place + 1 :]]),
            party.kind,
            False,
            "word changed",
            side_of(party.uid),
        )


def _is_form(word: str) -> bool:
    return word.upper() in _GENERIC or bool(extract_org_types(word))


def _are_spellings(one: str, other: str) -> bool:
    """Tell whether two words may be spellings of one name."""
    if JaroWinkler.similarity(one, other) > 0.93:
        return True
    left, right = (_symbols(word) for word in (one, other))
    return bool(left & right)


@lru_cache(maxsize=100_000)
def _symbols(word: str) -> set[str]:
    return {symbol.id for name in analyze_names(NameTypeTag.PER, [word]) for symbol in name.symbols}


_GENERIC = {
    "COMPANY", "LIMITED", "LTD", "LTD.", "CORPORATION", "TRADING", "INTERNATIONAL",
    "GROUP", "GENERAL", "STOCK", "JOINT", "LIABILITY", "PUBLIC",
    "AND", "FOR", "THE", "INDUSTRIES", "SHIPPING", "TECHNOLOGY", "LLC", "PLC",
    "INC", "INC.", "BANK", "SOCIETE", "SOCIEDAD", "BIN", "DEL", "DE",
}  # fmt: skip


def _by_ends(words: set[str]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word in sorted(words):
        found[word[0].lower(), word[-1].lower()].append(word)
    return found
