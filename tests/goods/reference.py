"""The plain way to find what a text mentions, against which the scanner is held.

It tries every stretch of words against one dictionary. It shares the written rules with the scanner (what a name may
look like, what joins it to a longer one, which numbers count) and none of its ways: no index, no buffer, no arrays.
"""

from __future__ import annotations

import itertools
import unicodedata
from typing import TYPE_CHECKING

from penstock.goods.disguise import replaced, undisguised
from penstock.goods.elements import NO_BASE
from penstock.goods.folding import GREEK, HAN, Folder, is_invisible
from penstock.goods.joining import AFTER_AN_ACID, is_inside, is_joined, is_tested, plain, with_optical
from penstock.goods.numbers import cas_numbers, customs_codes
from penstock.goods.slips import _GLUED, is_slip
from penstock.goods.spelled import NOTHING, Beside, has_company, how_spelled, parts_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from penstock.goods import Term

Found = tuple[int, int, str, str | None]
"""Start, end, kind and subject of a mention."""

Letters = list[tuple[str, int, bool]]
"""Each folded character, where it stands, and whether a name may begin at it."""


class Named:
    """One name found: its stretch with and without salt words, its terms, and how it stands in the text."""

    def __init__(self, first: int, last: int, span: tuple[int, int], terms: list[Term], stand: str) -> None:
        self.first, self.last, self.span, self.terms, self.stand = first, last, span, terms, stand


