"""CAS numbers and customs codes in goods texts: what stands before a number says what it is."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from penstock.goods.folding import is_invisible
from penstock.goods.joining import plain, shown
from penstock.goods.mention import Mention
from penstock.goods.spelled import undone_in
from penstock.substances.cas import read_cas, suggest_cas

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

_CAS = re.compile(
    r"(?<![\d])(?<!\d[-.])(?P<head>0{0,8}[1-9]\d{1,6})"
    r"(?:(?P<dash>[ ]?-[ ]?)(?P<two>\d\d)[ ]?-[ ]?(?P<one>\d)"
    r"|(?P<mark>[./_·・:]|[ ]{1,2}|[ ]?[-./–][ ]?)(?P<mid>\d\d)(?:(?P=mark)|[ ]?[-./][ ]?)(?P<end>\d))"
    r"(?![\d]|[-.]\d|[A-Za-z](?![^\W\d_]{3}))"
)
_DIGITS = re.compile(r"\d{2}\D{0,3}[\dOoIl]{2}\D{0,3}[\dOoIl]|cas.*\d", re.IGNORECASE | re.DOTALL)
_CODE_DIGITS = re.compile(r"\d{6}|\d{2}[ .]?\d{2}[ .]\s?\d{2}")
"""What any CAS number and any customs code hold: looked for first, because few texts hold it."""

_BARE = re.compile(r"(?<!\d)0{0,5}[1-9]\d{4,9}(?!\d|[-./,]\d)")
_MISREAD = re.compile(r"(?<![\w-])(?=[\dOoIl-]*[OoIl])[\dOoIl]{2,7}-[\dOoIl]{2}-[\dOoIl](?![\w-])")
_READ_AS = str.maketrans("OoIl", "0011")
_CAS_LABEL = (
    r"(?:\bCAS|(?<=[\u2e80-\uff00])CAS)(?:[\s.:#/®°º()（）\[-]*(?:registry|reg|no|nr|n|number|num|nummer|numero|número|numéro|rn|is|号码|号|编号|登记号"
    r"|登录号|注册号|號|號碼|編號))*[\s.:#/®°º()\[=-]*$"
)
_OTHER_LABEL = (
    r"(?:\b(?:p/?n|part|item|art|article|artikel|artículo|artikelnr|sku|ref|réf|model|modell|modelo|modèle|lot|batch|"
    r"tel|phone|fax|serial|s/n|order|invoice|inv|po|oem|ean|upc|gtin|charge|teile|plan|dwg|drawing|zeichnung|zeichn|plano|dessin|pieza|pièce|référence|referencia|"
    r"bestell|rechnung|factura|facture|pedido|commande|catalog|cat|version|v|awb|bl|b/l|container|tracking|plate|mob|"
    r"whatsapp|wechat|date|fecha|datum|isbn|zip|plz|postal|cp)"
    r"(?:[\s.:#-]*(?:no|nr|nº|n°|num|number|nummer|número|numéro|n|code|id))*"
    r"|(?:型号|货号|料号|零件号|件号|编号|单号|订单号|批号|电话|手机|订单|发票号|图号|規格|规格|款号|序列号|产品编号|配件号|貨號|型號|批號|電話))"
    r"[\s.:#=-]*$"
)
_CODE_LABEL = (
    r"(?:\b(?:hs|h\.s\.|hts|htsus|hsn|hs-?code|tariff|taric|zolltarif\w*|warennummer|statistische\s+warennummer|cn|ncm|nandina|tnved|"
    r"code\s+sh|sh|sa|partida|arancel\w*|posici[oó]n|position|subpartida|fracci[oó]n|nomenclature|douani[eè]re?|commodity|customs|harmoni[sz]ed|"
    r"tarifaire|tarifnummer|schedule\s+b|hs-nr|pa|kn|nc|wn|code|código|codigo|c[oó]d)"
    r"(?:[\s.:#/()-]*(?:code|codes|no|nr|n|number|nummer|num|heading|classification|position|partida|arancelari[ao]|"
    r"aranc|arancelario|douanier|douanière|tarifaire|hs|sh|sa|cn|item|tariff|system|nº|n°|código|codigo|c[oó]d))*"
    r"|(?:编码|税号|稅号|税號|稅號|海关编码|商品编码|商品编号|税则号列?|税则|稅則|编碼|編碼|稅則號列?|商品編號|报关|報關|归类|歸類))[\s.:#/()=：-]*$"
)
_CODE = re.compile(
    r"(?<![\d.,-])(?:\d{4}[. ]\d{2}(?:[. ]?\d{2,4}){0,3}|\d{2}([. ])\d{2}\1\d{2}(?:\1\d{2}){0,2}"
    r"|\d{13}|\d{12}|\d{11}|\d{10}|\d{8}|\d{6})(?!\d|[.,-]\d)"
)
_UNLABELLED = re.compile(r"\d{4}\.\d{2}(?:\.?\d{2}){0,3}|\d{4} \d{2} \d{2}(?: \d{2})?|\d{10}|\d{8}")
_LABEL_WORDS = (
    "hs", "s", "hts", "htsus", "hsn", "hscode", "tariff", "taric", "warennummer", "cn", "ncm", "nandina", "tnved", "sh",
    "sa", "partida", "posicion", "position", "subpartida", "fraccion", "nomenclature", "douanier", "douaniere",
    "douanie", "commodity", "customs", "harmonised", "harmonized", "tarifaire", "tarifnummer", "b", "nr", "pa", "kn",
    "nc", "wn", "code", "codigo", "cod",
)  # fmt: skip
_MORE_WORDS = (
    "code", "codes", "no", "nr", "n", "number", "nummer", "num", "heading", "classification", "position", "partida",
    "arancelario", "arancelaria", "aranc", "douanier", "douaniere", "tarifaire", "hs", "sh", "sa", "cn", "item",
    "tariff", "system", "codigo", "cod",
)  # fmt: skip
"""Folded words of labels before a customs code, and those that may follow one, with a space or none."""

LABEL_STARTS, LABEL_SIGNS = ("zoll", "aran"), "码碼号號编列则則关關类類"
"""How longer words of labels begin, and Chinese ones end."""

TAIL = 4
"""Letters by which the end of a label is looked for first."""


@cache
def label_tails() -> frozenset[str]:
    """Return the last letters of all that may stand right before a customs code, as one word."""
    found: set[str] = set()
    new = {word[-TAIL:] for word in (*_LABEL_WORDS, *_MORE_WORDS)}
    while new - found:
        found |= new
        new = {(tail + more)[-TAIL:] for tail in found for more in _MORE_WORDS}
    return frozenset(found)


_LAST_WORD = re.compile(r"([A-Za-z]*)[\s.:#/()=：-]*\Z")


def _is_label(before: str) -> bool:
    """Tell whether a text ends with the label of a customs code; most that do not are told by their last letters."""
    last = _LAST_WORD.search(before)
    if last is not None and (last.start() == 0 or before[last.start() - 1].isascii()):
        word = last[1].lower()
        if word[-TAIL:] not in label_tails() and not word.startswith(LABEL_STARTS):
            return False
    return _holds(_CODE_LABEL, before)


_EDGE = re.compile(r"[\s\-*#.:：(（\[•·\d)]*")
_MONEY = re.compile(r"(?:usd|eur|rmb|cny|us\$|[$€¥£]|price|preis|precio|prix|total)\s*$", re.IGNORECASE)
_BEFORE = 40
_FULL_CODE = 10
_CHAPTERS = range(1, 98)
_SIX = 6


def _holds(pattern: str, text: str) -> bool:
    """Tell whether a pattern is found in a text, in any case; it is compiled when it is first asked for."""
    return re.search(pattern, text, re.IGNORECASE) is not None


def number_of(text: str) -> str:
    """Return the plain form ``digits-2-1`` of a CAS number in any punctuation."""
    digits = "".join(char for char in plain(text) if char.isdecimal()).lstrip("0")
    return f"{digits[:-3]}-{digits[-3:-1]}-{digits[-1:]}"


def cas_numbers(text: str, numbers: Mapping[str, tuple[str | None, bool]], held: Container[str]) -> Iterator[Mention]:
    """Yield the CAS numbers of a text.

    A number counts by itself when it is written with hyphens and its check digit is right, or when the vocabulary
    knows it; else only behind the word CAS. Behind "part no." and the like it is none. One whose check digit is
    wrong counts behind the word CAS, or where one slip explains it from a number of the register, ``held``.
    """
    flat, places = _visible(text)
    if _DIGITS.search(flat) is None:
        return
    whole = flat.strip()
    done = 0
    for match in _CAS.finditer(flat):
        if flat[match.end() : match.end() + 1].isnumeric() or flat[: match.start()][-1:].isnumeric():
            continue  # half of a longer number: 79099-07-3½
        number = number_of(match.group())
        before = flat[max(0, match.start() - _BEFORE) : match.start()]
        found = _judged(number, before, numbers, held, is_dashed=match["dash"] is not None)
        if found is not None:
            done = match.end()
            start, end = places[match.start()], places[match.end() - 1] + 1
            yield _mention(text, start, end, found, numbers, is_whole=match.group() == whole)
    if "cas" not in flat.casefold():
        return
    for pattern in (_BARE, _MISREAD):
        for match in pattern.finditer(flat):
            before = flat[max(0, match.start() - _BEFORE) : match.start()]
            if match.start() < done or not _holds(_CAS_LABEL, before):
                continue
            number = number_of(match.group().translate(_READ_AS))
            start, end = places[match.start()], places[match.end() - 1] + 1
            reading = read_cas(number)
            if pattern is _BARE or (reading is not None and reading.is_valid):
                yield _mention(text, start, end, number, numbers, is_whole=False, is_misread=pattern is _MISREAD)


def _visible(text: str) -> tuple[str, Sequence[int]]:
    """Return a text in plain width without what shows nothing, and the place of each character in the original."""
    if text.isascii() or len(shown(text)) == len(text):
        return plain(text), range(len(text))
    flat = plain(text)
    places = [place for place, char in enumerate(text) if not is_invisible(char)]
    return "".join(flat[place] for place in places), places


def _judged(
    number: str, before: str, numbers: Mapping[str, tuple[str | None, bool]], held: Container[str], *, is_dashed: bool
) -> str | None:
    """Return a number that counts as a CAS number where it stands, else ``None``."""
    reading = read_cas(number)
    if reading is None:
        return None
    if _holds(_CAS_LABEL, before) or (number in numbers and is_dashed):
        return number
    if _holds(_OTHER_LABEL, before):
        return None
    if number in numbers:
        return number
    if not is_dashed:
        return None
    return number if reading.is_valid or suggest_cas(number, held) else None


def _mention(  # noqa: PLR0913  # the parts of a mention
    text: str,
    start: int,
    end: int,
    number: str,
    numbers: Mapping[str, tuple[str | None, bool]],
    *,
    is_whole: bool,
    is_misread: bool = False,
) -> Mention:
    reading = read_cas(number)
    is_valid = reading is not None and reading.is_valid
    record, is_ordinary = numbers.get(number, (None, True))
    return Mention(
        start=start,
        end=end,
        kind="substance",
        subject=number if is_valid else None,
        text=text[start:end],
        stand="whole" if is_whole else "word",
        by="cas",
        ordinary=is_ordinary and is_valid,
        record=record if is_valid else None,
        undone=("leetspeak",) if is_misread else undone_in(text[start:end], is_spaced=False),
        code=None if is_valid else "bad_cas",
    )


def customs_codes(text: str, known: tuple[str, ...]) -> Iterator[Mention]:
    """Yield the customs codes of a text: those behind their label, and those that can hardly be anything else.

    Without a label a code is dotted or has the eight or ten digits of a national one, and either the register knows its
    basket, or it stands at an edge of the text.
    """
    flat, places = _visible(text)
    if _CODE_DIGITS.search(flat) is None:
        return
    last_end, is_listed = 0, False
    for match in _CODE.finditer(flat):
        start, end = match.span()
        before = flat[max(0, start - _BEFORE) : start]
        is_labelled = _is_label(before) or (is_listed and flat[last_end:start].strip() in _AND)
        is_listed, last_end = is_labelled, end
        digits = "".join(char for char in match.group() if char.isdecimal())
        if int(digits[:2]) not in _CHAPTERS:
            continue
        if is_labelled or (
            _UNLABELLED.fullmatch(match.group())
            and (digits.startswith(known) or _is_at_edge(flat, start, end, digits))
            and not _holds(_OTHER_LABEL, before)
            and _MONEY.search(before) is None
        ):
            first, last = places[start], places[end - 1] + 1
            yield Mention(first, last, "code", digits, text[first:last], "word", "code")


_AND = frozenset({",", "/", "、", "&", "and", "+", "und", "et", "y", "和", ";"})


def _is_at_edge(flat: str, start: int, end: int, digits: str) -> bool:
    """Tell whether a number stands first in a text, or, a ten-digit code, last."""
    if len(digits) == len("20230621") and flat[start:end].isdecimal():
        return False
    is_first = _EDGE.fullmatch(flat, 0, start) is not None and flat[end:].strip() != ""
    return is_first or (len(digits) == _FULL_CODE and flat[end:].strip(" .;") == "")
