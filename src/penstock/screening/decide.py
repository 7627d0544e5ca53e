"""From findings to a decision, by the decision table and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from penstock.kernel.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.law.records import DecisionTable, Obligation


STAGES = ("export", "import", "transit", "transport")
"""The stages of shipping, in the order in which findings about them are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cited reason.

    ``code`` and ``duty`` are the case in the decision table. ``field`` is the column the reason was found in and
    ``start``/``end`` the characters of it that matched; ``measure``, ``citation`` and ``url`` name the law, or the
    list of parties; ``score`` says how sure it is that a party's name is the one listed. The fields that begin with
    ``other`` are the column and characters that a contradiction sets against the first. ``limited`` is the duty, where
    it has a threshold of quantity; it is no column of the results.
    """

    code: str
    message: str
    duty: str | None = None
    stage: str | None = None
    jurisdiction: str | None = None
    subject: str | None = None
    measure: str | None = None
    basis: str | None = None
    since: str | None = None
    citation: str | None = None
    url: str | None = None
    field: str | None = None
    matched: str | None = None
    start: int | None = None
    end: int | None = None
    until: str | None = None
    score: float | None = None
    other_field: str | None = None
    other_matched: str | None = None
    other_start: int | None = None
    other_end: int | None = None
    limited: Obligation | None = None


class NotEvaluated(NamedTuple):
    """A red flag that could not be evaluated, and the columns that were empty or did not say it."""

    flag: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one goods item and every reason for it, strictest first."""

    consignment_id: str
    item_no: int
    outcome: str
    findings: tuple[Finding, ...]
    unknown_in: tuple[str, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()


class Table:
    """The decision table, ready to be applied."""

    def __init__(self, written: DecisionTable) -> None:
        """Index the rows by case.

        Raises:
            ConflictError: Two rows speak of one case.
        """
        self.outcomes = tuple(written.outcomes)
        self._rank = {outcome: rank for rank, outcome in enumerate(written.outcomes)}
        self._rows: dict[tuple[str, str | None], tuple[str, str]] = {}
        self._places: dict[tuple[str, str | None], int] = {
            (row.finding, row.duty): place for place, row in enumerate(written.rows)
        }
        for row in written.rows:
            case = (row.finding, row.duty)
            if case in self._rows:
                message = f"Two rows of the decision table speak of {_said(case)}."
                raise ConflictError(message, remedy="Keep one of them.")
            self._rows[case] = (row.outcome, row.because)

    def outcome(self, finding: Finding) -> str:
        """Return the outcome of one finding.

        Raises:
            ConflictError: No row of the table speaks of it.
        """
        return self._row(finding)[0]

    def because(self, finding: Finding) -> str:
        """Return the table's reason for the outcome of a finding."""
        return self._row(finding)[1]

    def _row(self, finding: Finding) -> tuple[str, str]:
        case = (finding.code, finding.duty)
        try:
            return self._rows[case]
        except KeyError:
            message = f"No row of the decision table speaks of {_said(case)}."
            raise ConflictError(message, remedy="Add a row to decision_table.yaml.") from None

    def strictest(self, outcomes: Iterable[str]) -> str:
        """Return the strictest of some outcomes; the least strict of all when there are none."""
        return max(outcomes, key=self._rank.__getitem__, default=min(self._rank, key=self._rank.__getitem__))

    def rank(self, outcome: str) -> int:
        """Return how strict an outcome is, from 0."""
        return self._rank[outcome]

    def decide(self, findings: Iterable[Finding]) -> tuple[str, tuple[Finding, ...]]:
        """Return the outcome of all findings together and the findings, strictest first.

        Raises:
            ConflictError: A finding no row speaks of, or two obligations that cannot both hold.
        """
        found = tuple(findings)
        if len(found) == 1:
            return self.outcome(found[0]), found
        refuse_conflicts(finding for finding in found if finding.subject is not None)
        outcomes = [self.outcome(finding) for finding in found]
        return self.strictest(outcomes), tuple(sorted(found, key=self._order))

    def _order(self, finding: Finding) -> tuple[int, int, int]:
        """Sort by strictness, then as the table's rows stand, then the stages of shipping first."""
        stage = STAGES.index(finding.stage) if finding.stage in STAGES else len(STAGES)
        return -self._rank[self.outcome(finding)], stage, self._places[finding.code, finding.duty]


def refuse_conflicts(findings: Iterable[Finding]) -> None:
    """Refuse obligations about one subject that contradict each other.

    Raises:
        ConflictError: One place forbids a stage of trade in a subject and, by another measure, licenses it.
    """
    by_case: dict[tuple[str | None, str | None, str | None], list[Finding]] = {}
    for finding in findings:
        if finding.code == "obligation":
            by_case.setdefault((finding.jurisdiction, finding.subject, finding.stage), []).append(finding)
    for (place, subject, stage), found in by_case.items():
        forbidden = [finding for finding in found if finding.duty == "prohibited"]
        allowed = [finding for finding in found if finding.duty != "prohibited"]
        for one, other in product(forbidden, allowed):
            if one.measure != other.measure:
                asks = f"asks for a {other.duty} by {other.measure}"
                message = f"{place} forbids {stage} of {subject} by {one.measure} and {asks}."
                raise ConflictError(message, remedy="Say in the register which list gives way (yields_to).")


def _said(case: tuple[str, str | None]) -> str:
    finding, duty = case
    return f"{finding!r} with duty {duty!r}" if duty else f"{finding!r}"