class Reference:
    """Scans one text after the other."""

    def __init__(
        self,
        terms: Iterable[Term],
        simplified: Mapping[str, str],
        salts: Mapping[str, str],
        codes: Iterable[str],
        numbers: Mapping[str, tuple[str | None, bool]],
    ) -> None:
        self.simplified, self.salts, self.numbers = simplified, salts, numbers
        self.codes = tuple(sorted(codes))
        self.folder = Folder(simplified)
        self.held = {number for number, (record, _) in numbers.items() if record is not None}
        self.terms: dict[str, list[Term]] = {}
        for term in terms:
            key = "".join(char for char, _, _ in self.letters(term.name))
            self.terms.setdefault(key, []).append(term)
        self.terms.pop("", None)
        self.longest = max(map(len, self.terms), default=0)
        self.first_two = {key[:2] for key in self.terms}
        self.words: set[str] = set()
        self.known: set[str] = set()
        for one in (term for terms_ in self.terms.values() for term in terms_):
            spelled = "".join(self.folded_char(char) or char for char in one.name)
            words = "".join(char if "a" <= char <= "z" else " " for char in spelled).split()
            self.known.update(word for word in words if len(word) >= 7)
            if not (one.ordinary or one.as_written or one.is_regular):
                self.words.update(word for word in words if len(word) >= 8)
        self.meant: dict[str, list[str]] = {}

    def folded_char(self, char: str) -> str:
        """Fold one character the way the dictionary is folded."""
        if char in "\u115f\u1160\u3164\uffa0\u2800" or 0x2B0 <= ord(char) < 0x300:
            return ""
        plainly = unicodedata.normalize("NFKD", char).casefold()
        kept = (c for c in plainly if c.isalnum() or c in self.simplified)
        return "".join(GREEK.get(c, self.simplified.get(c, c)) for c in kept)

    def letters(self, text: str) -> Letters:
        """Fold a text into letters with their places."""
        letters: Letters = []
        is_apart = True
        for place, char in enumerate(text):
            piece = self.folded_char(char)
            if not piece:
                is_apart = is_apart or not is_invisible(char)
            for nth, c in enumerate(piece):
                is_own = nth == 0 and (ord(c) >= HAN or bool(letters and ord(letters[-1][0]) >= HAN))
                letters.append((c, place, nth == 0 and (is_apart or is_own)))
                is_apart = False
        return letters

    def scan(self, text: str) -> set[Found]:
        """Return the mentions of a text."""
        numbers = list(cas_numbers(text, self.numbers, self.held))
        edges = {edge for one in numbers for edge in (one.start, one.end)}
        found: list[tuple[Found, str]] = []
        inside = {place for one in numbers for place in range(one.start + 1, one.end)}
        letters = [(c, at, (may or at in edges) and at not in inside) for c, at, may in self.letters(text)]
        for named in self.named(text, letters, has_number=bool(numbers)):
            found += self.mentions(named)
        for reading in undisguised(text):
            more: list[tuple[Found, str]] = []
            for named in self.named(reading, self.letters(reading)):
                span = slice(*named.span)
                if replaced(text[span], reading[span]) and named.stand != "part":
                    more += self.mentions(named)
            found = merged(found, more)
        found = merged(found, list(self.slipped(text, letters)))
        found = merged(found, list(self.endings(letters)))
        result = {one for one, _ in found} | {(m.start, m.end, m.kind, m.subject) for m in numbers}
        for code in customs_codes(text, self.codes):
            if not any(one.start < code.end and code.start < one.end for one in numbers):
                result.add((code.start, code.end, "code", code.subject))
        return result

    def mentions(self, named: Named) -> Iterator[tuple[Found, str]]:
        """Yield a mention for each term of a name; parts count only where the register holds the name itself."""
        for term in named.terms:
            is_kept = not (term.is_regular or (term.ordinary and term.record is None))
            if named.stand != "part" or is_kept:
                yield (*named.span, term.kind, term.subject), named.stand

    def named(self, text: str, letters: Letters, *, has_number: bool = False) -> list[Named]:
        """Return the names of folded letters, once more where something in the text keeps others company."""
        found = self.named_once(text, letters, NOTHING)
        terms = [term for named in found if named.stand != "part" for term in named.terms]
        beside = Beside(
            any(term.kind == "equipment" and term.company is None for term in terms),
            has_number or any(term.kind == "substance" and not term.as_written for term in terms),
        )
        return found if beside == NOTHING else self.named_once(text, letters, beside)

    def named_once(self, text: str, letters: Letters, beside: Beside) -> list[Named]:
        """Go through the letters from left to right and take the longest name each time."""
        found: list[Named] = []
        at = 0
        while at < len(letters):
            match = self.longest_at(text, letters, at, beside)
            if match is None or self.is_salt_of_next(text, letters, at, match[0]):
                at += 1
                continue
            named = self.dressed(text, letters, at, *match, found[-1] if found else None)
            found.append(named)
            at = named.last
        return found

    def longest_at(self, text: str, letters: Letters, at: int, beside: Beside) -> tuple[int, list[Term]] | None:
        """Return the end and the terms of the longest name that begins at a letter."""
        begins = {letters[at][0], "".join(c for c, _, _ in letters[at : at + 2])}
        if not letters[at][2] or not begins & self.first_two:
            return None
        for last in range(min(len(letters), at + self.longest), at, -1):
            if last < len(letters) and not letters[last][2]:
                continue
            key = "".join(c for c, _, _ in letters[at:last])
            terms = [one for one in self.terms.get(key, ()) if self.is_spelled(text, letters, at, last, one, beside)]
            if terms:
                return last, terms
        return None

    def is_spelled(self, text: str, letters: Letters, at: int, last: int, term: Term, beside: Beside) -> bool:  # noqa: PLR0913, PLR0917
        """Tell whether a term may be spelled so and stand there."""
        places = [place for _, place, _ in letters]
        inner = [i for i in range(at + 1, last) if letters[i][2]]
        gaps = {i - at: text[places[i - 1] + 1 : places[i]] for i in inner}
        spelled = self.letters(term.name)
        own = frozenset(i for i, (_, _, may) in enumerate(spelled) if may) | {len(spelled)}
        span = (places[at], places[last - 1] + 1)
        key = "".join(c for c, _, _ in letters[at:last])
        return (
            not parts_names(gaps.values())
            and has_company(term, self.folder, text, span, beside)
            and how_spelled(term, key, own, gaps, text[slice(*span)]) != ""
        )

    def is_salt_of_next(self, text: str, letters: Letters, at: int, last: int) -> bool:
        """Tell whether an acid's name is the salt word of the name it touches."""
        key = "".join(c for c, _, _ in letters[at:last])
        if key not in self.salts or last == len(letters) or letters[last][1] != letters[last - 1][1] + 1:
            return False
        following = self.longest_at(text, letters, last, NOTHING)
        return following is not None and "".join(c for c, _, _ in letters[last : following[0]]) not in self.salts

    def dressed(  # noqa: PLR0913, PLR0917
        self, text: str, letters: Letters, at: int, last: int, terms: list[Term], previous: Named | None
    ) -> Named:
        """Take in the salt words of a name and tell how it stands."""
        key = "".join(c for c, _, _ in letters[at:last])
        is_machine = all(term.kind == "equipment" for term in terms)
        first, end_of_salts = at, last
        if not is_machine and not (terms[0].ordinary and key.endswith(NO_BASE)):
            for _ in range(3):
                longer = self.salt_behind(text, letters, end_of_salts)
                if longer is None:
                    break
                end_of_salts = longer
            first = self.salt_before(text, letters, at, previous.last if previous is not None else 0)
        start, end = with_brackets(text, letters[first][1], letters[end_of_salts - 1][1] + 1)
        start = start if is_machine else with_optical(text, start)
        if first == 0 and end_of_salts == len(letters):
            stand = "whole"
        elif not is_machine and (self.is_part(text, key, start, end, previous) or is_tested(text, start, end)):
            stand = "part"
        else:
            stand = "word"
        return Named(first, end_of_salts, (start, end), terms, stand)

    def belongs(self, word: str, gap: str) -> bool:
        """Tell whether a salt word belongs to a name across what stands between."""
        if not gap:
            return True
        if any(char in "、;/+&|\n" for char in gap):
            return False
        if word not in self.terms:
            return True
        is_close = (len(gap) <= 3 and all(char in " -–‐‑·." for char in gap)) or gap.lstrip() in {"(", "（"}
        return ord(word[0]) < HAN and is_close and len(gap) <= 3

    def salt_behind(self, text: str, letters: Letters, at: int) -> int | None:
        """Return where the longest salt word behind a name ends."""
        for last in range(len(letters), at, -1):
            word = "".join(c for c, _, _ in letters[at:last]) if last - at < 40 else ""
            is_whole = word in self.salts and letters[at][2] and (last == len(letters) or letters[last][2])
            if is_whole and self.belongs(word, text[letters[at - 1][1] + 1 : letters[at][1]]):
                return last
        return None

    def salt_before(self, text: str, letters: Letters, at: int, floor: int) -> int:
        """Return where the longest salt word before a name begins; the name itself where there is none."""
        for first in range(floor, at):
            word = "".join(c for c, _, _ in letters[first:at]) if at - first < 40 else ""
            if word in self.salts and letters[first][2]:
                gap = text[letters[at - 1][1] + 1 : letters[at][1]]
                if self.belongs(word, gap):
                    return first
        return at

    def is_part(self, text: str, key: str, start: int, end: int, previous: Named | None) -> bool:
        """Tell whether more of a chemical name hangs on a name."""
        is_gloss = (
            previous is not None
            and previous.stand != "part"
            and previous.span[1] == start - 1
            and plain(text[previous.span[1]]) in "([{"
        )
        behind = text[end : end + 1]
        if key in self.salts and behind and ord(behind) >= HAN:
            return behind.isalpha() and behind not in AFTER_AN_ACID
        return (len(key) == 1 and is_inside(text, start, end)) or is_joined(text, start, end, is_gloss=is_gloss)

    def slipped(self, text: str, letters: Letters) -> Iterator[tuple[Found, str]]:
        """Yield the controlled names that one slip or a glued amount hides."""
        readings: list[tuple[Letters, set[int], int]] = []
        starts = [i for i, (_, _, may) in enumerate(letters) if may] + [len(letters)]
        for begin, end in itertools.pairwise(starts):
            word = "".join(c for c, _, _ in letters[begin:end])
            if len(word) >= 7 and word.isascii() and word.isalpha():
                readings += [
                    (put(letters, begin, end, right), {begin}, begin + len(right)) for right in self.slips_of(word)
                ]
        cuts = {match.end() for match in _GLUED.finditer(text)}
        added = {i for i, (_, place, may) in enumerate(letters) if place in cuts and not may}
        if added:
            readings.append(([(c, p, may or i in added) for i, (c, p, may) in enumerate(letters)], added, 0))
        for right_letters, begins, end in readings:
            for named in self.named(text, right_letters):
                holds = any(named.first <= begin <= named.last and end <= named.last for begin in begins)
                if holds and named.stand != "part":
                    named.terms = [term for term in named.terms if not (term.ordinary or term.as_written)]
                    yield from self.mentions(named)

    def endings(self, letters: Letters) -> Iterator[tuple[Found, str]]:
        """Yield the controlled names that end a longer word nobody knows."""
        starts = [i for i, (_, _, may) in enumerate(letters) if may] + [len(letters)]
        for begin, end in itertools.pairwise(starts):
            word = "".join(c for c, _, _ in letters[begin:end])
            if word.isascii() and word.isalpha() and word not in self.known and not self.slips_of(word):
                for first in range(begin + 2, end - 7):
                    name = word[first - begin :]
                    terms = [t for t in self.terms.get(name, ()) if not (t.ordinary or t.as_written)]
                    if any(t.kind == "substance" and not t.is_regular for t in terms):
                        span = letters[first][1], letters[end - 1][1] + 1
                        yield from self.mentions(Named(first, end, span, terms, "part"))
                        break

    def slips_of(self, word: str) -> list[str]:
        """Return the words of controlled names that one slip explains, tried one by one."""
        if word not in self.meant:
            near = [] if word in self.known else [one for one in self.words if one != word and is_slip(one, word)]
            self.meant[word] = sorted(near)
        return self.meant[word]


