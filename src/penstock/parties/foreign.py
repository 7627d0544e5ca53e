"""Names of other scripts in Latin letters, and the consonants that are left of a name written without its vowels."""

from __future__ import annotations

import re
from functools import lru_cache

from normality import latinize_text
from rigour.text.translit import maybe_ascii

_UNVOWELLED = re.compile(r"[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTERS = re.compile(r"[^ -~]")
_ARTICLE = re.compile(r"\bal(?=[a-z]{3})")
_DIGRAPHS = re.compile(r"sh|kh|gh|th|dh|ph|ch")
_TWICE = re.compile(r"(.)\1+")
_ALIKE = str.maketrans("qcxzpv", "kkksbb", "aeiouyw")
_DIGRAPH = {"sh": "s", "kh": "h", "gh": "g", "th": "t", "dh": "d", "ph": "f", "ch": "s"}
_ACCENTED = re.compile("[\x00-\x7f\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]*")
_BY_WORDS = re.compile("[ -~\u0400-\u04ff]*|[ -~\u0620-\u06d3]*")
_STRAY = str.maketrans("", "", "?'`ʿʾ’ʼ")


@lru_cache(maxsize=65_536)
def latin(text: str) -> str:
    """Return a text in small Latin letters; what no table has is left out."""
    if _ACCENTED.fullmatch(text):  # letters whose spelling does not depend on those beside them
        return "".join([char if char.isascii() else _ascii(char) for char in text]).lower()
    plain = " ".join(map(_ascii, text.split(" "))) if _BY_WORDS.fullmatch(text) else ""
    if not plain or not plain.isascii():
        plain = maybe_ascii(text)
    if not plain.isascii():
        is_unvowelled = _UNVOWELLED.search(plain) is not None
        plain = maybe_ascii(latinize_text(plain) or "").translate(_STRAY)
        plain = _LETTERS.sub(" " if not is_unvowelled else "", plain)
        if is_unvowelled:
            plain = _ARTICLE.sub("", plain.lower())
    return plain.lower()


@lru_cache(maxsize=65_536)
def _ascii(text: str) -> str:
    """Return a letter or word in Latin letters; to look one up is faster than to tell it again."""
    return maybe_ascii(text)


@lru_cache(maxsize=65_536)
def consonants(word: str) -> str:
    """Return the consonants of a word, those that scripts and spellings confuse made one.

    >>> consonants("muhammad") == consonants("mohamed") == consonants("mhmd")
    True
    """
    plain = _DIGRAPHS.sub(lambda found: _DIGRAPH[found[0]], word) if "h" in word else word
    return _TWICE.sub(r"\1", plain.translate(_ALIKE))


_SPELLINGS = (
    ("dzh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("dh", "d"), ("th", "t"), ("tch", "ch"),
    ("ck", "k"), ("ks", "x"), ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ey", "i"),
    ("ay", "ai"), ("y", "i"), ("ii", "i"), ("aa", "a"),
)  # fmt: skip


@lru_cache(maxsize=65_536)
def plainly(word: str) -> str:
    """Return a word as the plainest of its usual spellings in Latin letters.

    >>> plainly("yousuf") == plainly("iusuf")
    True
    """
    for spelling, plain in _SPELLINGS:
        if spelling in word:
            word = word.replace(spelling, plain)
    return _TWICE.sub(r"\1", word)
