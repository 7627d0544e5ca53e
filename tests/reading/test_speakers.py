from __future__ import annotations

import pytest

from penstock.reading.speakers import named_at_end, subject_of
from penstock.reading.speech import speech

EN = speech("en")


@pytest.mark.parametrize(
    ("clause", "kind", "name", "role"),
    [
        ("Foreign Ministry spokesperson Wang Wenbin", "person", "Wang Wenbin", "Foreign Ministry spokesperson"),
        (
            "On Wednesday, Yu Haibin, deputy head of the Commission,",
            "person",
            "Yu Haibin",
            "deputy head of the Commission",
        ),
        ("Secretary of State Antony Blinken", "person", "Antony Blinken", "Secretary of State"),
        ("U.S. Ambassador to China Nicholas Burns", "person", "Nicholas Burns", "U.S. Ambassador to China"),
        ("Sen. Tom Haverford (R-Ohio)", "person", "Tom Haverford", None),
        ("Wang, 44,", "person", "Wang", None),
        ("The US ambassador to China", "role", None, "The US ambassador to China"),
        ("the Chinese Embassy in Washington", "body", "Chinese Embassy in Washington", None),
        ("Beijing", "place", "Beijing", None),
        ("two people familiar with the matter", "role", None, "two people familiar with the matter"),
        ("ministry spokesperson He Yadong", "person", "He Yadong", "ministry spokesperson"),
    ],
)
def test_a_subject_is_a_person_a_body_a_place_or_a_role(
    clause: str, kind: str, name: str | None, role: str | None
) -> None:
    found = subject_of(EN, clause)
    assert found is not None
    assert (found.kind, found.name) == (kind, name)
    assert role is None or found.role == role


@pytest.mark.parametrize("clause", ["items", "the flow of chemicals to Mexico", "after the tablets", ""])
def test_what_cannot_speak_is_no_subject(clause: str) -> None:
    assert subject_of(EN, clause) is None


def test_a_name_alone_does_not_take_in_what_it_hangs_on() -> None:
    found = named_at_end(EN, "According to Drew Thompson", alone=True)
    assert found is not None
    assert found.name == "Drew Thompson"
