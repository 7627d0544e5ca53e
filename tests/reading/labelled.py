"""Made-up articles with the speaker and day of every quotation, and how well a reading agrees with them.

Behind the closing mark of each quotation stands ``{{speaker|day}}``, with ``/`` between answers that are both right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from penstock.reading.news import read_news

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.reading.article import Quotation

FOLDER = Path(__file__).parent / "news"
_LABEL = re.compile(r"\{\{(.*?)\|(.*?)\}\}")


@dataclass(frozen=True)
class Label:
    """Where a quotation ends, who may be right to be named as its speaker, and which days are right."""

    end: int
    speakers: tuple[str, ...]
    days: tuple[str, ...]


@dataclass(frozen=True)
class Labelled:
    """One made-up article."""

    name: str
    published: date
    text: str
    labels: tuple[Label, ...]


@dataclass
class Score:
    """How many quotations there are, were found, and have the right speaker and day."""

    labels: int = 0
    found: int = 0
    extra: int = 0
    speakers: int = 0
    named: int = 0
    named_right: int = 0
    days: int = 0
    settled: int = 0
    settled_right: int = 0

    def __str__(self) -> str:
        """Say recall and precision of speakers and days."""
        return (
            f"{self.labels} quotations, {self.found} found, {self.extra} besides; "
            f"speaker: recall {self.speakers / self.labels:.3f}, precision {self.named_right / self.named:.3f}; "
            f"day: recall {self.days / self.labels:.3f}, precision {self.settled_right / self.settled:.3f}"
        )


def load(half: str) -> Iterator[Labelled]:
    """Yield the articles of a file of the folder, by its name without the ending."""
    for block in (FOLDER / f"{half}.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        head, body = block.split("\n", 1)
        name, _, day = head.split()
        text, labels, at = "", [], 0
        for m in _LABEL.finditer(body):
            text += body[at : m.start()]
            labels.append(Label(len(text), tuple(m[1].split("/")), tuple(m[2].split("/"))))
            at = m.end()
        yield Labelled(name, date.fromisoformat(day), (text + body[at:]).strip("\n"), tuple(labels))


def score(half: str) -> tuple[Score, list[str]]:
    """Return how well the articles of a part are read, and what is wrong."""
    total, wrong = Score(), []
    for article in load(half):
        by_end = {one.end: one for one in read_news(article.text, article.published).quotations}
        for label in article.labels:
            total.labels += 1
            found = by_end.pop(label.end, None)
            if found is None:
                wrong.append(f"{article.name}: not found: {article.text[max(0, label.end - 40) : label.end]}")
                continue
            wrong += _compared(article.name, total, label, found)
        total.extra += len(by_end)
        wrong += [f"{article.name}: no quotation: {one.quote}" for one in by_end.values()]
    return total, wrong


def _compared(name: str, total: Score, label: Label, found: Quotation) -> list[str]:
    day = found.day.value if found.day else "unknown"
    is_right, is_day = bool(_names(found) & {_plain(one) for one in label.speakers}), day in label.days
    total.found += 1
    total.speakers += is_right
    total.named += found.speaker.name != "unknown"
    total.named_right += is_right and found.speaker.name != "unknown"
    total.days += is_day
    total.settled += day != "unknown"
    total.settled_right += is_day and day != "unknown"
    said = (
        f"{name}: {found.quote[:50]}: {found.speaker.name} ({found.how}) on {day}, not {label.speakers} on {label.days}"
    )
    return [] if is_right and is_day else [said]


def _names(found: Quotation) -> set[str]:
    speaker = found.speaker
    role = speaker.role if speaker.kind != "person" else None
    return {_plain(one) for one in (speaker.name, speaker.spoken_by, role) if one}


def _plain(name: str) -> str:
    return re.sub(r"^(?:the|a|an|el|la) ", "", name.lower()).replace("’", "'").strip(" ,")
