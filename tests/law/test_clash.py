from __future__ import annotations

from tests.shipped import REGISTER

from penstock.law.clash import NOWHERE, Clash, cited
from penstock.law.hits import Place
from penstock.law.records import Source


def test_the_best_source_is_cited() -> None:
    sources = [
        Source(shows=["codes"], url="https://example.org/report", kind="secondary"),
        Source(shows=["codes"], url="https://example.org/gazette", kind="official"),
    ]
    assert cited(REGISTER, "HS 2933.37", sources) == ("HS 2933.37", "https://example.org/gazette")


def test_a_text_of_the_register_is_cited_as_the_register_cites_it() -> None:
    text = REGISTER.text("us-88-fr-21902")
    assert cited(REGISTER, "a fact", [Source(shows=["codes"], text="us-88-fr-21902")]) == (
        text.citation,
        text.url or text.seen[0].url,
    )


def test_the_object_of_an_answer_names_both_places() -> None:
    clash = Clash(
        code="name_cas",
        message="They differ.",
        one=Place("goods_description", "urea", 0, 4),
        other=Place("goods_description", "79099-07-3", 6, 16),
    )
    assert clash.source is NOWHERE
    assert clash.as_dict() == {
        "code": "name_cas",
        "message": "They differ.",
        "places": [{"matched": "urea", "start": 0, "end": 4}, {"matched": "79099-07-3", "start": 6, "end": 16}],
        "citation": None,
        "url": None,
    }
