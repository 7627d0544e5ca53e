"""The tests of a red flag's rule, each answered by what it met, by what is missing to answer it, or by no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from penstock.screening.mass import kilograms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from penstock.law.flag_records import Case, DescriptionTest, MassTest, PartyTest, Publication, ValueTest, WordList
    from penstock.law.hits import Hit
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.decide import Finding

GOODS = ("goods_description", "cas_number", "smiles")
"""The columns in which goods are recognised."""

_SEPARATORS = re.compile(r"[,;/、，；+&|\n]|\band\b", re.IGNORECASE)
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class Met(NamedTuple):
    """A test that holds: what to say of it, and the characters that show it."""

    said: str
    field: str | None = None
    matched: str | None = None
    start: int | None = None
    end: int | None = None


class Missing(NamedTuple):
    """A test that cannot be answered: the columns that are empty or do not say it."""

    fields: tuple[str, ...]


class Facts(NamedTuple):
    """What is known of an item when its flags are looked at.

    ``spoken_of`` has, for each publication whose goods the item names, what names them. The ends of the route are the
    item's own countries, else those of the parties.
    """

    item: GoodsItem
    findings: Sequence[Finding]
    spoken_of: dict[str, Met]
    origin: str | None
    destination: str | None


Answer = Met | Missing | None
"""``None`` is no: the test does not hold, whatever else is missing."""


class Condition(NamedTuple):
    """One test, and whether the route or what is filled in settles it.

    So it is settled also where one of the columns it ``needs`` is empty, or all of those of which ``any_of`` will do.
    """

    answer: Callable[[Facts], Answer]
    needs: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    is_settled: bool = False

    def is_open(self, item: GoodsItem) -> bool:
        """Tell whether more than the route and the filled-in columns is needed to answer it."""
        if self.is_settled or not all(is_filled(item, column) for column in self.needs):
            return False
        return not self.any_of or any(is_filled(item, column) for column in self.any_of)


def conditions_of(case: Case, publication: str, words: dict[str, WordList]) -> tuple[Condition, ...]:
    """Make the tests of a case."""
    return (*_of_route(case), *_of_goods(case, publication, words), *_of_figures(case), *_of_parties(case))


def columns_of(case: Case) -> Iterator[str]:
    """Yield the columns that a case reads, or asks to be filled in or empty, but for those of the route."""
    yield from (*case.given, *case.absent)
    yield from ("goods_description",) if case.description else ()
    yield from ("declared_value", "currency") if case.value else ()
    yield from _MASSES if case.mass else ()
    yield from ("consignor_name",) if case.consignor else ()
    yield from ("consignee_name",) if case.consignee else ()


def own_words(words: Mapping[str, WordList], publication: Publication) -> dict[str, WordList]:
    """Return the word lists as a publication's flags read them: its own terms of each, where it gives any."""
    return {name: one.of(publication.text) for name, one in words.items()}


def _of_route(case: Case) -> Iterator[Condition]:
    if case.from_:
        yield _place(frozenset(case.from_), "origin", "export_country", "from")
    if case.to:
        yield _place(frozenset(case.to), "destination", "destination_country", "to")
    if case.via:
        yield Condition(_by_third_country, is_settled=True)


def _of_goods(case: Case, publication: str, words: dict[str, WordList]) -> Iterator[Condition]:
    if case.goods:
        yield _goods(publication)
    if case.found:
        yield _finding(frozenset(case.found))
    if case.description:
        yield _description(case.description, words)


def _of_figures(case: Case) -> Iterator[Condition]:
    if case.given or case.absent:
        yield _presence(case.given, case.absent)
    if case.value:
        yield _value(case.value)
    if case.mass:
        yield _mass(case.mass)


def _of_parties(case: Case) -> Iterator[Condition]:
    for side, test in (("consignor_name", case.consignor), ("consignee_name", case.consignee)):
        if test:
            yield _party(side, test)


def ask(tests: Iterable[Condition | Met | Missing], facts: Facts) -> tuple[Met, ...] | Missing | None:
    """Answer a case: no if any test is no; else what is missing, if anything; else all that was met."""
    met: list[Met] = []
    missing: list[str] = []
    for test in tests:
        answer = test.answer(facts) if isinstance(test, Condition) else test
        if answer is None:
            return None
        if isinstance(answer, Missing):
            missing += answer.fields
        else:
            met.append(answer)
    return Missing(tuple(dict.fromkeys(missing))) if missing else tuple(met)


def settled(tests: Iterable[Condition], facts: Facts) -> tuple[Condition | Met | Missing, ...] | None:
    """Answer what the route and the filled-in columns settle; ``None`` if that is no, whatever the rest says."""
    left: list[Condition | Met | Missing] = []
    for test in tests:
        if test.is_open(facts.item):
            left.append(test)
            continue
        answer = test.answer(facts)
        if answer is None:
            return None
        left.append(answer)
    return tuple(left)


def named_by(hit: Hit) -> Met:
    """Say which goods a hit names."""
    return Met(hit.one.name, hit.field, hit.matched, hit.start, hit.end)


def _goods(publication: str) -> Condition:
    missing = Missing(GOODS)

    def answer(facts: Facts) -> Answer:
        met = facts.spoken_of.get(publication)
        return met or (None if any(is_filled(facts.item, column) for column in GOODS) else missing)

    return Condition(answer, any_of=GOODS)


def _place(wanted: frozenset[str], end: Literal["origin", "destination"], column: str, word: str) -> Condition:
    missing = Missing((column,))

    def answer(facts: Facts) -> Answer:
        place = facts.origin if end == "origin" else facts.destination
        if place is None:
            return missing
        return Met(f"{word} {place}") if place in wanted else None

    return Condition(answer, is_settled=True)


