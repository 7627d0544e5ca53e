"""What an answer about several subjects says of each: one verdict a subject and place, and no measure twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from penstock.law.identified import Identified
    from penstock.law.standing import Standing

Standings = list[tuple["Identified", "Standing"]]


@dataclass(frozen=True, slots=True)
class SubjectVerdict:
    """How one subject of several stands in a place; ``subject`` is ``None`` for a structure without a record."""

    subject: str | None
    name: str
    verdict: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"subject": self.subject, "name": self.name, "verdict": self.verdict}


def by_subject(standings: Iterable[tuple[Identified, Standing]]) -> list[tuple[Identified, Standings]]:
    """Return each subject, by the surest way it was recognised, with all ways and how it stands by each."""
    found: dict[str, Standings] = {}
    for one, result in standings:
        found.setdefault(one.subject or one.name, []).append((one, result))
    return [(max((one for one, _ in ways), key=lambda one: one.confidence), ways) for ways in found.values()]


def verdicts(
    subjects: Sequence[tuple[Identified, Standings]], verdict_of: Callable[[Standings], str]
) -> tuple[SubjectVerdict, ...]:
    """Return the verdict of each subject; none where there is but one, whose verdict is that of the place."""
    if len(subjects) < 2:  # noqa: PLR2004  # one is no several
        return ()
    return tuple(SubjectVerdict(one.subject, one.name, verdict_of(ways)) for one, ways in subjects)


def once(measures: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return measures without those that are said already, as where a text names a subject in two ways."""
    found: list[dict[str, Any]] = []
    for measure in measures:
        if measure not in found:
            found.append(measure)
    return tuple(found)


def merged(identified: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was identified, for a reader: each subject once, with all the ways it was recognised by."""
    found: dict[str, dict[str, Any]] = {}
    for one in identified:
        told = found.setdefault(one["id"] or one["name"], one | {"ways": []})
        told["ways"].append({"by": one["by"], "confidence": one["confidence"]})
        for name in ("cas", "form"):
            told[name] = told.get(name) or one.get(name)
    return list(found.values())
