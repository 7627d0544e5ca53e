from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.licences import licence_cells
from tests.shipped import REGISTER

from penstock.cases.authorisations import read_authorisation
from penstock.cases.cover import Ledger, Shipment, shipment_of
from penstock.cases.drawing import Taken
from penstock.screening.consignment import GoodsItem
from penstock.screening.decide import Finding
from penstock.screening.judge import Judge

if TYPE_CHECKING:
    from penstock.cases.authorisations import Authorisation
    from penstock.screening.decide import Decision

JUDGE = Judge(REGISTER, ["US"])
DAY = date(2026, 5, 4)


def item(**changed: Any) -> GoodsItem:  # noqa: ANN401  # a field of an item
    told: dict[str, Any] = {
        "consignment_id": "C1",
        "item_no": 1,
        "date": DAY,
        "consignor_name": "Ejemplo Quimica S.A.",
        "consignor_country": "MX",
        "consignee_name": "EXAMPLE PHARMA INC",
        "consignee_country": "US",
        "cas_number": "21409-26-7",
        "net_mass_kg": 60.0,
    }
    return GoodsItem(**(told | changed))


def ledger(*changes: dict[str, Any]) -> Ledger:
    return Ledger(REGISTER, [read_authorisation(licence_cells(**one), REGISTER) for one in changes or ({},)])


def held(book: Ledger, one: GoodsItem, judge: Judge = JUDGE) -> Decision | None:
    return book.apply(judge.table, judge.item(one, DAY), shipment_of(judge, one, DAY))


def missing(book: Ledger, one: GoodsItem) -> str:
    decision = held(book, one)
    assert decision is not None
    assert decision.outcome == "licence"
    (said,) = [finding for finding in decision.findings if finding.code == "not_authorised"]
    assert (said.jurisdiction, said.stage, said.subject, said.duty) == ("US", "import", "4-anpp", None)
    assert said.citation
    assert [account.drawn for account in book.accounts] == [account.one.drawn for account in book.accounts]
    return said.message


def test_a_licence_outcome_becomes_clear_with_the_authorisation_cited() -> None:
    book = ledger()
    assert JUDGE.item(item(), DAY).outcome == "licence"
    decision = held(book, item())
    assert decision is not None
    assert decision.outcome == "clear"
    (finding,) = decision.findings
    assert (finding.code, finding.duty, finding.stage, finding.subject) == ("authorised", None, "import", "4-anpp")
    assert (finding.other_field, finding.other_matched) == ("authorisation", "EX-1")
    assert finding.message.endswith(
        "Authorised by licence EX-1 of Example Authority, held by Example Pharma Inc., from 2026-01-01 to 2026-12-31: "
        "60 kg drawn, 40 kg left."
    )
    assert finding.measure == "us.schedule-ii.4-anpp"
    assert book.balance() == [
        {
            "number": "EX-1",
            "issuer": "Example Authority",
            "kind": "licence",
            "granted": "100",
            "drawn_before": "0",
            "drawn": "60",
            "left": "40",
            "unit": "kg",
            "items": 1,
        }
    ]


def test_the_second_row_finds_what_the_first_has_left() -> None:
    book = ledger()
    held(book, item())
    decision = held(book, item(consignment_id="C2"))
    assert decision is not None
    assert decision.outcome == "licence"
    assert "20 kg over: 40 of 100 kg are left, and 60 kg are shipped" in decision.findings[-1].message
    rest = held(book, item(consignment_id="C3", net_mass_kg=40.0))
    assert rest is not None
    assert rest.outcome == "clear"
    assert book.accounts[0].left == 0


