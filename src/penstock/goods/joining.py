"""Whether more of a chemical name hangs on a match: then the text may name another substance.

"1-benzyl-4-piperidone", 二甲苯 and "toluene diisocyanate" hold the names of 4-piperidone and toluene and name neither.
"""

from __future__ import annotations

import re
import unicodedata

from penstock.goods.folding import HAN, is_invisible
from penstock.substances.cas import DASHES

CHEMICAL_CHARACTERS = frozenset(
    "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸环苯苄萘蒽菲茚芴吡咯啶啉嗪唑呋喃噻吩哌嘧咪吲哚喹嘌呤吖咔噁"
    "氢氧氮硫磷氟氯溴碘硝氨胺铵肼胍脲脒膦胂酰羟羧酸酐酯醚醇醛酮酚腈肟苷烷烯炔基代亚次过偏对间邻正异叔仲伯聚伪去"
    "锂钠钾铷铯铍镁钙锶钡铝铁铜锌锰镍钴铬银铅锡锑汞钛磺"
)
"""Characters of which Chinese chemical names are built: beside a match they make it part of a longer name."""

AFTER_AN_ACID = frozenset("溶水液桶罐瓶试级等和及与或的用纯稀浓发")
"""Characters that may follow an acid's name; before any other, 盐酸 and 硫酸 begin the name of a salt."""

_BEFORE_ONE = frozenset("粗纯含和与及或为是用")
"""Characters that may stand before a name of one character."""

_OPENING, _CLOSING, _PRIMES = "([{", ")]}", "'′’"
_LOCANT_BEFORE_COMMA = re.compile(r"(?:^|[^A-Za-z0-9])(?:\d+[a-z]?|[A-Za-z])['′’]*,$")
_LOCANT = re.compile(r"\d+[a-z]?['′’]*[-,]|[A-Z][-,]")
_MORE_OF_A_NAME = re.compile(r"(?:[)\]}]-?|-(?:\d+[a-z]?['′’]*(?:,\d+[a-z]?['′’]*)*-)?)([^\W\d_]+)")
_IMAGES = r"(?:\((?:\d{0,2}[RS](?:,\d{0,2}[RS])*|[+±-]|\+/-|\+-|rac)\)-?|(?:rac|dl?|l|DL?|L|[RS])-)+"
_OPTICAL = re.compile(rf"(?<![\w)\]}}'-]){_IMAGES}$")
"""What says before a name which mirror image, or both: the substance is the one named."""

_ABSENT = re.compile(r"[\s-]*free\b(?![\s-]*(?:flow|base|acid|of\b|sample|ship|alkali))", re.IGNORECASE)
"""Words behind a name that say it is not there ("acetone-free"): no mention of it, and no clearance either."""

_TESTED = re.compile(
    r"[\s-]*(?:(?:rapid|urine|saliva|drug|home|self|screening|detection|lateral[\s-]flow|dip)[\s-]+){0,3}"
    r"(?:(?:test(?:ing)?|detection|assay|immunoassay|elisa)[\s-]*"
    r"(?:strips?|kits?|cards?|cassettes?|cups?|panels?|dips?|dipsticks?|papers?|devices?)|immunoassays?"
    r"|teststreifen|schnelltests?|teststäbchen)\b"
    r"|\s*(?:快速|尿液|唾液|胶体金|膠體金)*(?:检测|檢測|测试|測試)?(?:试纸|試紙|试剂盒|試劑盒|检测卡|檢測卡|检测板|检测盒|测试卡|测试条)",
    re.IGNORECASE,
)
"""Words behind a name that say the goods test for it ("fentanyl test strips"): no consignment of it."""

_TEST_OF = re.compile(
    r"(?:\b(?:test|testing|detection|assay)[\s-]*(?:strips?|kits?|cards?|cassettes?|panels?|papers?) (?:for|of)"
    r"|\b(?:tiras? (?:reactivas?|de prueba)|pruebas? rápidas?|kits? de detección) (?:de|para)"
    r"|\bbandelettes? (?:de test|réactives?)(?: de| du| pour)?|\bteststreifen (?:für|auf))\s*$",
    re.IGNORECASE,
)
"""The same before a name."""

_RADICAL_ENDS = (
    "yl", "oxy", "fluoro", "chloro", "bromo", "iodo", "nitro", "amino", "thio", "oxo"
)  # fmt: skip
_RADICALS = frozenset({"iso", "nor", "poly", "tert", "sec"})
"""Words, and ends of words, before a name that make it part of another one: "vinyl toluene"."""

