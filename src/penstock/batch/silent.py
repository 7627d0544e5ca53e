"""A few rows at a time, judged alike: those that say nothing the register, the lists or the red flags know.

What `penstock.batch.kinds` does for whole columns of a file this does row by row, for the goods items of one call:
there are too few of them to be worth a table. Where a row says anything at all, it is judged by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from penstock.batch.collector import collector_paused
from penstock.batch.words import AMOUNTS, BUSINESSES, OTHERS
from penstock.screening.alike import Sort
from penstock.screening.decide import Decision
from penstock.screening.party_findings import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Container, Generator, Sequence
    from datetime import date

    from penstock.screening.alike import Alike
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.judge import Judge
    from penstock.screening.party_findings import PartyFindings

SLICE = 100
"""Rows that are judged by themselves before others may come in."""

MOST_KINDS = 20_000
"""Kinds of rows whose decision is remembered."""

MOST_NAMES = 4096
"""Pairs of names whose trades are remembered."""

_SAID = ("goods_description", "cas_number", "commodity_code", *COLUMNS)
"""Columns of which it always counts whether they say anything."""

_MAY_COUNT = (*OTHERS, *AMOUNTS, "quantity_unit", "concentration_percent")
"""Columns of which it counts where the red flags ask."""

_NAMES = attrgetter(*COLUMNS)
_TRADING = attrgetter(*BUSINESSES)


class SilentRows:
    """Judges goods items as ``Judge.item`` does, silent ones of one kind once."""

    def __init__(self, judge: Judge, alike: Alike, parties: PartyFindings) -> None:
        """Take who judges, what sorts values, and who judges the parties, all three of one run."""
        self._judge = judge
        self._alike = alike
        self._parties = parties
        self._said = attrgetter(*_SAID, *(column for column in _MAY_COUNT if column in alike.columns))
        self._marks = re.compile(alike.marks)
        self._is_basket = lru_cache(maxsize=4096)(alike.is_basket)
        self._asks_for_trade = lru_cache(maxsize=4096)(alike.asks_for_trade)
        self._trades = lru_cache(maxsize=MOST_NAMES)(self._find_trades)
        self._known: dict[tuple[object, ...], Decision] = {}

    def judging(self, items: Sequence[GoodsItem], on: date) -> Generator[None, None, list[Decision]]:
        """Return the decision of each item, by the law of its own day, or of ``on`` where it has none.

        Yields between its steps, so that others may come in; none takes longer than some hundredths of a second.
        """
        with collector_paused():
            self._parties.tell_unlisted(items)
        if len(items) == 1 or self._alike.reads_amounts:
            silent: Container[str | None] = ()
        else:
            yield
            with collector_paused():
                self._judge.read_ahead(item.smiles for item in items if item.smiles)
                silent = self._silent_texts(items)
            yield
        if len(self._known) > MOST_KINDS:
            self._known.clear()
        found: list[Decision] = []
        while len(found) < len(items):
            if found:
                yield
            with collector_paused():
                found += self._judged(items[len(found) :], on, silent)
        return found

    def _judged(self, items: Sequence[GoodsItem], on: date, silent: Container[str | None]) -> list[Decision]:
        """Return the decisions of the first items, as many as take until some were judged by themselves."""
        found: list[Decision] = []
        left = SLICE
        for item in items:
            decision, is_new = self._decided(item, on, silent)
            found.append(decision)
            left -= is_new
            if not left:
                break
        return found

    def _silent_texts(self, items: Sequence[GoodsItem]) -> Container[str | None]:
        texts = list(dict.fromkeys(item.goods_description for item in items if item.goods_description))
        sorts = self._alike.texts(texts, [self._marks.search(text) is not None for text in texts], keeps_all=True)
        return {text for text, sort in zip(texts, sorts, strict=True) if sort == Sort.SILENT} | {None}

    def _decided(self, item: GoodsItem, on: date, silent: Container[str | None]) -> tuple[Decision, bool]:
        """Return the decision of an item, and whether it was judged by itself."""
        if item.goods_description not in silent or not self._is_silent(item):
            return self._judge.item(item, on), True
        key = self._kind(item, on)
        known = self._known.get(key)
        if known is None:
            decision = self._judge.item(item, on)
            if not self._alike.is_shown(decision):
                self._known[key] = decision
            return decision, True
        return (
            Decision(
                item.consignment_id, item.item_no, known.outcome, known.findings, known.unknown_in, known.not_evaluated
            ),
            False,
        )

    def _is_silent(self, item: GoodsItem) -> bool:
        """Tell whether an item whose description is silent is so in all it says."""
        if item.smiles is not None or not (item.goods_description or item.cas_number):
            return False
        if item.cas_number is not None and self._alike.of_number(item.cas_number) != Sort.SILENT:
            return False
        return all(map(self._is_nobody, _NAMES(item)))

    def _is_nobody(self, name: str | None) -> bool:
        return name is None or self._parties.is_unlisted(name)

    def _kind(self, item: GoodsItem, on: date) -> tuple[object, ...]:
        """Return all that counts of a silent item; no two items that differ in it are judged alike."""
        origin = item.export_country or item.consignor_country
        destination = item.destination_country or item.consignee_country
        basket = item.commodity_code if item.commodity_code and self._is_basket(item.commodity_code) else None
        trades = self._trades(_TRADING(item)) if self._asks_for_trade(origin, destination) else None
        says = tuple(map(bool, self._said(item)))
        return self._alike.turn(item.date or on), origin, destination, item.transit_countries, says, basket, trades

    def _find_trades(self, names: tuple[str | None, ...]) -> tuple[str, ...]:
        return tuple(self._alike.trades([name or "" for name in names]))
