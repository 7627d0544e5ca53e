"""What makes a string usable as the name of a chemical in running text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wordfreq import zipf_frequency

if TYPE_CHECKING:
    from pathlib import Path

MAX_LENGTH = 90
"""Longest name that is kept, in characters."""

COMMON = 3.0
"""Zipf frequency from which a word counts as ordinary language (once in a million words)."""

SHORT = frozenset({"edta", "egta", "aibn", "mcpa", "mcpb"})
"""Abbreviations of four letters that mean nothing else."""

LOOSE = frozenset(
    [
        "alcide",
        "electrolyte",
        "aldol",
        "allergen",
        "allyl",
        "aluminio",
        "aluminium",
        "aluminum",
        "amyl",
        "azote",
        "bandol",
        "benzyl",
        "beryl",
        "boron",
        "butyl",
        "calar",
        "calcio",
        "calcium",
        "caramel",
        "carbine",
        "catane",
        "cetyl",
        "chrom",
        "chrome",
        "chromium",
        "cobalt",
        "cobalto",
        "comite",
        "cyclo",
        "emery",
        "ethyl",
        "flavor",
        "galena",
        "glycol",
        "helio",
        "helium",
        "hexyl",
        "hidrogeno",
        "hydrogen",
        "hydrogene",
        "iridium",
        "kobalt",
        "lithium",
        "methyl",
        "neon",
        "neuronal",
        "nickel",
        "niquel",
        "nitrogen",
        "octane",
        "octyl",
        "oxigeno",
        "oxygen",
        "oxygene",
        "palladio",
        "palladium",
        "paraffin",
        "parafina",
        "petroleum",
        "phenyl",
        "platin",
        "platine",
        "platino",
        "platinum",
        "propyl",
        "quartz",
        "retinal",
        "saran",
        "sauerstoff",
        "silicio",
        "silicium",
        "silicon",
        "silizium",
        "stickstoff",
        "sulfide",
        "titan",
        "titane",
        "titanio",
        "titanium",
        "tosyl",
        "trityl",
        "tungsten",
        "uranium",
        "vinyl",
        "wasserstoff",
        "wolfram",
        "xenon",
        "zircon",
    ]
)
"""Words that goods texts use of metals, parts, gases and brands as often as of the chemical."""

_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ω": "omega", "μ": "mu", "π": "pi"}
_CAS = re.compile(r"[1-9]\d{1,6}-\d\d-\d")
_CODES = re.compile(
    r"oxidanyl|azanyl|chloranyl|bromanyl|iodanyl|fluoranyl|[|?;_&@#%:<>{}*~\"]|\d{3}|polymer with|\(tn\)|"
    r"\bwaste\b|caswell|"
    r"\b(?:nsc|ec|un|na|ai|brn|unii|einecs|hsdb|ccris|mfcd|rcra|usaf|wln|fema|ins|ids?|jmc|dtxsid|chembl|"
    r"zinc|cas)\b[ .-]?\d|"
    r"\bspectrum|prestwick|^(?:s?chembl|ac1|agn-pc|stk|unii-|nchem|bspbio|kbio|oprea|divk|mls|smr|zinc\d|cid ?\d|t\d)",
    re.IGNORECASE,
)
_BRANDED = re.compile(
    r"^(?!vitamin|bisphenol|polysorbate|peg|coenzyme|provitamin|penicillin|cyclosporin|"
    r"gibberellin)[a-z]{4,} (?:[a-z]{0,3}[ -]?\d{1,3}[a-z]?|[a-z]{1,3}|technical|liquid|reagent|standard|"
    r"grade|acs|usp)$|treated|aqueous|related|^[a-z] \d+ \(|impurity",
    re.IGNORECASE,
)
"""A trade name and a grade: "albone 35"."""

_ACRONYM = 4
_RARE = 2.35
_CHEMICAL = re.compile(r"(?:in|ine|ol|one|ene|ane|ate|ide|ite|ose|form|ium)$")

_GRADED = re.compile(
    r"(?!vitamin|polysorbate|peg|coenzyme|poloxamer|carbomer|ceteareth|laureth|polyethylene)[a-z]{3,} \d{1,3}",
    re.IGNORECASE,
)
"""A name and a number, which in a goods text may be a quantity: "phenol 25"."""

_COLOUR = re.compile(
    r"^(?:c\.?i\.? )?(?:acid|basic|direct|disperse|reactive|solvent|vat|pigment|food|mordant)\b.* \d{1,3}$",
    re.IGNORECASE,
)
_INVERTED = re.compile(r"^([a-z][a-z0-9' -]*?), ([^,].*-)$", re.IGNORECASE)
_MORPHEMES = re.compile(
    r"meth|eth(?:yl|an|en|ox|er)|prop(?:yl|an|en|io)|but(?:yl|an|en|yr)|pent|hex|hept|oct(?:yl|an|en)|"
    r"dec(?:yl|an|en)|phen|benz|tolu|xyl|naph|pyr|"
    r"chlor|brom|iod|fluor|nitr|amin|amid|azo|oxid|oxy|hydr|carb|sulf|sulph|phosph|silan|siloxan|silic|"
    r"acid|ester|acet|form|cyclo|"
    r"[a-z]{3}(?:ium|yl|ol|one|ene|ane|yne|ine|ide|ate|ite|ose|ase|al|in)\b",
    re.IGNORECASE,
)
_ELEMENTS: tuple[tuple[str, str], ...] = (
    (r"sodium|natri", "Na"), (r"potassium|kali", "K"), ("lithi", "Li"), ("calcium", "Ca"), ("magnesi", "Mg"),
    ("zinc", "Zn"),
    (r"copper|cupr", "Cu"), (r"ferr[io]|iron", "Fe"), (r"silver|argent", "Ag"), ("barium", "Ba"), ("alumin", "Al"),
    (r"chlor(?!ophyll|ogenic|in\b)", "Cl"), ("brom", "Br"), (r"iodi|iodo|iodat", "I"),
    (r"fluor(?!en|anth|esc|on[ie])", "F"),
    (r"sulf|sulph|thio|mercapt", "S"), (r"phosph", "P"), (r"silan|silox|silic", "Si"),
    (r"boron|borat|boric|borane", "B"),
    (r"mercur", "Hg"), (r"arsen|arson", "As"), ("selen", "Se"), ("titan", "Ti"), (r"nitr[oi]|amin[eo]\b|cyan", "N"),
    (r"\btin\b|stann", "Sn"), (r"\blead\b|plumb", "Pb"), ("nickel", "Ni"), ("cobalt", "Co"), ("mangan", "Mn"),
    ("chrom(?!en|one)", "Cr"),
)  # fmt: skip
_TONGUES = (
    ("", r"kyselin|kwas\b|sodny|draseln|octan |chlorek|\w{4}owy\b|wasserstof|zuur|chloor|broom|natriumhydroxyde"),
    (
        "de",
        (r"s(?:ae|ä)ure|aeth|äth|(?:natrium|kalium|ammonium|calcium|zink|kupfer|blei|silber)[a-z]|(?:chlor|"
        r"brom|jod|iod|fluor|ox|sulf|cyan|hydr|nitr)id\b|"
        r"(?:acet|sulf|phosph|nitr|carbon|benzo|formi|oxal|tartr|citr|stear|yl|chrom|bor|silic|pikr|malon|"
        r"fumar|male|lact|glucon|salicyl)at\b|"
        r"(?:benz|tolu|xyl)ol\b|harnstoff|\b[a-z0-9,'()-]*(?:chlor|brom|fluor)-|amid\b|anhydrid\b|alkohol|"
        r"(?:keton|aldehyd|hydrazin|anilin|pyridin)\b"),
    ),
    ("fr", (
        r"\bacide\b|ure de |\boxyde|hydroxyde|\b(?:ate|ite|ol|ester|ether|alcool) d[e']|[a-z]ate d[e']|"
        r"\bd'|chlorhydrate|bromhydrate|\balcool\b|\bde l'"
    )),
    ("es", r"oruro de |[aei]to de |[oó]xido de |hidr[oó]xido|clorhidrato|\b[aá]cido [a-z]+ico\b.*\bde\b|[a-z]uro de "),
    ("", (
        r"acidum|\b\w+(?:icum|[iao]tum|inum|idum|olum|onum)\b|[a-z]ii [a-z]+|(?<!gr)een\b|\bdi [a-z]|"
        r"\bacido\b|cloruro|ossido|oxyde\b|fosf(?!ato )|hydroxyde\b"
    )),
)  # fmt: skip
_LATIN_METALS = re.compile(r"\b(?:alumin[iu]*um|platinum|molybdenum|tantalum|lanthanum)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"polymer|\bpoly|oligomer|\bresin|solution|\bmixture|\bmixed\b|\bsalts?\b|\bion\b|ester\b|\bdimer\b|"
    r"\bcompd|\bcomplex|-d\d|deuter|\(\d+[chonf]\)|\[\d+[chonf]|\btreated"
)
_METAL = re.compile(r"^[a-z]{3,} (?:metal|powder|dust|shot|granules|turnings)$")
_FORMS = re.compile(
    r"(?<!carbo)(?<!chloral )hydrate|anhydrous|hydrochlor|hydrobrom|sulfate|sulphate|maleate|fumarate|"
    r"tartrate|citrate|mesylate|tosylate|nitrate"
)
_HANDS = re.compile(r"^\(?(?:[-+]|\+/-|(?:\d*[rsez]\*?,?)+|[dl]|dl|cis|trans)\)?-", re.IGNORECASE)
_NEUTRAL = frozenset({"27", ".adj01"})
"""WordNet's files of substances and of adjectives that say what a thing pertains to ("phosphoric")."""