@pytest.mark.parametrize(
    ("licence", "goods", "said"),
    [
        ({"valid_until": "2026-05-03"}, {}, "it expired on 2026-05-03"),
        ({"valid_from": "2026-05-05"}, {}, "it begins on 2026-05-05"),
        ({"stages": "export"}, {}, "it is for export and not for import"),
        ({"holder": "Other Pharma Inc."}, {}, "it is held by Other Pharma Inc. (US), and the consignee is EXAMPLE"),
        ({"holder_country": "CA"}, {}, "(CA), and the consignee is EXAMPLE PHARMA INC (US)"),
        ({}, {"consignor_name": "Otra SA"}, "it names Ejemplo Quimica SA (MX), and the consignor is Otra SA (MX)"),
        ({}, {"consignor_name": None}, "and the consignor is not named (MX)"),
        ({"counterparties": "|AR"}, {}, "it names anybody (AR), and the consignor is"),
        ({}, {"net_mass_kg": 140.5}, "40.5 kg over: 100 of 100 kg are left, and 140.5 kg are shipped"),
        ({"drawn": "50"}, {}, "10 kg over: 50 of 100 kg are left"),
        ({}, {"net_mass_kg": None}, "the row does not say how much it ships in kg"),
        ({"unit": "tablets"}, {}, "the row does not say how much it ships in tablets"),
    ],
)
def test_what_is_missing_is_said_exactly(licence: dict[str, Any], goods: dict[str, Any], said: str) -> None:
    message = missing(ledger(licence), item(**goods))
    assert "The licence EX-1 of Example Authority does not cover it: " in message
    assert said in message


def test_where_no_authorisation_is_for_the_goods_it_says_which_is_asked_for() -> None:
    for other in ({"substances": "npp"}, {"kind": "registration"}, {"jurisdiction": "CA"}):
        assert missing(ledger(other), item()).endswith(
            "No licence or import certificate at hand is for 4-anilino-N-phenethylpiperidine under the law of US."
        )


def test_the_nearest_is_named_and_the_first_that_covers_is_drawn_down() -> None:
    book = ledger({"number": "A", "stages": "export", "valid_until": "2026-02-01"}, {"number": "B", "quantity": "1"})
    assert "licence B of Example Authority does not cover it: 59 kg over" in missing(book, item())
    both = ledger({"number": "A", "quantity": "1"}, {"number": "B"}, {"number": "C"})
    held(both, item())
    assert [account.items for account in both.accounts] == [0, 1, 0]


def test_units_of_mass_are_turned_into_each_other_and_others_are_not() -> None:
    book = ledger({"quantity": "60000", "unit": "g"})
    decision = held(book, item())
    assert decision is not None
    assert "60000 g drawn, 0 g left" in decision.findings[0].message
    pieces = ledger({"quantity": "10", "unit": "Vials"})
    assert held(pieces, item(net_mass_kg=None, quantity=4.0, quantity_unit="vials.")) is not None
    assert pieces.accounts[0].drawn == Decimal(4)


def test_a_salt_is_covered_only_where_it_is_said() -> None:
    salt = item(cas_number=None, goods_description="remifentanil hydrochloride", net_mass_kg=1.0)
    base = item(cas_number=None, goods_description="remifentanil", net_mass_kg=1.0)
    assert shipment_of(JUDGE, salt, DAY).forms == (("remifentanil", "hydrochloride"),)
    of_base, of_salt = {"substances": "remifentanil"}, {"substances": "remifentanil hydrochloride"}
    expected = {
        ("base", "base"): "clear",
        ("base", "salt"): "the goods are hydrochloride, and it does not say that salts are covered",
        ("salt", "salt"): "clear",
        ("salt", "base"): "it is for hydrochloride alone",
        ("base with salts", "salt"): "clear",
    }
    books = {"base": of_base, "salt": of_salt, "base with salts": of_base | {"salts": "yes"}}
    for (named, goods), said in expected.items():
        decision = held(ledger(books[named]), salt if goods == "salt" else base)
        assert decision is not None
        if said == "clear":
            assert decision.outcome == "clear", (named, goods)
        else:
            assert said in decision.findings[-1].message
            assert decision.outcome == "licence"


