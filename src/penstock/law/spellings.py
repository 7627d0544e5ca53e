"""Other spellings of a chemical name: of one language, and of one name in several languages.

Chemical nomenclature is regular: the same stems and endings, spelled by the rules of each language (IUPAC,
Nomenclature of Organic Chemistry, 2013, P-12 to P-16, and its national versions). Only such rules stand here; a name
that follows none (Salzsäure, ácido muriático) is a name of the record or of the dictionary.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from penstock.law.spelling_words import (
    ADJECTIVES,
    ANIONS,
    CHINESE_ANIONS,
    CHINESE_ELEMENTS,
    CHINESE_METALS,
    CHINESE_NUMBERS,
    ELEMENTS,
    METALS,
    POWDERS,
    VALENCES,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Rules = tuple[tuple[re.Pattern[str], str], ...]

_MOST = 80
"""Spellings of one name at most."""


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern, re.IGNORECASE), other) for pattern, other in pairs)


_ENGLISH = _rules(
    (r"(?<![a-z])para-", "p-"),
    (r"(?<![a-z])ortho-", "o-"),
    (r"(?<![a-z])meta-", "m-"),
    (r"(?<![a-z])p-(?=[a-z]{4})", "para-"),
    (r"(?<![a-z])o-(?=[a-z]{4})", "ortho-"),
    (r"(?<![a-z])m-(?=[a-z]{4})", "meta-"),
    (r"(?<![a-z])tert-", "t-"),
    (r"(?<![a-z])t-(?=b)", "tert-"),
    ("sulph", "sulf"),
    ("sulf", "sulph"),
    ("aluminium", "aluminum"),
    ("aluminum", "aluminium"),
    ("caesium", "cesium"),
    ("amphetamine", "amfetamine"),
    ("amfetamine", "amphetamine"),
    ("ethamine$", "etamine"),
    ("dichromate", "bichromate"),
    (r"^(\d)-([a-z]{3,}an)(one|ol)$", r"\2-\1-\3"),
    (r"^([a-z]{3,}an)-(\d)-(one|ol)$", r"\2-\1\3"),
)
"""Ways to spell a part of a name that mean the same."""

_SYSTEMATIC = _rules(
    (r"\(?2-phenylethyl\)?", "phenethyl"),
    (r"(?<![a-z])\(?phenethyl\)?(?!amine)", "(2-phenylethyl)"),
    (r"\(?phenylamino\)?", "anilino"),
    (r"(?<![a-z])anilino", "(phenylamino)"),
    (r"4-piperidinyl|4-piperidyl", "piperidin-4-yl"),
    (r"piperidin-4-yl", "4-piperidinyl"),
    (r"piperidin-4-yl", "4-piperidyl"),
    (r"4-piperid(?:in)?one", "piperidin-4-one"),
    (r"piperidin-4-one", "4-piperidone"),
    (r"piperidin-4-one", "4-piperidinone"),
    (r"piperidin-4-amine", "4-piperidinamine"),
    (r"4-piperidinamine", "piperidin-4-amine"),
    (r"4-piperidinamine|piperidin-4-amine", "4-aminopiperidine"),
    (r"piperidine-1-carboxylate", "1-piperidinecarboxylate"),
    (r"-1-piperidinecarboxylate", "piperidine-1-carboxylate"),
    (r"tert-butoxycarbonyl|tert-butyloxycarbonyl|t-butoxycarbonyl", "boc"),
    (r"(?<![a-z])\(?boc\)?(?![a-z])", "(tert-butoxycarbonyl)"),
    (r"propionamide", "propanamide"),
    (r"propanamide", "propionamide"),
    (r"carboxaldehyde", "carbaldehyde"),
    (r"carbaldehyde", "carboxaldehyde"),
    (r"1,3-benzodioxol-5-yl", "3,4-methylenedioxyphenyl"),
    (r"3,4-\(?methylenedioxy\)?phenyl", "1,3-benzodioxol-5-yl"),
    (r"1-phenyl-2-propanone|phenyl-2-propanone", "1-phenylpropan-2-one"),
    (r"^1-(?=(?:boc|benzyl|phenethyl|\(|methyl|ethyl|cbz)[^N]*(?:piperidone|piperidinone|piperidin-4-one)$)", "N-"),
    (r"^N-(?=[^N]*(?:4-piperidone|4-piperidinone|piperidin-4-one)$)", "1-"),
    (r"^N-phenyl-1-(\(2-phenylethyl\)|phenethyl)", r"1-\1-N-phenyl"),
    (r"^1-(\(2-phenylethyl\)|phenethyl)-N-phenyl", r"N-phenyl-1-\1"),
    (r"acetic (acid|anhydride)$", r"ethanoic \1"),
    ("ethanoate$", "acetate"),
    (r"phenylacet(?=ic|onitrile)", "benzeneacet"),
    (r"benzyl cyanide", "benzeneacetonitrile"),
    ("alpha-phenylacetoacet", "2-phenylacetoacet"),
    (r"^N-phenyl-N-(\(.+\)|[^()]+)-?propanamide$", r"N-\1propionanilide"),
    (r"^N-(\(.+\)|[^()]+)-N-phenylpropanamide$", r"N-\1propionanilide"),
    (r"^N-(?=[^()]*propionanilide$)(.+?)(?=propionanilide)", r"N-(\1)"),
    ("methylenedioxybenzene", "1,3-benzodioxole"),
    (r"^(?!.*, )(.{3,}?)-?(4-piperidin(?:amine|one|ol)|2-propanone|(?:propan|acet)amide)$", r"\2, \1-"),
)
"""Parts of systematic names that name the same atoms in the two or three ways in use."""

_CHINESE = _rules(
    ("苯胺基", "苯氨基"),
    ("乙酰(?=苯|氨)", "乙酰基"),
    ("^甲胺$", "一甲胺"),
    ("苯氨基", "苯胺基"),
    (r"\(N-苯基氨基\)", "苯胺基"),
    ("叔丁氧羰基", "Boc"),
    ("Boc", "叔丁氧羰基"),
    (r"(?<!\()(?<!苯)苯乙基(?!\))", "(2-苯乙基)"),
    (r"\(2-苯乙基\)|\(β-苯乙基\)", "苯乙基"),
    (r"\(2-苯乙基\)", "(β-苯乙基)"),
    (r"(\d)-哌啶酮", r"哌啶-\1-酮"),
    (r"哌啶-(\d)-酮", r"\1-哌啶酮"),
    (r"(\d)-哌啶胺", r"哌啶-\1-胺"),
    (r"哌啶-(\d)-胺", r"\1-哌啶胺"),
    (r"\((\d)-哌啶基\)", r"(哌啶-\1-基)"),
    (r"^1-(?=(?:Boc|叔丁氧羰基|苄基|苯乙基|\(|甲基|乙基).*哌啶酮$)", "N-"),
    (r"^N-(?=[^N]*哌啶酮$)", "1-"),
    (r"^4-苯胺基-N-(苯乙基|\([2β]-苯乙基\))哌啶$", r"4-苯胺基-1-\1哌啶"),
    (r"^4-苯胺基-1-(苯乙基|\([2β]-苯乙基\))哌啶$", r"N-苯基-1-\1哌啶-4-胺"),
    (r"^N-苯基-1-(苯乙基|\([2β]-苯乙基\))哌啶-4-胺$", r"1-\1-N-苯基哌啶-4-胺"),
    (r"^1-(叔丁氧羰基|Boc)-4-苯([胺氨])基哌啶$", r"4-苯\2基-1-\1哌啶"),
    ("-1-哌啶甲酸叔丁酯", "哌啶-1-甲酸叔丁酯"),
    ("邻氨基苯甲酸", "2-氨基苯甲酸"),
    ("N-乙酰邻氨基苯甲酸", "2-乙酰氨基苯甲酸"),
    ("苯乙酰基乙腈", "苯乙酰乙腈"),
    ("1-苯基-2-丙酮", "苯基丙酮"),
    ("醋酸酐|乙酸酐", "醋酐"),
    ("亚甲基二氧", "亚甲二氧"),
    ("黄樟素", "黄樟脑"),
)
"""The same for Chinese names."""


_HALIDE = re.compile(r"(\w+) (di|tri|tetra|penta|hexa)(\w+ide)")
_TWO_METALS = re.compile(r"(\w+) (\w+) (\w+ide)$")
_SALT = re.compile(r"(\w+) ([\w()]+?(?:ate|ite|ide))$")
_POWDER = re.compile(r"(\w+) (powder|dust)", re.IGNORECASE)
_POWDERED = ("polvo de {}", "poudre de {}", "{}pulver")
_VALENT = re.compile(r"(\w+)\(([iv]+)\) (\w+?(?:ate|ite|ide))$", re.IGNORECASE)
_RADICAL = re.compile(r"([\w,()'\[\]-]*yl) ([\w,()'\[\]-]+?(?:ate|ide))$")
_KETONE = re.compile(r"(\w+yl) (?:(\w+yl) )?(ketone|ether|alcohol)$")
_ACID = re.compile(r"([\w,()'\[\]-]+)ic acid$")
_ACIDIC = re.compile(r"([a-z]+)ous acid")
_ANHYDRIDE = re.compile(r"([\w,()'\[\]-]+)ic anhydride$")

_SPANISH_LETTERS = _rules(
    ("benzyl", "bencil"),
    ("benzoyl", "benzoil"),
    ("phth", "ft"),
    ("ph", "f"),
    ("th", "t"),
    ("ch(?=[lr])", "c"),
    ("chin", "quin"),
    ("cyclo", "ciclo"),
    ("y(?=[a-z])", "i"),
    ("(?<!ga)mm", "m"),
    ("nn", "n"),
    ("ss", "s"),
    ("ll", "l"),
    ("ff", "f"),
    ("tt", "t"),
    ("cc(?=[eiou])", "c"),
    ("^tert-|(?<=[^a-z])tert-", "terc-"),
    ("hydro", "hidro"),
    ("iodo", "yodo"),
    (r"ine(?=-\d)", "ina"),
    (r"(an|en)e(?=-\d|di|tri|nitr|carb)", r"\1o"),
    ("^iod", "yod"),
    ("qu(?=a)", "cu"),
)
_SPANISH_ENDINGS = _rules(
    (r"(?<=dip)ine$", "ino"),
    (r"^(on|amin|amid)e$", r"\1a"),
    (r"(?<=[a-z]{2})(in|on|yn|os|amid|imid|id)e$", r"\1a"),
    (r"(?<=[a-z]{2})(en|an|at|it|ehid)e$", r"\1o"),
    (r"(?<=floxac)in$", "ino"),
    (r"(?<=[a-z]{4})in$", "ina"),
    (r"(?<=[a-z]{2})ole$", "ol"),
    (r"(?<=[a-z]{3})ide$", "ida"),
    (r"(?<=[a-z]{3})[iy]l$", "ilo"),
    (r"(?<=[a-z]{3})ile$", "ilo"),
    (r"(?<=[a-z]{3})ether$", "éter"),
    (r"ium$", "io"),
)
_GERMAN_LETTERS = _rules(
    (r"(in|an|en)e(?=-\d|di|tri|nitr|carb)", r"\1"),
    ("glycol", "glykol"),
)
_GERMAN_ENDINGS = _rules(
    (r"^(on|amin|amid)e$", r"\1"),
    (r"(?<=[a-z]{2})(in|on|yn|en|an|at|it|id|ol|yd|il|am|az)e$", r"\1"),
    (r"ic$", "isch"),
)
_NO_ELISION = re.compile(r" d'(?![aeiouh])", re.IGNORECASE)
_ACID_STEMS = _rules(
    ("acet$", "essig"),
    ("benzo$", "benzoe"),
    ("citr$", "citronen"),
    ("form$", "ameisen"),
    ("tartar$", "wein"),
    ("sulfur$", "schwefel"),
    ("nitr$", "salpeter"),
    ("ascorb$", "ascorbin"),
    ("stear$", "stearin"),
    ("propion$", "propion"),
    ("male$", "malein"),
)
_WORD = re.compile(r"[a-zA-Z]{2,}")


def spellings(name: str) -> Iterator[str]:
    """Yield a name and its other spellings: of an English one in five languages, of a Chinese one in Chinese."""
    if not name.isascii():
        chinese: dict[str, None] = {name: None}
        _grow(name, _CHINESE, chinese)
        yield from chinese
        return
    seen: dict[str, None] = {name: None}
    for one in seen.copy():
        _grow(one, _ENGLISH, seen)
    _grow(name, (*_ENGLISH, *_SYSTEMATIC), seen)
    yield from seen
    given = set(seen)
    for one in list(seen):
        for translate in (_spanish, _french, _german, _chinese):
            for other in translate(one):
                if other not in given:
                    given.add(other)
                    yield other


def _grow(name: str, rules: Rules, seen: dict[str, None]) -> None:
    """Add what the rules make of a name, and of that, and so on."""
    waiting = [name]
    while waiting and len(seen) < _MOST:
        one = waiting.pop(0)
        for pattern, other in rules:
            changed = pattern.sub(other, one)
            if changed not in seen and len(seen) < _MOST:
                seen[changed] = None
                waiting.append(changed)


def _spell(text: str, rules: Rules) -> str:
    for pattern, other in rules:
        text = pattern.sub(other, text)
    return text


def _last_word(text: str, rules: Rules) -> str:
    """Put the ending of the last word of letters; the first rule that fits counts."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    start, end = words[-1].span()
    for pattern, other in rules:
        changed = pattern.sub(other, text[start:end])
        if changed != text[start:end]:
            return text[:start] + changed + text[end:]
    return text


