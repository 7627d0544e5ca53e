"""Chinese names of chemicals: pairs read from official lists, and systematic names turned from English by rule.

The rules are those of Chinese nomenclature: a salt is acid and metal (硫酸钠), an ester acid, alcohol and 酯
(乙酸乙酯), a substituted compound its prefixes with their locants and the parent (2-溴-4-氟苯胺).
A name is turned only if every part of it is in the tables.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from ordinary_names import is_cas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PARTS: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "ordinary_chinese.yaml").read_text("utf-8"))


def _read_names(file: Path) -> dict[str, list[str]]:
    """Read ``English<TAB>Chinese<TAB>source`` lines, each a pair that the source it names has or a rule gives."""
    names: dict[str, list[str]] = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        english, chinese, _ = line.split("\t")
        names[english].append(chinese)
    return dict(names)


NAMES = _read_names(Path(__file__).parent / "ordinary_chinese_names.tsv")
"""Names in use, most of which no rule gives: ``{English: Chinese ones}``."""

DIGITS, CHAINS, METALS, IDES = (_PARTS[part] for part in ("digits", "chains", "metals", "ides"))
INORGANIC, ACIDS, PARENTS, SUFFIXES = (_PARTS[part] for part in ("inorganic", "acids", "parents", "suffixes"))
ON_RING, ARENES = _PARTS["on_ring"], _PARTS["arenes"]
ELEMENTS = METALS | _PARTS["elements"]

DIACIDS = ("二酸", "二甲酸", "草酸", "马来酸", "富马酸", "酒石酸", "碳酸")
"""Endings of acids whose full ester has two alcohols."""

NORMAL = frozenset({"丙基", "丁基", "戊基", "己基"})
"""Groups before which a small n means unbranched (正)."""

WITHOUT_NITROGEN = ("苯", "烷", "酚", "酮", "醚", "醛", "醇", "萘", "噻吩", "呋喃")
"""Parents before which a small n cannot stand for nitrogen."""

_LOCANTS = r"(?:(?:\d+[a-z]?'?|[nos]'?|alpha|beta|gamma)(?:,(?:\d+[a-z]?'?|[nos]'?|alpha|beta))*)"
_ROUND = str.maketrans("[]", "()")
_STEREO = re.compile(r"^(\((?:[0-9]*[rsez],?)+\)-|[ld]-|dl-|trans-|cis-|\((?:\+|-|\+/-)\)-)", re.IGNORECASE)
_HAND = {"trans-": "反式-", "cis-": "顺式-"}


def _longest(table: Iterable[str]) -> list[str]:
    return sorted(table, key=len, reverse=True)


def _any(table: Iterable[str]) -> str:
    return "|".join(map(re.escape, _longest(table)))


PREFIXES = {f"{chain}yl": f"{zh}{'烷' if zh[0] in '十二' else ''}基" for chain, zh in CHAINS.items()}
PREFIXES |= {f"{chain}yloxy": f"{zh}氧基" for chain, zh in CHAINS.items() if len(zh) == 1}
PREFIXES |= _PARTS["prefixes"]
_RING_NAMES = {name: PARENTS[name] for name in _PARTS["rings"]}
STEMS = _RING_NAMES | {name[:-1]: zh for name, zh in _RING_NAMES.items() if name.endswith("e")}
"""Ring parents, with and without their last letter: "pyridine" and "pyridin"."""

_BARE = ("diol", "diamine", "dione", "dithiol", "triol")
"""Suffixes behind a locant, where the chain keeps its last letter."""

_HYDRATE = re.compile(rf"(.+?),? ({_any(DIGITS)})hydrate")
_SALT = re.compile(rf"({_any(METALS)}) (.+)")
_BINARY = re.compile(rf"({_any(ELEMENTS)}) (mono|di|tri|tetra|penta|hexa|hept)a?({_any(IDES)})")
_SEVERAL = re.compile(r"(di|tri)(sodium|potassium|ammonium) ((?:hydrogen )?phosphate|pyrophosphate|citrate)")
_ESTER = re.compile(r"(di|tri|tetra|bis\(|tris\()?(\S+?)(\)?) (\S+ate|\S+ite|\S+ carboxylate)")
_HEAD = re.compile(rf"(-?)({_LOCANTS}-|[omp]-|n-|)(di|tri|tetra|penta|hexa|bis|tris)?(\(?)")
_NEXT = re.compile(rf"-{_LOCANTS}-")
_PREFIX = re.compile(_any(PREFIXES))
_CHAIN = re.compile(rf"(?:({_LOCANTS})-)?({_any(CHAINS)})an(?:(e?)-({_LOCANTS})-)?({_any([*SUFFIXES, *_BARE])})")
_UNSATURATED = re.compile(rf"(?:(\d)-)?({_any(CHAINS)})(en|yn)(?:e|-(\d)-(ol|al|oic acid|amine|one))")
_RING = re.compile(rf"({_any(STEMS)})-({_LOCANTS})-({_any(ON_RING)})")
_BARE_RING = re.compile(rf"({_any(STEMS)})()({_any(ON_RING)})")
_LOCATED_RING = re.compile(rf"({_LOCANTS})-({_any(STEMS)})({_any(ON_RING)})")
_KINDS = {"ether": "醚", "ketone": "酮", "sulfide": "硫醚"}
_GROUPS = re.compile(r"(di)?(\S+yl) (?:(\S+yl) )?(ether|ketone|sulfide)")
_AMINE = re.compile(r"(di|tri)?(\S+yl)amine")


@dataclass(frozen=True)
class Chinese:
    """Turns systematic English names of chemicals into Chinese ones."""

    @classmethod
    def load(cls) -> Chinese:
        """Give the rules; they need no file."""
        return cls()

    def names(self, names: list[str], formula: str) -> Iterator[str]:
        """Give the Chinese names that the rules make of a chemical's English names, each once."""
        seen: set[str] = set()
        for english in names:
            plain = english.casefold().replace("sulph", "sulf").translate(_ROUND)
            for made in (*NAMES.get(plain, ()), *self._made(plain)):
                if made not in seen and len(made) > (1 if "C" in formula else 2):
                    seen.add(made)
                    yield made

    def _made(self, name: str) -> Iterator[str]:
        base, count = _hydrate(name)
        if count:
            for made in self._salt(base):
                yield f"{count}水合{made}"
                yield f"{made}{count}水合物"
            return
        acid_salt = re.fullmatch(r"(.+) (hydrochloride|hydrobromide)", name)
        if acid_salt:
            for made in self._substituted(acid_salt[1]):
                yield made + {"hydrochloride": "盐酸盐", "hydrobromide": "氢溴酸盐"}[acid_salt[2]]
            return
        yield from self._salt(name)
        yield from self._ester(name)
        yield from self._two_groups(name)
        yield from self._substituted(name)

    def _salt(self, name: str) -> Iterator[str]:
        match = _SALT.fullmatch(name)
        if match:
            metal, anion = METALS[match[1]], match[2]
            if anion in IDES:
                yield IDES[anion] + metal
            elif anion in INORGANIC:
                yield INORGANIC[anion] + metal
            else:
                yield from (acid + metal for acid in self._acid_of(anion))
        binary = _BINARY.fullmatch(name)
        if binary and binary[2] in DIGITS:
            yield DIGITS[binary[2]] + IDES[binary[3]] + ELEMENTS[binary[1]]
        several = _SEVERAL.fullmatch(name)
        if several:
            acid = "磷酸氢" if several[3].startswith("hydrogen") else INORGANIC.get(several[3]) or "柠檬酸"
            yield acid + DIGITS[several[1]] + METALS[several[2]]

    def _acid_of(self, anion: str) -> Iterator[str]:
        """Give the acid whose ester or salt ends in ``-ate``."""
        if anion.endswith("carboxylate"):
            yield from self._substituted(anion[: -len("carboxylate")] + "carboxylic acid")
        elif anion.endswith("ate"):
            yield from self._substituted(anion[:-3] + "ic acid")

    def _ester(self, name: str) -> Iterator[str]:
        match = _ESTER.fullmatch(name)
        if match is None:
            return
        groups = list(self._prefix(match[2]))
        acids = list(self._acid_of(match[4])) or [INORGANIC[one] for one in (match[4],) if one in INORGANIC]
        times = {"di": "二", "bis(": "二", "tri": "三", "tris(": "三", "tetra": "四", None: ""}[match[1]]
        for group, acid in product(groups, acids):
            needs_two = acid.endswith(DIACIDS) or acid == "硫酸"
            needs_three = acid.endswith(("三酸", "柠檬酸")) or acid in {"磷酸", "亚磷酸", "硼酸"}
            if (times == "") == (needs_two or needs_three):
                continue
            alcohol = re.sub(r"(?<=[一二三四五六七八十])烷$", "", group.removesuffix("基"))
            yield f"{acid}{times}({alcohol})酯" if times and "-" in alcohol else f"{acid}{times}{alcohol}酯"

    def _two_groups(self, name: str) -> Iterator[str]:
        """Give an ether or ketone named by its two groups: ``methyl tert-butyl ether`` is 甲基叔丁基醚."""
        match = _GROUPS.fullmatch(name)
        if match is None:
            return
        end = _KINDS[match[4]]
        for one in self._prefix(match[2]):
            if match[1]:
                yield f"二{one.removesuffix('基').removesuffix('烷')}{end}"
            for other in self._prefix(match[3]) if match[3] else ():
                yield f"{one}{other}{end}"

    def _prefix(self, text: str) -> Iterator[str]:
        """Give a substituent group as a whole: ``2-ethylhexyl`` is 2-乙基己基."""
        text = text.strip("()")
        if text in PREFIXES:
            yield PREFIXES[text]
        elif text.startswith("n-") and text[2:] in PREFIXES:
            yield "正" + PREFIXES[text[2:]]
        else:
            for start in range(1, len(text)):
                head = self._heads(text[:start]) if text[start:] in PREFIXES else None
                if head:
                    group = PREFIXES[text[start:]]
                    yield head + ("-" if head[-1].isdigit() or group[0].isdigit() else "") + group
                    return

    def _substituted(self, name: str) -> Iterator[str]:
        hand = _STEREO.match(name)
        if hand:
            mark = _HAND.get(hand[1], hand[1].upper())
            yield from (mark + made for made in self._substituted(name[hand.end() :]))
            return
        if name.startswith("n-") and (plain := next(_chain(name[2:]), None)):
            yield "正" + plain
        for cut in range(min(len(name), 60)):
            for parent in self._parent(name[cut:]):
                head = self._heads(name[:cut])
                if head is not None and not (head.startswith("正") and not parent.endswith(WITHOUT_NITROGEN)):
                    yield f"{head}-{parent}" if head and parent[0].isdigit() else head + parent
                    break
            else:
                continue
            return

    def _heads(self, text: str) -> str | None:
        """Turn the prefixes before a parent, locants and all; ``None`` if a part is unknown."""
        text, made = text.strip(), ""
        while text:
            match = _HEAD.match(text)
            if match is None:
                return None
            rest = text[match.end() :]
            locants, times, opened = match[2], match[3], match[4]
            if opened:
                inner, rest = _bracket(rest)
                group = next(self._prefix(inner), None) if inner else None
            else:
                group, rest = self._first_prefix(rest)
                if group is None and times:
                    group, rest = self._first_prefix(times + rest)
                    times = None
            if group is None:
                return None
            number = {"bis": "双", "tris": "三"}.get(times or "", DIGITS.get(times or "", ""))
            place = _place(locants, is_plain=not times and group in NORMAL)
            joint = "-" if made and place and place[0] not in "邻间对正" else ""
            made += joint + place + number + (f"({group})" if opened else group)
            text = rest.lstrip("-") if _NEXT.match(rest) is None else rest[1:]
        return made

    def _first_prefix(self, text: str) -> tuple[str | None, str]:
        match = _PREFIX.match(text)
        return (PREFIXES[match[0]], text[match.end() :]) if match else (None, text)

    def _parent(self, text: str) -> Iterator[str]:
        if text in PARENTS:
            yield PARENTS[text]
            return
        located = re.fullmatch(r"([12])-(naphthol|naphthylamine|pyrrolidinone|indanone|tetralone)", text)
        if located and located[2] in PARENTS:
            yield f"{located[1]}-{PARENTS[located[2]]}"
            return
        if text[:2] in ARENES and text[2:] in {
            "toluidine",
            "cresol",
            "xylene",
            "anisidine",
            "phenylenediamine",
            "toluenesulfonic acid",
            "benzoquinone",
        }:
            yield ARENES[text[:2]] + ("甲苯磺酸" if "sulfonic" in text else PARENTS[text[2:]])
            return
        acid = re.fullmatch(r"(\S+ic) acid", text)
        if acid and acid[1][:-2] + "ic" in ACIDS:
            yield ACIDS[acid[1]]
            return
        yield from _chain(text)
        yield from _ring(text)
        amine = _AMINE.fullmatch(text)
        if amine and amine[2] in PREFIXES and amine[2] not in {"benzyl", "phenyl", "benzoyl"}:
            yield DIGITS.get(amine[1] or "", "") + PREFIXES[amine[2]].removesuffix("基").removesuffix("烷") + "胺"


