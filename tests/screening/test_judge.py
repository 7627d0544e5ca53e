from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.shipped import REGISTER

from penstock.kernel.errors import UnknownPlace
from penstock.screening.consignment import Consignment, GoodsItem
from penstock.screening.judge import Judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.screening.decide import Decision, Finding

JUDGE = Judge(REGISTER)
JUDGE_US = Judge(REGISTER, ["US"])
DAY = date(2026, 11, 1)
TO_US = {"export_country": "CN", "destination_country": "US"}
TO_DE = {"export_country": "CN", "destination_country": "DE"}
TO_MX = {"export_country": "CN", "destination_country": "MX"}
BOC_4_AP = "O=C(OC(C)(C)C)N1CCC(Nc2ccccc2)CC1"
PIPERIDONE = "O=C1CCNCC1"
HEXANOYL = "CCCCCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"
MEMBER_2C = "COc1cc(CCN)c(OC)cc1SCC=C"
RELATIVE_2C = "COc1cc(CC(C)N)c(OC)cc1SC"


def item(**fields: Any) -> GoodsItem:  # noqa: ANN401  # any column of the contract
    return GoodsItem(consignment_id="C-1", item_no=1, **fields)


def judged(on: date | str = DAY, **fields: Any) -> Decision:  # noqa: ANN401  # any column of the contract
    return JUDGE.item(item(**fields), date.fromisoformat(on) if isinstance(on, str) else on)


def codes(decision: Decision) -> set[str]:
    return {one.code for one in decision.findings}


def duties(decision: Decision, measure: str) -> set[tuple[str | None, str | None]]:
    return {(one.stage, one.duty) for one in decision.findings if one.measure == measure}


def of(decision: Decision, code: str) -> Finding:
    return next(one for one in decision.findings if one.code == code)


# --- a precursor, however it is described


@pytest.mark.parametrize(
    ("fields", "basis"),
    [
        ({"cas_number": "41661-47-6"}, "named"),
        ({"goods_description": "4-哌啶酮"}, "named"),
        ({"goods_description": "4-piperidone"}, "named"),
        ({"goods_description": "DRUM OF 4-Piperidone, 25 KG"}, "named"),
        ({"goods_description": "white powder, CAS 41661-47-6"}, "named"),
        ({"smiles": PIPERIDONE}, "named"),
        ({"cas_number": "41979-39-9"}, "scope"),
        ({"goods_description": "4-哌啶酮盐酸盐"}, "scope"),
        ({"goods_description": "4-哌啶酮鹽酸鹽"}, "scope"),
        ({"smiles": f"Cl.{PIPERIDONE}"}, "scope"),
    ],
)
def test_4_piperidone_needs_chinas_export_licence_however_it_is_described(fields: dict[str, str], basis: str) -> None:
    decision = judged(**fields, **TO_DE)
    assert decision.outcome == "licence"
    measure = "cn.precursors-category-2.4-piperidone"
    assert ("export", "licence") in duties(decision, measure)
    assert {one.basis for one in decision.findings if one.measure == measure} == {basis}


@pytest.mark.parametrize(
    ("on", "measure", "since"),
    [
        ("2020-05-15", "us.list-i.4-ap", "2020-05-15"),
        ("2022-11-08", "us.list-i.4-ap", "2020-05-15"),
        ("2022-11-09", "us.list-i.1-boc-4-ap", "2022-11-09"),
        ("2022-11-09", "us.list-i.4-ap", "2020-05-15"),
    ],
)
def test_the_carbamate_by_structure_is_in_scope_of_its_parent_then_named(on: str, measure: str, since: str) -> None:
    decision = judged(on, smiles=BOC_4_AP, **TO_US)
    assert ("import", "register") in duties(decision, measure)
    cited = next(one for one in decision.findings if one.measure == measure)
    assert cited.since == since
    assert cited.basis == ("scope" if measure.endswith(".4-ap") else "named")
    assert cited.url is not None
    assert cited.url.startswith("http")