def test_what_is_held_or_forbidden_is_never_lifted_and_draws_nothing() -> None:
    book = ledger()
    held_back = item(goods_description="urea", cas_number="21409-26-7")
    assert JUDGE.item(held_back, DAY).outcome == "hold"
    assert held(book, held_back) is None
    assert held(book, item(cas_number="57-13-6")) is None
    assert book.accounts[0].drawn == 0


def test_a_licence_for_goods_is_none_for_dealing_with_a_listed_party() -> None:
    book, goods = ledger(), item()
    decision = JUDGE.item(goods, DAY)
    listed = Finding(code="party_listed", duty="licence", message="A listed party.", jurisdiction="US")
    both = replace(decision, findings=(*decision.findings, listed))
    found = book.apply(JUDGE.table, both, shipment_of(JUDGE, goods, DAY))
    assert found is not None
    assert found.outcome == "licence"
    (said,) = [one for one in found.findings if one.code == "not_authorised"]
    assert said.message == "A listed party. An authorisation for goods is none for dealing with a listed party."
    assert book.accounts[0].drawn == 0


def test_all_duties_are_met_or_nothing_is_drawn() -> None:
    judge = Judge(REGISTER, ["CN"])
    way = {"consignor_name": "Example Chemical", "consignor_country": "CN", "consignee_name": "Muster GmbH"}
    goods = item(**way, consignee_country="DE", cas_number="108-24-7", net_mass_kg=10.0)
    common = {"jurisdiction": "CN", "substances": "108-24-7", "counterparties": "any"}
    licence = common | {"holder": "Example Chemical", "holder_country": "CN", "stages": "export;transport"}
    guarantee = common | {"number": "G", "kind": "importer_guarantee", "issuer": "Muster GmbH", "holder": "Muster GmbH"}
    guarantee |= {"holder_country": "DE", "stages": "export", "quantity": "unlimited"}
    short = ledger(licence)
    decision = held(short, goods, judge)
    assert decision is not None
    assert decision.outcome == "licence"
    (lacks,) = [finding for finding in decision.findings if finding.code == "not_authorised"]
    assert "or the importer's written guarantee. No importer's guarantee or" in lacks.message
    assert short.accounts[0].drawn == 0
    both = ledger(licence, guarantee)
    covered = held(both, goods, judge)
    assert covered is not None
    assert covered.outcome == "notify"  # its other duties are no licences
    assert [account.items for account in both.accounts] == [1, 1]
    assert both.accounts[0].drawn == 10  # once, though it meets two duties
    cited = [finding.other_matched for finding in covered.findings if finding.code == "authorised"]
    assert sorted(filter(None, cited)) == ["EX-1", "EX-1", "G"]


MASSES = st.lists(st.integers(1, 4000).map(lambda grams: grams / 1000), min_size=1, max_size=12)


@given(MASSES, st.integers(1, 9000))
def test_whatever_is_shipped_no_more_is_drawn_than_was_granted(masses: list[float], granted: int) -> None:
    book = ledger({"quantity": str(granted), "unit": "g"})
    left = Decimal(granted)
    for nth, mass in enumerate(masses):
        decision = held(book, item(consignment_id=str(nth), net_mass_kg=mass))
        assert decision is not None
        wanted = Decimal(repr(mass)) * 1000
        assert (decision.outcome == "clear") == (wanted <= left)
        left -= wanted if wanted <= left else 0
        assert book.accounts[0].left == left >= 0


def test_a_shipment_says_who_by_the_countries_of_the_way_where_the_parties_have_none() -> None:
    found = shipment_of(
        JUDGE, item(consignor_country=None, export_country="MX", quantity=3.0, quantity_unit=" kg "), DAY
    )
    assert isinstance(found, Shipment)
    assert (found.consignor.country, found.unit, found.quantity, found.day) == ("MX", "kg", Decimal(3), DAY)


def taken(one: Authorisation, kilograms: str) -> list[Taken]:
    return [Taken(one.key, "C1", 1, Decimal(kilograms))]


