"""What to keep in mind of a match by name: what agrees, what contradicts, and how little a name alone says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rigour.territories import lookup_territory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.screening.party_answers import PartyQuestion

ALONE = "A name alone never convicts: compare birth date, country and address."
COMMON = "Very many people bear this name."


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is on record of a party beside its names; countries are ISO 3166 codes, births as ISO 8601 writes them."""

    kind: str | None = None
    has_common_name: bool = False
    countries: frozenset[str] = frozenset()
    births: frozenset[str] = frozenset()
    note: str | None = None
    name: str | None = None


def cautions(question: PartyQuestion, record: Record) -> Iterator[str]:
    """Yield what an officer must know before acting on a match by name."""
    if record.kind == "person":
        if record.has_common_name:
            yield COMMON
        if not agrees(question, record):
            yield ALONE
    if question.country is not None and record.countries:
        on_record = ", ".join(sorted(record.countries))
        if question.country in record.countries:
            yield f"The country agrees: {question.country}."
        else:
            yield f"The country differs: {question.country} was given, {on_record} is on record."
    if question.born is not None and record.births:
        on_record = ", ".join(sorted(record.births))
        if agrees(question, record):
            yield f"The birth date agrees: {on_record}."
        else:
            yield f"The birth date differs: {question.born} was given, {on_record} is on record."
    if record.note is not None:
        yield record.note


def agrees(question: PartyQuestion, record: Record) -> bool:
    """Tell whether the birth date given is one on record, as far as both are known."""
    born = question.born
    return born is not None and any(day.startswith(born) or born.startswith(day) for day in record.births)


def contradicts(question: PartyQuestion, record: Record) -> bool:
    """Tell whether a birth date was given and is none of those on record."""
    return question.born is not None and bool(record.births) and not agrees(question, record)


@lru_cache(maxsize=4096)
def code_of(country: str) -> str | None:
    """Return the ISO 3166 code of a country as a list writes it, ``None`` where it is no country that is known."""
    territory = lookup_territory(country)
    return territory.code.upper() if territory is not None else None
