"""Published red flags put to a goods item: raised, not raised, or not evaluated for want of what the row leaves out.

A raised flag is a finding with its citation. One that could not be evaluated is kept beside the decision with the
columns that were missing. A flag that reads what no consignment has is never evaluated, and is told so once a run.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, not_
from typing import TYPE_CHECKING, NamedTuple

from penstock.law.check import address_of
from penstock.law.flag_records import FIELDS
from penstock.screening.decide import Finding, NotEvaluated
from penstock.screening.flag_rules import (
    GOODS,
    Condition,
    Facts,
    Met,
    Missing,
    ask,
    columns_of,
    conditions_of,
    is_filled,
    named_by,
    own_words,
    pattern_of,
    reader_of,
    settled,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from penstock.law.flag_records import Case, Publication, RedFlag
    from penstock.law.hits import Hit
    from penstock.law.register import Register
    from penstock.screening.consignment import GoodsItem

NAMING = frozenset(["obligation", "controlled", "exempt_quantity", "watch"])
"""Findings that show the goods to be on a list."""

MOST_PLANS = 65_536
"""Sorts of items of which it is remembered what is left to ask."""

_SETTLING = tuple(column for column in FIELDS if not column.endswith("_country") and column != "transit_countries")
_READ = attrgetter(*_SETTLING)


class Flagged(NamedTuple):
    """What the red flags say of an item."""

    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()


_Cases = tuple[tuple["Condition | Met | Missing", ...], ...]


@dataclass(frozen=True, slots=True)
class _Flag:
    """A flag made ready: its cases as tests, its publication, and whether it asks for the goods that speaks of."""

    flag_id: str
    flag: RedFlag
    publication: str
    cases: tuple[tuple[Condition, ...], ...]
    asks_for_goods: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the route and the filled-in columns leave to ask, for all items that are alike in them.

    ``settled`` is the answer of the flags of which nothing is left to ask, ``open`` those with something left,
    ``of_goods`` those left that ask for goods, by publication.
    """

    settled: Flagged
    open: tuple[tuple[_Flag, _Cases], ...]
    of_goods: dict[str, tuple[tuple[_Flag, _Cases], ...]]


