from __future__ import annotations

import pytest

from penstock.cases.claims import claims_in, groups_beside, places_in, wordings

ABOUT = groups_beside("An article about fentanyl.")


@pytest.mark.parametrize(
    ("sentence", "subjects", "predicate", "places"),
    [
        (
            "4-AP is not regulated under international narcotics conventions or the laws of China and Mexico",
            ["4-ap"],
            "not_regulated",
            ("UN", "CN", "MX"),
        ),
        ("4-AP is regulated by Chinese law", ["4-ap"], "regulated", ("CN",)),
        ("tablet presses are common goods", ["tablet_press"], "common_goods", ("CN",)),
        ("涉及的4-AP未被列管", ["4-ap"], "not_regulated", ("CN",)),
        ("el 4-AP no está regulado por las leyes de México", ["4-ap"], "not_regulated", ("MX",)),
    ],
)
def test_a_claim_has_predicate_subjects_and_places(
    sentence: str, subjects: list[str], predicate: str, places: tuple[str, ...]
) -> None:
    (claim,) = [one for one in claims_in(sentence, subjects, ABOUT, "CN") if one.predicate == predicate]
    assert claim.subjects == tuple(subjects)
    assert claim.places == places


def test_the_chemicals_are_those_named_as_precursors_of_what_the_text_is_about() -> None:
    (chemicals, machines) = claims_in("the chemicals and related equipment involved are not regulated", [], ABOUT, "CN")
    assert not chemicals.named
    assert "4-anpp" in chemicals.subjects
    assert "tablet_press" in machines.subjects
    assert claims_in("the chemicals are not regulated", [], groups_beside("An article about dye."), "CN") == []


def test_no_place_no_claim_and_no_words_no_claim() -> None:
    assert claims_in("4-AP is not regulated", ["4-ap"], ABOUT, None) == []
    assert claims_in("4-AP is expensive", ["4-ap"], ABOUT, "CN") == []


def test_the_class_is_claimed_as_a_class() -> None:
    (claim,) = claims_in("China regulated an entire class of fentanyl substances", [], ABOUT, "CN")
    assert (claim.predicate, claim.subjects) == ("scheduled_class", ("cn-fentanyl-related-substances",))


def test_places_and_wordings() -> None:
    assert places_in("the laws of China and Mexico") == ("CN", "MX")
    assert places_in("nothing of the kind") == ()
    assert {one.predicate for one in wordings().predicates} >= {"regulated", "not_regulated"}
