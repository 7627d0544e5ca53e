"""Stories about parties that an officer can read and add without Python: a name, a day, and what each list says."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations when the tests run
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

import penstock

FOLDER = Path(__file__).parent / "stories" / "parties"


class Expected(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What one list must answer; fields left out are not asserted. All but the first two are of the best match."""

    verdict: str
    matches: int | None = None
    party: str | None = None
    since: str | None = None
    until: str | None = None
    programmes: list[str] | None = None
    citation: str | None = None
    owner: str | None = None
    note: str | None = None


class Story(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One name, what else is known of its bearer, a day, and what lists answer."""

    name: str
    ask: str
    on: date
    expect: dict[str, Expected]
    kind: str | None = None
    country: str | None = None
    born: str | None = None


def stories() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for record in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):  # noqa: S506  # strings only
            story = msgspec.convert(record, Story, strict=False)
            found.append(pytest.param(story, id=f"{path.stem}: {story.name}"))
    return found


@pytest.mark.parametrize("story", stories())
def test_story(story: Story) -> None:
    kind: Any = story.kind
    answer = penstock.check(story.ask, kind=kind, on=story.on, country=story.country, born=story.born).as_dict()
    assert answer["subject"]["kind"] == "party"
    given = {one["list"]: one for one in answer["answers"]}
    for list_id, expected in story.expect.items():
        compare(given[list_id], expected)


def compare(given: dict[str, Any], expected: Expected) -> None:
    assert given["verdict"] == expected.verdict, given
    assert expected.matches is None or len(given["matches"]) == expected.matches, given
    names = ("party", "since", "until", "programmes")
    wanted = {name: value for name in names if (value := getattr(expected, name)) is not None}
    if wanted or expected.citation or expected.owner or expected.note:
        best = given["matches"][0]
        assert {name: best[name] for name in wanted} == wanted
        assert (expected.citation or "") in best["citation"]
        assert expected.owner is None or expected.owner in {owner["party"] for owner in best["ownership"]}
        assert (expected.note or "").casefold() in (best["note"] or "").casefold(), best["note"]


def test_no_two_stories_share_a_name() -> None:
    names = [param.id for param in stories()]
    assert len(set(names)) == len(names)