def _spanish(name: str) -> Iterator[str]:
    def spell(text: str) -> str:
        return _spell(text, _SPANISH_LETTERS)

    yield from _compound(name, 0, lambda text: spell(text) + "o", "{1} de {0}", spell)
    if match := _KETONE.fullmatch(name):
        one, other = spell(match[1]), spell(match[2] or "")
        yield {"ketone": f"{one}{other}cetona", "ether": f"éter {one}{other}ico", "alcohol": f"alcohol {one}ico"}[
            match[3]
        ]
    if match := _ACID.search(name):
        yield f"{name[: match.start()]}ácido {spell(match[1])}ico"
    elif match := _ANHYDRIDE.search(name):
        yield f"anhídrido {spell(match[1])}ico"
    elif match := _ACIDIC.fullmatch(name):
        yield f"ácido {spell(match[1])}oso"
    elif " " not in name or (name.endswith("ate") and any(map(str.isdigit, name))):
        yield " ".join(
            _last_word(word, _SPANISH_ENDINGS) if word.endswith("ate") or " " not in name else word
            for word in spell(name).split(" ")
        )


def _french(name: str) -> Iterator[str]:
    for link in ("{1} de {0}", "{1} d'{0}"):
        found = _compound(name, 1, lambda text: text + "e", link, lambda text: text)
        yield from (one for one in found if not _NO_ELISION.search(one))
    if match := _KETONE.fullmatch(name):
        one, other = match[1], match[2] or ""
        yield {"ketone": f"{one}{other}cétone", "ether": f"éther {one}{other}ique", "alcohol": f"alcool {one}ique"}[
            match[3]
        ]
    if match := _ACID.search(name):
        yield f"acide {match[1]}ique"
    elif match := _ANHYDRIDE.search(name):
        yield f"anhydride {match[1]}ique"
    elif match := _ACIDIC.fullmatch(name):
        yield f"acide {match[1]}eux"
    elif name.endswith(("ol", "form", "yl", "fen", "oxen")) and " " not in name:
        yield name + "e"