def test_what_a_covered_row_draws_is_told_once_for_each_authorisation() -> None:
    book = ledger({"stages": "import"}, {"number": "EX-2", "substances": "108-24-7"})
    held(book, item())
    held(book, item(consignment_id="C2"))
    (one,) = book.draws
    assert (one.number, one.issuer, one.consignment_id, one.item_no) == ("EX-1", "Example Authority", "C1", 1)
    assert (one.quantity, one.unit, one.on, one.terms) == (Decimal(60), "kg", DAY, book.accounts[0].one.terms)
    assert list(book.cited) == ["example authority EX-1"]


def test_an_item_that_drew_before_rests_on_what_it_drew_and_draws_no_more() -> None:
    one = read_authorisation(licence_cells(drawn="100"), REGISTER)
    book = Ledger(REGISTER, [one], taken(one, "60"))
    decision = held(book, item())
    assert decision is not None
    assert decision.outcome == "clear"
    assert decision.findings[0].message.endswith("60 kg drawn before, 0 kg left.")
    assert (book.accounts[0].drawn, len(book.draws)) == (Decimal(100), 1)
    assert "1 kg over" in missing(book, item(consignment_id="C2", net_mass_kg=1.0))


def test_an_item_that_drew_another_quantity_before_is_told_to_have_it_given_back() -> None:
    one = read_authorisation(licence_cells(drawn="60"), REGISTER)
    said = "this item drew 60 kg before, and now ships 61: have that given back first"
    assert said in missing(Ledger(REGISTER, [one], taken(one, "60")), item(net_mass_kg=61.0))
    said = "and now does not say how much it ships"
    assert said in missing(Ledger(REGISTER, [one], taken(one, "60")), item(net_mass_kg=None))


@pytest.mark.parametrize(
    ("unit", "goods", "drawn"),
    [
        ("", {}, (Decimal(60), "kg")),
        ("g", {}, (Decimal(60_000), "g")),
        ("", {"net_mass_kg": None, "quantity": 5.0, "quantity_unit": "drums"}, (Decimal(5), "drums")),
        ("kg", {"net_mass_kg": None}, None),
        ("", {"net_mass_kg": None}, None),
    ],
)
def test_without_a_limit_a_row_draws_what_it_says_and_nothing_where_it_says_nothing(
    unit: str, goods: dict[str, Any], drawn: tuple[Decimal, str] | None
) -> None:
    book = ledger({"quantity": "unlimited", "unit": unit})
    decision = held(book, item(**goods))
    assert decision is not None
    assert decision.outcome == "clear"
    assert [(one.quantity, one.unit) for one in book.draws] == ([] if drawn is None else [drawn])


def test_what_is_missing_is_told_of_the_party_s_own_licence_and_not_of_those_of_others() -> None:
    others = [{"number": f"EX-{nth}", "holder": f"Other {nth} Pharma Inc."} for nth in range(2, 5)]
    said = missing(ledger(*others, {"drawn": "50"}), item())
    assert "The licence EX-1 of Example Authority does not cover it: 10 kg over" in said
    book = ledger(*others)
    said = missing(book, item())
    assert "No licence or import certificate at hand for " in said
    assert said.endswith("under the law of US is held by Ejemplo Quimica S.A. (MX) or EXAMPLE PHARMA INC (US).")
    assert book.cited == {}


def test_the_first_licence_of_the_party_that_covers_is_drawn_whoever_holds_those_before_it() -> None:
    exporters = {"number": "EX-9", "holder": "Ejemplo Quimica SA", "holder_country": "MX", "counterparties": "any"}
    book = ledger(exporters, {"number": "EX-2", "holder": "Other Pharma Inc."}, {"drawn": "99"}, {"number": "EX-3"})
    decision = held(book, item())
    assert decision is not None
    assert decision.findings[0].other_matched == "EX-3"
    assert [one.drawn for one in book.accounts] == [0, 0, 99, 60]
