"""Extracts of company registers: what somebody was given of a party, and what it says of its standing and business."""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003  # msgspec reads the annotations
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec

from penstock.parties.business import trades_in

GoodsKind = Literal["substance", "equipment"]
Fit = Literal["fits", "open", "does_not_fit", "says_nothing"]
StandingWord = Literal["active", "barred", "ended", "unknown"]


class Company(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of an extract, as the register has it; ``status`` in the register's own word."""

    name: str
    other_names: tuple[str, ...] = ()
    number: str | None = None
    country: str | None = None
    status: str | None = None
    registered_on: date | None = None
    ended_on: date | None = None
    business_scope: str | None = None
    address: str | None = None


class Extract(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a company register gave on a day.

    ``searched`` are the names and numbers that were looked for: where one is not among the entries, the register does
    not hold it. A party that was not looked for may well be there.
    """

    register: str
    extracted_on: date
    companies: tuple[Company, ...] = ()
    searched: tuple[str, ...] = ()
    source: str | None = None


class _Goods(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fits: frozenset[str]
    open: frozenset[str]


class _Neutral(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    families: frozenset[str]
    concepts: frozenset[str]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``precheck.toml`` says."""

    fresh_days: int
    same_name: float
    statuses: dict[Literal["active", "barred", "ended"], frozenset[str]]
    excluding: _Words
    anything: _Words
    goods: dict[GoodsKind, _Goods]
    neutral: _Neutral


@cache
def rules() -> Rules:
    """Return what the tests before sending go by."""
    return msgspec.toml.decode(files("penstock.cases").joinpath("precheck.toml").read_bytes(), type=Rules)


_BRACKETS = re.compile(r"[(（][^)）]*[)）]")


def standing_of(status: str | None) -> StandingWord:
    """Return what a register's word for the standing of a party means; ``unknown`` for a word not on the list."""
    plain = (status or "").strip().casefold()
    for word in (plain, _BRACKETS.sub("", plain).strip()):
        for standing, words in rules().statuses.items():
            if word in words:
                return standing
    return "unknown"


class Business(NamedTuple):
    """Whether a business scope fits a kind of goods, and the words of it that say so."""

    fit: Fit
    words: tuple[str, ...]


def business_fit(scope: str, kind: GoodsKind) -> Business:
    """Say whether a business scope, or a name, fits goods of a kind.

    Args:
        scope: In Chinese, English or Spanish, as the register has it.
        kind: What the goods are.
    """
    known, plain = rules(), _without_exclusions(scope)
    lines = [
        one
        for one in trades_in(plain)
        if one.family not in known.neutral.families and one.concept not in known.neutral.concepts
    ]
    fitting = tuple(dict.fromkeys(one.term for one in lines if one.family in known.goods[kind].fits))
    if fitting:
        return Business("fits", fitting)
    anything = tuple(word for word in known.anything.words if word in plain.casefold())
    may_be = tuple(dict.fromkeys(one.term for one in lines if one.family in known.goods[kind].open))
    if anything or may_be:
        return Business("open", anything or may_be)
    return Business("does_not_fit" if lines else "says_nothing", tuple(dict.fromkeys(one.term for one in lines)))


@cache
def _exclusion() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in rules().excluding.words)
    return re.compile(rf"(?:{words})[^；;。.()（）]*", re.IGNORECASE)


def _without_exclusions(scope: str) -> str:
    return _exclusion().sub(" ", scope)
