"""Public holidays of a country, by the library ``holidays``; handed to the clocks, which know no calendar."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def public_holidays(country: str, first: date, last: date, subdivision: str | None = None) -> Mapping[date, str]:
    """Return the public holidays of a country in the years of some days, with their English names where known.

    Args:
        country: Its ISO 3166 code.
        first: The first day asked about.
        last: The last.
        subdivision: A part of it, by ISO 3166-2 without the country.

    Raises:
        UsageError: The extra ``desk`` is missing, or the library knows no such country, or none of these years.
    """
    try:
        import holidays  # noqa: PLC0415  # an extra
    except ImportError:
        message = "Working days cannot be counted: the library of public holidays is missing."
        raise UsageError(message, remedy="Install penstock[desk].") from None
    try:
        known = holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        message = f"No public holidays of {country}{f' ({subdivision})' if subdivision else ''} are known."
        raise UsageError(message, remedy="Count its working days by hand, by the text that the clock names.") from None
    if first.year < known.start_year or last.year > known.end_year:
        message = f"The public holidays of {country} are known from {known.start_year} to {known.end_year}."
        raise UsageError(message, remedy=f"Ask about days of those years, not {first} to {last}.")
    return _of_years(country, subdivision, first.year, last.year)


@lru_cache(maxsize=256)
def _of_years(country: str, subdivision: str | None, first: int, last: int) -> Mapping[date, str]:
    """Return the public holidays of some years; the library takes a millisecond to work them out."""
    import holidays  # noqa: PLC0415  # an extra

    language = _english(holidays.country_holidays(country, subdiv=subdivision))
    found = holidays.country_holidays(country, subdiv=subdivision, years=range(first, last + 1), language=language)
    return MappingProxyType(dict(sorted(found.items())))


def _english(known: object) -> str | None:
    languages: tuple[str, ...] = getattr(known, "supported_languages", ())
    return next((one for one in ("en_US", "en_GB", "en") if one in languages), None)
