"""Find the register's names, abbreviations and CAS numbers in goods text: a plain dictionary look-up.

Three ways a name can stand in a text:

* ``whole``: the text is the name, perhaps with its salt ("4-piperidone hydrochloride");
* ``word``: the name stands between boundaries ("drum of 4-piperidone, 25 kg");
* ``part``: it is joined to more of a chemical name ("1-benzyl-4-piperidone", 二甲苯), so it may name another
  substance: never enough to convict or to clear.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from penstock.substances.cas import DASHES, read_cas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from penstock.goods.folding import Folded, Folder

Kind = Literal["substance", "equipment", "code"]
Stand = Literal["whole", "word", "part"]

CHEMICAL_CHARACTERS = frozenset(
    "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸环苯苄萘蒽菲茚芴吡咯啶啉嗪唑呋喃噻吩哌嘧咪吲哚喹嘌呤吖咔噁"
    "氢氧氮硫磷氟氯溴碘硝氨胺铵肼胍脲脒膦胂酰羟羧酸酐酯醚醇醛酮酚腈肟苷烷烯炔基代亚次过偏对间邻正异叔仲伯聚伪去"
    "锂钠钾铷铯铍镁钙锶钡铝铁铜锌锰镍钴铬银铅锡锑汞钛"
)
"""Characters of which Chinese chemical names are built: beside a match they make it part of a longer name."""

_AFTER_AN_ACID = frozenset("溶水液桶罐瓶试级等和及与或的用纯稀浓发")
"""Characters that may follow an acid's name; before any other, 盐酸 and 硫酸 begin the name of a salt."""

_CAS_IN_TEXT = re.compile(r"(?<![\d-])\d{2,7}\s?-\s?\d{2}\s?-\s?\d(?![\d-])")
_CODE_IN_TEXT = re.compile(
    r"(?<![\d.])(\d{4}\.\d{2}(?:\.?\d{2,4}){0,2}|\d{8}|\d{10})(?![\d.]\d|\d)"
    r"|(?:\b(?:HS|HTS|code)|编码|税号)[\s.:]{0,3}(\d{6})(?![\d.])",
    re.IGNORECASE,
)
_OPENING, _CLOSING, _PRIMES = "([{", ")]}", "'′’"
_LOCANT_BEFORE_COMMA = re.compile(r"(?:^|[^A-Za-z0-9])(?:\d+[a-z]?|[A-Za-z])['′’]*,$")
_LOCANT = re.compile(r"\d+[a-z]?['′’]*[-,]|[A-Z][-,]")
_MORE_OF_A_NAME = re.compile(r"(?:[)\]}]-?|-(?:\d+[a-z]?['′’]*(?:,\d+[a-z]?['′’]*)*-)?)([^\W\d_])")
_LISTING = re.compile(r"[、;/+&|\n]")
_ABSENT = re.compile(r"[\s-]*free\b", re.IGNORECASE)
"""Words behind a name that say it is not there ("acetone-free"): no mention of it, and no clearance either."""

