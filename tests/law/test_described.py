"""Classes by their own names: each place answers for its own class, and a text that names one is never clear."""

from datetime import date
from typing import Any

import pytest
from tests.shipped import REGISTER

from penstock.law.check import check
from penstock.law.described import class_standing
from penstock.law.identified import UNLISTED

TODAY = date(2026, 11, 1)


def answers(subject: str, *, on: date = TODAY) -> dict[str, dict[str, Any]]:
    found = check(REGISTER, subject, kind=None, places=None, on=on, route=None, engine="test").as_dict()
    return {one["jurisdiction"]: one for one in found["answers"]}


@pytest.mark.parametrize(
    "subject",
    [
        "fentanyl-related substances",
        "Fentanyl-related substance",
        "fentanyl related compounds",
        "芬太尼类物质",
        "芬太尼類",
    ],
)
def test_a_class_is_answered_by_its_own_name(subject: str) -> None:
    cn = answers(subject)["CN"]
    assert cn["verdict"] == "controlled"
    (measure,) = cn["measures"]
    assert measure["subject"] == "cn-fentanyl-related-substances"
    assert measure["since"] == "2019-05-01"
    assert list(measure["clauses"])[:2] == ["chapeau", "一"]
    assert "propionyl" in measure["wording"]["一"]


def test_each_place_answers_for_the_class_of_its_own_law() -> None:
    found = answers("fentanyl-related substances")
    assert [m["subject"] for m in found["US"]["measures"]] == ["us-fentanyl-related-substances"]
    assert found["US"]["verdict"] == "controlled"
    found = answers("nitazenes")
    assert [m["subject"] for m in found["GB"]["measures"]] == ["gb-nitazenes"]
    assert found["US"]["verdict"] == "unknown"
    assert "no list of US that was read holds nitazenes as a class" in str(found["US"]["note"]).replace("No", "no", 1)
    assert "clonitazene" in str(found["CA"]["note"])


def test_a_class_is_answered_by_its_id_alone() -> None:
    found = answers("cn-nitazenes")
    assert found["CN"]["verdict"] == "controlled"
    assert found["GB"]["verdict"] == "unknown"


def test_before_it_was_listed_a_class_is_open() -> None:
    cn = answers("nitazenes", on=date(2025, 6, 30))["CN"]
    assert (cn["verdict"], cn["measures"]) == ("unknown", [])
    assert "only from 2025-07-01" in str(cn["note"])
    assert "isotonitazene" in str(cn["note"])


@pytest.mark.parametrize("text", ["nitazene powder 1 kg", "尼秦类粉末", "bulk nitazenes, lab grade"])
def test_a_text_that_names_a_class_means_some_member(text: str) -> None:
    cn = answers(text)["CN"]
    assert cn["verdict"] == "unknown"
    (measure,) = cn["measures"]
    assert "does not say which member" in measure["open"]
    assert measure["citation"]


def test_a_wide_name_means_the_class_only_by_itself() -> None:
    assert answers("benzimidazoles")["CA"]["verdict"] == "controlled"
    assert REGISTER.scanner.scan("benzimidazoles, fungicide, 25 kg") == []


def test_no_member_is_told_by_a_word_that_sounds_like_a_class() -> None:
    for text in ("endorphines", "orphanes", "morphines"):
        assert not [one for one in REGISTER.scanner.scan(text) if one.kind == "class"], text


def test_only_a_record_is_a_class() -> None:
    with pytest.raises(ValueError, match="record"):
        class_standing(REGISTER, UNLISTED, "CN", TODAY, None)
