"""Names in a folded text: the longest one at each place where a name may begin, as its term may be spelled."""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from penstock.goods.folding import HAN
from penstock.goods.joining import plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from penstock.goods.folding import Folded, Folder
    from penstock.goods.mention import Undone
    from penstock.goods.vocabulary import Term

_BREAK = re.compile(r"[;|\n\r、。!?/=<>]|\s\+\s|[,.:]\s|\s[–—-]\s.*\s|.{9}", re.DOTALL)
"""What ends a thing said and so parts no name: stops, slashes, a comma or a point before a space, long gaps."""

_HAN_GAP = re.compile(r"[\s·・‧_.*-]*")
_MORPHEME = re.compile(
    r"(?:yl|o|oxy|di|tri|tetra|mono|bis|iso|nor|pseudo|meth|para|meta|ortho|poly|cyclo|hydro|thio|per|ox|aza|oxa|sulf|phen"
    r"|n|alpha|beta|gamma|delta)$"
)
"""Ends of the pieces at which chemical names are written apart or together: "methyl amine", "methylamine"."""

_COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "for",
        "with",
        "per",
        "in",
        "on",
        "to",
        "from",
        "new",
        "top",
        "set",
        "pro",
        "by",
        "as",
        "is",
        "it",
        "no",
        "at",
        "or",
        "de",
        "la",
        "el",
        "le",
        "un",
    ]
)
_SHORT_PIECE = 2
_LONG_NAME = 8
_LEAST_SPLIT = 4
_LEAST_SPACED = 4
_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """What a text names by itself, so that names that need company have it: a machine, a substance."""

    has_machine: bool = False
    has_substance: bool = False


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class Match:
    """Terms of one key at ``folded[first:last]``, and whether letters had to be drawn together."""

    first: int
    last: int
    key: str
    terms: tuple[Term, ...]
    is_spaced: bool


class Names:
    """The names of a vocabulary, found by their first characters."""

    def __init__(self, terms: Sequence[Term], keys: Sequence[str], folder: Folder) -> None:
        """Take the terms and the folded form of each."""
        self._terms = terms
        self._folder = folder
        self._by_key: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, int] = {}
        by_key = self._by_key
        for place, key in enumerate(keys):
            if key in by_key:
                by_key[key] += (place,)
            elif key:
                by_key[key] = (place,)
                begin = key[:_PREFIX]
                lengths[begin] = lengths.get(begin, 0) | 1 << len(key)
        self._lengths = lengths
        self._bounds_of = lru_cache(maxsize=65536)(self._own_bounds)

    def __contains__(self, key: str) -> bool:
        """Tell whether a folded form is the key of a name."""
        return key in self._by_key

    @property
    def keys(self) -> Iterable[str]:
        """The keys."""
        return self._by_key

    def terms_of(self, key: str) -> tuple[Term, ...]:
        """Return the terms of a key."""
        return tuple(self._terms[place] for place in self._by_key.get(key, ()))

    def at(self, text: str, folded: Folded, first: int, beside: Beside = NOTHING) -> Match | None:
        """Return the longest name that begins at a bound; ``beside`` is what the text names by itself."""
        for key in self._candidates(folded, first):
            last = first + len(key)
            terms, is_spaced = self._spelled_so(text, folded, key, first, last, beside)
            if terms:
                return Match(first, last, key, terms, is_spaced)
        return None

    def _candidates(self, folded: Folded, first: int) -> Iterator[str]:
        """Yield the keys that stand between this bound and a later one, longest first."""
        text, bounds = folded.text, folded.bounds
        begin = bisect_right(bounds, first)
        for width in range(_PREFIX, 0, -1):
            bits = self._lengths.get(text[first : first + width])
            if bits is None or first + width > len(text):
                continue
            stop = bisect_right(bounds, first + bits.bit_length() - 1, begin)
            for last in reversed(bounds[begin:stop]):
                if bits >> (last - first) & 1 and (key := text[first:last]) in self._by_key:
                    yield key

    def _spelled_so(  # noqa: PLR0913  # the parts of a match
        self, text: str, folded: Folded, key: str, first: int, last: int, beside: Beside
    ) -> tuple[tuple[Term, ...], bool]:
        """Return the terms of a key that may be spelled as the text does it."""
        terms = [self._terms[place] for place in self._by_key[key]]
        bounds = folded.bounds
        inner = bounds[bisect_right(bounds, first) : bisect_left(bounds, last)]
        places = folded.places
        gaps = {bound - first: text[places[bound - 1] + 1 : places[bound]] for bound in inner}
        if any(gap not in _HARMLESS and _BREAK.search(shown(gap)) for gap in gaps.values()):
            return (), False
        kept: list[Term] = []
        is_spaced = False
        start, end = places[first], places[last - 1] + 1
        for term in terms:
            if term.company is not None and not term.company.allows(
                self._folder, text, start, end, is_trade=beside.has_machine
            ):
                continue
            if term.as_written:
                if _is_doubtful(term.name) and not _is_traded(text, start, end, is_sure=beside.has_substance):
                    continue
                how = _is_written(term.name, text[start:end])
            else:
                how = self._how_apart(term, key, gaps) if gaps else "plain"
            if how:
                kept.append(term)
                is_spaced = is_spaced or how == "spaced"
        return tuple(kept), is_spaced

    def _how_apart(self, term: Term, key: str, gaps: dict[int, str]) -> str:
        """Tell how a name is written apart: not at all, with its letters spaced, or too far for it to be the name."""
        own = self._bounds_of(term.name)
        extra = [place for place in gaps if place not in own and key[place - 1].isalpha() and key[place].isalpha()]
        if not extra:
            return "plain"
        if ord(key[extra[0]]) >= HAN or ord(key[extra[0] - 1]) >= HAN:
            is_joined = all(_HAN_GAP.fullmatch(shown(gaps[place])) for place in extra)
            is_space = any(gaps[place] for place in extra)
            return "" if not is_joined else "spaced" if is_space else "plain"
        edges = [place for place in gaps if place in own]
        first = max((place for place in edges if place <= extra[0]), default=0)
        last = min((place for place in edges if place >= extra[-1]), default=len(key))
        cuts = [first, *(place for place in sorted(gaps) if first < place < last), last]
        pieces = {end: key[begin:end] for begin, end in itertools.pairwise(cuts)}
        if all(_MORPHEME.search(pieces[place]) and len(pieces[place]) > 1 for place in extra):
            return "plain"
        run = [piece for piece in pieces.values() if piece.isalpha()]
        if all(len(piece) <= _SHORT_PIECE for piece in run):
            return "spaced" if len(key) >= _LEAST_SPLIT else ""
        is_long = len(key) >= _LONG_NAME and not term.ordinary
        return "spaced" if is_long and min(map(len, run)) > _SHORT_PIECE and not _COMMON & set(run) else ""

    def _own_bounds(self, name: str) -> frozenset[int]:
        return frozenset(self._folder.fold(name).bounds)