_WINDOW = 40
"""How far to either side of a match more of its name is looked for, in characters."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the vocabulary: a name of a subject.

    ``as_written`` is for abbreviations: they count only in exactly this spelling, between boundaries.
    """

    name: str
    kind: Kind
    subject: str
    as_written: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A subject found in a text, at ``text[start:end]``.

    ``subject`` is the id of the vocabulary, the plain CAS number, or the digits of a customs code.
    """

    start: int
    end: int
    kind: Kind
    subject: str
    text: str
    stand: Stand
    by: Literal["name", "abbreviation", "cas", "code"]
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    """A key of the vocabulary at ``folded[first:last]``, which is ``text[start:end]``, with its terms."""

    first: int
    last: int
    start: int
    end: int
    key: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class _Dressed:
    """A match with its salt word: ``folded[first:last]`` and ``text[start:end]`` take in both."""

    first: int
    last: int
    start: int
    end: int
    salt: str | None


class Scanner:
    """Finds the terms of a vocabulary in texts."""

    def __init__(self, terms: Iterable[Term], folder: Folder, salts: dict[str, str], codes: Iterable[str]) -> None:
        """Build the automaton.

        Args:
            terms: The vocabulary.
            folder: The folding of the register the vocabulary comes from.
            salts: Folded salt word to the form it names, e.g. ``{"hcl": "hydrochloride"}``.
            codes: Customs codes known to the register, digits only.
        """
        self._folder = folder
        self._salts = dict(sorted(salts.items(), key=lambda item: (-len(item[0]), item[0])))
        self._codes = tuple(sorted(set(codes)))
        self._by_key: dict[str, list[Term]] = {}
        for term in terms:
            self._by_key.setdefault(folder.key(term.name), []).append(term)
        self._keys = sorted(key for key in self._by_key if key)
        self._automaton = AhoCorasick(self._keys, matchkind=MatchKind.Standard)

    def scan(self, text: str) -> list[Mention]:
        """Return the mentions in order of appearance; two terms of one spelling give two mentions."""
        names = self._names(text)
        if any(mention.stand == "whole" for mention in names):
            names = [mention for mention in names if mention.stand == "whole"]
        plain = _plain(text)
        found = [*names, *_cas_numbers(text, plain), *self._customs_codes(text, plain)]
        return sorted(found, key=lambda m: (m.start, m.end, m.subject))

    def _names(self, text: str) -> list[Mention]:
        folded = self._folder.fold(text)
        matches = self._matches(text, folded)
        starts = {match.first: match for match in matches}
        found: list[Mention] = []
        done = 0
        for match in matches:
            if match.first < done or self._is_salt_of_next(match, starts.get(match.last)):
                continue
            dressed = self._with_salt(text, folded, match)
            done = dressed.last
            is_whole = dressed.first == 0 and dressed.last == len(folded.text)
            is_part = not is_whole and self._is_joined(text, match, dressed, found[-1] if found else None)
            stand: Stand = "whole" if is_whole else "part" if is_part else "word"
            found += _mentions(text, match, stand, dressed.salt)
        return found

    def _matches(self, text: str, folded: Folded) -> list[_Match]:
        """Return what may count, leftmost and longest first; matches that cut a word never hide others."""
        found = []
        for index, first, last in self._automaton.find_matches_as_indexes(folded.text, overlapping=True):
            start, end = folded.places[first], folded.places[last - 1] + 1
            if _cuts_a_letter(folded, first, last) or _cuts_a_word(text, start, end):
                continue
            key = self._keys[index]
            terms = tuple(term for term in self._by_key[key] if _is_spelled(term, text[start:end]))
            if terms:
                found.append(_Match(first, last, start, end, key, terms))
        return sorted(found, key=lambda match: (match.first, -match.last))

    def _is_salt_of_next(self, match: _Match, following: _Match | None) -> bool:
        """Tell whether an acid's name is the salt word of the name it touches, as in 盐酸麻黄碱."""
        return (
            match.key in self._salts
            and following is not None
            and following.key not in self._salts
            and following.start == match.end
        )

    def _with_salt(self, text: str, folded: Folded, match: _Match) -> _Dressed:
        """Return a match together with the salt word behind or before it."""
        for word, form in self._salts.items():
            if folded.text.startswith(word, match.last):
                last = match.last + len(word)
                start, end = folded.places[match.last], folded.places[last - 1] + 1
                if self._belongs(word, text[match.end : start]) and not _cuts_a_word(text, start, end):
                    return _Dressed(match.first, last, match.start, end, form)
        for word, form in self._salts.items():
            if folded.text.endswith(word, 0, match.first):
                first = match.first - len(word)
                start, end = folded.places[first], folded.places[match.first - 1] + 1
                if self._belongs(word, text[end : match.start]) and not _cuts_a_word(text, start, end):
                    return _Dressed(first, match.last, start, match.end, form)
        return _Dressed(match.first, match.last, match.start, match.end, None)

    def _belongs(self, word: str, gap: str) -> bool:
        """Tell whether a salt word belongs to a name across what stands between: "丙酮、盐酸" is a list."""
        return not gap or (word not in self._by_key and _LISTING.search(gap) is None)

    def _is_joined(self, text: str, match: _Match, dressed: _Dressed, previous: Mention | None) -> bool:
        """Tell whether more of a chemical name hangs on the match, before or behind."""
        is_gloss = (
            previous is not None
            and previous.stand != "part"
            and previous.end == dressed.start - 1
            and _plain(text[previous.end]) in _OPENING
        )
        if match.key in self._salts and text[match.end : match.end + 1] > "\u2e80":
            return text[match.end].isalpha() and text[match.end] not in _AFTER_AN_ACID
        return (not is_gloss and _is_joined_before(text, dressed.start)) or _is_joined_behind(text, dressed.end)

    def _customs_codes(self, text: str, plain: str) -> Iterator[Mention]:
        for match in _CODE_IN_TEXT.finditer(plain):
            start, end = match.span(match.lastindex or 0)
            digits = plain[start:end].replace(".", "")
            if digits.startswith(self._codes):
                yield Mention(start, end, "code", digits, text[start:end], "word", "code")


