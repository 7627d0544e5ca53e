from __future__ import annotations

from msgspec.structs import replace

from penstock.reading.outcome import Findings, counted, judged, signs
from penstock.reading.referral import Goods, GoodsSpan, Identifier, PartyName, Phrase, PlaceLaw, Price, Span

SPAN = Span(part="body", start=0, end=3, quote="abc")
LAW = PlaceLaw(jurisdiction="US", verdict="controlled", measures=[], watch=[], note=None)
CHEMICAL = Goods(
    subject="x",
    name="4-piperidone",
    kind="substance",
    cas=None,
    standing="controlled",
    near=False,
    hidden=False,
    spans=[GoodsSpan(part="body", start=0, end=3, quote="abc", by="name", undone=[])],
    law=[LAW],
)
FREE = replace(LAW, verdict="not_controlled")
MACHINE = replace(CHEMICAL, kind="equipment", name="mixer", standing="not_controlled", law=[FREE])
STEALTH = Phrase(
    phrase="stealth-shipping",
    means="The seller lies.",
    shown="quoted",
    alone=True,
    language="en",
    spans=[SPAN],
    sources=[],
)
SAFE = replace(STEALTH, phrase="safe-delivery", alone=False)
BOTH = replace(STEALTH, phrase="both-sides", alone=False)
PRICE = Price(low="1", high=None, currency="USD", unit=None, span=SPAN)
MAIL = Identifier(kind="email", value="a@b.example", detail=None, checksum=None, spans=[SPAN])
SITE = replace(MAIL, kind="url", value="http://b.example")
PARTY = PartyName(party="cn-some", name="Some", score=0.97, spans=[SPAN])


def found(  # noqa: PLR0913  # the parts of what is found
    *goods: Goods,
    phrases: tuple[Phrase, ...] = (),
    prices: tuple[Price, ...] = (),
    contacts: tuple[Identifier, ...] = (),
    parties: tuple[PartyName, ...] = (),
    numbers: tuple[Span, ...] = (),
    ordinary: int = 0,
    has_product: bool = False,
    is_empty: bool = False,
) -> Findings:
    return Findings(
        goods=list(goods),
        phrases=list(phrases),
        prices=list(prices),
        contacts=list(contacts),
        parties=list(parties),
        unknown_numbers=list(numbers),
        ordinary=ordinary,
        has_product=has_product,
        is_empty=is_empty,
    )


def test_controlled_goods_that_are_offered_are_referred() -> None:
    for sign in (
        found(CHEMICAL, prices=(PRICE,)),
        found(CHEMICAL, contacts=(MAIL,)),
        found(CHEMICAL, has_product=True),
    ):
        outcome, reasons = judged(sign)
        assert outcome == "refer"
        assert reasons[0].startswith("It offers 4-piperidone, controlled in US; beside it ")
    assert judged(found(CHEMICAL, phrases=(STEALTH,)))[0] == "refer"


def test_watched_goods_are_referred_as_well() -> None:
    watched = replace(CHEMICAL, standing="watched", law=[replace(FREE, watch=[])])
    assert judged(found(watched, prices=(PRICE,)))[0] == "refer"


def test_controlled_goods_that_are_only_named_are_for_review() -> None:
    outcome, reasons = judged(found(CHEMICAL, contacts=(SITE,)))
    assert outcome == "review"
    assert reasons == ["It names 4-piperidone, controlled in US, without a price, a contact or product data."]


def test_a_machine_beside_evasive_phrases_is_referred_whatever_the_law() -> None:
    outcome, reasons = judged(found(MACHINE, phrases=(STEALTH,)))
    assert outcome == "refer"
    assert reasons[0] == "It names a machine, mixer, beside evasive phrases."
    assert judged(found(MACHINE, prices=(PRICE,)))[0] == "nothing_found"


def test_phrases_alone_are_for_review_and_those_of_every_shop_only_together() -> None:
    assert judged(found(phrases=(STEALTH,)))[0] == "review"
    assert judged(found(phrases=(SAFE,), ordinary=1))[0] == "nothing_found"
    assert judged(found(MACHINE, phrases=(SAFE,)))[0] == "nothing_found"
    assert judged(found(phrases=(SAFE, BOTH)))[0] == "review"
    assert counted([SAFE, STEALTH]) == [SAFE, STEALTH]


def test_what_is_near_or_open_is_for_review() -> None:
    near = replace(CHEMICAL, near=True)
    outcome, reasons = judged(found(near, prices=(PRICE,)))
    assert outcome == "review"
    assert reasons == ["'abc' is near 4-piperidone, controlled in US, and may be something else."]
    assert judged(found(replace(CHEMICAL, standing="open")))[0] == "review"


def test_a_party_of_the_register_is_for_review() -> None:
    outcome, reasons = judged(found(parties=(PARTY,), ordinary=3))
    assert outcome == "review"
    assert reasons == ["'abc' matches the name of cn-some (0.97); a name alone never convicts."]


def test_a_page_that_names_nothing_known_is_unknown_and_never_clear() -> None:
    assert judged(found(is_empty=True)) == ("unknown", ["The page has no text."])
    assert judged(found(prices=(PRICE,)))[0] == "unknown"
    assert judged(found(numbers=(SPAN,), ordinary=2))[0] == "unknown"
    assert judged(found(replace(CHEMICAL, standing="unknown", law=[])))[0] == "unknown"


def test_known_and_free_goods_are_nothing_found() -> None:
    assert judged(found(ordinary=1))[0] == "nothing_found"
    assert (
        judged(found(replace(CHEMICAL, standing="not_controlled", law=[FREE]), prices=(PRICE,)))[0] == "nothing_found"
    )


def test_many_goods_are_counted() -> None:
    outcome, reasons = judged(found(*[CHEMICAL] * 8, prices=(PRICE,)))
    assert outcome == "refer"
    assert reasons[5] == "It offers 3 more that are controlled or watched."


def test_a_web_address_is_no_sign_of_an_offer() -> None:
    assert signs(found(contacts=(SITE,))) == []
    assert signs(found(contacts=(SITE, MAIL), prices=(PRICE,))) == ["a price", "a contact (email)"]
