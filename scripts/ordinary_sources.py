"""Readers of the public lists that the dictionary of ordinary chemicals is made from."""

from __future__ import annotations

import csv
import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
from ordinary_names import is_cas, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGES = ("en", "zh", "es", "de", "fr")

_TABLES = (
    "chemical identifiers pubchem large.tsv",
    "chemical identifiers example user db.tsv",
    "Inorganic db.tsv",
    "chemical identifiers pubchem small.tsv",
)
_TAG = re.compile(
    r"\s*[\[(](?:inn-|iso-)?((?:german|french|spanish|dutch|italian|polish|czech|russian|latin)(?:, ?[a-z]+)*)[\])]\s*$"
)
_TAGGED = {"german": "de", "french": "fr", "spanish": "es"}
_AE = ((r"saeure", "säure"), (r"aeth", "äth"), (r"oel\b", "öl"), (r"loesung", "lösung"), (r"naehr", "nähr"))
_RN = re.compile(r"\(\s*(?:n\.?º\s*)?CAS[\s|.-]*(?:RN|No\.?|Nr\.?|nº)?[\s|:]*(\d{2,7}-\d\d-\d)\s*\)")
_QUALIFIERS = re.compile(
    r"\b(?:with|without|containing|consisting|whether|having|form|purity|mixture|reaction|solution|based|"
    r"other|than|for|used|ratio|weight|not|more|less|"
    r"mit|ohne|auch|Form|Reinheit|Mischung|Lösung|andere|nicht|bestehend|zum|zur|aus|"
    r"con|sin|incluso|forma|pureza|mezcla|disolución|solución|los demás|las demás|demás|contenido|para|"
    r"avec|sans|même|forme|pureté|mélange|autres|d'une|contenant|sous|pour|en poids|and their|and its|"
    r"und ihre|y sus|et leurs|derivatives|salts|esters|que contiene|fixed|fijado|fixé|présentant|"
    r"presentando|composé|compuesto|on a|preparad[oa]s?|preparations?|Zubereitung(?:en)?|préparations?)\b",
)
_STATE = re.compile(
    r",? *(?:STABILI[SZ]ED|INHIBITED|ANHYDROUS|MOLTEN|SOLID|LIQUID|COMPRESSED|REFRIGERATED LIQUID|DISSOLVED|DRY|FUMING|"
    r"STABILISIERT|WASSERFREI|GESCHMOLZEN|FEST|FLÜSSIG|VERDICHTET|TIEFGEKÜHLT,? FLÜSSIG|TROCKEN|RAUCHEND|"
    r"STABILIS[ÉE]E?|ANHYDRE|FONDUE?|SOLIDE|LIQUIDE|COMPRIM[ÉE]E?|LIQUIDE R[ÉE]FRIG[ÉE]R[ÉE]|SEC|S[ÈE]CHE|"
    r"FUMANTE?)(?:S|ES)?\b",
)


_TAIL = re.compile(
    r",? \(?(?:with a|of a|in powder|in the form|in form of|whether or not|mit einer|mit einem|in Form|"
    r"auch |con una|con un |de una|en forma|en polvo|incluso|"
    r"d'une |d’une |sous forme|même |ayant |having )\b.*$",
    re.DOTALL,
)
_LEAD = re.compile(r"^(?:[\s,;:-]|and |or |und |oder |y |o |et |ou )+")


class Named(NamedTuple):
    """A name that a source gives to a CAS number."""

    cas: str
    lang: str
    name: str


@dataclass
class Chemical:
    """One row of the identifier tables: CAS number, molecular formula, SMILES and names, the commonest first."""

    cas: str
    formula: str
    smiles: str
    names: list[str]
    systematic: str
    foreign: list[Named] = field(default_factory=list)


def chemicals(folder: Path) -> dict[str, Chemical]:
    """Read the identifier tables of the package ``chemicals``; names that say their language are set apart."""
    found: dict[str, Chemical] = {}
    for table in _TABLES:
        for line in (folder / table).read_text("utf-8").splitlines():
            fields = line.split("\t")
            if is_cas(fields[1]):
                one = Chemical(fields[1], fields[2], fields[4], [], fields[7])
                for name in [fields[8], *fields[9:]]:
                    _file_name(one, name)
                found[one.cas] = one
    return found


def _file_name(one: Chemical, name: str) -> None:
    tag = _TAG.search(name)
    if tag is None:
        one.names.append(tidy(name))
        return
    plain = tidy(name[: tag.start()])
    for tongue, lang in _TAGGED.items():
        if tongue in tag[1]:
            one.foreign.extend(Named(one.cas, lang, spelled) for spelled in _spellings(plain, lang))


def _spellings(name: str, lang: str) -> Iterator[str]:
    if lang == "de":
        restored = name
        for plain, umlaut in _AE:
            restored = re.sub(plain, umlaut, restored)
        if restored != name:
            yield restored
    yield name