class RedFlags:
    """The red flags of a register, ready to be put to items."""

    def __init__(self, register: Register) -> None:
        """Make the rules ready, and find which goods each publication speaks of."""
        self._register = register
        self._files = register.packed.red_flags
        words = register.packed.word_lists
        self._flags = tuple(
            _Flag(
                f"{key}.{name}",
                flag,
                key,
                tuple(conditions_of(case, key, own_words(words, file.publication)) for case in flag.when),
                all(case.goods for case in flag.when),
            )
            for key, file in self._files.items()
            for name, flag in file.flags.items()
            if flag.when
        )
        self._of_subject: dict[str, list[str]] = {}
        self._of_list: dict[str, list[str]] = {}
        for key, file in self._files.items():
            self._take_goods(key, file.publication)
        heads = [file.publication for file in self._files.values()]
        self.turns = sorted({day for head in heads for day in (head.since, head.until) if day is not None})
        self._turn_of: dict[date, int] = {}
        self._plans: dict[tuple[object, ...], _Plan] = {}

    def _take_goods(self, key: str, publication: Publication) -> None:
        for one in publication.goods:
            is_list = one in self._register.packed.lists
            if is_list:
                self._of_list.setdefault(one, []).append(key)
            for subject in self._register.subjects_of(one) if is_list else (one,):
                known = self._of_subject.setdefault(subject, [])
                known += [key] * (key not in known)

    @cached_property
    def showing(self) -> frozenset[str]:
        """The flags whose findings may show the name of a party or an amount."""
        return frozenset(flag.flag_id for flag in self._flags if any(map(_reads_more, flag.flag.when)))

    @cached_property
    def reads_amounts(self) -> bool:
        """Whether some flag reads a value or a mass whatever the goods are."""
        return any(case.value or case.mass for case in self._whatever_goods)

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns that some flag reads, or asks to be filled in, where goods are described, whatever they are."""
        asked = (case for case in self._whatever_goods if not set(GOODS) <= set(case.absent))
        return frozenset(one for case in asked for one in columns_of(case))

    @cached_property
    def _whatever_goods(self) -> tuple[Case, ...]:
        return tuple(case for flag in self._flags for case in flag.flag.when if not flag.asks_for_goods)

    @cached_property
    def _readers(self) -> tuple[Callable[[str], Met | None], ...]:
        words = self._register.packed.word_lists
        return tuple(
            reader_of(case.description, own_words(words, self._files[flag.publication].publication))
            for flag in self._flags
            for case in flag.flag.when
            if case.description
        )

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """Patterns, without look-around: a text that matches none of them is found by no flag's words."""
        words = self._register.packed.word_lists
        return tuple(
            pattern_of(case.description, own_words(words, self._files[flag.publication].publication))
            for flag in self._flags
            for case in flag.flag.when
            if case.description
        )

    @cached_property
    def reads_looks(self) -> bool:
        """Whether some flag asks whether a party looks like a person, whatever the goods are."""
        sides = (side for case in self._whatever_goods for side in (case.consignor, case.consignee))
        return any(side is not None and side.looks is not None for side in sides)

    def reads(self, text: str) -> bool:
        """Tell whether some flag finds its words in a description."""
        return any(find(text) for find in self._readers)

    def speaks_of(self, subject: str) -> bool:
        """Tell whether some publication names a subject."""
        return subject in self._of_subject

    def asks_for_trade(self, origin: str | None, destination: str | None) -> bool:
        """Tell whether on a route some flag asks what the parties' business is, whatever the goods are."""
        return any(
            (case.consignor or case.consignee)
            and (origin is None or not case.from_ or origin in case.from_)
            and (destination is None or not case.to or destination in case.to)
            for case in self._whatever_goods
        )

    @property
    def without_field(self) -> dict[str, tuple[str, ...]]:
        """``{flag: what it reads}`` for the flags that read what no consignment has."""
        return {
            f"{key}.{name}": tuple(one for one in flag.reads if one not in FIELDS)
            for key, file in self._files.items()
            for name, flag in file.flags.items()
            if not flag.when
        }

    def of(self, item: GoodsItem, hits: Sequence[Hit], findings: Sequence[Finding], day: date) -> Flagged:
        """Put the flags published by a day to an item.

        Args:
            item: The row.
            hits: The subjects recognised in it; a weak one raises no flag.
            findings: What was found of it so far.
            day: The day of law; a flag counts from the day it was published until it was withdrawn.
        """
        origin = item.export_country or item.consignor_country
        destination = item.destination_country or item.consignee_country
        turn = self._turn_of.get(day)
        if turn is None:
            turn = self._turn_of[day] = bisect(self.turns, day)
        empty = tuple(map(not_, _READ(item)))
        spoken_of = self._spoken_of(hits, findings)
        facts = Facts(item, findings, spoken_of, origin, destination)
        key = (turn, origin, destination, item.transit_countries, empty)
        plan = self._plans.get(key) or self._new_plan(key, facts, day)
        if not (plan.open or spoken_of):
            return plan.settled
        raised: list[Finding] = []
        left: list[NotEvaluated] = []
        for flag, cases in plan.open:
            self._put(flag, cases, facts, raised, left)
        for publication in spoken_of:
            for flag, cases in plan.of_goods.get(publication, ()):
                self._put(flag, cases, facts, raised, left)
        if not (raised or left):
            return plan.settled
        return Flagged((*plan.settled.findings, *raised), (*plan.settled.not_evaluated, *left))

    def _new_plan(self, key: tuple[object, ...], facts: Facts, day: date) -> _Plan:
        """Settle what can be settled without the goods, the texts and the findings of an item."""
        raised: list[Finding] = []
        left: list[NotEvaluated] = []
        open_: list[tuple[_Flag, _Cases]] = []
        of_goods: dict[str, tuple[tuple[_Flag, _Cases], ...]] = {}
        has_goods = any(is_filled(facts.item, column) for column in GOODS)
        for flag in self._flags:
            if not self._stands(flag, day):
                continue
            halves = (settled(tests, facts) for tests in flag.cases)
            cases = tuple(half for half in halves if half is not None)
            if not cases:
                continue
            if flag.asks_for_goods and has_goods:
                of_goods[flag.publication] = (*of_goods.get(flag.publication, ()), (flag, cases))
            elif any(isinstance(test, Condition) for case in cases for test in case):
                open_.append((flag, cases))
            else:
                self._put(flag, cases, facts, raised, left)
        plan = _Plan(Flagged(tuple(raised), tuple(left)), tuple(open_), of_goods)
        if len(self._plans) < MOST_PLANS:
            self._plans[key] = plan
        return plan

    def _stands(self, flag: _Flag, day: date) -> bool:
        head = self._files[flag.publication].publication
        return head.since <= day and (head.until is None or day < head.until)

    def _spoken_of(self, hits: Sequence[Hit], findings: Sequence[Finding]) -> dict[str, Met]:
        """Return the publications whose goods an item names, with what names them."""
        found: dict[str, Met] = {}
        for hit in hits:
            keys = self._of_subject.get(hit.one.subject or "")
            if keys and not hit.is_near and not hit.is_unconfirmed:
                for key in keys:
                    found.setdefault(key, named_by(hit))
        for one in findings:
            if one.measure is not None and one.code in NAMING:
                for key in self._of_list.get(one.measure.rpartition(".")[0], ()):
                    found.setdefault(key, Met(one.matched or "", one.field, one.matched, one.start, one.end))
        return found

    def _put(self, flag: _Flag, cases: _Cases, facts: Facts, raised: list[Finding], left: list[NotEvaluated]) -> None:
        """Ask the cases of a flag until one holds; what was missing on the way counts only if none does."""
        missing: list[str] = []
        for case in cases:
            answer = ask(case, facts)
            if answer is None:
                continue
            if isinstance(answer, Missing):
                missing += answer.fields
            else:
                raised.append(self._finding(flag, answer))
                return
        if missing:
            left.append(NotEvaluated(flag.flag_id, tuple(dict.fromkeys(missing))))

    def _finding(self, flag: _Flag, met: tuple[Met, ...]) -> Finding:
        head = self._files[flag.publication].publication
        text = self._register.text(head.text)
        shown = next((one for one in met if one.start is not None), next((one for one in met if one.field), met[0]))
        return Finding(
            code="red_flag",
            message=f"{flag.flag.says.rstrip('.')}: {'; '.join(one.said for one in met)}",
            jurisdiction=text.jurisdiction,
            measure=flag.flag_id,
            basis="rule",
            since=head.since.isoformat(),
            until=head.until.isoformat() if head.until else None,
            citation=f"{text.citation}, {flag.flag.at}",
            url=address_of(text)["url"],
            field=shown.field,
            matched=shown.matched,
            start=shown.start,
            end=shown.end,
        )


def _reads_more(case: Case) -> bool:
    return bool(case.consignor or case.consignee or case.value or case.mass)
