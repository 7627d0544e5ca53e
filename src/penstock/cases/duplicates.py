"""Is a lead one that was made already: the same party, the same goods, the same days."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from penstock.cases.extracts import rules
from penstock.kernel.errors import UnreadableName
from penstock.parties import ALERT, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from penstock.cases.leads import Goods, Lead, Subject

Sameness = Literal["same", "may_be", "other"]
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A lead that was made before: its id, the state it is in, and what it says."""

    id: str
    state: str
    lead: Lead


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An earlier lead about the same; ``is_sure`` is false where the names are near and nothing else tells."""

    earlier: Earlier
    is_sure: bool


def duplicates(lead: Lead, others: Iterable[Earlier], goods_of: Callable[[Goods], frozenset[str]]) -> list[Duplicate]:
    """Return the earlier leads about the same party, goods and days; those that were withdrawn are left out.

    Args:
        lead: The lead that is about to be sent.
        others: Those made before.
        goods_of: Names what goods are, e.g. by the register; two goods are one where they share a name.
    """
    found = []
    for one in others:
        if one.state == "withdrawn" or not _share_days(lead, one.lead):
            continue
        if not _share_goods(lead.goods, one.lead.goods, goods_of):  # cheaper to tell than names
            continue
        party = same_subject(lead.subject, one.lead.subject)
        if party != "other":
            found.append(Duplicate(one, party == "same"))
    return sorted(found, key=lambda one: not one.is_sure)


def same_subject(one: Subject, other: Subject) -> Sameness:
    """Say whether two subjects are one: by a number they share, else by their names.

    Two numbers of one kind that differ make two subjects, whatever the names.
    """
    if one.kind != other.kind:
        return "other"
    mine, theirs = _numbers(one), _numbers(other)
    if mine & theirs:
        return "same"
    if {scheme for scheme, _ in mine} & {scheme for scheme, _ in theirs}:
        return "other"
    if one.kind == "party":
        return same_name(one.name, other.name)
    return "same" if _bare(one.name) == _bare(other.name) else "other"


def same_name(one: str, other: str) -> Sameness:
    """Say whether two names are one party's, as far as names tell."""
    try:
        score = compare(one, other).score
    except UnreadableName:
        return "same" if _bare(one) == _bare(other) else "other"
    if score >= rules().same_name:
        return "same"
    return "may_be" if score >= ALERT else "other"


def party_key(name: str) -> str:
    """Return by what records of one party's name are found: its letters and digits, whatever else is in it."""
    return _bare(unicodedata.normalize("NFKC", name))


def _numbers(subject: Subject) -> set[tuple[str, str]]:
    return {(each.scheme.casefold(), _bare(each.value)) for each in subject.identifiers}


def _bare(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _share_days(one: Lead, other: Lead) -> bool:
    """Tell whether two leads are about the same days; one that names none may be about any."""
    if one.period is None or other.period is None:
        return True
    return one.period.since <= other.period.until and other.period.since <= one.period.until


def _share_goods(one: Sequence[Goods], other: Sequence[Goods], goods_of: Callable[[Goods], frozenset[str]]) -> bool:
    if not one or not other:
        return not one and not other
    mine = frozenset[str]().union(*(goods_of(each) for each in one))
    return any(mine & goods_of(each) for each in other)
