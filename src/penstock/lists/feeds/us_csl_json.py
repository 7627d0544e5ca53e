"""The US Consolidated Screening List, as trade.gov exports it in JSON: the same entries, their parts apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from penstock.lists.feeds.drafts import Place, plain, refusal
from penstock.lists.feeds.tabular import bytes_of
from penstock.lists.feeds.us_csl import IGNORED, READ, drafts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from penstock.lists.feeds.drafts import Draft

_RENAMED = {"id": "_id"}
_ONLY_HERE = ("country", "source_list", "sources_used", "score")
_ADDRESS = ("address", "city", "state", "postal_code", "country")
_IDENTIFIER = ("type", "number", "country")
_PARTS = {"addresses": _ADDRESS, "ids": _IDENTIFIER}
_DETAILS = ("issue_date", "expiration_date")
_TOP = ("results", "total", "offset", "sources", "sources_used", "search_performed_at")


def claims(path: Path) -> bool:
    """Tell whether a file is the list in JSON, by its beginning."""
    if path.suffix.lower() != ".json":
        return False
    with path.open("rb") as stream:
        head = stream.read(4000)
    return head.lstrip().startswith(b"{") and b'"results"' in head


def read(path: Path) -> list[Draft]:
    """Read the file into a draft a list.

    Raises:
        RosterError: The file is not laid out as trade.gov exports it.
    """
    whole = Place(path.name, "")
    try:
        export = msgspec.json.decode(bytes_of(path), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refusal(whole, str(error), "a JSON object") from None
    for key in export:
        if key not in _TOP:
            raise refusal(whole, f"the key {key!r}", f"only {', '.join(_TOP)}")
    results = export.get("results")
    if not isinstance(results, list):
        raise refusal(whole, "no list of results", "one under 'results'")
    return drafts_of(path, _rows(path.name, results))


def _rows(file: str, results: list[Any]) -> Iterator[tuple[Place, Mapping[str, str]]]:
    """Yield each result as the row it would be in the CSV export."""
    for number, result in enumerate(results):
        place = Place(file, f"results[{number}]")
        if not isinstance(result, dict):
            raise refusal(place, repr(result)[:40], "an object")
        row = dict.fromkeys(READ, "")
        for key, value in result.items():
            column = _RENAMED.get(key, key)
            if column not in READ and column not in IGNORED and column not in _ONLY_HERE:
                raise refusal(place, f"the key {key!r}", "only keys this reader knows")
            row[column] = _cell(place, column, value)
        yield place, row


def _cell(place: Place, column: str, value: Any) -> str:  # noqa: ANN401  # any JSON value
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, (_cell(place, column, one) for one in value)))
    if not isinstance(value, dict):
        return plain(str(value))
    parts = _PARTS.get(column, ())
    for key in value:
        if key not in parts and key not in _DETAILS:
            raise refusal(place, f"the key {key!r} in {column!r}", f"only {', '.join(parts)}")
    return ", ".join(plain(str(value[key])) for key in parts if value.get(key))
