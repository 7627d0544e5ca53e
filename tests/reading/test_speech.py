from __future__ import annotations

import pytest

from penstock.reading.speech import genders_of_first_names, one_of, place_names, place_of, places, speech


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_every_language_has_verbs_roles_and_pronouns(language: str) -> None:
    words = speech(language).words
    assert len(words.say) > 30
    assert len(words.roles) > 30
    assert words.pronouns


def test_words_are_found_whole() -> None:
    pattern = one_of(["said", "put it"])
    assert pattern.search("he put  it so") is not None
    assert pattern.search("unsaid") is None
    assert pattern.search("said-so") is None


def test_places_are_known_by_name_origin_and_seat() -> None:
    assert place_names()["Beijing"] == ("CN", "seat")
    assert place_names()["Mexican"] == ("MX", "of")
    assert place_names()["墨西哥"] == ("MX", "name")
    assert all(len(code) == 2 for code in places())


@pytest.mark.parametrize(
    ("named", "place"),
    [
        ("The Treasury Department", "US"),
        ("the Philippine Justice Department", "PH"),
        ("China's ambassador to Mexico", "CN"),
        ("the Chinese Embassy in Washington", "CN"),
        ("国家禁毒委员会", "CN"),
        ("the ministry", None),
        ("the ambassador to Mexico", None),
    ],
)
def test_a_body_is_of_the_place_its_name_says_else_of_the_table(named: str, place: str | None) -> None:
    assert place_of(named) == place


def test_a_first_name_tells_a_gender_where_it_is_a_common_one() -> None:
    assert genders_of_first_names()["nancy"] == "f"
    assert "yu" not in genders_of_first_names()