_GOODS = _NEUTRAL | {"06", "13"}
"""The same and artefacts, where WordNet has medicines, and foods."""


def fold(name: str) -> str:
    """Fold a name as the scanner folds text: only letters and digits stay, in lower case, Greek letters spelled."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(_GREEK.get(c, c) for c in plain if c.isalnum())


def is_cas(text: str) -> bool:
    """Tell whether the text is a CAS number with the right check digit."""
    if not _CAS.fullmatch(text):
        return False
    digits = [int(c) for c in reversed(text.replace("-", ""))]
    return sum(place * digit for place, digit in enumerate(digits)) % 10 == digits[0]


def tidy(name: str) -> str:
    """Write a name plainly: single spaces, Greek letters without dots, index names the right way round."""
    name = re.sub(r"[\s\u00a0]+", " ", name.replace("\u00ad", "").replace("|", " ")).strip(" .,;")
    name = re.sub(r"\.(alpha|beta|gamma|delta|omega)\.", r"\1", name, flags=re.IGNORECASE)
    name = re.sub(
        r" \((?:\d{1,2}ci,? ?)+\)$|,? ?\((?:innm?|iso|ban|usan|jan|inci|dcim?|van)\)|\[(?:inn|iso|ban|usan|"
        r"jan|inci|mi|usp)[^\]]*\]",
        "",
        name,
        flags=re.IGNORECASE,
    )
    name = re.sub(r"\s*\((?![^()]*[a-z]{4})[^()]*(?:\([^()]*\)[^()]*)*\)$", "", name) or name
    turned = _INVERTED.match(name)
    return f"{turned[2]}{turned[1]}" if turned else name.strip()


def is_code(name: str) -> bool:
    """Tell whether it is a database number, a formula, an unturned index name or otherwise no name in words."""
    if len(name) > MAX_LENGTH or len(fold(name)) < 4 or name.endswith("-"):
        return True
    if _COLOUR.match(name):
        return False
    letters = re.sub(r"[^a-zà-ÿ]", "", name.casefold())
    if _GRADED.fullmatch(name):
        return True
    return (
        bool(_CODES.search(name))
        or len(letters) < 4
        or len(letters) < len(re.sub(r"[\W\d]", "", name)) * 0.6
        or _is_token(name)
    )


def is_loose(name: str) -> bool:
    """Tell whether a bare word is too short, or too common among goods that are no chemicals, to stand for one."""
    key = fold(name)
    return name.isalpha() and (key in LOOSE or (len(key) < 5 and key not in SHORT))


def is_clear(name: str) -> bool:
    """Tell whether an official name of everyday words is yet one of chemistry: "lead nitrate", "vanillin", "DEET"."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    if len(words) > 1:
        return bool(re.search(r"(?:ate|ide|ite|powder|oil)\b|ous acid|18-crown-6", name.casefold()))
    if len(fold(name)) <= _ACRONYM:
        return name.isalpha() and len(name) == _ACRONYM and _frequency(name.casefold()) < _RARE
    return len(words) == 1 and words[0] == name.casefold() and bool(_CHEMICAL.search(name.casefold()))


