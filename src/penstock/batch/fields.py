"""One cell of a file -> one value of a goods item, or the reason why not.

Every function takes a cell as the file gave it: a text, or the typed value of a Parquet or JSON Lines file.
Blank cells never come here. What could be read in two ways is not guessed: it raises `BadCell`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from penstock.batch.columns import vocabulary
from penstock.kernel.errors import PenstockError
from penstock.substances.cas import read_cas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]\s*\d{1,2}:\d\d.*)?")
_YYYYMMDD = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)(?: .*)?")

_UNDATED_CAS = re.compile(r"(?!(?:19|20)\d\d-)\d{2,7}-\d\d-\d")
_CAS_SHAPE = re.compile(r"\d{2,7}-\d\d-\d")
_DATED_CAS = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-[1-9]")
_MONTH = r"(?:jan|ene|feb|mar|apr|abr|may|jun|jul|aug|ago|sep|oct|nov|dec|dic)[a-z]*\.?"
_NAMED_MONTH = re.compile(rf"(?:\d{{1,2}}[-/. ])?{_MONTH}(?:[-/. ]\d{{1,2}},?)?[-/. ]\d{{2,4}}", re.IGNORECASE)
_CHINESE_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?")

_PLAIN = re.compile(r"\+?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_POINT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
_SPACE_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[ '’]\d{3})+(?:[.,]\d+)?")
_COMMA_DECIMALS = re.compile(r"\d+,\d+")
_TWO_READINGS = re.compile(r"[1-9]\d{0,2},\d{3}")
_WITH_UNIT = re.compile(r"([-+\d.,' ’eE]*\d)\s*([^\W\d_][^\d]*)")

_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")
_WHOLE = re.compile(r"(\d+)\.0*")
_KILOGRAM = re.compile(r"\s*(?:kgs?|kilos?|kilograms?|kilogramos?|公斤|千克)\.?", re.IGNORECASE)

_LAST_ITEM = 999_999_999
_EXACT = 1 << 53
"""Whole numbers below this one are floating-point numbers too."""

_MONTHS = 12
_WRITE_DAY = "Write the day as YYYY-MM-DD, for example 2025-04-03."
_WRITE_NUMBER = "Write digits with a point before decimals and nothing else, for example 1000.5."


class BadCell(PenstockError):  # noqa: N818  # it names the cell, as the other errors name their matter
    """A cell that cannot be read: ``code`` for programs, ``remedy`` says what to do."""

    def __init__(self, *, code: str, remedy: str) -> None:
        """Take the code of the reject and the sentence that says what to do."""
        super().__init__(code, remedy=remedy)
        self.code = code


def read_text(cell: object) -> str:
    """Return a cell as text: as written, or as the shortest writing of a typed value.

    Raises:
        BadCell: The cell holds a list, an object, bytes, or no number at all.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise BadCell(code="bad_number", remedy="The cell holds no number; leave it empty or correct it.")
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date):  # a datetime is one
        return cell.isoformat()
    if isinstance(cell, int | Decimal):
        return str(cell)
    raise BadCell(code="nested_value", remedy=f"The cell holds a {type(cell).__name__}; give one text or number.")


def read_id(cell: object) -> str:
    """Return an id without the spaces around it; 123.0 of a spreadsheet is ``123``."""
    return read_text(cell).strip()


def read_item_no(cell: object) -> int:
    """Return the number of an item in its consignment, from 1 to 999999999."""
    if cell.__class__ is int and 0 < cell <= _LAST_ITEM:
        return cell
    text = read_text(cell).strip()
    whole = _WHOLE.fullmatch(text)
    digits = whole[1] if whole else text
    if not re.fullmatch(r"\d{1,9}", digits) or int(digits) == 0:
        raise BadCell(
            code="bad_item_no",
            remedy="Write a whole number from 1, or leave the cell empty to have items counted.",
        )
    return int(digits)


