"""Days, months and years that a text names, resolved from the day of the text with the grain they have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

Grain = Literal["day", "week", "month", "year", "unknown"]


@dataclass(frozen=True, slots=True)
class DayMention:
    """What a text says of time at ``text[start:end]``; the half-open interval of days, ``None`` when not settled."""

    start: int
    end: int
    text: str
    grain: Grain
    since: date | None
    until: date | None

    @property
    def value(self) -> str:
        """The day, month or year in ISO 8601; a week by its first day; else ``unknown``."""
        if self.since is None:
            return "unknown"
        shown = self.since.isoformat()
        return {"day": shown, "week": shown, "month": shown[:7], "year": shown[:4]}.get(self.grain, "unknown")


class _Worded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    pattern: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    parts: dict[str, str]
    patterns: list[_Worded]
    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]


_TABLE = msgspec.toml.decode(files("penstock.reading").joinpath("days.toml").read_bytes(), type=_Table)
_MONTHS, _WEEKDAYS, _NUMBERS = _TABLE.months, _TABLE.weekdays, _TABLE.numbers


def _compiled(one: _Worded) -> re.Pattern[str]:
    pattern = re.sub(r"<<(\w+)>>", lambda m: _TABLE.parts[m[1]], one.pattern)
    return re.compile(pattern, 0 if one.kind == "named" else re.IGNORECASE)


_COMPILED = tuple((one.kind, _compiled(one)) for one in _TABLE.patterns)
_FUTURE = re.compile(
    r"\b(?:will|due|scheduled|expected|set\s+to|plans?\s+to|planned|upcoming|is\s+to|are\s+to|would\s+(?:meet|visit|begin|take))\b[^.;,]*$",
    re.IGNORECASE,
)
_UNITS = {
    "día": "day",
    "semana": "week",
    "mes": "month",
    "año": "year",
    "天": "day",
    "日": "day",
    "周": "week",
    "週": "week",
    "月": "month",
    "年": "year",
}
_CAPITAL_ONLY = frozenset({"may", "march", "mar", "sun", "sat", "mon", "wed", "dec", "jan"})


class Calendar:
    """Resolves what a text says of time from the day it was published; without one, only what is absolute."""

    def __init__(self, published: date | None) -> None:
        """Take the day of the text."""
        self._published = published

    def mentions(self, text: str) -> list[DayMention]:
        """Return every day, week, month and year a text names, in order."""
        taken = bytearray(len(text))
        hits: list[tuple[str, re.Match[str]]] = []
        for kind, pattern in _COMPILED:
            for m in pattern.finditer(text):
                end = m.start("of") if "of" in m.re.groupindex and m["of"] is not None else m.end()
                if _is_word(m) and taken.find(1, m.start(), end) < 0:
                    taken[m.start() : end] = b"\1" * (end - m.start())
                    hits.append((kind, m))
        return list(self._resolved(text, sorted(hits, key=lambda hit: hit[1].start())))

    def _resolved(self, text: str, hits: list[tuple[str, re.Match[str]]]) -> Iterator[DayMention]:
        last: date | None = None
        known: list[DayMention] = []
        for nth, (kind, m) in enumerate(hits):
            has_of = "of" in m.re.groupindex and m["of"] is not None
            end = m.start() + len(text[m.start() : m.start("of")].rstrip()) if has_of else m.end()
            anchor = last
            if kind == "near" and has_of and m["dir"].lower() in {"after", "before"}:
                following = hits[nth + 1] if nth + 1 < len(hits) else None
                inside = following is not None and following[1].start() < m.end("of")
                anchor = self._one(text, *following, last)[1] if inside and following is not None else None
            grain, since, until = self._one(text, kind, m, anchor)
            mention = DayMention(m.start(), end, " ".join(text[m.start() : end].split()), grain, since, until)
            known.append(mention)
            if since is not None and grain == "day":
                last = since
            yield mention

    def _one(self, text: str, kind: str, m: re.Match[str], last: date | None) -> tuple[Grain, date | None, date | None]:
        found: tuple[Grain, date | None] = getattr(self, f"_{kind}")(text, m, last)
        grain, since = found
        return (grain, since, _until(grain, since)) if since is not None else ("unknown", None, None)

    def _iso(self, _text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        return "day", day_of(int(m["year"]), int(m["m"]), int(m["d"]))

    def _chinese_day(self, text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        return "day", self._in_year(text, m, int(m["m"]), int(m["d"]))

    def _chinese_month(self, _text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        shift = {"去年": -1, "今年": 0, "明年": 1}
        year = int(m["year"]) if m["year"] else self._this_year(shift[m["which"]])
        return "month", day_of(year, int(m["m"]), 1) if year is not None else None

    def _chinese_year(self, _text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        return "year", date(int(m["year"]), 1, 1)

    def _chinese_weekday(self, text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        day = self._of_week(text, m, _WEEKDAYS[m["weekday"]], {"上": "last", "下": "next"}.get(m["which"] or ""))
        return "day", day

    def _chinese_back(self, _text: str, m: re.Match[str], last: date | None) -> tuple[Grain, date | None]:
        count = int(m["count"]) if m["count"].isdigit() else _NUMBERS.get(m["count"], 0)
        return self._away(
            _UNITS[m["unit"]], count if m["dir"] != "前" else -count, self._published if m["dir"] == "前" else last
        )

    def _chinese_word(self, _text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        word = m["word"].replace("个", "").replace("週", "周")
        days = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "明天": 1, "前天": -2}
        units = {
            "去年": ("year", -1),
            "今年": ("year", 0),
            "明年": ("year", 1),
            "上月": ("month", -1),
            "本月": ("month", 0),
            "上周": ("week", -1),
            "本周": ("week", 0),
        }
        if word in days:
            return self._away("day", days[word], self._published)
        return self._away(*units[word], self._published)

    def _chinese_bare(self, _text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        if self._published is None:
            return "unknown", None
        own = day_of(self._published.year, self._published.month, int(m["d"]))
        if own is not None and own > self._published:
            first = self._published.replace(day=1) - timedelta(days=1)
            own = day_of(first.year, first.month, int(m["d"]))
        return "day", own

    def _named(self, text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        return "day", self._in_year(text, m, _MONTHS[m["month"].lower().rstrip(".")], int(m["d"]))

    def _in_year(self, text: str, m: re.Match[str], month: int, day: int) -> date | None:
        if m["year"]:
            return day_of(int(m["year"]), month, day)
        if self._published is None:
            return None
        own = day_of(self._published.year, month, day)
        if own is None:
            return None
        if _FUTURE.search(_before(text, m.start())):
            return own if own >= self._published else day_of(own.year + 1, month, day)
        return own if own <= self._published + timedelta(days=2) else day_of(own.year - 1, month, day)

    def _month(self, text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        groups = m.groupdict()
        month = _MONTHS[(groups.get("month") or groups.get("mes") or "").lower().rstrip(".")]
        which = (groups.get("which") or "").lower()
        if groups.get("year"):
            return "month", date(int(m["year"]), month, 1)
        if self._published is None:
            return "unknown", None
        today = self._published
        if "year" in m[0].lower() or "año" in m[0].lower():
            shift = {"last": -1, "pasado": -1, "next": 1}.get(which, 0)
            return "month", date(today.year + shift, month, 1)
        is_next = which == "next" or (not which and _FUTURE.search(_before(text, m.start())) is not None)
        own = date(today.year, month, 1)
        if is_next:
            return "month", own if month >= today.month else date(today.year + 1, month, 1)
        is_past = month < today.month or (month == today.month and which not in {"last", "pasado", "el pasado"})
        return "month", own if is_past or which == "this" else date(today.year - 1, month, 1)

    def _weekday(self, text: str, m: re.Match[str], last: date | None) -> tuple[Grain, date | None]:
        which = " ".join((m.groupdict().get("which") or m.groupdict().get("after") or "").lower().split())
        number = _WEEKDAYS[m["weekday"].lower()]
        if which == "the following" and last is not None:
            return "day", last + timedelta(days=(number - last.weekday() - 1) % 7 + 1)
        if which == "the previous" and last is not None:
            return "day", last - timedelta(days=(last.weekday() - number - 1) % 7 + 1)
        if m[0].lower().endswith("last week") and self._published is not None:
            monday = self._published - timedelta(days=self._published.weekday() + 7)
            return "day", monday + timedelta(days=number)
        return "day", self._of_week(
            text, m, number, {"pasado": "last", "próximo": "next", "coming": "next"}.get(which, which) or None
        )

    def _of_week(self, text: str, m: re.Match[str], number: int, which: str | None) -> date | None:
        if self._published is None:
            return None
        back = (self._published.weekday() - number) % 7
        is_next = which == "next" or (which is None and _FUTURE.search(_before(text, m.start())) is not None)
        if is_next:
            return self._published + timedelta(days=(number - self._published.weekday() - 1) % 7 + 1)
        if which == "last" and back == 0:
            back = 7
        return self._published - timedelta(days=back)

    def _back(self, _text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        return self._away(m["unit"].lower(), -_count(m["count"]), self._published)

    def _near(self, _text: str, m: re.Match[str], last: date | None) -> tuple[Grain, date | None]:
        groups = m.groupdict()
        unit = (groups.get("unit") or m["count"]).lower()
        count = _count(m["count"]) if groups.get("unit") else 1
        is_back = m["dir"].lower() in {"earlier", "before"}
        return self._away(unit, -count if is_back else count, last)

    def _next_day(self, _text: str, m: re.Match[str], last: date | None) -> tuple[Grain, date | None]:
        shift = {"following": 1, "next": 1, "same": 0}.get(m["dir"].lower(), -1)
        return self._away(m["unit"].lower(), shift, last)

    def _hace(self, _text: str, m: re.Match[str], last: date | None) -> tuple[Grain, date | None]:
        direction = m.groupdict().get("dir")
        shift = _count(m["count"]) * (1 if direction == "después" else -1)
        return self._away(_UNITS[m["unit"].lower()], shift, last if direction else self._published)

    def _vague(self, _text: str, _m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        return "unknown", None

    def _relative(self, _text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        groups = m.groupdict()
        unit = (groups.get("unit") or groups.get("unidad") or "").lower()
        which = (groups.get("which") or "this").lower()
        shift = -1 if which.startswith(("last", "pasad")) else 1 if which.startswith(("next", "próxim")) else 0
        return self._away(_UNITS.get(unit, unit), shift, self._published)

    def _word(self, _text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        shift = {"yesterday": -1, "ayer": -1, "anoche": -1, "anteayer": -2, "tomorrow": 1}.get(m["word"].lower(), 0)
        return self._away("day", shift, self._published)

    def _year(self, _text: str, m: re.Match[str], _last: date | None) -> tuple[Grain, date | None]:
        return "year", date(int(m["year"]), 1, 1)

    def _this_year(self, shift: int) -> int | None:
        return None if self._published is None else self._published.year + shift

    def _away(self, unit: str, shift: int, anchor: date | None) -> tuple[Grain, date | None]:
        if anchor is None:
            return "unknown", None
        if unit == "day":
            return "day", anchor + timedelta(days=shift)
        if unit == "week":
            return "week", anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
        if unit == "month":
            months = anchor.year * 12 + anchor.month - 1 + shift
            return "month", date(months // 12, months % 12 + 1, 1)
        if unit == "year":
            return "year", date(anchor.year + shift, 1, 1)
        return "unknown", None


def _before(text: str, at: int) -> str:
    """Return what stands in the same sentence before a place."""
    piece = text[max(0, at - 160) : at]
    return re.split(r"[.!?]\s", piece)[-1]


def _is_word(m: re.Match[str]) -> bool:
    """Tell whether a month or weekday is written as one: *may* and *march* are verbs too."""
    for name in ("month", "weekday"):
        word = m.groupdict().get(name)
        if word and word.lower().rstrip(".") in _CAPITAL_ONLY and not word[0].isupper():
            return False
    return True


def _count(text: str) -> int:
    words = text.lower().split()
    if len(words) > 1:
        return 2
    return int(words[0]) if words[0].isdigit() else _NUMBERS.get(words[0], 0)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar; ``None`` where there is none of these numbers."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _until(grain: Grain, since: date) -> date | None:
    if grain == "day":
        return since + timedelta(days=1)
    if grain == "week":
        return since + timedelta(days=7)
    if grain == "month":
        return date(since.year + since.month // 12, since.month % 12 + 1, 1)
    return date(since.year + 1, 1, 1)