_HARMLESS = frozenset({"", " ", "-", ", ", "(", ")", ",", ")-", "-("} - {", "})


def _is_written(name: str, text: str) -> str:
    """Tell whether an abbreviation is written so; short forms keep their case, in any width and with any dash.

    One with a digit and five letters or more is plain in any case and without dashes: AM2201.
    """
    name, text = shown(name), shown(text)
    if text == name:
        return "plain"
    size, has_digit = sum(map(str.isalnum, name)), any(map(str.isdigit, name))
    if (size >= _LEAST_SPACED or has_digit) and "".join(text.split()) == name:
        return "spaced"
    pieces = _PARTING.split(text)
    if max(map(len, pieces)) == 1 and "".join(pieces) == _PARTING.sub("", name):
        return "spaced" if len(pieces) >= _LEAST_PIECES else ""
    if has_digit and size > _LEAST_SPACED and text.casefold().replace("-", "") == name.casefold().replace("-", ""):
        return "plain"
    return ""


def _is_doubtful(name: str) -> bool:
    """Tell whether an abbreviation is letters alone, or three signs, and so abbreviates many things."""
    return name.isascii() and (name.isalpha() or len(name) < _LEAST_SPACED)


def _is_traded(text: str, start: int, end: int, *, is_sure: bool) -> bool:
    """Tell whether letters that abbreviate many things stand alone, or beside a mass, a purity or a form of goods.

    ``is_sure`` says that the text names a substance by itself.

    Behind them no number may hang: "PMK-20" is a silencer.
    """
    if text[:start].strip() == "" and text[end:].strip() == "":
        return True
    if _NUMBERED.match(text, end):
        return False
    if is_sure:
        return True
    window = plain(text[max(0, start - _NEAR) : start]), plain(text[end : end + _NEAR])
    return any(_TRADE.search(part) for part in window)


_PARTING = re.compile(r"[\s.\-_*·・‧/]+")
_LEAST_PIECES = 3
_NEAR = 40
_NUMBERED = re.compile(r"[-‐‑–]?\d")
_TRADE = re.compile(
    r"\d\s?(?:kgs?|g|gr|mg|mcg|µg|ml|cl|l|lt|ltr|lit(?:er|re|ro)s?|gal|t|mt|tons?|%|公斤|千克|克|毫升|升|吨|噸|公升)(?![a-z])"
    r"|\b(?:powder|crystal\w*|liquid|oil|solution|solvent|drums?|ibc|cas|purity|pure|reagent|standard|std|crm|grade|tech"
    r"|intermediate|chemical|precursor|acid|base|salt|hcl|free\s?base|synthesis|analytical|reference|analogue|isomer|assay|hplc"
    r"|gc|jerrycan|carboy|bulk|raw|polvo|cristal\w*|líquido|aceite|disolvente|solvente|tambor\w*|bidón|pureza|reactivo|grado"
    r"|pulver|kristall\w*|flüssig|öl|lösung|lösemittel|fass|kanister|reinheit|reagenz|poudre|liquide|huile|solvant|fût|bidon"
    r"|pureté|réactif|étalon|un\s?\d{4}|white|off-white|blanco|weiß|blanc|datasheet|msds|sds|tds|coa|ficha|etiqueta)\b"
    r"|粉|结晶|晶体|液体|油|溶液|溶剂|桶|纯度|含量|试剂|标准品|對照品|对照品|原料|中间体|分析纯|工业级|化学品|粉末|純度|標準品|結晶|白色|试样|样品",
    re.IGNORECASE,
)
"""Words and amounts of the trade in chemicals."""


def undone_in(span: str, *, is_spaced: bool) -> tuple[Undone, ...]:
    """Return what had to be undone in the characters of a name before it showed."""
    if span.isascii():
        return ("spacing",) if is_spaced else ()
    found: list[Undone] = []
    if any("𝐀" <= char <= "𝟿" or "Ⓐ" <= char <= "ⓩ" for char in span):
        found.append("homoglyph")
    if any(unicodedata.category(char) == "Cf" or char in "\u034f\u115f\u1160\u3164\uffa0\u2800" for char in span):
        found.append("zero_width")
    if is_spaced:
        found.append("spacing")
    letters = [char for char in span if char.isalnum() and ord(unicodedata.normalize("NFKC", char)[0]) < HAN]
    wide = sum("\uff00" < char < "\uff5f" for char in letters)
    if wide and any(char.isascii() for char in letters):
        found.append("width")
    return tuple(found)