def put(letters: Letters, begin: int, end: int, right: str) -> Letters:
    """Put a word in the place of another."""
    places = [place for _, place, _ in letters[begin:end]]
    spread = [places[min(i, len(places) - 1)] for i in range(len(right))]
    spread[-1] = places[-1]
    word = [(c, p, i == 0) for i, (c, p) in enumerate(zip(right, spread, strict=True))]
    return [*letters[:begin], *word, *letters[end:]]


def merged(found: list[tuple[Found, str]], more: list[tuple[Found, str]]) -> list[tuple[Found, str]]:
    """Add mentions that stand where nothing was found, or around less."""
    new = []
    for one in more:
        start, end = one[0][:2]
        hidden = [other for other in found if other[0][0] < end and start < other[0][1]]
        inside = [stand == "part" or (start <= a and b <= end and b - a < end - start) for (a, b, *_), stand in hidden]
        if all(inside):
            new.append(one)
    kept = [one for one in found if not any(other[0][0] < one[0][1] and one[0][0] < other[0][1] for other in new)]
    return kept + new if new else found


def with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the other one of a pair of brackets, and the last point of an abbreviation."""
    open_ones = closed = 0
    for char in plain(text[start:end]):
        if char in "([{":
            open_ones += 1
        elif char in ")]}":
            if open_ones:
                open_ones -= 1
            else:
                closed += 1
    if closed and start and plain(text[start - 1]) in "([{":
        return start - 1, end
    is_closed = open_ones > closed and end < len(text) and plain(text[end]) in ")]}"
    if is_closed or is_pointed_letters(text[start : end + 1]):
        return start, end + 1
    return start, end


def is_pointed_letters(text: str) -> bool:
    """Tell whether a text is letters with a point behind each."""
    pairs = [text[i : i + 2] for i in range(0, len(text), 2)]
    is_each = [len(pair) == 2 and pair[0].isascii() and pair[0].isalpha() and pair[1] == "." for pair in pairs]
    return len(pairs) >= 3 and all(is_each)