def _german(name: str) -> Iterator[str]:
    yield from _compound(name, 2, lambda text: text, "{0}{1}", lambda text: text)
    if match := _KETONE.fullmatch(name):
        ending = {"ketone": "keton", "ether": "ether", "alcohol": "alkohol"}[match[3]]
        yield f"{match[1]}{match[2] or ''}{ending}"
    if match := _ACID.search(name):
        yield f"{_spell(match[1], _ACID_STEMS)}säure"
        yield f"{_spell(match[1], _ACID_STEMS).replace('citro', 'zitro')}säure"
        yield f"{match[1]}insäure"
    elif match := _ANHYDRIDE.search(name):
        yield f"{_spell(match[1], _ACID_STEMS)}säureanhydrid"
    elif match := _ACIDIC.fullmatch(name):
        yield f"{match[1]}ige säure"
    elif " " not in name:
        yield _last_word(_spell(name, _GERMAN_LETTERS), _GERMAN_ENDINGS)


def _chinese(name: str) -> Iterator[str]:
    """Yield the Chinese name of a salt of one metal, or of a halide or oxide of a nonmetal."""
    match = _SALT.fullmatch(name.lower())
    if match and match[1] in CHINESE_METALS and match[2] in CHINESE_ANIONS:
        yield CHINESE_ANIONS[match[2]] + CHINESE_METALS[match[1]]
    match = _POWDER.fullmatch(name.lower())
    if match and match[1] in POWDERS:
        yield POWDERS[match[1]] + "粉"
    match = _HALIDE.fullmatch(name.lower())
    if match and match[1] in CHINESE_ELEMENTS and match[3] in CHINESE_ANIONS:
        yield CHINESE_NUMBERS[match[2]] + CHINESE_ANIONS[match[3]] + CHINESE_ELEMENTS[match[1]]


