"""How leads fared, by source or by basis: the share confirmed with its confidence interval, and how long answers took.

Shares are over the answers that say whether a lead was right; which do stands in ``verification.toml``. Intervals are
Wilson's at 95 per cent (E. B. Wilson, 1927). Times are quantiles of the Kaplan-Meier estimate, in which a lead without
an answer counts for as long as it was open and no longer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from typing import TYPE_CHECKING, Any, Literal

from penstock.cases.verification import results

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from penstock.cases.leads import Lead

By = Literal["source", "basis", "reliability", "credibility", "to_authority", "from_authority"]
"""What leads may be grouped by."""

Z = 1.959963984540054
"""The normal quantile of a two-sided interval of 95 per cent."""


@dataclass(frozen=True, slots=True)
class Past:
    """A lead, the state it is in, and the day that state began."""

    lead: Lead
    state: str
    since: date


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole, between 0 and 1, with its interval; ``share`` is ``None`` of nothing."""

    hits: int
    of: int
    share: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Times:
    """Days from sending to answer: quartiles, ``None`` where too few were answered to say.

    ``answered`` were answered; ``open`` were not, and count up to the day they were last open.
    """

    answered: int
    open: int
    quarter: int | None
    median: int | None
    three_quarters: int | None


@dataclass(frozen=True, slots=True)
class Score:
    """How the leads of one group fared.

    ``sent`` counts those that were sent or received, withdrawn ones left out; ``stopped`` those a test stopped that
    were not sent; ``withdrawn`` those taken back; ``results`` the answers by result.
    """

    group: str
    sent: int
    stopped: int
    withdrawn: int
    results: dict[str, int]
    confirmed: Share
    times: Times

    def as_dict(self) -> dict[str, Any]:
        """Return the score as plain values, shares to three places."""
        share, times = self.confirmed, self.times
        return {
            "group": self.group,
            "sent": self.sent,
            "stopped": self.stopped,
            "withdrawn": self.withdrawn,
            "results": self.results,
            "confirmed": {
                "hits": share.hits,
                "of": share.of,
                "share": None if share.share is None else round(share.share, 3),
                "low": round(share.low, 3),
                "high": round(share.high, 3),
            },
            "answer_days": {
                "answered": times.answered,
                "open": times.open,
                "quarter": times.quarter,
                "median": times.median,
                "three_quarters": times.three_quarters,
            },
        }


def scores(past: Iterable[Past], by: By, on: date) -> list[Score]:
    """Return a score for each group of leads, by the name of the group.

    Args:
        past: The leads.
        by: What they are grouped by.
        on: The day up to which open leads count as open.
    """

    def group_of(one: Past) -> str:
        return str(getattr(one.lead, by))

    return [_score(group, list(members), on) for group, members in groupby(sorted(past, key=group_of), key=group_of)]


def _score(group: str, members: Sequence[Past], on: date) -> Score:
    sent = [one for one in members if one.lead.sent_on is not None and one.state != "withdrawn"]
    answers = Counter(one.lead.verification.result for one in sent if one.lead.verification is not None)
    counts = Counter[str]()
    for result, number in answers.items():
        counts[results()[result].counts] += number
    confirmed = counts["confirmed"]
    return Score(
        group=group,
        sent=len(sent),
        stopped=sum(one.state == "stopped" for one in members),
        withdrawn=sum(one.state == "withdrawn" for one in members),
        results={result: answers[result] for result in results() if answers[result]},
        confirmed=wilson(confirmed, confirmed + counts["not"]),
        times=_times(sent, on),
    )


def wilson(hits: int, of: int) -> Share:
    """Return a share with Wilson's interval of 95 per cent; of nothing it may be anything from 0 to 1."""
    if of == 0:
        return Share(0, 0, None, 0.0, 1.0)
    share, square = hits / of, Z * Z
    centre = (share + square / (2 * of)) / (1 + square / of)
    reach = Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return Share(hits, of, share, max(0.0, centre - reach), min(1.0, centre + reach))


def _times(sent: Sequence[Past], on: date) -> Times:
    answered, still = [], []
    for one in sent:
        if one.lead.sent_on is None:
            continue
        if one.lead.verification is not None:
            answered.append((one.lead.verification.answered_on - one.lead.sent_on).days)
        else:
            last = min(one.since, on) if one.state == "closed" else on
            still.append(max(0, (last - one.lead.sent_on).days))
    quarter, median, most = (quantile(answered, still, share) for share in (0.25, 0.5, 0.75))
    return Times(len(answered), len(still), quarter, median, most)


def quantile(answered: Sequence[int], still: Sequence[int], share: float) -> int | None:
    """Return the days by which a share was answered, by Kaplan and Meier; ``None`` where it is not known yet.

    Args:
        answered: Days that answers took.
        still: Days that those without an answer were open.
        share: Between 0 and 1.
    """
    waiting = 1.0
    for days in sorted(set(answered)):
        at_risk = sum(one >= days for one in answered) + sum(one >= days for one in still)
        waiting *= 1 - answered.count(days) / at_risk
        if waiting <= 1 - share + 1e-12:
            return days
    return None
