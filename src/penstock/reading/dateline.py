"""The day on which a document itself says it was published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from penstock.reading.days import Calendar, day_of

if TYPE_CHECKING:
    from datetime import date

_NAMES = (
    r"(?:article:published_time|datePublished|date_published|pubdate|DC\.date(?:\.issued)?|publish-date|parsely-pub-date"
    r"|itemprop=[\"']date)"
)
_ISO = r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"
_STATED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NAMES}[\"']?[^>\n]{{0,40}}?{_ISO}",
        rf"{_ISO}[^>\n]{{0,40}}[\"']\s*(?:property|name|itemprop)=[\"']{_NAMES}",
        rf"<time[^>]{{0,80}}datetime=[\"']{_ISO}",
    )
)
_PUBLISHED = re.compile(
    r"^\W*(?:first\s+)?(?:published|posted|updated|publicado|发布时间|发表于|date|fecha)(?![A-Za-z])\s*(?:on|at|el)?\s*[:：]?\s*",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^\W*[A-ZÀ-Ý][A-ZÀ-Ý .,'-]{2,40}(?:\([^)\n]{2,30}\)\s*)?[,—–-]?\s*")


def published_in(source: str, text: str) -> date | None:
    """Return the day that a document itself says it was published on; ``None`` where it says none with its year.

    Args:
        source: The document with its markup.
        text: Its text.
    """
    for pattern in _STATED:
        m = pattern.search(source)
        if m is not None and (found := day_of(int(m["y"]), int(m["m"]), int(m["d"]))) is not None:
            return found
    calendar = Calendar(None)
    for line in text.splitlines()[:12]:
        lead = _PUBLISHED.match(line) or _DATELINE.match(line)
        absolute = next((one for one in calendar.mentions(line[:120]) if one.grain == "day"), None)
        if absolute is None:
            continue
        begins = line[: absolute.start].strip(" |,–—-")
        if not begins or (lead is not None and absolute.start <= lead.end() + 12):
            return absolute.since
    return None