def tariff(folder: Path) -> tuple[list[Named], list[dict[str, str]]]:
    """Read the EU tariff: names beside a CAS number, and descriptions of one chemical in four languages."""
    texts = {lang: _descriptions(folder / f"{lang}.xlsx") for lang in ("en", "de", "es", "fr")}
    named = [
        Named(cas, lang, name)
        for lang, rows in texts.items()
        for text in rows.values()
        for cas, name in _beside_cas(text)
    ]
    parallel: list[dict[str, str]] = []
    for line, english in texts["en"].items():
        row = {lang: _plain(rows[line]) for lang, rows in texts.items() if line in rows}
        if (
            line[0][:2] in {"25", "27", "28", "29", "31", "32", "35", "38"}
            and len(row) == len(texts)
            and not _RN.search(english)
        ):
            for piece in _pieces(row):
                parallel.extend(_split_synonyms(piece))
    return named, parallel


def _descriptions(file: Path) -> dict[tuple[str, str], str]:
    warnings.simplefilter("ignore")
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    sheet.reset_dimensions()
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return {(str(row[0]), str(row[5])): str(row[6]) for row in rows if row[6]}


def _beside_cas(text: str) -> Iterator[tuple[str, str]]:
    start = 0
    for match in _RN.finditer(text):
        name = _LEAD.sub("", _plain(_TAIL.sub("", text[start : match.start()])))
        name = re.sub(r"^(?:colourant|colorante|colorant|farbstoff) ", "", name, flags=re.IGNORECASE)
        start = match.end()
        if is_cas(match[1]) and name and not _QUALIFIERS.search(name):
            yield match[1], name


def _plain(text: str) -> str:
    return tidy(text.replace("\u2019", "'").replace("\n", " "))


def _pieces(row: dict[str, str]) -> Iterator[dict[str, str]]:
    """Give the parts between semicolons as rows of their own, where all four texts have as many."""
    split = {lang: text.split(";") for lang, text in row.items()}
    if len({len(parts) for parts in split.values()}) == 1:
        for place in range(len(split["en"])):
            yield {lang: tidy(parts[place]) for lang, parts in split.items()}


def _split_synonyms(row: dict[str, str]) -> Iterator[dict[str, str]]:
    """Give the name before a bracket and the one in it as rows of their own, where all four texts are built alike."""
    if any(_QUALIFIERS.search(text) or re.search(r";| (?:or|and|oder|und|o|y|ou|et) ", text) for text in row.values()):
        return
    split = {lang: re.fullmatch(r"([^()]+) \(([^()]{4,})\)", text) for lang, text in row.items()}
    if all(split.values()):
        yield {lang: found[1] for lang, found in split.items() if found}
        yield {lang: found[2] for lang, found in split.items() if found}
    elif not any(" (" in text for text in row.values()):
        yield row


def dangerous_goods(folder: Path) -> list[dict[str, str]]:
    """Read the names of the agreement on dangerous goods (ADR): English with German and French beside it."""
    rows: dict[str, dict[str, str]] = {}
    for lang in ("de", "fr"):
        text = (folder / f"{lang}.po").read_text("utf-8")
        for match in re.finditer(
            r"adr\.goods,name:[^\n]*\n(?:#[^\n]*\n)*msgid ((?:\"[^\n]*\"\n)+)msgstr ((?:\"[^\n]*\"\n?)+)", text
        ):
            english, other = (_entry(part) for part in match.groups())
            if english and other:
                rows.setdefault(english, {"en": english})[lang] = other
    return list(rows.values())


def _entry(lines: str) -> str:
    """Give an entry's name without the state it travels in; nothing where more than a name stands there."""
    text = "".join(re.findall(r'"([^\n]*)"', lines)).replace('\\"', '"')
    text = re.sub(r"\s*\((?:REFRIGERANT|GAZ|GAS|KÄLTE)[^)]*\)?.*$", "", text)
    text = tidy(_STATE.sub("", text))
    is_name = (
        text
        and ", " not in text
        and ";" not in text
        and "N.O.S" not in text
        and not re.search(r"[a-zà-ÿ]{4}|%|\b(?:OR|AND|ODER|UND|OU|ET)\b", text)
    )
    return text.lower() if is_name else ""


def annexes(folder: Path) -> list[Named]:
    """Read annexes II and III of the EU cosmetics regulation: a name is that of the first CAS number beside it."""
    found = []
    for file in ("annex_II.csv", "annex_III.csv"):
        for row in csv.reader((folder / file).read_text("utf-8").splitlines()):
            numbers = [cell for cell in row if re.fullmatch(r"\d{2,7}-\d\d-\d", cell)]
            several = [cell for cell in row if re.fullmatch(r"(?:\d{2,7}-\d\d-\d[\s;/]+)+\d{2,7}-\d\d-\d", cell)]
            glossary = next((cell for cell in row[2:4] if re.fullmatch(r"[A-Z][A-Z0-9 ,'-]{3,40}", cell)), None)
            if several and glossary and is_cas(first := several[0].split(";")[0].split("/")[0].strip()):
                found.append(Named(first, "en", tidy(glossary).lower()))
            if len(numbers) == 1 and is_cas(numbers[0]) and len(row) > 1:
                name = re.sub(r"\s*\(INN\)|,? (?:and )?its salts.*$|, its .*$", "", row[1])
                if not _QUALIFIERS.search(name) and ";" not in name:
                    found.append(Named(numbers[0], "en", tidy(name)))
    return found


def trade(file: Path) -> list[Named]:
    """Read ``cas<TAB>language<TAB>name<TAB>source`` lines of trade names, each copied from the source it names."""
    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    return [Named(cas, lang, name) for cas, lang, name, _ in rows if is_cas(cas)]