def _by_third_country(facts: Facts) -> Answer:
    transit = facts.item.transit_countries
    if not transit:
        return Missing(("transit_countries",))
    shown = ", ".join(country for country in transit if country not in {facts.origin, facts.destination})
    return Met(f"by way of {shown}", "transit_countries", shown) if shown else None


def _presence(given: Sequence[str], absent: Sequence[str]) -> Condition:
    met = Met(f"{', '.join(given)} without {' or '.join(absent)}", given[0])

    def answer(facts: Facts) -> Answer:
        is_so = all(is_filled(facts.item, column) for column in given)
        return met if is_so and not any(is_filled(facts.item, column) for column in absent) else None

    return Condition(answer, is_settled=True)


def is_filled(item: GoodsItem, column: str) -> bool:
    """Tell whether a column of an item says anything; a zero is an empty cell, not a measurement."""
    return bool(getattr(item, column))


def _finding(wanted: frozenset[str]) -> Condition:
    def answer(facts: Facts) -> Answer:
        for one in facts.findings:
            if one.code in wanted:
                return Met(one.message.rstrip("."), one.field, one.matched, one.start, one.end)
        return None

    return Condition(answer)


def _value(test: ValueTest) -> Condition:
    def answer(facts: Facts) -> Answer:
        value, currency = facts.item.declared_value, facts.item.currency
        missing = [name for name, one in (("declared_value", value), ("currency", currency)) if not one]
        if not value or not currency:
            return Missing(tuple(missing))
        if currency.strip().upper() != test.currency:
            return Missing(("currency",))  # no rate of exchange is at hand
        return Met(f"{value:g} {test.currency}", "declared_value", f"{value:g}") if value <= test.at_most else None

    return Condition(answer, ("declared_value", "currency"))


_MASSES = ("quantity", "quantity_unit", "net_mass_kg")


def _mass(test: MassTest) -> Condition:
    def answer(facts: Facts) -> Answer:
        item = facts.item
        if not (item.quantity and item.quantity_unit and item.net_mass_kg):
            return Missing(tuple(name for name in _MASSES if not getattr(item, name)))
        mass = kilograms(item.quantity, item.quantity_unit)
        if mass is None:
            return Missing(("quantity_unit",))
        declared = float(mass)
        apart = abs(declared - item.net_mass_kg) / min(declared, item.net_mass_kg) * 100
        said = f"{item.quantity:g} {item.quantity_unit} and {item.net_mass_kg:g} kg net"
        return Met(said, "quantity", f"{item.quantity:g}") if apart > test.differs_by_percent else None

    return Condition(answer, _MASSES)


def _description(test: DescriptionTest, words: dict[str, WordList]) -> Condition:
    find = reader_of(test, words)

    def answer(facts: Facts) -> Answer:
        text = facts.item.goods_description
        return find(text) if text else Missing(("goods_description",))

    return Condition(answer, ("goods_description",))


def reader_of(test: DescriptionTest, words: dict[str, WordList]) -> Callable[[str], Met | None]:
    """Return what finds the words of a test in a description."""
    return _only(words[test.only]) if test.only is not None else _anywhere(words[test.has or ""])


def pattern_of(test: DescriptionTest, words: dict[str, WordList]) -> str:
    """Return a pattern, without look-around, of which every description matches some part that a test may hold for."""
    return rf"^{_first_word(words[test.only])}" if test.only is not None else _phrases(words[test.has or ""])


def _first_word(words: WordList) -> str:
    firsts = sorted({_plain(term.term).split()[0] for term in words.terms})
    return rf"[\W\d_]*(?:{'|'.join(map(re.escape, firsts))})"


def _phrases(words: WordList) -> str:
    return "|".join(r"[\W_]+".join(map(re.escape, term.term.split())) for term in words.terms)


def _only(words: WordList) -> Callable[[str], Met | None]:
    """Find a description that is nothing but terms; most texts are passed over by their first word."""
    terms = {_plain(term.term) for term in words.terms}
    first = re.compile(_first_word(words), re.IGNORECASE)

    def find(text: str) -> Met | None:
        if first.match(text) is None:
            return None
        parts = [plain for part in _SEPARATORS.split(text) if (plain := _plain(part))]
        if all(part in terms for part in parts):
            return Met(f"described as {text!r}", "goods_description", text, 0, len(text))
        return None

    return find


def _plain(part: str) -> str:
    """Return a part of a description without what stands around its words, and without the s of a plural."""
    return " ".join(_EDGES.sub("", part).casefold().split()).removesuffix("s")


def _anywhere(words: WordList) -> Callable[[str], Met | None]:
    pattern = re.compile(_phrases(words), re.IGNORECASE)

    def find(text: str) -> Met | None:
        found = pattern.search(text)
        return None if found is None else Met(f"{found[0]!r}", "goods_description", found[0], *found.span())

    return find


def _party(column: str, test: PartyTest) -> Condition:
    trade, trade_not = frozenset(test.trade), frozenset(test.trade_not)

    def answer(facts: Facts) -> Answer:
        from penstock.parties.business import families_of, is_like_a_person  # noqa: PLC0415  # few rows get so far

        name: str | None = getattr(facts.item, column)
        if not name:
            return Missing((column,))
        said = f"{column.removesuffix('_name')} {name}"
        if test.looks is not None:
            is_person = is_like_a_person(name)
            if is_person is None:
                return Missing((column,))
            if not is_person:
                return None
            said += " (reads as a person's name)"
        if trade:
            stated = families_of(name)
            if not stated:
                return Missing((column,))
            if stated & trade_not or not stated & trade:
                return None
            said += f" ({', '.join(sorted(stated & trade))})"
        return Met(said, column, name, 0, len(name))

    return Condition(answer, (column,))
