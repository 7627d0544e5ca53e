from __future__ import annotations

import pytest

from penstock.reading.speech import genders_of_first_names, one_of, place_names, places, speech


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


def test_a_first_name_tells_a_gender_where_it_is_a_common_one() -> None:
    assert genders_of_first_names()["nancy"] == "f"
    assert "yu" not in genders_of_first_names()
