"""Which values of a goods item leave its decision as it is: items that differ in nothing else are judged alike.

Each value of a column is sorted once. A silent text or name says nothing that the register, the lists or the red flags
know; quiet goods are named or drawn, but no list ever named them and no class or scope word may take them. Where a
decision says more than its sort allows (`Alike.is_shown`), the items behind it are judged by all they say.
"""

from __future__ import annotations

from bisect import bisect
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from penstock.goods.numbers import number_of
from penstock.law.hits import MARKED_CODE, MAY_MARK_A_CODE
from penstock.law.identify import MAY_DRAW, drawn_in, of_mention
from penstock.law.vague import vague

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from penstock.goods import Mention
    from penstock.law.identified import Identified
    from penstock.law.register import Register
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.decide import Decision
    from penstock.screening.judge import Judge
    from penstock.screening.parties import Keep
    from penstock.screening.party_findings import PartyFindings


class Sort(IntEnum):
    """What a value says: nothing, goods that no list ever named, or goods some law may speak of."""

    SILENT = 0
    QUIET = 1
    LOUD = 2


PLAIN = frozenset(
    {
        "no_mention", "not_controlled", "unrecorded", "unidentified", "bad_cas", "bad_structure", "no_law_read",
        "code_basket", "cas_hs", "name_cas", "name_structure", "cas_structure", "unit_form", "vague_description",
        "nothing_to_go_on", "party_unreadable", "party_listed", "party_charged", "party_in_lead", "party_open",
        "party_near",
        "party_delisted", "red_flag",
    }
)  # fmt: skip
"""Findings that show no value but those by which items are told apart."""