def read_date(cell: object) -> date:
    """Read YYYY-MM-DD, YYYYMMDD, YYYY/MM/DD or a typed day; the time of day is dropped.

    13/02/2024 and 02/13/2024 are read too: a year never has a thirteenth month, so that there is one way round.

    Raises:
        BadCell: ``ambiguous_date`` for 03/04/2025 and a year of two digits, ``bad_date`` for all else that is no day.
    """
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else _read_date(read_text(cell))


@lru_cache(maxsize=4096)
def _read_date(text: str) -> date:
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _YMD.fullmatch(plain) or _YYYYMMDD.fullmatch(plain)
    if match is not None:
        year, month, day = match.groups()
    elif (turned := _DAY_FIRST.fullmatch(plain)) is not None:
        first, second, year = turned.groups()
        if len(year) == 2:  # noqa: PLR2004  # digits
            raise BadCell(code="ambiguous_date", remedy=f"A year of two digits may be a day. {_WRITE_DAY}")
        if int(first) <= _MONTHS and int(second) <= _MONTHS and int(first) != int(second):
            raise BadCell(code="ambiguous_date", remedy=f"Day and month may be either way round. {_WRITE_DAY}")
        day, month = (first, second) if int(second) <= _MONTHS else (second, first)
    else:
        raise BadCell(code="bad_date", remedy=_WRITE_DAY)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadCell(code="bad_date", remedy=f"The calendar has no such day. {_WRITE_DAY}") from None


def read_number(cell: object) -> float:
    """Read a number that is not negative: ``1000.5``, ``1,000.5``, ``1.000,5``, ``1 000,5``, ``0,5``.

    A point standing alone is a decimal point (``1.000`` is one); one comma before three digits (``1,000``)
    may be either and is refused.

    Raises:
        BadCell: ``negative_number``, ``ambiguous_number`` or ``bad_number``.
    """
    if (cell.__class__ is float and 0 < cell < math.inf) or (cell.__class__ is int and 0 <= cell < _EXACT):
        return float(cell)  # as its writing would be read
    text = unicodedata.normalize("NFKC", read_text(cell)).strip()
    if isinstance(cell, bool):
        raise BadCell(code="bad_number", remedy=_WRITE_NUMBER)
    if re.match(r"[-−]\s*[\d.,]", text):
        raise BadCell(code="negative_number", remedy="The number is below zero; correct it or leave the cell empty.")
    if _TWO_READINGS.fullmatch(text):
        whole, decimal = text.replace(",", ""), text.replace(",", ".")
        raise BadCell(code="ambiguous_number", remedy=f"It may mean {whole} or {decimal}; write it without the comma.")
    number = float(_plain_number(text))
    if not math.isfinite(number):
        raise BadCell(code="bad_number", remedy=_WRITE_NUMBER)
    return number


