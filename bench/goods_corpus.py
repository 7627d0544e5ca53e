"""How well the matcher reads the labelled corpus of goods texts: recall and precision a kind and a language.

A mention counts as found where its span, its kind and its subject are those of the label. Labels marked optional
count neither for nor against.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from penstock.goods import scan_many

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from penstock.goods import Mention

Key = tuple[int, int, str, str | None]


@dataclass
class Score:
    """What was found of what should be, and what was found besides."""

    right: int = 0
    missed: int = 0
    wrong: int = 0
    touched: int = 0
    """Labels that some mention of their kind and subject touches, wherever it begins and ends."""

    @property
    def recall(self) -> float:
        """The share of the labels that were found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def precision(self) -> float:
        """The share of the finds that are labels."""
        return self.right / max(1, self.right + self.wrong)


@dataclass
class Result:
    """The scores by kind and by kind and language, whether ``ordinary`` was told right, and every line that differs."""

    scores: dict[tuple[str, str], Score] = field(default_factory=lambda: defaultdict(Score))
    ordinary: Counter[bool] = field(default_factory=Counter)
    differing: list[tuple[dict[str, Any], list[Key], list[Key]]] = field(default_factory=list)


def read_lines(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Read the labelled lines of files of JSON Lines."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def measure(lines: list[dict[str, Any]]) -> Result:
    """Scan every line and hold what is found against its labels."""
    result = Result()
    for line, found in zip(lines, scan_many([line["text"] for line in lines]), strict=True):
        _compare(line, found, result)
    return result


def _compare(line: dict[str, Any], found: list[Mention], result: Result) -> None:
    labels = {_label(one): one for one in line["mentions"]}
    optional = {key for key, one in labels.items() if one.get("optional")}
    loose = [(start, end) for start, end, _, _ in optional]
    wanted = set(labels) - optional
    seen: dict[Key, Mention] = {}
    for one in found:
        key: Key = (one.start, one.end, one.kind, one.subject)
        if not any(start < one.end and one.start < end for start, end in loose):
            seen[key] = one
    spans = {key[:3] for key in wanted & set(seen)}
    wrong = [key for key in seen if key not in wanted and key[:3] not in spans]
    missed = sorted(wanted - set(seen), key=str)
    right = {key: one for key, one in seen.items() if key in wanted}
    for key, one in right.items():
        result.ordinary[one.ordinary == bool(labels[key].get("ordinary"))] += 1
    for where in ("all", line["lang"]):
        for start, end, kind, subject in wanted:
            touching = (one for one in seen if one[2:] == (kind, subject) and one[0] < end and start < one[1])
            result.scores[kind, where].touched += any(True for _ in touching)
        for found_key in right:
            result.scores[found_key[2], where].right += 1
        for lost in missed:
            result.scores[lost[2], where].missed += 1
        for other in wrong:
            result.scores[other[2], where].wrong += 1
    if missed or wrong:
        result.differing.append((line, missed, wrong))


def _label(one: dict[str, Any]) -> Key:
    return one["start"], one["end"], one["kind"], one["subject"]
