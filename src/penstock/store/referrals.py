"""Web listings that are referred, in the store; one that was seen before is not a new one but the old one again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.referrals import Again, ListingReferral, Sighting, seen_before
from penstock.store.cases import Case, Cases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from penstock.store.store import Store

_DOWN = ("taken_down", "closed")


@dataclass(frozen=True, slots=True)
class Added:
    """A listing after it was given: its case, and by what it was known again; ``again`` is ``None`` for a new one."""

    case: Case
    again: Again | None


@dataclass(frozen=True, slots=True)
class Referrals:
    """The referrals of web listings of a store."""

    store: Store

    @property
    def cases(self) -> Cases:
        """The cases of the store."""
        return Cases(self.store)

    def add(self, actor: str, referral: ListingReferral) -> Added:
        """Keep a listing; where it was seen before, that case is told that it stands still, or again.

        Raises:
            UsageError: It is of no page, or was seen on a day that has not come.
        """
        earlier = [(one.id, msgspec.convert(one.body, type=ListingReferral)) for one in self.cases.every("referral")]
        found = seen_before(referral, earlier)
        body: dict[str, Any] = msgspec.to_builtins(referral)
        if not found:
            key = f"{referral.where} / {referral.sha256} / {referral.seen_on}"
            return Added(self.cases.open(actor, "referral", body, key=key), None)
        again = found[0]
        case = self.cases.get(again.id)
        sighting = Sighting(seen_on=referral.seen_on, where=referral.where, sha256=referral.sha256, by=again.by)
        if any(_is_of(told, referral) for told in (case.body, *case.body["sightings"])):
            return Added(case, again)
        step = "seen_again" if case.state in _DOWN else "still_there"
        said = {"sightings": [msgspec.to_builtins(sighting)]}
        return Added(self.cases.take(actor, case.id, step, version=case.version, detail=said), again)


def _is_of(told: Mapping[str, Any], referral: ListingReferral) -> bool:
    """Tell whether this is the very page and day that a case was opened for or that was seen since."""
    same = (told["where"], told["sha256"], told["seen_on"])
    return same == (referral.where, referral.sha256, referral.seen_on.isoformat())