def _plain_number(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    if _COMMA_GROUPS.fullmatch(text):
        return text.replace(",", "")
    if _POINT_GROUPS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _SPACE_GROUPS.fullmatch(text):
        return re.sub(r"[ '’]", "", text).replace(",", ".")
    if _COMMA_DECIMALS.fullmatch(text):
        return text.replace(",", ".")
    raise BadCell(code="bad_number", remedy=_WRITE_NUMBER)


def read_quantity(cell: object) -> tuple[float, str | None]:
    """Read a quantity and the unit written behind it, if any: ``25 kg`` is ``(25.0, "kg")``."""
    if isinstance(cell, str) and (match := _WITH_UNIT.fullmatch(cell.strip())):
        return read_number(match[1]), match[2].strip()
    return read_number(cell), None


def read_kilograms(cell: object) -> float:
    """Read a mass in kilograms; the word kilogram may stand behind it, no other unit may."""
    if isinstance(cell, str) and (match := _WITH_UNIT.fullmatch(cell.strip())):
        if not _KILOGRAM.fullmatch(match[2]):
            raise BadCell(
                code="bad_unit",
                remedy="This column is in kilograms; convert the number and leave out the unit.",
            )
        return read_number(match[1])
    return read_number(cell)


def read_percent(cell: object) -> float:
    """Read a concentration from 0 to 100; a per cent sign may stand behind it."""
    number = read_number(re.sub(r"\s*[%％]\s*$", "", cell) if isinstance(cell, str) else cell)
    if number > 100:  # noqa: PLR2004  # per cent
        raise BadCell(code="bad_percent", remedy="Write a concentration from 0 to 100 per cent by mass.")
    return number


def read_country(cell: object) -> str:
    """Return the ISO 3166-1 alpha-2 code for a code or a name in English, Chinese or Spanish.

    A subdivision (ISO 3166-2, ``CA-BC``) stays one.
    """
    return _read_country(read_text(cell))


@lru_cache(maxsize=4096)
def _read_country(text: str) -> str:
    words = vocabulary()
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", plain) and plain[:2] in words.codes:
        return plain
    known = words.countries.get(words.folder.key(text[:100]))  # no name is longer
    code = known if "/" not in plain else None  # "N/A" is no Namibia
    if code is None:
        raise BadCell(code="bad_country", remedy="Write the two-letter ISO 3166 code, for example CN, US or MX.")
    return code


def read_countries(cell: object) -> tuple[str, ...]:
    """Return the codes of a list of countries, parted by commas, semicolons, bars, slashes or spaces."""
    if isinstance(cell, list | tuple):
        return tuple(read_country(one) for one in cell if one is not None)
    return _read_countries(read_text(cell))


@lru_cache(maxsize=4096)
def _read_countries(text: str) -> tuple[str, ...]:
    parts = [part for part in re.split(r"[,;|/，、；]", text) if part.strip()]
    found: list[str] = []
    for part in parts:
        try:
            found.append(_read_country(part))  # a name may hold spaces
        except BadCell:
            if len(part.split()) == 1:
                raise
            found += map(_read_country, part.split())
    return tuple(found)


def read_cas_number(cell: object) -> str:
    """Return a CAS number as written, unless a spreadsheet made a date of it.

    ``1960-06-1`` has the shape of both; its check digit is right, so it is a CAS number, and ``1960-06-2``
    is a day.

    Raises:
        BadCell: ``cas_as_date``.
    """
    if isinstance(cell, str) and _UNDATED_CAS.fullmatch(cell):
        return cell  # nearly every cell
    if isinstance(cell, date):
        raise _dated()
    text = read_text(cell)
    if _looks_like_date(unicodedata.normalize("NFKC", text).strip()):
        raise _dated()
    return text


def _looks_like_date(text: str) -> bool:
    if _CAS_SHAPE.fullmatch(text):
        reading = read_cas(text)
        return bool(_DATED_CAS.fullmatch(text)) and reading is not None and not reading.is_valid
    return any(shape.fullmatch(text) for shape in (_YMD, _DAY_FIRST, _NAMED_MONTH, _CHINESE_DAY))


def _dated() -> BadCell:
    return BadCell(code="cas_as_date", remedy="Format the column as text and type the CAS number again.")


def read_commodity_code(cell: object) -> str:
    """Return a commodity code as text; ``2933399090.0`` of a spreadsheet loses its decimal zero.

    Raises:
        BadCell: ``code_as_number`` for scientific notation, whose last digits are lost.
    """
    if isinstance(cell, str) and cell.isascii() and cell.isdigit():
        return cell  # nearly every cell
    text = read_text(cell)
    if _SCIENTIFIC.fullmatch(text.strip()):
        raise BadCell(code="code_as_number", remedy="Format the column as text and type the commodity code again.")
    whole = _WHOLE.fullmatch(text.strip())
    return whole[1] if whole else text


CONVERTERS: Mapping[str, Callable[[object], object]] = {
    "consignment_id": read_id,
    "item_no": read_item_no,
    "date": read_date,
    "consignor_country": read_country,
    "consignee_country": read_country,
    "export_country": read_country,
    "transit_countries": read_countries,
    "destination_country": read_country,
    "commodity_code": read_commodity_code,
    "cas_number": read_cas_number,
    "quantity": read_quantity,
    "net_mass_kg": read_kilograms,
    "concentration_percent": read_percent,
    "declared_value": read_number,
}
"""How each column is read; one that is not here is text. ``quantity`` gives a pair, see `read_quantity`."""