def read_pairs(file: Path) -> list[tuple[str, str]]:
    """Read ``cas<TAB>name<TAB>source`` lines copied from Chinese lists, keeping those with the right check digit."""
    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    return [(cas, name) for cas, name, _ in rows if is_cas(cas)]


def _place(locants: str, *, is_plain: bool) -> str:
    if locants == "n-" and is_plain:
        return "正"
    return ARENES.get(locants) or locants.upper().replace("ALPHA", "α").replace("BETA", "β")


def _hydrate(name: str) -> tuple[str, str]:
    match = _HYDRATE.fullmatch(name)
    return (match[1], DIGITS[match[2]]) if match else (name, "")


def _bracket(text: str) -> tuple[str, str]:
    depth = 1
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return text[:place], text[place + 1 :]
    return "", text


def _chain(text: str) -> Iterator[str]:
    """Turn an open chain or a plain ring with its suffix: ``butan-2-ol``, ``2-butanol``, ``1-hexene``."""
    match = _CHAIN.fullmatch(text)
    if match:
        key = match[5] if match[5] in SUFFIXES else "e" + match[5]
        locants = match[1] or match[4]
        zh = CHAINS[match[2]]
        if key == "e":
            if locants is None:
                yield zh + "烷"
            return
        is_needless = zh in {"甲", "乙"} or (zh.startswith("环") and locants == "1")
        place = f"{locants}-" if locants and not is_needless else ""
        yield f"{place}{zh}{SUFFIXES[key]}"
        return
    match = _UNSATURATED.fullmatch(text)
    if match:
        bond = {"en": "烯", "yn": "炔"}[match[3]]
        if match[5] is None:
            yield f"{match[1] + '-' if match[1] else ''}{CHAINS[match[2]]}{bond}"
        elif match[1]:
            yield f"{match[1]}-{CHAINS[match[2]]}{bond}-{match[4]}-{SUFFIXES[match[5]]}"


def _ring(text: str) -> Iterator[str]:
    """Turn an aromatic parent with a suffix: ``pyridine-3-carboxylic acid``, ``thiophen-2-amine``."""
    match = _RING.fullmatch(text) or _BARE_RING.fullmatch(text)
    if match:
        ring, place = STEMS[match[1]], match[2]
        if not re.fullmatch(r"[\d,']*", place):
            return
        if ring == "苯" and place == "1":
            place = ""
        end = ON_RING[match[3]]
        if (
            ring == "苯"
            and not place
            and not match[2]
            and match[3] in {"amine", "ol", "carboxylic acid", "carbaldehyde", "carbonitrile"}
        ):
            return
        if end in {"酚", "二酚"} and ring not in {"苯", "萘"}:
            return
        yield f"{place}-{ring}{end}" if place else ring + end
        if place:
            yield f"{ring}-{place}-{end}"
        return
    match = _LOCATED_RING.fullmatch(text)
    if match and (ON_RING[match[3]] != "酚" or STEMS[match[2]] == "萘"):
        yield f"{match[1]}-{STEMS[match[2]]}{ON_RING[match[3]]}"