@pytest.mark.parametrize(("on", "absent"), [("2020-05-14", "4-ap"), ("2022-11-08", "1-boc-4-ap")])
def test_the_day_before_no_duty_holds(on: str, absent: str) -> None:
    assert duties(judged(on, smiles=BOC_4_AP, **TO_US), f"us.list-i.{absent}") == set()


def test_a_prohibition_is_the_strictest_outcome() -> None:
    decision = judged(goods_description="carfentanil", **TO_US)
    assert decision.outcome == "prohibited"
    assert ("export", "prohibited") in duties(decision, "cn.non-medical-supplementary.carfentanil")
    assert decision.findings[0].citation


# --- days and routes


def test_the_day_of_the_row_comes_before_the_day_of_the_run() -> None:
    early, late = date(2025, 7, 19), date(2025, 7, 20)
    measure = "cn.precursors-category-2.4-piperidone"
    fields = {"cas_number": "41661-47-6", **TO_DE}
    assert not duties(JUDGE.item(item(date=early, **fields), late), measure)
    assert duties(JUDGE.item(item(date=late, **fields), early), measure)
    assert not duties(JUDGE.item(item(**fields), early), measure)
    assert duties(JUDGE.item(item(**fields), late), measure)


def test_chinas_rule_for_three_destinations_binds_towards_mexico_and_not_germany() -> None:
    substance = "methyl-1-phenethyl-4-oxopiperidine-3-carboxylate"
    name, measure = REGISTER.name_of(substance), f"cn.special-destinations-part-i.{substance}"
    assert ("export", "licence") in duties(judged(goods_description=name, **TO_MX), measure)
    assert duties(judged(goods_description=name, **TO_DE), measure) == set()
    assert duties(judged("2026-09-21", goods_description=name, **TO_MX), measure) == set()


def test_a_route_asks_only_the_places_on_it_and_the_un() -> None:
    places = {one.jurisdiction for one in judged(cas_number="41661-47-6", **TO_DE).findings}
    assert {"CN", "EU", "UN"} <= places
    assert not places & {"US", "MX", "CA", "HK"}


def test_transit_counts_as_a_place_on_the_route() -> None:
    by_way = judged(cas_number="41661-47-6", transit_countries=("US",), **TO_DE)
    assert "US" in {one.jurisdiction for one in by_way.findings} | set(by_way.unknown_in)


def test_without_a_route_every_place_is_asked_and_named_places_narrow_it() -> None:
    everywhere = {one.jurisdiction for one in judged(cas_number="41661-47-6").findings}
    assert {"CN", "US", "EU", "UN"} <= everywhere
    only = Judge(REGISTER, ["us"]).item(item(cas_number="41661-47-6", **TO_DE), DAY)
    assert {one.jurisdiction for one in only.findings} == {"US"}
    with pytest.raises(UnknownPlace, match="'XX'"):
        Judge(REGISTER, ["US", "XX"])


def test_a_listed_chemical_to_a_country_without_law_in_the_register_is_held() -> None:
    decision = judged(goods_description="toluene", cas_number="108-88-3", **{**TO_DE, "destination_country": "BR"})
    assert decision.outcome == "hold"
    assert "BR" in decision.unknown_in
    assert any(one.code == "open" and one.jurisdiction == "BR" for one in decision.findings)