def is_branded(name: str) -> bool:
    """Tell whether it is a trade name with a grade or number, or says of a chemical what was done to it."""
    return bool(_BRANDED.search(name)) and not _COLOUR.match(name)


def contradicts(name: str, primary: str, formula: str, smiles: str) -> bool:
    """Tell whether a synonym names an element, a salt, a hydrate or a handedness that the chemical does not have."""
    has = set(re.findall(r"[A-Z][a-z]?", formula))
    low, first = name.casefold(), primary.casefold()
    if any(symbol not in has and re.search(word, low) for word, symbol in _ELEMENTS):
        return True
    if {m[0] for m in _FORMS.finditer(low)} - {m[0] for m in _FORMS.finditer(first)} and "." in smiles:
        return not _FORMS.search(first)
    if {m[0] for m in _PARTS.finditer(low)} - {m[0] for m in _PARTS.finditer(first)}:
        return True
    if re.fullmatch(r"[A-Z][a-z]?\d?", formula) and re.search(r"hydride|oxide|chloride|[a-z]ide\b", low):
        return True
    return bool(_HANDS.match(low)) and "@" not in smiles and "/" not in smiles and not _HANDS.match(first)


def tongue(name: str) -> str | None:
    """Tell the language of a name that says none: ``en``, ``de``, ``fr`` or ``es``; ``None`` for Latin and others."""
    low = name.casefold()
    for lang, signs in _TONGUES:
        if re.search(signs, low) and not (not lang and _LATIN_METALS.search(low)):
            return lang or None
    return "en"


