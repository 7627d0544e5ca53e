"""How a name may be spelled in a text: what may stand between its letters, and what an abbreviation needs beside it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from penstock.goods.folding import HAN
from penstock.goods.joining import plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from penstock.goods.folding import Folder
    from penstock.goods.mention import Undone
    from penstock.goods.vocabulary import Term

_BREAK = re.compile(r"[;|\n\r、。!?/=<>]|\s\+\s|[,.:]\s|\s[–—-]\s.*\s|.{9}", re.DOTALL)
"""What ends a thing said and so parts no name: stops, slashes, a comma or a point before a space, long gaps."""

_HAN_GAP = re.compile(r"[\s·・‧_.*-]*")
_MORPHEME = re.compile(
    r"(?:yl|o|oxy|di|tri|tetra|mono|bis|iso|nor|pseudo|meth|para|meta|ortho|poly|cyclo|hydro|thio|per|ox|aza|oxa|sulf|phen"
    r"|alpha|beta|gamma|delta)$"
)
"""Ends of the pieces at which chemical names are written apart or together: "methyl amine", "methylamine"."""

_COMMON = frozenset({
    "the", "a", "an", "of", "and", "for", "with", "per", "in", "on", "to", "from", "new", "top", "set", "pro",
    "by", "as", "is", "it", "no", "at", "or", "de", "la", "el", "le", "un",
})  # fmt: skip
"""Short words of several languages: a name is not cut from them, the bacon is no thebacon."""

_SHORT_PIECE = 2
_LONG_NAME = 8
_LEAST_SPLIT = 4
_LEAST_SPACED = 4


@dataclass(frozen=True, slots=True)
class Beside:
    """What a text names by itself, so that names that need company have it: a machine, a substance."""

    has_machine: bool = False
    has_substance: bool = False


NOTHING = Beside()


def parts_names(gaps: Iterable[str]) -> bool:
    """Tell whether something between the words of a match ends what is said, so that it is no name."""
    return any(gap not in _HARMLESS and _BREAK.search(shown(gap)) for gap in gaps)


def has_company(term: Term, folder: Folder, text: str, span: tuple[int, int], beside: Beside) -> bool:
    """Tell whether a term at a span of a text stands in the company it needs, if it needs any."""
    start, end = span
    if term.company is not None:
        return term.company.allows(folder, text, start, end, is_trade=beside.has_machine)
    if term.as_written and _is_doubtful(term.name):
        return _is_traded(text, start, end, is_sure=beside.has_substance)
    return True


COUNTS, ABBREVIATION, WIDE = 1, 2, 4
"""Kinds of names: one that counts by itself, an abbreviation and a wide name that need company."""


def kind_of(term: Term) -> int:
    """Tell whether a term counts by itself, or only where something is beside it or it is all of its text."""
    if term.company is not None:
        return WIDE if term.company.beside and term.kind == "equipment" else COUNTS
    return ABBREVIATION if term.as_written and _is_doubtful(term.name) else COUNTS


def how_spelled(term: Term, key: str, own: frozenset[int], gaps: Mapping[int, str], text: str) -> str:
    """Tell how a term is spelled: ``plain``, ``spaced``, or in a way that names it not (empty).

    ``own`` are the places in the key where the name itself has a gap, ``gaps`` those of the text with what fills them,
    ``text`` the characters of the match.
    """
    if term.as_written:
        return _is_written(term.name, text)
    if term.kind == "equipment" and gaps.get(len(key) - 1, "").isspace() and _MODEL.search(key):
        return ""
    return _how_apart(term, key, own, gaps) if gaps else "plain"


def _how_apart(term: Term, key: str, own: frozenset[int], gaps: Mapping[int, str]) -> str:
    """Tell how a name is written apart: not at all, with its letters spaced, or too far for it to be the name."""
    if "" not in gaps.values() and _is_set_apart(key, gaps):
        return "spaced"
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
    pieces = {end: key[begin:end] for begin, end in pairwise(cuts)}
    if all(_MORPHEME.search(pieces[place]) and len(pieces[place]) > 1 for place in extra):
        return "plain"
    run = [piece for piece in pieces.values() if piece.isalpha()]
    if all(len(piece) <= _SHORT_PIECE for piece in run):
        return "spaced" if len(key) >= _LEAST_SPLIT else ""
    is_long = len(key) >= _LONG_NAME and not term.ordinary
    return "spaced" if is_long and min(map(len, run)) > _SHORT_PIECE and not _COMMON & set(run) else ""


def _is_set_apart(key: str, gaps: Mapping[int, str]) -> bool:
    """Tell whether a space stands behind each character of a Chinese name: 咖 啡 因."""
    inner = [place for place in range(1, len(key)) if ord(key[place - 1]) >= HAN and ord(key[place]) >= HAN]
    return bool(inner) and all(_HAN_GAP.fullmatch(shown(gaps.get(place, ""))) and place in gaps for place in inner)


_MODEL = re.compile(r"\d[a-z]$")
"""A model with its letter, which stands right behind the number."""

_HARMLESS = frozenset({"", " ", "-", "(", ")", ",", ")-", "-("})


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
    """Tell whether letters that abbreviate many things stand where a chemical is bought.

    That is alone, or beside a mass, a purity or a form; ``is_sure`` says that the text names a substance by itself.

    Behind them no number may hang: "PMK-20" is a silencer.
    """
    if not text[:start].strip() and not text[end:].strip():
        return True
    if _NUMBERED.match(text, end):
        return False
    if is_sure:
        return True
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    while first < start and _is_inside_a_word(text, first):
        first += 1
    while last > end and _is_inside_a_word(text, last):
        last -= 1
    trade = _trade()
    return any(trade.search(_small(part)) for part in (text[first:start], text[end:last]))


def _is_inside_a_word(text: str, at: int) -> bool:
    """Tell whether a place has Latin letters or digits on either side."""
    around = text[at - 1 : at + 1] if at else ""
    return len(around) > 1 and around.isalnum() and max(around) < _HAN


def _small(text: str) -> str:
    """Return a text in plain width and small letters."""
    return text.lower() if text.isascii() else plain(text).replace("İ", "i").lower()


@cache
def _trade() -> re.Pattern[str]:
    """Return the words and amounts of the trade in chemicals, compiled when they are first asked for."""
    return re.compile(
        rf"\d\s?(?:{'|'.join((*UNITS, *UNIT_SIGNS))})(?![a-z])|\b(?:{'|'.join(TRADE_WORDS)}|free\sbase|un\s?\d{{4}}"
        rf"|(?:{'|'.join(TRADE_STEMS)})\w*)\b|{'|'.join(TRADE_SIGNS)}"
    )


_PARTING = re.compile(r"[\s.\-_*·・‧/]+")
_LEAST_PIECES = 3
_HAN, _FIRST_CHINESE, _LAST_CHINESE = chr(HAN), "\u4e00", "\u9fff"
NEAR = 40
"""How far from an abbreviation a word of the trade stands at most, in characters."""

_NUMBERED = re.compile(r"[-‐‑–]?\d")
UNITS = (
    "kg", "kgs", "g", "gr", "mg", "mcg", "µg", "ml", "cl", "l", "lt", "ltr", "liter", "liters", "litre", "litres",
    "litro", "litros", "gal", "t", "mt", "ton", "tons",
)  # fmt: skip
"""Units of the trade in chemicals, behind a number."""

UNIT_SIGNS = ("%", "公斤", "千克", "克", "毫升", "升", "吨", "噸", "公升")
TRADE_STEMS = ("crystal", "cristal", "kristall")
TRADE_WORDS = (
    "powder", "liquid", "oil", "solution", "solvent", "drum", "drums", "ibc", "cas", "purity", "pure", "reagent",
    "standard", "std", "crm", "grade", "tech", "intermediate", "chemical", "precursor", "acid", "base", "salt", "hcl",
    "freebase", "synthesis", "analytical", "reference", "analogue", "isomer", "assay", "hplc", "gc",
    "jerrycan", "carboy", "bulk", "raw", "polvo", "líquido", "aceite", "disolvente", "solvente", "tambor",
    "bidón", "pureza", "reactivo", "grado", "pulver", "flüssig", "öl", "lösung", "lösemittel", "fass", "kanister",
    "reinheit", "reagenz", "poudre", "liquide", "huile", "solvant", "fût", "bidon", "pureté", "réactif", "étalon",
    "cleaner", "cleaners", "remover", "removers", "stripper", "degreaser", "thinner", "limpiador", "quitagrasas",
    "removedor", "reiniger", "felgenreiniger", "graffitientferner", "entferner", "verdünner", "nettoyant", "décapant",
    "dégraissant", "diluant",
    "white", "off-white", "blanco", "weiß", "blanc", "datasheet", "msds", "sds", "tds", "coa", "ficha", "etiqueta",
)  # fmt: skip
TRADE_SIGNS = (
    "粉", "结晶", "晶体", "液体", "油", "溶液", "溶剂", "桶", "纯度", "含量", "试剂", "标准品", "對照品", "对照品",
    "清洁剂", "清洗剂", "去除剂", "除胶剂", "洗板水", "稀释剂",
    "原料", "中间体", "分析纯", "工业级", "化学品", "粉末", "純度", "標準品", "結晶", "白色", "试样", "样品",
)  # fmt: skip
"""Words of the trade in chemicals, stems of more of them, and what is found in Chinese without a bound."""


def undone_in(span: str, *, is_spaced: bool) -> tuple[Undone, ...]:
    """Return what had to be undone in the characters of a name before it showed."""
    if span.isascii() or (min(span) >= _FIRST_CHINESE and max(span) <= _LAST_CHINESE):
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