def _plain(text: str) -> str:
    """Return a text of the same length in plain width and with plain dashes, so that spans stay true."""
    if text.isascii():
        return text
    narrow = (unicodedata.normalize("NFKC", char) for char in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(narrow, text, strict=True)).translate(DASHES)


def _is_spelled(term: Term, shown: str) -> bool:
    """Tell whether a term may be spelled so; short forms keep their case, in any width and with any dash."""
    return not term.as_written or _plain(shown) == _plain(term.name)


def _mentions(text: str, match: _Match, stand: Stand, salt: str | None) -> Iterator[Mention]:
    for term in match.terms:
        by: Literal["name", "abbreviation"] = "abbreviation" if term.as_written else "name"
        shown = text[match.start : match.end]
        yield Mention(match.start, match.end, term.kind, term.subject, shown, stand, by, salt)


def _cas_numbers(text: str, plain: str) -> Iterator[Mention]:
    for match in _CAS_IN_TEXT.finditer(plain):
        reading = read_cas(match.group())
        if reading is not None:
            stand: Stand = "whole" if match.group() == plain.strip() else "word"
            start, end = match.span()
            yield Mention(start, end, "substance", reading.number, text[start:end], stand, "cas")


def _cuts_a_letter(folded: Folded, first: int, last: int) -> bool:
    """Tell whether a match begins or ends inside what one character became: "a" is no part of α."""
    places = folded.places
    return (first > 0 and places[first - 1] == places[first]) or (
        last < len(places) and places[last] == places[last - 1]
    )


def _is_latin(char: str) -> bool:
    return char.isalnum() and ord(char) < 0x2E80  # noqa: PLR2004  # first block of Chinese characters


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """A Latin word or a number must not be cut: "acetones" is found as a word of its own or not at all."""
    before = start > 0 and _is_latin(text[start - 1]) and _is_latin(text[start])
    after = end < len(text) and _is_latin(text[end]) and _is_latin(text[end - 1])
    return before or after


def _is_of_a_name(char: str) -> bool:
    """Tell whether a character can belong to a chemical name: Latin letters, digits, some Chinese ones."""
    return _is_latin(char) or char in CHEMICAL_CHARACTERS


def _is_joined_before(text: str, start: int) -> bool:
    before = _plain(text[max(0, start - _WINDOW) : start])
    if not before:
        return False
    if before[-1] in CHEMICAL_CHARACTERS:
        return True
    if before[-1] == ",":
        behind = _plain(text[start : start + _WINDOW])
        return _LOCANT_BEFORE_COMMA.search(before) is not None and _LOCANT.match(behind) is not None
    if before[-1] not in f"-{_PRIMES}{_OPENING}{_CLOSING}":
        return False
    return _is_of_a_name(before[-2:-1]) or before[-2:-1] in tuple(f"-,{_PRIMES}{_OPENING}{_CLOSING}")


def _is_joined_behind(text: str, end: int) -> bool:
    behind = _plain(text[end : end + _WINDOW])
    if behind[:1] in CHEMICAL_CHARACTERS:
        return True
    if _ABSENT.match(behind):
        return True
    more = _MORE_OF_A_NAME.match(behind)
    return more is not None and _is_of_a_name(more[1])
