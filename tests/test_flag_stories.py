"""Stories about red flags that an officer can read and add without Python: a row, a day, what some flags answer."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations when the tests run
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from penstock.law.register import Register
from penstock.screening.consignment import GoodsItem
from penstock.screening.judge import Judge

FOLDER = Path(__file__).parent / "stories" / "red-flags"
FIGURES = {"quantity", "net_mass_kg", "declared_value"}
NEVER_OPEN = {"un-incb-precursors-2018.misdeclared-consignment"}
"""A contradiction is found or not: nothing can be missing for it."""


class Story(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One row, the day of law, and what some flags must answer; flags left out are not asserted."""

    name: str
    on: date
    item: dict[str, Any]
    raised: list[str] = []
    not_raised: list[str] = []
    not_evaluated: dict[str, list[str]] = {}
    citation: str = ""


def read() -> list[tuple[str, Story]]:
    return [
        (path.stem, msgspec.convert(record, Story, strict=False))
        for path in sorted(FOLDER.glob("*.yaml"))
        for record in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # strings only
    ]


STORIES = read()


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Register.load())


@pytest.mark.parametrize("story", [pytest.param(story, id=f"{stem}: {story.name}") for stem, story in STORIES])
def test_story(judge: Judge, story: Story) -> None:
    given: dict[str, Any] = {name: float(value) if name in FIGURES else value for name, value in story.item.items()}
    given["transit_countries"] = tuple(given.get("transit_countries", ()))
    decision = judge.item(GoodsItem(consignment_id="1", item_no=1, **given), story.on)
    raised = {finding.measure: finding for finding in decision.findings if finding.code == "red_flag"}
    left = {one.flag: list(one.missing) for one in decision.not_evaluated}
    assert set(story.raised) <= raised.keys()
    assert not {*story.not_raised, *story.not_evaluated} & raised.keys()
    assert {flag: left.get(flag) for flag in story.not_evaluated} == story.not_evaluated
    assert not {*story.raised, *story.not_raised} & left.keys()
    assert all(story.citation in (raised[flag].citation or "") for flag in story.raised)


def test_every_flag_with_a_rule_is_raised_not_raised_and_not_evaluated_in_some_story() -> None:
    files = Register.load().packed.red_flags
    ruled = {f"{key}.{name}" for key, file in files.items() for name, flag in file.flags.items() if flag.when}
    assert ruled == {flag for _, story in STORIES for flag in story.raised}
    assert ruled == {flag for _, story in STORIES for flag in story.not_raised}
    assert ruled - NEVER_OPEN == {flag for _, story in STORIES for flag in story.not_evaluated}


def test_no_two_stories_share_a_name() -> None:
    names = [story.name for _, story in STORIES]
    assert len(set(names)) == len(names)