# --- what never clears


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"cas_number": "41661-47-5"}, "bad_cas"),
        ({"cas_number": "hello"}, "bad_cas"),
        ({"goods_description": "sample 41661-47-5"}, "bad_cas"),
        ({"cas_number": "57-13-7", "goods_description": "urea"}, "bad_cas"),
        ({"cas_number": "1234567-89-5"}, "unidentified"),
        ({"cas_number": "1234567-89-5", "goods_description": "toy parts"}, "unidentified"),
        ({"smiles": "C1CC(=O"}, "bad_structure"),
        ({"smiles": "*C1CCNCC1"}, "bad_structure"),
        ({"smiles": "C>>O"}, "bad_structure"),
        ({"smiles": "C1CC(=O", "goods_description": "urea"}, "bad_structure"),
        ({"smiles": "InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5"}, "bad_structure"),
        ({"goods_description": "NPP"}, "abbreviation"),
        ({"goods_description": "4-AP, lab reagent"}, "abbreviation"),
        ({"goods_description": "2,2-dipropyl-4-piperidone"}, "name_part"),
        ({"goods_description": "三甲硅基丙酮"}, "name_part"),
        ({"goods_description": "acetone free nail polish remover"}, "name_part"),
        ({"smiles": "O=C1CCN(Cc2ccccc2)CC1"}, "open"),
        ({"goods_description": "tablet press"}, "watch"),
        ({"goods_description": "旋转式压片机"}, "watch"),
        ({}, "nothing_to_go_on"),
        ({"consignor_name": "Example Trading"}, "nothing_to_go_on"),
        ({"commodity_code": "2933399090"}, "nothing_to_go_on"),
        ({"commodity_code": "8479.89"}, "nothing_to_go_on"),
        ({"commodity_code": "9999999999"}, "nothing_to_go_on"),
    ],
)
def test_held_for(fields: dict[str, str], code: str) -> None:
    decision = judged(**fields, **TO_US)
    assert code in codes(decision)
    assert decision.outcome == "hold"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (HEXANOYL, "prohibited"),
        (f"white powder {HEXANOYL} 1 kg", "prohibited"),
        (f"{PIPERIDONE}, organic intermediate", "licence"),
        (f'drawn "{PIPERIDONE}".', "licence"),
        ("organic intermediate CCOCCCO", "clear"),
        ("filter C/O=12 (4 pcs) [new]", "clear"),
    ],
)
def test_a_structure_among_the_words_of_a_description_is_read(text: str, outcome: str) -> None:
    found = judged(goods_description=text, **TO_US)
    assert found.outcome == outcome
    drawn = {text[one.start : one.end] for one in found.findings if one.measure}
    assert drawn == ({one for one in (HEXANOYL, PIPERIDONE) if one in text} if outcome != "clear" else set())


def test_structures_read_ahead_are_judged_as_one_by_one() -> None:
    texts = [f"{'C' * length}{end}" for length in range(1, 60) for end in ("O", "(C)(C)(C)C", "1CC")]
    judge = Judge(REGISTER)
    judge.read_ahead([*texts, HEXANOYL, PIPERIDONE, BOC_4_AP])
    for text in (*texts[::20], HEXANOYL, PIPERIDONE, BOC_4_AP):
        row = item(smiles=text, **TO_US)
        assert judge.item(row, DAY) == JUDGE.item(row, DAY)


def test_a_close_relative_that_meets_no_measure_is_held() -> None:
    decision = judged(smiles="O=C1CCN(Cc2ccccc2)CC1", **TO_DE)
    assert codes(decision) == {"close_relative", "not_controlled"}
    assert decision.outcome == "hold"


@pytest.mark.parametrize(
    ("smiles", "near"),
    [
        ("CCC(=O)N(c1ccccc1)C1(c2ccccc2)CCN(CCc2ccccc2)CC1", "fentanyl-related substances"),
        ("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccc3c(c2)CCC[C@H]3N)CC1", "fentanyl-related substances"),
        ("COC(=O)N1CCC(Nc2ccccc2)CC1", "4-anilinopiperidine"),
    ],
)
def test_a_structure_beside_every_clause_and_every_scope_word_is_held(smiles: str, near: str) -> None:
    decision = JUDGE_US.item(item(smiles=smiles), date(2019, 4, 30))
    assert decision.outcome == "hold"
    assert near in of(decision, "close_relative").message


