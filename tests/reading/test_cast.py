from __future__ import annotations

from penstock.reading.cast import Cast
from penstock.reading.speech import speech


def cast(text: str) -> Cast:
    return Cast(speech("en"), text)


def test_people_are_gathered_with_role_and_gender() -> None:
    people = cast("President Donald Trump’s order. Ann Lee, the mayor of Port Erin, left. Spokeswoman Mao Ning.").people
    assert set(people) == {"Donald Trump", "Ann Lee", "Mao Ning"}
    assert people["Ann Lee"].roles == ["the mayor of Port Erin"]
    assert people["Mao Ning"].gender == "f"
    assert people["Mao Ning"].surname == "Mao"
    assert people["Donald Trump"].surname == "Trump"


def test_a_surname_means_whom_was_named_last() -> None:
    text = "Wang Lei spoke. Then Wang Mei spoke. "
    found = cast(text).called("Wang", len(text))
    assert [one.name for one in found] == ["Wang Mei"]


def test_places_and_bodies_are_no_people() -> None:
    assert cast("The Foreign Ministry in Hong Kong and the Drug Enforcement Administration met.").people == {}
