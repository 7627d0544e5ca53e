"""The labelled corpus of goods texts: every label is right in form, and the two halves are split as the method says."""

from __future__ import annotations

import hashlib
import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest

from penstock.substances.cas import read_cas

if TYPE_CHECKING:
    from pathlib import Path

HALVES = ("learn", "shut")
LANGUAGES = {"en", "zh", "es", "de", "fr"}
MACHINES = {"tablet_press", "capsule_filler", "punch_die_mould", "mixer_granulator"}


@pytest.fixture(scope="module")
def halves(root: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the lines of both halves."""
    return {
        half: [
            json.loads(line)
            for line in (root / "bench" / "corpus" / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for half in HALVES
    }


def side_of(text: str) -> str:
    digest = hashlib.sha256(("penstock goods " + text).encode("utf-8", "surrogatepass")).hexdigest()
    return HALVES[1 - int(digest[:8], 16) % 2]


def test_each_line_stands_in_the_half_its_text_falls_on(halves: dict[str, list[dict[str, Any]]]) -> None:
    for half, lines in halves.items():
        assert all(side_of(line["text"]) == half for line in lines)
    texts = [line["text"] for lines in halves.values() for line in lines]
    assert len(set(texts)) == len(texts) >= 1_500


def test_a_third_are_hard_negatives_and_every_language_is_there(halves: dict[str, list[dict[str, Any]]]) -> None:
    for lines in halves.values():
        assert sum(line["sort"] in {"negative", "ordinary"} for line in lines) >= len(lines) / 3
        assert {line["lang"] for line in lines} == LANGUAGES


def test_every_label_is_the_text_it_says_and_names_a_subject(halves: dict[str, list[dict[str, Any]]]) -> None:
    for line in (line for lines in halves.values() for line in lines):
        for one in line["mentions"]:
            assert line["text"][one["start"] : one["end"]] == one["text"], line["text"]
            if one["kind"] == "substance":
                assert one["subject"] is None or read_cas(one["subject"]) is not None, line["text"]
                assert (one["subject"] is None) == bool(one.get("bad")), line["text"]
            elif one["kind"] == "equipment":
                assert one["subject"] in MACHINES, line["text"]
            else:
                assert one["kind"] == "code", line["text"]
                assert one["subject"].isdigit(), line["text"]
        spans = sorted((one["start"], one["end"]) for one in line["mentions"])
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans)), line["text"]
