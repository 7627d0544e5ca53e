from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.reading.counted import ENGLISH, grown, story

from penstock.cases.proposals import acts_in, recorded, statements_in
from penstock.reading.page import read_article_page
from penstock.reading.reader import NewsReader

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from penstock.law.register import Register
    from penstock.reading.article import Article

TEXT = (
    "Port opens\n\nOn Monday, Lin Hua of the Chinese Embassy said the presses were not regulated by the law of China: "
    '"Tablet presses are not regulated under the laws of China and Mexico." The US removed the institute from a trade '
    "blacklist in November 2023. Fentanyl is a drug."
)


def article(register: Register, text: str, published: date | None = date(2024, 1, 3)) -> Article:
    reader = NewsReader(register, "0", date(2026, 11, 29))
    return reader.read(read_article_page(text), "a.txt", "0" * 64, published=published)


def test_quotations_become_statements_with_claims_and_measures_become_acts(register: Register) -> None:
    read = article(register, TEXT)
    (statement,) = [one for one in statements_in(read, TEXT, {}) if one.quote]
    assert (statement.speaker, statement.day, statement.not_after) == ("Lin Hua", "2024-01-01", "2024-01-03")
    (claim,) = statement.claims
    assert (claim.predicate, claim.subjects, claim.places) == ("not_regulated", ("tablet_press",), ("CN", "MX"))
    assert TEXT[statement.origin.start : statement.origin.end].startswith('"Tablet')
    (act,) = acts_in(read, TEXT)
    assert (act.kind, act.day, act.by, act.status) == ("delisting", "2023-11", "US", "reported")


def test_an_act_is_of_the_subject_of_its_verb_and_shows_its_sentence_whole(register: Register) -> None:
    text = (
        "A list grows\n\nWASHINGTON, Oct. 4, 2023 — The Treasury Department on Tuesday imposed sanctions on 28 people "
        "and companies, most of them in China. Three firms in China were blacklisted on Monday, Sen. Ann Lee said."
    )
    first, second = acts_in(article(register, text, date(2023, 10, 4)), text)
    assert (first.by, first.place, first.day) == ("Treasury Department", "US", "2023-10-03")
    assert first.what.startswith("The Treasury Department on Tuesday")
    assert first.what.endswith("in China.")
    assert (second.by, second.place) == ("unknown", None)
    assert second.what.endswith("Sen. Ann Lee said.")


def test_a_measure_that_is_only_quoted_is_no_act(register: Register) -> None:
    text = "A title\n\nOn Monday, Ann Lee said that “the US imposed sanctions on the lab in 2020” and left the room."
    assert acts_in(article(register, text), text) == []


def test_the_seed_s_claim_is_proposed_from_the_article_itself(register: Register, shared: Path) -> None:
    text = (shared / "articles" / "000_43881cf59669af4e.txt").read_text(encoding="utf-8")
    claims = [
        claim
        for one in statements_in(article(register, text, date(2023, 6, 21)), text, register.packed.statements)
        for claim in one.claims
        if one.speaker == "Yu Haibin" and claim.predicate == "not_regulated"
    ]
    assert any("4-anpp" in one.subjects and one.places == ("UN", "CN", "MX") for one in claims)
    assert any("tablet_press" in one.subjects for one in claims)


def test_a_bare_surname_may_be_whom_the_record_has_about_that_day(register: Register) -> None:
    read = article(register, TEXT, date(2023, 12, 22))
    assert recorded("Wang", "unknown", read, register.packed.statements) == ("Wang Wenbin",)
    assert recorded("Wang", "2019-01-01", read, register.packed.statements) == ()
    assert recorded("Wang Wenbin", "unknown", read, register.packed.statements) == ()


def test_the_five_articles_propose_the_measures_they_report(register: Register, shared: Path) -> None:
    found = set()
    for name, day in (("002_bedb08c5003e80e1", date(2023, 7, 7)), ("003_466c3d37c6bb4997", date(2023, 12, 22))):
        text = (shared / "articles" / f"{name}.txt").read_text(encoding="utf-8")
        found |= {(one.kind, one.day) for one in acts_in(article(register, text, day), text)}
    assert {
        ("delisting", "2023-11-16"),
        ("listing", "2020"),
        ("suspension", "2022-08"),
        ("indictment", "2023-06"),
    } <= found


def test_proposals_of_a_text_twice_as_long_are_twice_the_work(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def proposed(text: str) -> None:
        read = readings[text]
        assert statements_in(read, text, register.packed.statements)
        assert acts_in(read, text)

    one, two = (story(count * len(ENGLISH), ENGLISH, "\n") for count in (10, 20))
    readings = {text: article(register, text) for text in (one, two)}
    assert grown(monkeypatch, proposed, one, two) == []
