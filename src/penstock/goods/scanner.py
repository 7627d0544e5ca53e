"""Find the register's names, abbreviations and CAS numbers in goods text: a plain dictionary look-up.

Three ways a name can stand in a text:

* ``whole``: the text is the name, perhaps with its salt ("4-piperidone hydrochloride");
* ``word``: the name stands between boundaries ("drum of 4-piperidone, 25 kg");
* ``part``: it is joined to more of a chemical name ("1-benzyl-4-piperidone", 二甲苯), so it may name another
  substance: never enough to convict or to clear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from penstock.goods.folding import Folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kind = Literal["substance", "equipment", "code"]
Stand = Literal["whole", "word", "part"]

CHEMICAL_CHARACTERS = frozenset(
    "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸环苯苄萘吡咯啶啉嗪唑呋喃噻吩哌嘧咪氢氧氮硫磷氟氯溴碘硝氨胺酰羟羧酸酐酯醚醇醛酮酚腈肟烷烯炔基代亚次过偏对间邻正异叔仲伯聚"
)
"""Characters of which Chinese chemical names are built: beside a match they make it part of a longer name."""

_CAS_IN_TEXT = re.compile(r"(?<![\d-])\d{2,7}\s?[-‐‑–—－]\s?\d{2}\s?[-‐‑–—－]\s?\d(?![\d-])")
_CODE_IN_TEXT = re.compile(r"(?<![\d.])(?:\d{4}\.\d{2}(?:\.?\d{2,4}){0,2}|\d{8}|\d{10})(?![\d.]\d|\d)")
_JOINTS = frozenset("-‐‑–—－,'′’)]}(［（[{")


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
    """A subject found in a text, at ``text[start:end]``."""

    start: int
    end: int
    kind: Kind
    subject: str
    text: str
    stand: Stand
    by: Literal["name", "abbreviation", "cas", "code"]
    salt: str | None = None


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
        self._salts = salts
        self._codes = frozenset(codes)
        self._by_key: dict[str, list[Term]] = {}
        for term in terms:
            self._by_key.setdefault(folder.key(term.name), []).append(term)
        self._keys = sorted(key for key in self._by_key if key)
        self._automaton = AhoCorasick(self._keys, matchkind=MatchKind.LeftmostLongest)

    def scan(self, text: str) -> list[Mention]:
        """Return the mentions in order of appearance; two terms of one spelling give two mentions."""
        names = list(self._names(text))
        if any(mention.stand == "whole" for mention in names):
            names = [mention for mention in names if mention.stand == "whole"]
        found = [*names, *self._cas_numbers(text), *self._customs_codes(text)]
        return sorted(found, key=lambda m: (m.start, m.end, m.subject))

    def _names(self, text: str) -> Iterator[Mention]:
        folded = self._folder.fold(text)
        salted = 0
        for index, first, last in self._automaton.find_matches_as_indexes(folded.text):
            start, end = folded.places[first], folded.places[last - 1] + 1
            if first < salted or _cuts_a_word(text, start, end):
                continue
            salt, whole, salted = self._surroundings(folded.text, first, last)
            for term in self._by_key[self._keys[index]]:
                if term.as_written and text[start:end] != term.name:
                    continue
                joined = salted == last and _is_joined(text, start, end)
                stand: Stand = "whole" if whole else "part" if joined else "word"
                by: Literal["name", "abbreviation"] = "abbreviation" if term.as_written else "name"
                yield Mention(start, end, term.kind, term.subject, text[start:end], stand, by, salt)

    def _surroundings(self, folded: str, first: int, last: int) -> tuple[str | None, bool, int]:
        """Return the salt form beside a match, whether the text is no more than that, and where the salt ends."""
        before, after = folded[:first], folded[last:]
        if before and not after and before in self._salts:
            return self._salts[before], True, last
        word = max((word for word in self._salts if after.startswith(word)), key=len, default="")
        return self._salts.get(word), not before and after == word, last + len(word)

    def _cas_numbers(self, text: str) -> Iterator[Mention]:
        for match in _CAS_IN_TEXT.finditer(text):
            stand: Stand = "whole" if match.group() == text.strip() else "word"
            yield Mention(match.start(), match.end(), "substance", match.group(), match.group(), stand, "cas")

    def _customs_codes(self, text: str) -> Iterator[Mention]:
        for match in _CODE_IN_TEXT.finditer(text):
            digits = match.group().replace(".", "")
            if any(digits.startswith(code) for code in self._codes):
                yield Mention(match.start(), match.end(), "code", digits, match.group(), "word", "code")


def _is_latin(char: str) -> bool:
    return char.isalnum() and ord(char) < 0x2E80  # noqa: PLR2004  # first block of Chinese characters


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """A Latin word or a number must not be cut: "acetones" is found as a word of its own or not at all."""
    before = start > 0 and _is_latin(text[start - 1]) and _is_latin(text[start])
    after = end < len(text) and _is_latin(text[end]) and _is_latin(text[end - 1])
    return before or after


def _is_joined(text: str, start: int, end: int) -> bool:
    """Tell whether more of a chemical name hangs on the match, before or behind."""
    if start > 0 and text[start - 1] in CHEMICAL_CHARACTERS:
        return True
    if end < len(text) and text[end] in CHEMICAL_CHARACTERS:
        return True
    before = start > 1 and text[start - 1] in _JOINTS and (text[start - 2].isalnum() or text[start - 2] in _JOINTS)
    after = end + 1 < len(text) and text[end] in "-‐‑–" and text[end + 1].isalpha()
    return before or after
