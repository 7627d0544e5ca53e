"""Classes by their own names: each place answers for its own class, and a text that names one is never clear."""

from datetime import date

import pytest

from penstock.law.check import check
from penstock.law.described import class_standing
from penstock.law.identified import UNLISTED
from penstock.law.register import Register

TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


def answers(register: Register, subject: str, *, on: date = TODAY, kind: None = None) -> dict[str, dict[str, object]]:
    found = check(register, subject, kind=kind, places=None, on=on, route=None, engine="test").as_dict()
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
def test_a_class_is_answered_by_its_own_name(register: Register, subject: str) -> None:
    cn = answers(register, subject)["CN"]
    assert cn["verdict"] == "controlled"
    (measure,) = cn["measures"]  # type: ignore[misc]
    assert measure["subject"] == "cn-fentanyl-related-substances"
    assert measure["since"] == "2019-05-01"
    assert list(measure["clauses"])[:2] == ["chapeau", "一"]
    assert "propionyl" in measure["wording"]["一"]


def test_each_place_answers_for_the_class_of_its_own_law(register: Register) -> None:
    found = answers(register, "fentanyl-related substances")
    assert [m["subject"] for m in found["US"]["measures"]] == ["us-fentanyl-related-substances"]  # type: ignore[attr-defined]
    assert found["US"]["verdict"] == "controlled"
    found = answers(register, "nitazenes")
    assert [m["subject"] for m in found["GB"]["measures"]] == ["gb-nitazenes"]  # type: ignore[attr-defined]
    assert found["US"]["verdict"] == "unknown"
    assert "no list of US that was read holds nitazenes as a class" in str(found["US"]["note"]).replace("No", "no", 1)
    assert "clonitazene" in str(found["CA"]["note"])


def test_a_class_is_answered_by_its_id_alone(register: Register) -> None:
    found = answers(register, "cn-nitazenes")
    assert found["CN"]["verdict"] == "controlled"
    assert found["GB"]["verdict"] == "unknown"


def test_before_it_was_listed_a_class_is_open(register: Register) -> None:
    cn = answers(register, "nitazenes", on=date(2025, 6, 30))["CN"]
    assert (cn["verdict"], cn["measures"]) == ("unknown", [])
    assert "only from 2025-07-01" in str(cn["note"])
    assert "isotonitazene" in str(cn["note"])


@pytest.mark.parametrize("text", ["nitazene powder 1 kg", "尼秦类粉末", "bulk nitazenes, lab grade"])
def test_a_text_that_names_a_class_means_some_member(register: Register, text: str) -> None:
    cn = answers(register, text)["CN"]
    assert cn["verdict"] == "unknown"
    (measure,) = cn["measures"]  # type: ignore[misc]
    assert "does not say which member" in measure["open"]
    assert measure["citation"]


def test_a_wide_name_means_the_class_only_by_itself(register: Register) -> None:
    assert answers(register, "benzimidazoles")["CA"]["verdict"] == "controlled"
    assert register.scanner.scan("benzimidazoles, fungicide, 25 kg") == []


def test_no_member_is_told_by_a_word_that_sounds_like_a_class(register: Register) -> None:
    for text in ("endorphines", "orphanes", "morphines"):
        assert not [one for one in register.scanner.scan(text) if one.kind == "class"], text


def test_only_a_record_is_a_class(register: Register) -> None:
    with pytest.raises(ValueError, match="record"):
        class_standing(register, UNLISTED, "CN", TODAY, None)