_RADICAL_TAILS = (*_RADICAL_ENDS, *sorted(_RADICALS))
_LAST_WORD = re.compile(r"(?:^|(?<=[\s(\[-]))([A-Za-z]+) $")
_HEAD_BEHIND = re.compile(
    r"[ -](?:peroxide|(?:di|tri|poly)?(?:isocyanate|chloride|bromide|iodide|fluoride|sulfonate|oxide|amine|ester|"
    r"hydroperoxide|anhydride|oxime|hydrazone|resin|ethoxylate|sulfonic|carboxylate|imine|nitrile)s?)\b",
    re.IGNORECASE,
)
_PLAIN_TAIL = re.compile(
    r"(?:based|grade|pure|solution|powder|type|proof|resistant|technical|tech|usp|bp|ep|ar|cp|lab|drum|drums|bulk|oil|"
    r"crystal|crystals|liquid|solid|flakes|pellets|sample|samples|injection|tablets?|kg|g|mg|ml|l)$",
    re.IGNORECASE,
)
_TOUCHING = frozenset(f"-fF{_CLOSING}")
"""With what more of a name, or "free", begins right behind a match, if not with a space."""

_BEFORE_OPTICAL = frozenset({"-", ")", "）", *map(chr, DASHES)})

_WINDOW = 40
"""How far to either side of a match more of its name is looked for, in characters."""


class _Table(dict[int, "str | None"]):
    """A table for ``str.translate`` that works out each character when it is first met."""

    def __init__(self, *, is_shown: bool) -> None:
        super().__init__()
        self._is_shown = is_shown

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        new: str | None = unicodedata.normalize("NFKC", char)
        new = (new if new is not None and len(new) == 1 else char).translate(DASHES)
        if self._is_shown and is_invisible(char):
            new = None
        self[code] = new
        return new


_PLAIN, _SHOWN = _Table(is_shown=False), _Table(is_shown=True)


def plain(text: str) -> str:
    """Return a text of the same length in plain width and with plain dashes, so that spans stay true."""
    return text if text.isascii() else text.translate(_PLAIN)


def shown(text: str) -> str:
    """Return a text in plain width, with plain dashes and without what shows nothing."""
    return text if text.isascii() else text.translate(_SHOWN)


def is_inside(text: str, start: int, end: int) -> bool:
    """Tell whether a name of one Chinese character stands inside another word: 苯 in 阿苯达唑."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return (before.isalpha() and ord(before) >= HAN and before not in _BEFORE_ONE) or (
        behind.isalpha() and ord(behind) >= HAN and behind not in AFTER_AN_ACID
    )


def with_optical(text: str, start: int) -> int:
    """Return where a name begins with what says before it which mirror image is meant: (-)-, d-, (1R,2S)-, rac-."""
    if start == 0 or text[start - 1] not in _BEFORE_OPTICAL:
        return start
    begin = max(0, start - _WINDOW)
    found = _OPTICAL.search(plain(text[begin:start]))
    return start if found is None else begin + found.start()


def says_image(name: str) -> bool:
    """Tell whether a name begins by saying which mirror image is meant."""
    return re.match(_IMAGES, plain(name)) is not None


def is_tested(text: str, start: int, end: int) -> bool:
    """Tell whether the words beside ``text[start:end]`` say that the goods test for what it names."""
    before, behind = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    return _TESTED.match(shown(behind)) is not None or _TEST_OF.search(shown(before)) is not None


def is_joined(text: str, start: int, end: int, *, is_gloss: bool) -> bool:
    """Tell whether more of a chemical name hangs on ``text[start:end]``, before or behind.

    ``is_gloss`` says that a bracket before it opens a synonym of the name in front: it joins nothing then.
    """
    return (not is_gloss and _is_joined_before(text, start)) or _is_joined_behind(text, end)


def _is_of_a_name(char: str) -> bool:
    """Tell whether a character can belong to a chemical name: Latin letters, digits, some Chinese ones."""
    return (char.isalnum() and ord(char) < HAN) or char in CHEMICAL_CHARACTERS


def _is_joined_before(text: str, start: int) -> bool:
    before = shown(text[max(0, start - _WINDOW) : start])
    if not before:
        return False
    if before[-1] in CHEMICAL_CHARACTERS:
        return True
    if before[-1] == ",":
        behind = plain(text[start : start + _WINDOW])
        return _LOCANT_BEFORE_COMMA.search(before) is not None and _LOCANT.match(behind) is not None
    if before[-1] == " ":
        word = _LAST_WORD.search(before) if before[:-1].lower().endswith(_RADICAL_TAILS) else None
        return word is not None and (word[1].lower() in _RADICALS or word[1].lower().endswith(_RADICAL_ENDS))
    if before[-1] not in f"-{_PRIMES}{_OPENING}{_CLOSING}":
        return False
    return _is_of_a_name(before[-2:-1]) or before[-2:-1] in tuple(f"-,{_PRIMES}{_OPENING}{_CLOSING}")


def _is_joined_behind(text: str, end: int) -> bool:
    behind = shown(text[end : end + _WINDOW])
    if behind[:1] in CHEMICAL_CHARACTERS:
        return True
    if behind[:1] not in _TOUCHING and not behind[:1].isspace():
        return False
    if _ABSENT.match(behind) or _HEAD_BEHIND.match(behind):
        return True
    more = _MORE_OF_A_NAME.match(behind)
    return more is not None and _is_of_a_name(more[1][0]) and _PLAIN_TAIL.match(more[1]) is None
