"""Stories an officer can read and add without Python: a question, a day, and the answer the law gives."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations when the tests run
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

import penstock

FOLDER = Path(__file__).parent / "stories"


class Expected(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What one jurisdiction must answer; fields left out are not asserted.

    ``verdict`` is the answer; ``is_not`` stands in its place where the law rules one answer out and how far
    other lists were read decides between the rest. ``measure`` and the fields after it describe one measure;
    ``with_``, written ``with``, names further measures that must stand beside it, ``without`` measures that
    must not. ``watch`` names an entry of a watch list, ``unwatched`` one that must be absent.
    """

    verdict: str | None = None
    is_not: str | None = None
    measure: str | None = None
    since: str | None = None
    until: str | None = None
    decided: str | None = None
    basis: str | None = None
    scope: list[str] | None = None
    clauses: list[str] | None = None
    citation: str | None = None
    counterparties: list[str] | None = None
    with_: list[str] = msgspec.field(default_factory=list, name="with")
    without: list[str] = msgspec.field(default_factory=list)
    watch: str | None = None
    unwatched: str | None = None
    duty: str | None = None
    no_duty: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if (self.verdict is None) == (self.is_not is None):
            message = "A story says for each place either its verdict or what the verdict is not."
            raise ValueError(message)


class Story(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One question and its answer by jurisdiction.

    ``identified``, ``candidates`` and ``suggests`` list what the subject must be read as; ``form`` and
    ``differs`` what the reading says of the first subject; ``contradicts`` what contradicts
    what in the text. With ``whole`` no place is named in the question, and the answer must speak of the places of
    ``expect`` and of no other.
    """

    name: str
    ask: str
    on: date
    expect: dict[str, Expected]
    kind: str | None = None
    origin: str | None = None
    destination: str | None = None
    transit: list[str] = msgspec.field(default_factory=list)
    whole: bool = False
    read_as: str | None = None
    identified: list[str] | None = None
    candidates: list[str] | None = None
    suggests: list[str] | None = None
    form: str | None = None
    differs: list[str] | None = None
    contradicts: list[str] | None = None


def _stories() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        # BaseLoader makes only strings: the safe loader would read the CAS number 1609-66-1 as a day.
        for record in yaml.load(text, Loader=yaml.BaseLoader):  # noqa: S506  # see the line above
            story = msgspec.convert(record, Story, strict=False)
            found.append(pytest.param(story, id=f"{path.stem}: {story.name}"))
    return found


@pytest.mark.parametrize("story", _stories())
def test_story(story: Story) -> None:
    kind: Any = story.kind
    answer = penstock.check(
        story.ask,
        kind=kind,
        jurisdictions=None if story.whole else list(story.expect),
        on=story.on,
        route=_route(story),
    ).as_dict()
    _compare_subject(answer["subject"], story)
    given = {one["jurisdiction"]: one for one in answer["answers"]}
    if story.whole:
        assert sorted(given) == sorted(story.expect)
    for place, expected in story.expect.items():
        _compare(given[place], expected)


def _route(story: Story) -> penstock.Route | None:
    if story.origin is None and story.destination is None:
        return None
    return penstock.Route(story.origin, story.destination, tuple(story.transit))


def _compare_subject(subject: dict[str, Any], story: Story) -> None:
    identified = subject["identified"]
    if story.read_as is not None:
        assert subject["kind"] == story.read_as
    if story.identified is not None:
        assert [one["id"] for one in identified] == story.identified
    if story.candidates is not None:
        assert set(story.candidates) <= {one["id"] for one in subject.get("candidates", [])}
    if story.suggests is not None:
        assert subject.get("suggestions", []) == story.suggests
    if story.form is not None:
        assert identified[0].get("form") == story.form
    if story.differs is not None:
        assert identified[0].get("differs", []) == story.differs
    if story.contradicts is not None:
        assert [one["code"] for one in subject.get("contradictions", [])] == story.contradicts


def _compare(given: dict[str, Any], expected: Expected) -> None:
    if expected.verdict is not None:
        assert given["verdict"] == expected.verdict, given
    assert given["verdict"] != expected.is_not, given
    if expected.note is not None:
        assert expected.note.casefold() in (given["note"] or "").casefold()
    watched = {one["id"] for one in given["watch"]}
    assert expected.watch is None or expected.watch in watched
    assert expected.unwatched not in watched
    _compare_measures(given["measures"], expected)
    duties = {duty["duty"] for measure in given["measures"] for duty in measure["obligations"]}
    assert expected.duty is None or expected.duty in duties
    assert expected.no_duty not in duties


def _compare_measures(measures: list[dict[str, Any]], expected: Expected) -> None:
    names = ("since", "until", "decided", "basis", "scope", "clauses", "counterparties")
    wanted = {name: value for name in names if (value := getattr(expected, name)) is not None}
    if expected.measure is not None:
        wanted["id"] = expected.measure
    cited = expected.citation or ""
    if wanted or cited:
        fitting = [m for m in measures if all(m[name] == value for name, value in wanted.items())]
        assert any(cited in measure["citation"] for measure in fitting), measures
    ids = {measure["id"] for measure in measures}
    assert set(expected.with_) <= ids
    assert ids.isdisjoint(expected.without)


def test_there_are_at_least_150_stories_and_no_two_share_a_name() -> None:
    names = [param.id for param in _stories()]
    assert len(names) >= 150
    assert len(set(names)) == len(names)
