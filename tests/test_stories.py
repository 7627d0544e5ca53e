"""Stories an officer can read and add without Python: a question, a day, and the answer the law gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

import penstock

FOLDER = Path(__file__).parent / "stories"


class Expected(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What one jurisdiction must answer; fields left out are not asserted."""

    verdict: str
    measure: str | None = None
    since: str | None = None
    until: str | None = None
    basis: str | None = None
    scope: list[str] | None = None
    watch: str | None = None
    duty: str | None = None
    note: str | None = None


class Story(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One question and its answer by jurisdiction."""

    name: str
    ask: str
    on: date
    expect: dict[str, Expected]
    kind: str | None = None
    origin: str | None = None
    destination: str | None = None
    identified: list[str] | None = None


def _stories() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for record in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            story = msgspec.convert(record, Story, strict=False)
            found.append(pytest.param(story, id=f"{path.stem}: {story.name}"))
    return found


@pytest.mark.parametrize("story", _stories())
def test_story(story: Story) -> None:
    route = penstock.Route(story.origin, story.destination) if story.origin or story.destination else None
    kind: Any = story.kind
    answer = penstock.check(
        story.ask, kind=kind, jurisdictions=list(story.expect), on=story.on, route=route
    ).as_dict()
    if story.identified is not None:
        assert [one["id"] for one in answer["subject"]["identified"]] == story.identified
    given = {one["jurisdiction"]: one for one in answer["answers"]}
    for place, expected in story.expect.items():
        _compare(given[place], expected)


def _compare(given: dict[str, Any], expected: Expected) -> None:
    assert given["verdict"] == expected.verdict, given
    if expected.note is not None:
        assert expected.note.casefold() in (given["note"] or "").casefold()
    if expected.watch is not None:
        assert expected.watch in {one["id"] for one in given["watch"]}
    wanted = {
        name: value
        for name in ("since", "until", "basis", "scope")
        if (value := getattr(expected, name)) is not None
    }
    if expected.measure is not None:
        wanted["id"] = expected.measure
    if wanted:
        assert any(all(m[k] == v for k, v in wanted.items()) for m in given["measures"]), given["measures"]
    if expected.duty is not None:
        assert expected.duty in {d["duty"] for m in given["measures"] for d in m["obligations"]}


def test_there_are_at_least_150_stories_and_no_two_share_a_name() -> None:
    names = [param.id for param in _stories()]
    assert len(names) >= 150
    assert len(set(names)) == len(names)