class Alike:
    """Sorts the values of items for one judge."""

    def __init__(
        self,
        register: Register,
        judge: Judge,
        parties: PartyFindings | None = None,
        vintages: Iterable[date] = (),
        read: Callable[[Sequence[str]], None] | None = None,
    ) -> None:
        """Prepare for a run.

        Args:
            register: The register the judge judges by.
            judge: The judge.
            parties: Who judges the parties; names are silent when ``None``.
            vintages: The days of the imported lists.
            read: Reads descriptions as systematic names, before they are sorted; they are not read when ``None``.
        """
        self._register = register
        self._judge = judge
        self._parties = parties
        self._read = read
        self._speaking: set[str] = set()
        self._turns = sorted({*vintages, *_days_of(register), *judge.flags.turns})
        self._law_turns = sorted({*self._turns, *_days_of_law(register)})
        self.of_number = lru_cache(maxsize=65_536)(self._of_number)

    @property
    def reads_amounts(self) -> bool:
        """Whether some red flag reads a value or a mass whatever the goods are."""
        return self._judge.flags.reads_amounts

    @property
    def columns(self) -> frozenset[str]:
        """The columns of which it counts whether they say anything, where goods are described, whatever they are."""
        return self._judge.flags.columns

    @cached_property
    def marks(self) -> str:
        """A pattern, for engines without look-around, that every text matches in which more is read than names."""
        return "(?i)" + "|".join((MAY_DRAW, MAY_MARK_A_CODE, *self._judge.flags.patterns))

    def texts(self, texts: Sequence[str], is_marked: Sequence[bool], *, keeps_all: bool = False) -> list[Sort]:
        """Sort goods descriptions; what they mention is remembered by the judge.

        Args:
            texts: The descriptions.
            is_marked: Which of them match ``marks``.
            keeps_all: Remember too which of them mention nothing.
        """
        if self._read is not None:
            self._read(texts)
        found = self._judge.read_texts(texts, keeps_all=keeps_all)
        return [self._of_text(*told) for told in zip(texts, found, is_marked, strict=True)]

    def signatures(self, texts: Sequence[str]) -> list[str]:
        """Return what quiet descriptions say, but for where they say it: those that mention one ordinary thing.

        A description that says more stands for itself.
        """
        self._judge.remember_texts(texts)
        return [self._signature(text) or f"={text}" for text in texts]

    def span(self, text: str) -> tuple[int, int]:
        """Return where a quiet description names what it names; nowhere where it names nothing, or several things."""
        mentions = self._judge.mentions(text)
        return (mentions[0].start, mentions[0].end) if len(mentions) == 1 else (0, 0)

    def _signature(self, text: str) -> str | None:
        mentions = self._judge.mentions(text)
        if len(mentions) != 1 or mentions[0].record is None or text in self._speaking:
            return None
        one = mentions[0]
        said = [self._register.says_one_of(clash.unless, text) for clash in self._register.packed.units.clashes]
        return f"{one.record} {one.by} {one.salt} {one.stand} {one.ordinary} {one.kind} {one.subject} {said}"

    def structures(self, texts: Sequence[str]) -> list[Sort]:
        """Sort structures; what they are is remembered by the judge."""
        self._judge.read_ahead(texts)
        return [self._loudest(self._judge.structure(text)) for text in texts]

    def names(self, names: Sequence[str], keep: Keep | None = None) -> list[Sort]:
        """Sort the names of parties: silent, or loud where some list has such a name or it cannot be read."""
        return sorts_of_names(self._parties, names, keep)

    def know_unlisted(self, names: Iterable[str]) -> None:
        """Take names as found to be silent, so that they are not searched for again."""
        if self._parties is not None:
            self._parties.know_unlisted(names)

    def read_items(self, items: Sequence[GoodsItem]) -> None:
        """Read the descriptions and search for the parties of many items together, before the items are judged."""
        self._judge.remember_texts(item.goods_description for item in items if item.goods_description)
        if self._parties is not None:
            self._parties.read_ahead(items)

    def search(self, names: Iterable[str]) -> None:
        """Search for many names together, before their turns are asked for."""
        if self._parties is not None:
            self._parties.search(names)

    def turn(self, day: date) -> int:
        """Return the number of the span of days in which silent and quiet items are judged alike."""
        return bisect(self._turns, day)

    def law_turn(self, day: date) -> int:
        """Return the number of the span of days in which the law of goods is the same."""
        return bisect(self._law_turns, day)

    def party_turn(self, name: str, day: date) -> int:
        """Return the number of the span of days in which a loud name is judged alike."""
        return 0 if self._parties is None else self._parties.turn(name, day)

    def is_basket(self, code: str) -> bool:
        """Tell whether a customs code by itself is a finding."""
        return bool(self._judge.baskets(code))

    def asks_for_trade(self, origin: str | None, destination: str | None) -> bool:
        """Tell whether on a route the trades of the parties' names count, whatever the goods are."""
        return self._judge.flags.asks_for_trade(origin, destination)

    def trades(self, names: Sequence[str]) -> list[str]:
        """Return what names say of their bearers' business, as far as red flags read it whatever the goods are."""
        from penstock.parties.business import families_of, is_like_a_person  # noqa: PLC0415  # on few routes alone

        reads_looks = self._judge.flags.reads_looks
        looks = [str(is_like_a_person(name)) for name in names] if reads_looks else [""] * len(names)
        return [f"{one} {','.join(sorted(families_of(name)))}" for name, one in zip(names, looks, strict=True)]

    def is_shown(self, decision: Decision) -> bool:
        """Tell whether a decision of a silent or quiet item shows values by which its kind is not told apart."""
        flags = self._judge.flags.showing
        return any(one.code not in PLAIN or one.measure in flags for one in decision.findings)

    @staticmethod
    def is_dated(decision: Decision, day: date) -> bool:
        """Tell whether a decision shows its day."""
        return any(day.isoformat() in one.message for one in decision.findings)

    def _of_text(self, text: str, mentions: Sequence[Mention], is_marked: bool) -> Sort:  # noqa: FBT001  # one of a row
        if self._judge.is_named(text):
            return Sort.LOUD
        if not (mentions or is_marked):  # nearly every text
            return Sort.QUIET if vague(self._register, text) else Sort.SILENT
        if any(mention.undone for mention in mentions):
            return Sort.LOUD
        ones = [one for mention in mentions for one in self._meant(mention)]
        drawn = [one for word in drawn_in(text) for one in self._judge.structure(word[0])] if is_marked else []
        says_else = drawn or (is_marked and self._says_else(text)) or any(map(self._is_said, mentions))
        is_vague = not mentions and vague(self._register, text)
        if says_else and len(mentions) == 1:
            self._speaking.add(text)
        return max(self._loudest([*ones, *drawn]), Sort.QUIET if says_else or is_vague else Sort.SILENT)

    def _is_said(self, mention: Mention) -> bool:
        """Tell whether a mention that names no record is a finding all the same: a bad or unknown CAS number."""
        return mention.by == "cas" and not self._is_ordinary(number_of(mention.text))

    def _is_ordinary(self, number: str) -> bool:
        return self._register.scanner.knows(number) and not self._judge.number(number).identified

    def _says_else(self, text: str) -> bool:
        return MARKED_CODE.search(text) is not None or self._judge.flags.reads(text)

    def _meant(self, mention: Mention) -> Sequence[Identified]:
        if mention.by == "cas":
            return self._judge.number(number_of(mention.text)).identified
        return () if mention.record is None else (of_mention(self._register, mention),)

    def _of_number(self, text: str) -> Sort:
        """Sort a CAS number; that of an ordinary chemical says nothing."""
        reading = self._judge.number(text)
        if not (reading.invalid or reading.identified) and self._register.scanner.knows(number_of(text)):
            return Sort.SILENT
        return max(Sort.QUIET, self._loudest(reading.identified))

    def _loudest(self, ones: Iterable[Identified]) -> Sort:
        return max((self._of_one(one) for one in ones), default=Sort.SILENT)

    def _of_one(self, one: Identified) -> Sort:
        may_fall_under = one.relatives or one.classes or one.derived or one.kind != "substance" or one.is_near
        if may_fall_under or one.is_unconfirmed or (one.subject and self._is_known_to_law(one.subject)):
            return Sort.LOUD
        return Sort.QUIET

    def _is_known_to_law(self, subject: str) -> bool:
        return self._register.is_ever_listed(subject) or self._judge.flags.speaks_of(subject)


def sorts_of_names(parties: PartyFindings | None, names: Sequence[str], keep: Keep | None = None) -> list[Sort]:
    """Return what ``Alike.names`` does, which needs no more than who judges the parties; ``keep`` is told the names."""
    if parties is None:
        return [Sort.SILENT] * len(names)
    return [Sort.LOUD if is_known else Sort.SILENT for is_known in parties.read_names(names, keep)]


def _days_of(register: Register) -> Iterable[date]:
    """Yield the days on which what the register has read of a list changes."""
    for file in register.packed.lists.values():
        for one in file.list.coverage:
            yield one.since
            if one.until is not None:
                yield one.until


def _days_of_law(register: Register) -> Iterable[date]:
    """Yield the days on which what the law of goods asks changes."""
    for file in register.packed.lists.values():
        for entry in file.entries.values():
            spans = [*entry.spans, *entry.not_listed]
            yield from (day for span in spans for day in _ends(span))
        for duty in (*file.list.obligations, *(one for e in file.entries.values() for one in e.obligations or ())):
            yield from (day for day in (duty.since, duty.until) if day is not None)


def _ends(span: object) -> Iterable[date]:
    names = ("since", "until", "not_before", "known_by")
    return (day for name in names if (day := getattr(span, name, None)) is not None)