_GERMAN_PLACE = 2


def _compound(
    name: str, language: int, radical: Callable[[str], str], shape: str, spell: Callable[[str], str]
) -> Iterator[str]:
    """Yield a salt or an ester of two words in a language; ``shape`` is how it puts the two."""
    if name.lower() in ELEMENTS:
        yield ELEMENTS[name.lower()][language]
    match = _TWO_METALS.fullmatch(name)
    if match and match[1].lower() in METALS and match[2].lower() in METALS:
        one, other = (METALS[metal.lower()][language] for metal in match.group(1, 2))
        link = "d'" if other[0] in "aeiou" else "de "
        both = (f"{one} y {other}", f"{one} et {link}{other}", one + other)[language]
        yield shape.format(both, _anion(match[3], language, spell))
    powder = _POWDER.fullmatch(name)
    if powder and powder[1].lower() in POWDERS:
        metal = METALS[powder[1].lower()][language]
        yield _POWDERED[language].format(metal).replace("de a", "d'a" if language == 1 else "de a")
        if language == _GERMAN_PLACE:
            yield metal + "staub"
    yield from _valent(name, language, shape, spell)
    match = _SALT.fullmatch(name)
    if match and match[1].lower() in METALS:
        if language == 0 and match[1].lower() in ADJECTIVES:
            yield f"{_anion(match[2], language, spell)} {ADJECTIVES[match[1].lower()]}"
        yield shape.format(METALS[match[1].lower()][language], _anion(match[2], language, spell))
        return
    match = _RADICAL.fullmatch(name)
    if match:
        if (
            language == _GERMAN_PLACE
            and match[2].endswith("ate")
            and (acid := _spell(match[2][:-3], _ACID_STEMS)) != match[2][:-3]
        ):
            yield f"{acid}säure{match[1]}ester"
        yield shape.format(radical(match[1]), _anion(match[2], language, spell))


def _valent(name: str, language: int, shape: str, spell: Callable[[str], str]) -> Iterator[str]:
    """Yield a salt whose metal has its valence beside it: "iron(II) sulfate", "ferrous sulfate"."""
    old, salt = _SALT.fullmatch(name), _VALENT.fullmatch(name)
    known = VALENCES.get(old[1].lower()) if old else None
    if known and old:
        metal, valence, anion = known[0], known[1], _anion(old[2], language, spell)
        if language < _GERMAN_PLACE:
            yield f"{anion} {known[2 + language]}"
    elif salt and salt[1].lower() in METALS:
        metal, valence, anion = salt[1].lower(), salt[2].upper(), _anion(salt[3], language, spell)
    else:
        return
    dash = "-" if language == _GERMAN_PLACE else ""
    yield shape.format(f"{METALS[metal][language]}({valence}){dash}", anion)


def _anion(word: str, language: int, spell: Callable[[str], str]) -> str:
    known = ANIONS.get(word.lower())
    if known is not None:
        return known[language]
    endings = {"ate": ("ato", "ate", "at"), "ite": ("ito", "ite", "it"), "ide": ("uro", "ure", "id")}
    return spell(word[:-3]) + endings.get(word[-3:], (word[-3:],) * 3)[language]