def is_metal(name: str, formula: str) -> bool:
    """Tell whether it is an element's name made plain by a second word: "lead metal", "zinc powder"."""
    return bool(re.fullmatch(r"[A-Z][a-z]?", formula) and _METAL.match(name.casefold()))


def is_broken(name: str) -> bool:
    """Tell whether brackets do not close, a locant was torn off, or parts of an index name stand behind a comma."""
    pairs = all(name.count(one) == name.count(other) for one, other in ("()", "[]"))
    return not pairs or bool(
        re.search(
            r"[a-z]{2},(?! ?\d+(?:,\d|-))|[a-z]{2},\d|, |\)n\b|\bions?\b|\(\d[-+]\)ion|\(\d?[-+]\)$|\(\d?[-+]\) ",
            name.casefold(),
        )
    )


@dataclass(frozen=True)
class Words:
    """Which words are everyday language, by WordNet's senses and by frequency in four languages."""

    senses: dict[str, frozenset[str]]

    @classmethod
    def read(cls, folder: Path) -> Words:
        """Read WordNet's files; the senses of a word are the lexicographer files that its synsets stand in."""
        senses: dict[str, set[str]] = {}
        for part in ("noun", "verb", "adj", "adv"):
            files = dict(_synsets(folder / f"data.{part}"))
            for line in (folder / f"index.{part}").read_text("utf-8").splitlines():
                if not line.startswith(" "):
                    fields = line.split()
                    places = fields[-int(fields[2]) :]
                    senses.setdefault(fields[0], set()).update(files.get(p, part) for p in places)
        return cls({word: frozenset(found) for word, found in senses.items()})

    def is_everyday(self, name: str) -> bool:
        """Tell whether every word of the name has, or may have, a meaning outside chemistry."""
        words = re.findall(r"[^\W\d_]+", name.casefold())
        whole = self.senses.get("_".join(words))
        if len(words) > 1 and whole is not None and whole <= _GOODS:
            return not (whole <= _NEUTRAL or _MORPHEMES.search(name))
        if _COLOUR.match(name) or (re.search(r"\d-[a-z]|[a-z]-\d", name.casefold()) and _MORPHEMES.search(name)):
            return False
        return bool(words) and all(self._is_common(word) for word in words)

    def is_chemical(self, name: str) -> bool:
        """Tell whether a word of the name is built like a chemical's."""
        words = re.findall(r"[^\W\d_]+", name.casefold())
        whole = self.senses.get("_".join(words), frozenset(("",)))
        return whole <= _NEUTRAL or any(not self._is_common(word) and _MORPHEMES.search(word) for word in words)

    def _is_common(self, word: str) -> bool:
        senses = self.senses.get(word)
        if senses is not None and senses <= _NEUTRAL:
            return False
        if senses is not None and senses <= _GOODS:
            return _frequency(word) >= COMMON + 1 and not _MORPHEMES.search(word)
        if senses is not None:
            return True
        return len(word) < 4 or _frequency(word) >= COMMON


@cache
def _frequency(word: str) -> float:
    return float(max(zipf_frequency(word, language) for language in ("en", "de", "es", "fr")))


def _synsets(file: Path) -> list[tuple[str, str]]:
    found = []
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.split(maxsplit=2)
            found.append((fields[0], fields[1] if file.name == "data.noun" else file.suffix + fields[1]))
    return found


def _is_token(name: str) -> bool:
    return (
        " " not in name
        and "-" not in name
        and bool(re.search(r"[a-z]\d|\d[a-z]\d", name.casefold()))
        and not re.search(r"[a-z]{5}", name.casefold())
    )
