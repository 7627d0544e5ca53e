"""What a change of a list did to the answers about the parties of a file: as JSON and as a CSV file."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from penstock.batch.readers import Reject
    from penstock.screening.rescreened import Outcome

ABSENCE = "An entry that the newer list lacks is absent from it. Absence is no removal: only a published notice is one."
COLUMNS = (
    "row", "id", "name", "kind", "country", "what", "before", "after", "uid", "party", "known_as", "listed_name",
    "score", "entry_before", "entry_after", "programmes", "since", "until", "is_reopened", "note",
)  # fmt: skip
"""The columns of the CSV file: a line for each party and each entry that differs, and one for each reject."""


@dataclass(frozen=True, slots=True)
class PartyOutcome:
    """What became of the answer about the party of a row."""

    row: int
    id: str | None
    outcome: Outcome

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"row": self.row, "id": self.id, **self.outcome.as_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class RescreenReport:
    """What a change of a list did to the answers about the parties of a file.

    ``outcomes`` are the parties whose answer differs, in the order of the file; ``rows`` counts those that were read;
    ``searched`` the names of the list and of the register that were looked for among the parties; ``judged`` the
    different parties that were judged before the change and after it.
    """

    list: str
    title: str
    older: date
    newer: date
    outcomes: tuple[PartyOutcome, ...]
    rejects: tuple[Reject, ...]
    notices: tuple[str, ...]
    rows: int
    searched: int
    judged: int
    stamp: dict[str, Any]

    @property
    def flipped(self) -> tuple[PartyOutcome, ...]:
        """The parties whose verdict differs."""
        return tuple(one for one in self.outcomes if one.outcome.is_flip)

    @property
    def changed(self) -> tuple[PartyOutcome, ...]:
        """The parties whose verdict is the same, and whose matches differ."""
        return tuple(one for one in self.outcomes if not one.outcome.is_flip)

    def as_dict(self) -> dict[str, Any]:
        """Return the object that ``penstock lists rescreen --json`` prints."""
        return {
            "list": self.list,
            "title": self.title,
            "older": self.older.isoformat(),
            "newer": self.newer.isoformat(),
            "counts": {
                "parties": self.rows,
                "rejects": len(self.rejects),
                "flipped": len(self.flipped),
                "changed": len(self.changed),
                "reopened": sum(one.outcome.is_reopened for one in self.outcomes),
                "searched": self.searched,
                "judged": self.judged,
            },
            "flipped": [one.as_dict() for one in self.flipped],
            "changed": [one.as_dict() for one in self.changed],
            "rejects": [asdict(reject) for reject in self.rejects],
            "notices": [*self.notices],
            "stamp": self.stamp,
        }

    def as_csv(self) -> str:
        """Return a line for each party and each entry that differs, then one for each reject."""
        out = io.StringIO(newline="")
        table = csv.DictWriter(out, COLUMNS, restval="")
        table.writeheader()
        for what, outcomes in (("flipped", self.flipped), ("changed", self.changed)):
            table.writerows(line for one in outcomes for line in _lines(what, one))
        for one in self.rejects:
            table.writerow({"row": one.row, "name": one.seen, "what": "rejected", "note": f"{one.code}: {one.remedy}"})
        return out.getvalue()


def _lines(what: str, one: PartyOutcome) -> Iterator[dict[str, Any]]:
    shown = one.as_dict()
    party = {name: shown[name] for name in ("row", "id", "name", "kind", "country", "before", "after")}
    for entry in shown["entries"]:
        now = entry["after"] or entry["before"]
        yield {
            **party,
            "what": what,
            **{name: entry[name] for name in ("uid", "party", "known_as", "score", "is_reopened", "note")},
            "listed_name": entry["name"],
            "entry_before": entry["before"] and entry["before"]["verdict"],
            "entry_after": entry["after"] and entry["after"]["verdict"],
            "programmes": "; ".join(now["programmes"]),
            "since": now["since"],
            "until": now["until"],
        }