@pytest.mark.parametrize("other", [RELATIVE_2C, MEMBER_2C, "CCOCCCO"])
def test_of_several_structures_without_a_record_each_counts_in_either_order(other: str) -> None:
    measure = "cn.classes.cn-fentanyl-related-substances"
    alone = duties(judged(smiles=HEXANOYL, **TO_DE), measure)
    assert ("export", "prohibited") in alone
    for text in (f"{HEXANOYL}.{other}", f"{other}.{HEXANOYL}"):
        decision = judged(smiles=text, **TO_DE)
        assert decision.outcome == "prohibited"
        assert duties(decision, measure) == alone


def test_duties_on_two_structures_without_a_record_do_not_contradict_each_other() -> None:
    both = JUDGE.item(item(smiles=f"{HEXANOYL}.COC(=O)N1CCC(Nc2ccccc2)CC1"), DAY)
    assert {"us.fentanyl-related-substances.us-fentanyl-related-substances", "us.list-i.4-ap"} <= {
        one.measure for one in both.findings
    }
    assert both.outcome == "prohibited"


def test_a_wrong_check_digit_gets_a_suggestion_and_no_silent_repair() -> None:
    decision = judged(cas_number="41661-47-5", **TO_DE)
    said = of(decision, "bad_cas").message
    assert "its check digit should be 6" in said
    assert "Did you mean" in said
    assert "41661-47-6 (4-piperidone)" in said
    assert all(one.measure is None for one in decision.findings)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("powder, CAS 1234567-89-5", "unidentified"),
        pytest.param("powder, CAS 41661-47-5", "bad_cas"),
    ],
)
def test_a_cas_number_in_the_text_is_held_like_one_in_its_column(text: str, code: str) -> None:
    decision = judged(goods_description=text, **TO_US)
    assert decision.outcome == "hold"
    assert code in codes(decision)


# --- surveillance


def test_a_watched_machine_is_held_with_the_list_that_watches_it() -> None:
    found = of(judged(goods_description="punch and die set", **TO_US), "watch")
    assert found.measure == "us.special-surveillance-list.punch_die_mould"
    assert found.since == "2023-10-24"
    assert found.citation is not None
    assert "88 FR 73044" in found.citation
    before = judged("2023-10-23", goods_description="punch and die set", **TO_US)
    assert not duties(before, "us.special-surveillance-list.punch_die_mould")


# --- what is clear


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"goods_description": "toy parts"}, "no_mention"),
        ({"goods_description": "cotton T-shirts", "commodity_code": "6109.10"}, "no_mention"),
        ({"goods_description": "urea", "cas_number": "57-13-6", "smiles": "NC(N)=O"}, "not_controlled"),
        ({"cas_number": "50-78-2"}, "not_controlled"),
        ({"smiles": "CCCCCCC"}, "unrecorded"),
    ],
)
def test_benign_goods_are_clear_with_a_reason(fields: dict[str, str], code: str) -> None:
    decision = judged(**fields, **TO_US)
    assert decision.outcome == "clear"
    assert codes(decision) == {code}


def test_a_customs_code_is_said_and_decides_nothing() -> None:
    basket = judged(commodity_code="2933399090", goods_description="organic intermediate", **TO_US)
    assert basket.outcome == "clear"
    assert "it narrows and contradicts, it never decides" in of(basket, "code_basket").message
    listed = judged(commodity_code="2933399090", cas_number="41661-47-6", **TO_DE)
    assert listed.outcome == judged(cas_number="41661-47-6", **TO_DE).outcome


def test_a_clear_item_says_where_nothing_was_read() -> None:
    decision = judged(goods_description="urea", cas_number="57-13-6", export_country="CN", destination_country="BR")
    assert decision.outcome == "clear"
    assert decision.unknown_in == ("BR",)
    assert "unknown in BR" in of(decision, "not_controlled").message


def test_every_decision_has_a_reason() -> None:
    assert judged(goods_description="benzyl-urea", **TO_US).findings


# --- thresholds


@pytest.mark.parametrize("percent", [None, 40.0, 80.0])
def test_gamma_butyrolactone_as_such_needs_chinas_licence_at_any_strength(percent: float | None) -> None:
    # The easing of 1 January 2024 is for named products such as photoresists, not for the substance.
    decision = judged(
        goods_description="gamma-butyrolactone",
        cas_number="96-48-0",
        concentration_percent=percent,
        **TO_DE,
    )
    assert decision.outcome == "licence"
    assert ("export", "licence") in duties(decision, "cn.precursors-category-3.gamma-butyrolactone")


