"""The law of one subject as a picture over time: a row for each place, a bar for each span, the days behind the UN."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from penstock.law.compare import lag
from penstock.law.over_time import spans_of

if TYPE_CHECKING:
    from penstock.law.over_time import Span
    from penstock.law.register import Register

FIRST_YEAR = 1961
"""No picture begins earlier: the year of the Single Convention."""

LAST_YEAR = 2100
"""No picture ends later; what lies outside is drawn at its edge."""

WIDTH = 1000.0
"""The width of the picture; the bars' places are in its units."""

_NARROWEST = 4.0
"""The width of a bar that would else be too narrow to be seen."""

_ON = frozenset({"listed", "delisted", "charged", "named_in_lead"})
"""The verdicts of a party that is or was on a list; the others have no days to draw."""

_ROOM = 2
"""Years before the first day shown, and after the last."""


def timeline(register: Register, subject: str, on: date, today: date) -> dict[str, Any]:
    """Return the picture as plain values.

    Args:
        register: The register.
        subject: The id of a substance, a class or a kind of equipment.
        on: The day that is marked.
        today: A day that is inside the picture, whichever is marked.

    Raises:
        UnknownId: The register has no such subject.
    """
    name = register.name_of(subject)
    spans = {place: list(spans_of(register, subject, place, on)) for place in register.packed.jurisdictions}
    records = [one.record for found in spans.values() for one in found]
    told = (day for one in records for day in (one.since, one.known_by, one.until))
    days = [day for day in told if day]
    axis = _Axis(min([*days, today]), max([*days, today]))
    if not axis.holds(on):
        axis = _Axis(min([*days, today, on]), max([*days, today, on]))
    turns = sorted({day for day in days if axis.holds(day)})
    lags = {one["jurisdiction"]: one for one in lag(register, [subject], list(spans), on)[0].as_dict()["places"]}
    return {
        "subject": subject,
        "name": name,
        **_drawn(axis, on),
        "before": max((day.isoformat() for day in turns if day < on), default=None),
        "after": min((day.isoformat() for day in turns if day > on), default=None),
        "places": [
            {
                "jurisdiction": place,
                "names": register.packed.jurisdictions[place].names,
                "status": lags[place]["status"],
                "since": lags[place]["since"],
                "known_by": lags[place]["known_by"],
                "days_behind_un": None if place == "UN" else lags[place]["days_not_controlled"],
                "bars": sorted((_bar(register, axis, one) for one in found), key=itemgetter("x")),
            }
            for place, found in sorted(spans.items(), key=lambda one: one[0] != "UN")
        ],
    }


def listings(answers: list[dict[str, Any]], on: date) -> dict[str, Any] | None:
    """Return the picture of listings: a row for each party on each list that has or had it; ``None`` where none has.

    What is only near is not drawn.

    Args:
        answers: What each list says of the party, as an answer has it.
        on: The day that is marked.
    """
    rows = [(one, matches) for one in answers for matches in _by_party(one["matches"])]
    told = [_day(one[name]) for _, matches in rows for one in matches for name in ("since", "until")]
    if not (days := [day for day in told if day is not None]):
        return None
    axis = _Axis(min([*days, on]), max([*days, on]))
    return _drawn(axis, on) | {
        "lists": [
            {
                "list": one["list"],
                "title": one["title"],
                "name": matches[0]["known_as"],
                "bars": [_listing(axis, match) for match in matches],
            }
            for one, matches in rows
        ],
    }


def _by_party(matches: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the matches of a list that have days to draw, those of each party together."""
    found: dict[tuple[str | None, str | None], list[dict[str, Any]]] = {}
    for one in matches:
        if one["since"] and one["verdict"] in _ON and not one["is_near"]:
            found.setdefault((one["party"], one["uid"]), []).append(one)
    return list(found.values())


def _listing(axis: _Axis, match: dict[str, Any]) -> dict[str, Any]:
    since, until = _day(match["since"]), _day(match["until"])
    shown = {name: match[name] for name in ("name", "verdict", "until", "since_basis", "citation", "url")}
    return shown | {"since": since and since.isoformat(), **axis.place(since, until)}


def _day(text: str | None) -> date | None:
    """Return a day; ``None`` of a text that says that it is unknown."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _drawn(axis: _Axis, on: date) -> dict[str, Any]:
    """Return what every picture says of itself."""
    years = [{"year": year, "x": axis.x(date(year, 1, 1))} for year in axis.years()]
    return {
        "on": on.isoformat(),
        "first": axis.first.isoformat(),
        "last": axis.last.isoformat(),
        "slider": axis.slider(on),
        "marked": axis.x(on),
        "width": WIDTH,
        "years": years,
    }


class _Axis:
    """Where a day is drawn."""

    def __init__(self, first: date, last: date) -> None:
        self.first = date(min(max(first.year - _ROOM, FIRST_YEAR), LAST_YEAR - 1), 1, 1)
        self.last = date(max(min(last.year + _ROOM, LAST_YEAR), self.first.year + 1), 1, 1)

    def holds(self, day: date) -> bool:
        """Tell whether a day is inside the picture."""
        return self.first <= day <= self.last

    def x(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(WIDTH * min(max(share, 0.0), 1.0), 1)

    def slider(self, on: date) -> dict[str, int]:
        """Return the ends and the place of a slider as long as the picture, in days, 1 being the first of year 1."""
        least, most = self.first.toordinal(), self.last.toordinal()
        return {"least": least, "most": most, "at": min(max(on.toordinal(), least), most)}

    def place(self, since: date | None, until: date | None) -> dict[str, float]:
        """Return where a span is drawn: from the left edge, or to the right one, where it has no day."""
        x = 0.0 if since is None else self.x(since)
        end = WIDTH if until is None else self.x(until)
        return {"x": x, "width": round(max(end - x, _NARROWEST), 1)}

    def years(self) -> list[int]:
        """Return the years that are written: eight at most, at even distances, to stand apart on a narrow screen."""
        first, last = self.first.year, self.last.year
        every = next(step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 7)  # noqa: PLR2004  # as said
        return [year for year in range(first, last + 1) if year % every == 0]


def _bar(register: Register, axis: _Axis, span: Span) -> dict[str, Any]:
    told = span.record
    text = register.text(told.by)
    return {
        "since": told.since.isoformat() if told.since else None,
        "until": told.until.isoformat() if told.until else None,
        "known_by": told.known_by.isoformat() if told.known_by else None,
        **axis.place(told.since or told.known_by or told.not_before, told.until),
        "list": span.placed.file.list.name,
        "measure": span.placed.measure_id,
        "basis": span.basis,
        "scope": list(span.scope),
        "citation": f"{text.citation}, {told.at}" if told.at else text.citation,
        "url": text.url or text.seen[0].url,
    }
