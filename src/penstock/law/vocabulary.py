"""What must be true of the facts about lines of goods: wide names, states, chapters, units and fillers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from penstock.kernel.errors import RegisterError
from penstock.law.sources import CHAPTERS, UNITS

if TYPE_CHECKING:
    from penstock.law.goods_records import Unit
    from penstock.law.records import Source, Substance
    from penstock.law.shapes import Steps
    from penstock.law.sources import Sources, Where

Refusals = Iterator[RegisterError]


def bad_wide_names(sources: Sources) -> Refusals:
    """Refuse wide names without company, and those that mean the thing by themselves as well."""
    for key, equipment in sources.equipment.items():
        where = sources.where[key]
        plain = {name.casefold() for names in equipment.names.values() for name in names}
        for i, wide in enumerate(equipment.wide):
            if not wide.beside and not wide.unless:
                expected = "beside or unless, because a name without either is not wide"
                yield where.refuse("wide", i, found="neither", expected=expected, code="bad_wide")
            for language, names in wide.names.items():
                for j, name in enumerate(names):
                    if name.casefold() in plain:
                        path: Steps = ("wide", i, "names", language, j)
                        found, expected = f"{name!r}, which stands under names", "a name in one of the two places"
                        yield where.refuse(*path, found=found, expected=expected, code="bad_wide")


def bad_states(sources: Sources) -> Refusals:
    """Refuse a state that no source shows."""
    for key, substance in sources.substances.items():
        if substance.state is not None and not _shows_state(substance):
            expected = "a source that shows the state"
            yield sources.where[key].refuse("state", found=repr(substance.state), expected=expected, code="uncited")


def _shows_state(substance: Substance) -> bool:
    return any("state" in source.shows for source in substance.sources)


def bad_chapters(sources: Sources) -> Refusals:
    """Refuse a chapter that two records speak of."""
    seen: dict[str, str] = {}
    for key, record in sources.chapters.items():
        for i, chapter in enumerate(record.chapters):
            if chapter in seen:
                found = f"{chapter!r}, which stands under {seen[chapter]!r}"
                where = sources.where[CHAPTERS + key]
                yield where.refuse("chapters", i, found=found, expected="each chapter once", code="duplicate_chapter")
            seen.setdefault(chapter, key)


def bad_units(sources: Sources) -> Refusals:
    """Refuse a word or code that two units have."""
    seen: dict[str, str] = {}
    for key, unit in sources.units.units.items():
        for path, word in _words_of(unit):
            first = seen.setdefault(word.casefold(), key)
            if first != key:
                found = f"{word!r}, which is {first!r} already"
                where = sources.where[UNITS].below("units", key)
                yield where.refuse(*path, found=found, expected="each word for one unit", code="duplicate_unit")


def _words_of(unit: Unit) -> Iterator[tuple[Steps, str]]:
    for language, words in unit.names.items():
        yield from ((("names", language, i), word) for i, word in enumerate(words))
    yield from ((("codes", i), word) for i, word in enumerate(unit.codes))


def bad_fillers(sources: Sources) -> Refusals:
    """Refuse a filler that is a term of its list as well."""
    for name, words in sources.word_lists.items():
        terms = {term.term.casefold() for term in words.terms}
        for language, fillers in words.fillers.items():
            for i, word in enumerate(fillers):
                if word.casefold() in terms:
                    path: Steps = ("fillers", language, i)
                    found, expected = f"{word!r}, which is a term", "a word that says nothing of the goods"
                    yield sources.where[name].refuse(*path, found=found, expected=expected, code="duplicate_term")


def sources_about_goods(sources: Sources) -> Iterator[tuple[Where, int, Source]]:
    """Yield the sources of chapters and units, with where each stands."""
    for key, chapters in sources.chapters.items():
        yield from ((sources.where[CHAPTERS + key], i, source) for i, source in enumerate(chapters.sources))
    for i, source in enumerate(sources.units.sources):
        yield sources.where[UNITS], i, source