@pytest.mark.parametrize(("percent", "exempt"), [(3.9, True), (4.0, True), (4.1, False), (None, False)])
def test_canada_exempts_oils_of_at_most_four_per_cent_safrole(percent: float | None, *, exempt: bool) -> None:
    # Precursor Control Regulations, Class A precursors, sassafras oil.
    entries = [one for one in REGISTER.every_entry() if one.list_id == "ca.class-a-precursors"]
    limited = {
        one.subject: duty.threshold
        for one in entries
        for duty in one.entry.obligations or ()
        if duty.stage == "export" and duty.threshold and duty.threshold.concentration_percent == 4
    }
    subject = next(iter(limited))
    decision = judged(
        goods_description=REGISTER.name_of(subject),
        concentration_percent=percent,
        export_country="CA",
        destination_country="CN",
    )
    said = {one.code for one in decision.findings if one.jurisdiction == "CA" and one.stage in {None, "export"}}
    assert ("exempt_quantity" in said) is exempt


# --- what holds of every decision


def examples() -> Iterator[GoodsItem]:
    """Yield every substance and machine of the register, on routes and days that take turns."""
    routes: tuple[dict[str, str], ...] = (
        TO_US,
        TO_MX,
        TO_DE,
        {},
        {"export_country": "US", "destination_country": "CA-BC"},
    )
    days = (date(2019, 5, 1), date(2023, 6, 21), DAY)
    for place, subject in enumerate((*REGISTER.packed.substances, *REGISTER.packed.equipment)):
        name = f"drum of {REGISTER.name_of(subject)}, 25 kg"
        yield item(goods_description=name, date=days[place % 3], **routes[place % 5])


def test_every_finding_of_law_cites_its_text_and_the_characters_that_matched() -> None:
    seen = 0
    for one in examples():
        for found in JUDGE.item(one, DAY).findings:
            if found.start is not None:
                text = getattr(one, found.field or "")
                assert text[found.start : found.end] == found.matched
            if found.measure is not None:
                seen += 1
                assert found.jurisdiction
                assert found.since
                assert found.citation
                assert found.url
                assert found.basis in ({"rule"} if found.code == "red_flag" else {"named", "scope", "class"})
    assert seen > 100


def test_no_two_obligations_of_the_register_collide_on_any_route() -> None:
    """A ``ConflictError`` would stop a run; the rows of one subject are asked on every kind of route."""
    for subject, record in REGISTER.packed.substances.items():
        fields = {"cas_number": record.cas} if record.cas else {"goods_description": REGISTER.name_of(subject)}
        for route in (TO_US, TO_MX, {"export_country": "DE", "destination_country": "HK"}, {}):
            assert judged(**fields, **route).outcome in JUDGE.table.outcomes


def test_the_same_item_is_judged_the_same_by_a_judge_that_has_seen_others() -> None:
    for one in list(examples())[::25]:
        assert JUDGE.item(one, DAY) == Judge(REGISTER).item(one, DAY)


def test_a_consignment_is_as_strict_as_its_strictest_item() -> None:
    parts = ("toy parts", "4-哌啶酮", "carfentanil")
    items = tuple(
        GoodsItem(consignment_id="C-1", item_no=place, goods_description=text, **TO_DE)  # type: ignore[arg-type]  # a route is two countries
        for place, text in enumerate(parts, start=1)
    )
    outcome, decisions = JUDGE.consignment(Consignment("C-1", items), DAY)
    assert outcome == "prohibited"
    assert [(one.item_no, one.outcome) for one in decisions] == [
        (1, "clear"),
        (2, "licence"),
        (3, "prohibited"),
    ]
    assert JUDGE.consignment(Consignment("C-1", items[:2]), DAY)[0] == "licence"
    assert JUDGE.consignment(Consignment("C-1", items[:1]), DAY)[0] == "clear"


# --- a structure read from a name alone

BENZYLFENTANYL = "CCC(=O)N(c1ccccc1)C1CCN(Cc2ccccc2)CC1"
READ = {
    "N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide": BENZYLFENTANYL,
    "N-(1-phenethylpiperidin-4-yl)-N-(pyridin-3-yl)pentanamide": "CCCCC(=O)N(c1cccnc1)C1CCN(CCc2ccccc2)CC1",
    "N-cyclohexyl-N-phenylbenzamide": "O=C(c1ccccc1)N(c1ccccc1)C1CCCCC1",
    "1-methylpyrrolidine-2,5-dithing": "C1CC",
    "4-piperidone": "NC(N)=O",
    "2-methylpiperidin-4-one": "CC1CC(=O)CCN1",
    "2-methyl-4-piperidone": "CCCCCC",
}
"""Descriptions and the structures a reader of names gave for them."""

READING = Judge(REGISTER, names=READ)


def read(**fields: Any) -> Decision:  # noqa: ANN401  # any column of the contract
    return READING.item(item(**fields), DAY)


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide", "us.list-i.benzylfentanyl"),
        (
            "N-(1-phenethylpiperidin-4-yl)-N-(pyridin-3-yl)pentanamide",
            "us.fentanyl-related-substances.us-fentanyl-related-substances",
        ),
    ],
)
def test_a_name_alone_is_open_and_asks_for_no_licence(name: str, measure: str) -> None:
    decision = read(goods_description=name, **TO_US)
    assert decision.outcome == "hold"
    assert codes(decision) == {"open"}
    (found,) = (one for one in decision.findings if one.measure == measure)
    assert (found.duty, found.stage) == (None, None)
    assert (found.field, found.matched, found.end) == ("goods_description", name, len(name))
    assert found.citation
    assert " (by name, unconfirmed) may be on " in found.message


def test_the_structure_beside_it_speaks_for_itself() -> None:
    name = "N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide"
    decision = read(goods_description=name, smiles=f"Cl.{BENZYLFENTANYL}", **TO_US)
    assert decision == judged(goods_description=name, smiles=f"Cl.{BENZYLFENTANYL}", **TO_US)
    assert decision.outcome == "prohibited"


def test_a_harmless_structure_beside_it_does_not_clear_the_name() -> None:
    fields = {"goods_description": "N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide", "smiles": "NC(N)=O"}
    decision = read(**fields, **TO_US)
    assert decision.outcome == "hold"
    assert {"open", "name_structure"} <= codes(decision)


@pytest.mark.parametrize("name", ["N-cyclohexyl-N-phenylbenzamide", "1-methylpyrrolidine-2,5-dithing"])
def test_an_ordinary_name_changes_nothing(name: str) -> None:
    assert read(goods_description=name, **TO_US) == judged(goods_description=name, **TO_US)


def test_a_name_the_register_knows_is_not_read_by_anybody_else() -> None:
    decision = read(goods_description="4-piperidone", **TO_US)
    assert decision == judged(goods_description="4-piperidone", **TO_US)
    assert decision.outcome == "licence"


def test_a_close_relative_read_from_a_name_is_held() -> None:
    assert judged(goods_description="2-methylpiperidin-4-one", **TO_US).outcome == "clear"
    decision = read(goods_description="2-methylpiperidin-4-one", **TO_US)
    assert (decision.outcome, codes(decision)) == ("hold", {"close_relative"})
    assert "(by name, unconfirmed) is a close relative of" in decision.findings[0].message


def test_a_name_near_a_controlled_one_stays_held_whatever_it_is_read_as() -> None:
    decision = read(goods_description="2-methyl-4-piperidone", **TO_US)
    assert decision == judged(goods_description="2-methyl-4-piperidone", **TO_US)
    assert (decision.outcome, codes(decision)) == ("hold", {"name_part"})
