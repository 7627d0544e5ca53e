from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shipped import REGISTER

from penstock.law.compile import compile_register
from penstock.law.identified import Identified, on_record
from penstock.law.identify import by_name, identify
from penstock.law.records import SpanRecord
from penstock.law.register import Register
from penstock.law.routes import Route, binds, duties
from penstock.law.standing import Measure, Standing, force, scope_of, standing
from penstock.law.structures import by_structure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from penstock.law.register import Placed

DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)
SUBJECTS = sorted({*REGISTER.packed.substances, *REGISTER.packed.equipment})
PLACES = sorted(REGISTER.packed.jurisdictions)
CARBOXYLATE = "methyl-1-phenethyl-4-oxopiperidine-3-carboxylate"
"""One of the thirteen that China asks a licence for towards North America, from 22 September 2026."""

CHLORO_4_AP = "Clc1ccc(NC2CCNCC2)cc1"
FENTANYL_WITH_A_LONGER_CHAIN = "CCC(=O)N(c1ccccc1)C1CCN(CCCc2ccccc2)CC1"


def known(subject: str, register: Register = REGISTER, form: str | None = None) -> Identified:
    return on_record(register, subject, "cas", 1.0, form=form)


def drawn(smiles: str, register: Register = REGISTER) -> Identified:
    (one,) = by_structure(register, smiles)
    return one


def on(
    subject: str | Identified,
    place: str,
    day: date = TODAY,
    route: Route | None = None,
    register: Register = REGISTER,
) -> Standing:
    one = known(subject, register) if isinstance(subject, str) else subject
    return standing(register, one, place, day, route)


def shown(measures: Iterable[Measure]) -> list[tuple[str, str, tuple[str, ...], date | None]]:
    return [(m.placed.measure_id, m.basis, m.scope, m.since) for m in measures]


def entry(measure_id: str, register: Register = REGISTER) -> Placed:
    return next(placed for placed in register.every_entry() if placed.measure_id == measure_id)


# Force: does a span hold on a day


@pytest.mark.parametrize(
    ("days", "before", "first", "later"),
    [
        ({"since": date(2023, 5, 12)}, "no", "yes", "yes"),
        ({"since": date(2023, 5, 12), "until": date(2023, 5, 13)}, "no", "yes", "no"),
        ({"since": None}, "open", "open", "open"),
        ({"since": None, "not_before": date(2023, 5, 12)}, "no", "open", "open"),
        ({"since": None, "known_by": date(2023, 5, 12)}, "open", "yes", "yes"),
        ({"since": None, "not_before": date(2023, 5, 12), "known_by": date(2023, 5, 13)}, "no", "open", "yes"),
        ({"since": None, "until": date(2023, 5, 13)}, "open", "open", "no"),
    ],
)
def test_a_span_holds_is_open_or_does_not(days: dict[str, date | None], before: str, first: str, later: str) -> None:
    span = SpanRecord(by="a-text", **days)  # type: ignore[arg-type]
    day = date(2023, 5, 12)
    assert [force(span, d) for d in (day - DAY, day, day + DAY)] == [before, first, later]


# Named, scope, and the run of spans


def test_a_salt_is_controlled_by_scope_where_the_entry_says_so_and_open_where_not() -> None:
    salt = known("4-piperidone", form="hydrochloride")
    assert shown(on(salt, "US").measures) == [("us.list-i.4-piperidone", "scope", ("salt",), date(2023, 5, 12))]
    silent = on(known("npp", form="hydrochloride"), "US")
    assert (silent.measures, silent.verdict) == ([], "unknown")
    assert [m.open for m in silent.open] == ["the words of the entry do not mention salts, and this is hydrochloride"]


@pytest.mark.parametrize("form", ["monohydrate", "deuterated (d5)", "13C6 labelled", "anhydrous", "technical"])
def test_hydrates_and_labelled_forms_are_the_substance_itself(form: str) -> None:
    (measure,) = on(known("npp", form=form), "US").measures
    assert (measure.basis, measure.scope) == ("named", ())


@pytest.mark.parametrize("form", ["hydrochloride monohydrate", "sulfate hydrate", "salt or mixture"])
def test_the_hydrate_of_a_salt_is_a_salt(form: str) -> None:
    (measure,) = on(known("4-piperidone", form=form), "US").measures
    assert (measure.basis, measure.scope) == ("scope", ("salt",))


def test_an_isomer_needs_a_word_on_isomers() -> None:
    (covered,) = on(known("ephedrine", form="(+)-isomer"), "US").measures
    assert (covered.basis, covered.scope) == ("scope", ("optical-isomer",))
    silent = on(known("4-piperidone", form="isomer"), "US")
    assert (silent.measures, silent.verdict) == ([], "unknown")
    assert "do not mention isomers" in (silent.open[0].open or "")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 5, 14), []),
        (date(2020, 5, 15), [("us.list-i.4-ap", "scope", ("carbamate",), date(2020, 5, 15))]),
        (date(2022, 11, 8), [("us.list-i.4-ap", "scope", ("carbamate",), date(2020, 5, 15))]),
        (
            date(2022, 11, 9),
            [
                ("us.list-i.1-boc-4-ap", "named", (), date(2022, 11, 9)),
                ("us.list-i.4-ap", "scope", ("carbamate",), date(2020, 5, 15)),
            ],
        ),
        (
            date(2023, 11, 30),
            [
                ("us.list-i.1-boc-4-ap", "named", (), date(2022, 11, 9)),
                ("us.list-i.4-ap", "scope", ("carbamate",), date(2020, 5, 15)),
            ],
        ),
    ],
)
def test_a_carbamate_keeps_both_bases_once_it_has_a_line_of_its_own(
    day: date, expected: list[tuple[str, str, tuple[str, ...], date]]
) -> None:
    assert shown(on("1-boc-4-ap", "US", day).measures) == expected


def test_1_boc_4_piperidone_follows_its_parent_before_its_own_line() -> None:
    assert shown(on("1-boc-4-piperidone", "US", date(2023, 5, 11)).measures) == []
    assert [m.basis for m in on("1-boc-4-piperidone", "US", date(2025, 10, 1)).measures] == ["scope"]
    assert [m.basis for m in on("1-boc-4-piperidone", "US", date(2025, 10, 2)).measures] == ["named", "scope"]


def test_the_salt_of_a_derived_substance_shows_both_words() -> None:
    one = known("1-boc-4-ap", form="hydrochloride")
    (measure,) = on(one, "US", date(2021, 1, 1)).measures
    assert (measure.placed.measure_id, measure.scope) == ("us.list-i.4-ap", ("carbamate", "salt"))


def test_since_runs_through_a_widening_only_for_what_was_covered_before() -> None:
    widened = date(2023, 11, 30)
    for day in (widened - DAY, widened):
        (measure,) = on("4-ap", "US", day).measures
        assert (measure.basis, measure.since, measure.until) == ("named", date(2020, 5, 15), None)
    before, after = (on(drawn(CHLORO_4_AP), "US", day) for day in (widened - DAY, widened))
    assert (before.measures, before.open, before.kin(REGISTER)) == ([], [], ("4-ap",))
    assert shown(after.measures) == [("us.list-i.4-ap", "scope", ("halide",), widened)]
    assert after.measures[0].until is None


def test_a_halide_is_one_whether_or_not_it_has_a_record() -> None:
    for one in (drawn(CHLORO_4_AP), known("n-4-fluorophenyl-4-piperidinamine")):
        assert shown(on(one, "US").measures) == [("us.list-i.4-ap", "scope", ("halide",), date(2023, 11, 30))]


# Open words and classes


def test_derivatives_and_analogues_leave_a_relative_open() -> None:
    one = drawn("O=C1CCN(Cc2ccccc2F)CC1")
    widened = date(2024, 9, 3)
    result = on(one, "CA", widened)
    assert ("ca.class-a-precursors.4-piperidone", "scope", ("analogue", "derivative"), widened) in shown(result.open)
    assert (result.measures, result.verdict) == ([], "unknown")
    assert "is open" in (result.open[0].open or "")
    assert on(one, "CA", widened - DAY).open == []


def test_a_class_takes_in_what_meets_its_wording_from_its_first_day() -> None:
    one = drawn(FENTANYL_WITH_A_LONGER_CHAIN)
    first = date(2019, 5, 1)
    (measure,) = on(one, "CN", first).measures
    assert shown([measure]) == [("cn.classes.cn-fentanyl-related-substances", "class", (), first)]
    assert measure.clauses == ("四",)
    assert on(one, "CN", first - DAY).measures == []


def test_wording_that_can_be_read_both_ways_stays_open_and_names_the_word() -> None:
    result = on(drawn(FENTANYL_WITH_A_LONGER_CHAIN), "US")
    (measure,) = result.open
    assert (result.measures, result.verdict) == ([], "unknown")
    assert (measure.clauses, measure.open) == (
        ("B",),
        "whether it meets clause B turns on the word 'in or on the phenethyl group'",
    )


def test_what_is_named_is_not_left_open_by_a_class() -> None:
    result = on("acetylfentanyl", "CN")
    assert [m.basis for m in result.measures] == ["named"]
    assert [(m.placed.subject, m.clauses) for m in result.exempt] == [("cn-fentanyl-related-substances", ("一",))]
    assert (result.open, result.verdict) == ([], "controlled")


def test_the_close_relatives_are_told_where_no_measure_settles_it() -> None:
    one = drawn("O=C1CCN(Cc2ccccc2F)CC1")
    assert on(one, "CN").kin(REGISTER) == ("4-piperidone",)
    assert on("1-boc-4-piperidone", "US").kin(REGISTER) == ()
    assert on("urea", "US").kin(REGISTER) == ()
    unlisted = Standing(relatives=("urea",))
    assert unlisted.kin(REGISTER) == ()


# Routes


@pytest.mark.parametrize(
    ("route", "is_bound"),
    [
        (None, True),
        (Route("CN", "US"), True),
        (Route("CN", "MX"), True),
        (Route("CN", "CA"), True),
        (Route("CN", "CA-BC"), True),
        (Route("CN", None), True),
        (Route("CN", "US", ("HK",)), True),
        (Route("CN", "DE"), False),
        (Route("CN", "HK"), False),
        (Route("CN", "MM"), False),
        (Route("US", "CN"), False),
        (Route("DE", "US", ("CN",)), False),
    ],
)
def test_chinas_licence_for_north_america_binds_exports_there_alone(route: Route | None, *, is_bound: bool) -> None:
    first = date(2026, 9, 22)
    measures = shown(on(CARBOXYLATE, "CN", first, route).measures)
    expected = [(f"cn.special-destinations-part-i.{CARBOXYLATE}", "named", (), first)]
    assert measures == (expected if is_bound else [])
    assert on(CARBOXYLATE, "CN", first - DAY, route).measures == []


@pytest.mark.parametrize("destination", ["MM", "LA", "AF", "US", "MX", "DE"])
def test_chinas_licence_for_its_neighbours_binds_exports_there_alone(destination: str) -> None:
    first = date(2024, 5, 1)
    route = Route("CN", destination)
    measures = shown(on("benzene", "CN", first, route).measures)
    expected = [("cn.special-destinations-part-ii.benzene", "named", (), first)]
    assert measures == (expected if destination in {"MM", "LA", "AF"} else [])
    assert on("benzene", "CN", first - DAY, route).measures == []


def test_a_gap_in_a_list_for_some_countries_matters_only_on_the_way_there() -> None:
    doubts = {to: on("propionyl-chloride", "CN", TODAY, Route("CN", to)).doubts for to in ("US", "DE")}
    assert len(doubts["US"]) == 1
    assert doubts["DE"] == []
    assert on("propionyl-chloride", "CN", TODAY, Route("CN", "DE")).verdict == "not_controlled"
    assert on("propionyl-chloride", "CN", TODAY, Route("CN", "US")).verdict == "unknown"
    assert on("urea", "CN", TODAY, Route("CN", "US")).verdict == "not_controlled"
    assert on("urea", "CN", TODAY, Route("CN", "MM")).gaps != []
    assert on("urea", "CN", TODAY, Route("MM", "CN")).gaps == []


def test_a_list_for_imports_does_not_bind_exports() -> None:
    incoming, outgoing = Route("CN", "CA"), Route("CA", "US")
    (measure,) = on("tablet_press", "CA", TODAY, incoming).measures
    assert {duty.stage for duty in measure.obligations} == {"import"}
    assert on("tablet_press", "CA", TODAY, outgoing).measures == []
    assert len(on("tablet_press", "CA", TODAY, None).measures) == 1


def test_a_list_for_exports_binds_what_leaves_the_union_and_not_what_enters() -> None:
    medicine = "medicines-containing-ephedrine"
    assert len(on(medicine, "EU", TODAY, Route("DE", "US")).measures) == 1
    assert on(medicine, "EU", TODAY, Route("US", "DE")).measures == []


def test_trade_within_the_union_is_no_export() -> None:
    assert on("medicines-containing-ephedrine", "EU", TODAY, Route("DE", "FR")).measures == []


@pytest.mark.parametrize(
    ("route", "stages"),
    [
        (Route("CN", "US"), {"import"}),
        (Route("US", "CN"), {"production", "sale", "export"}),
        (Route("CN", "MX", ("US",)), {"transit"}),
        (Route("CN", "DE"), {"production", "sale", "import", "export", "transit"}),  # not on the route: all
        (None, {"production", "sale", "import", "export", "transit"}),
    ],
)
def test_obligations_are_those_of_the_side_of_the_route(route: Route | None, stages: set[str]) -> None:
    (measure,) = on("4-piperidone", "US", TODAY, route).measures
    assert {duty.stage for duty in measure.obligations} == stages


def test_obligations_hold_from_their_own_first_day_to_their_own_end() -> None:
    placed, day = entry("ca.class-a-precursors.propionyl-chloride"), date(2026, 6, 15)
    before, after = (
        {(duty.duty, duty.at) for duty in duties(REGISTER, placed, on_day, None)} for on_day in (day - DAY, day)
    )
    assert before - after == {("record", "PCR s. 86")}
    assert after - before == {("report", "PCR s. 86.1")}


def test_the_law_of_the_mainland_does_not_bind_hong_kong_nor_the_reverse() -> None:
    part_i = entry(f"cn.special-destinations-part-i.{CARBOXYLATE}").file.list
    assert binds(REGISTER, part_i, Route("CN", "US"))
    assert REGISTER.binding("HK") == ("HK",)
    assert "HK" not in REGISTER.binding("CN")
    hk_export = next(f.list for k, f in REGISTER.lists_of("HK") if f.list.direction == ["export"])
    assert binds(REGISTER, hk_export, Route("HK", "US"))
    assert not binds(REGISTER, hk_export, Route("US", "HK"))


def test_a_route_is_written_in_capitals() -> None:
    assert Route("cn", "mx", ("us", "HK")).in_capitals() == Route("CN", "MX", ("US", "HK"))
    assert Route().in_capitals() == Route(None, None, ())


# Gaps, doubts and absence


def test_a_place_without_a_list_of_the_kind_is_a_gap() -> None:
    machine = on("tablet_press", "HK")
    assert (machine.verdict, machine.gaps) == ("unknown", ["the register holds no list of HK for equipment"])
    chemical = on("urea", "CA-BC")
    assert chemical.gaps == ["the register holds no list of CA-BC for substances"]


def test_a_list_read_in_part_is_a_doubt_only_for_what_it_concerns() -> None:
    read_to = date(2026, 6, 18)

    def doubted(subject: str, day: date) -> bool:
        return any(said.startswith("Class A precursors: ") for said in on(subject, "CA", day).doubts)

    assert doubted("phenethyl-bromide", read_to)
    assert not doubted("phenethyl-bromide", read_to - DAY)
    assert not doubted("urea", read_to)
    assert on("urea", "CA", read_to).verdict == "not_controlled"


def test_a_day_the_register_does_not_reach_back_to_is_a_gap() -> None:
    result = on("urea", "US", date(1950, 1, 1))
    assert result.verdict == "unknown"
    assert all(said.endswith("the register does not reach back to 1950-01-01") for said in result.gaps)


def test_a_watch_list_shows_and_controls_nothing() -> None:
    result = on("tablet_press", "UN")
    assert [m.placed.measure_id for m in result.watch] == ["un.article-13-equipment.tablet_press"]
    assert (result.measures, result.verdict) == ([], "not_controlled")


TEXTS_AND_LISTS = {
    "texts/more.yaml": """
us-a-text:
  jurisdiction: US
  title: A text
  citation: 1 FR 1
  seen: [{url: "https://www.example.org/a-text", kind: copy, on: 2026-11-22}]
""",
    "substances/more.yaml": """
1-boc-4-piperidone:
  names: {en: [1-boc-4-piperidone]}
  cas: 79099-07-3
  smiles: CC(C)(C)OC(=O)N1CCC(=O)CC1
  formula: C10H17NO3
  derived_from: [{parent: 4-piperidone, as: carbamate}]
  sources: [{text: us-a-text, shows: [names, cas, structure, derivation]}]
urea:
  names: {en: [urea]}
  cas: 57-13-6
  smiles: NC(N)=O
  formula: CH4N2O
  sources: [{text: us-a-text, shows: [names, cas, structure]}]
""",
}
LIST = """
list:
  jurisdiction: US
  name: {name}
  instrument: An act
  kind: control
  covers: [substance]
  checked_on: 2026-11-22
  coverage: [{{since: 2000-01-01, extent: {extent}, by: us-a-text}}]
  {more}
entries:
{entries}
"""


def a_list(name: str, entries: str, extent: str = "complete", more: str = "scope: []") -> dict[str, str]:
    text = LIST.format(name=name, extent=extent, more=more, entries=entries)
    return {f"measures/us/{name}.yaml": text}


def built(folder: Path, files: dict[str, str]) -> Register:
    """Compile the good register in miniature with more files, and load it."""
    for name, text in (TEXTS_AND_LISTS | files).items():
        (folder / name).write_text(text, encoding="utf-8")
    compile_register(folder, folder.parent / "register.bin")
    return Register.load(folder.parent / "register.bin")


def test_a_list_that_gives_way_is_silent_while_the_other_holds_and_speaks_after(good: Path) -> None:
    held = "  urea: {spans: [{since: 2010-01-01, by: us-a-text, until: 2020-01-01, ended_by: us-a-text}]}"
    always = "  urea: {spans: [{since: 2005-01-01, by: us-a-text}]}"
    register = built(
        good,
        a_list("strict", held) | a_list("broad", always, more="yields_to: [us.strict]"),
    )
    found = {
        day: [m.placed.list_id for m in on("urea", "US", day, register=register).measures]
        for day in (date(2009, 12, 31), date(2010, 1, 1), date(2019, 12, 31), date(2020, 1, 1))
    }
    assert list(found.values()) == [["us.broad"], ["us.strict"], ["us.strict"], ["us.broad"]]


def test_a_list_that_only_may_hold_does_not_silence_another(good: Path) -> None:
    open_day = "  urea: {spans: [{since: unknown, by: us-a-text}]}"
    always = "  urea: {spans: [{since: 2005-01-01, by: us-a-text}]}"
    register = built(good, a_list("strict", open_day) | a_list("broad", always, more="yields_to: [us.strict]"))
    result = on("urea", "US", register=register)
    assert [m.placed.list_id for m in result.measures] == ["us.broad"]
    assert result.verdict == "controlled"


def test_silence_of_a_partial_list_is_unknown_unless_a_source_shows_absence(good: Path) -> None:
    entries = """
  4-piperidone: {spans: [{since: 2010-01-01, by: us-a-text, until: 2020-01-01, ended_by: us-a-text}]}
  npp: {not_listed: [{since: 2010-01-01, by: us-a-text, until: 2015-01-01}]}
"""
    register = built(good, a_list("partial", entries, extent="partial"))

    def gaps(subject: str, day: date) -> bool:
        said = on(subject, "US", day, register=register).gaps
        assert all(gap.startswith("partial: read in part only") for gap in said)
        return said != []

    assert gaps("urea", date(2012, 1, 1))
    assert not gaps("npp", date(2010, 1, 1))
    assert not gaps("npp", date(2014, 12, 31))
    assert gaps("npp", date(2015, 1, 1))
    assert not gaps("4-piperidone", date(2009, 12, 31))  # the text that added it shows it was not there before
    assert not gaps("4-piperidone", date(2020, 1, 1))  # and the text that ended it that it is not there after
    assert on("4-piperidone", "US", date(2022, 1, 1), register=register).verdict == "not_controlled"


def test_a_span_of_unknown_days_shows_no_absence(good: Path) -> None:
    entries = "  urea: {spans: [{since: unknown, by: us-a-text, not_before: 2015-01-01, known_by: 2016-01-01}]}"
    register = built(good, a_list("partial", entries, extent="partial"))
    verdicts = [
        on("urea", "US", day, register=register).verdict
        for day in (date(2014, 12, 31), date(2015, 1, 1), date(2015, 12, 31), date(2016, 1, 1))
    ]
    assert verdicts == ["not_controlled", "unknown", "unknown", "controlled"]


def test_a_carbamate_is_open_under_the_word_derivative_and_settled_under_its_own(good: Path) -> None:
    span = "  4-piperidone: {{spans: [{{since: 2010-01-01, by: us-a-text, scope: [{}]}}]}}"
    day = date(2012, 1, 1)
    found = {}
    for word in ("derivative", "analogue", "carbamate", "ester", "salt"):
        register = built(good, a_list("scoped", span.format(word)))
        result = on("1-boc-4-piperidone", "US", day, register=register)
        found[word] = (len(result.measures), len(result.open), result.verdict)
    assert found == {
        "derivative": (0, 1, "unknown"),
        "analogue": (0, 1, "unknown"),
        "carbamate": (1, 0, "controlled"),
        "ester": (0, 0, "not_controlled"),
        "salt": (0, 0, "not_controlled"),
    }


def test_the_salt_of_a_carbamate_needs_a_word_on_salts_too(good: Path) -> None:
    span = "  4-piperidone: {spans: [{since: 2010-01-01, by: us-a-text, scope: [carbamate]}]}"
    register = built(good, a_list("scoped", span))
    one = known("1-boc-4-piperidone", register, form="hydrochloride")
    result = on(one, "US", date(2012, 1, 1), register=register)
    assert result.measures == []
    assert result.verdict == "unknown"


def test_counterparties_of_a_duty_narrow_it_and_not_the_measure(good: Path) -> None:
    duty = "{{stage: export, duty: {}, text: Ask., by: us-a-text{}}}"
    narrow, wide = duty.format("licence", ", counterparties: [CN]"), duty.format("notify", "")
    entries = "  urea: {spans: [{since: 2010-01-01, by: us-a-text}]}"
    register = built(good, a_list("narrow", entries, more=f"obligations: [{narrow}, {wide}]"))
    found = {}
    for to in ("CN", "DE", None):
        (measure,) = on("urea", "US", TODAY, Route("US", to), register).measures
        found[to] = [duty.duty for duty in measure.obligations]
    assert found == {"CN": ["licence", "notify"], "DE": ["notify"], None: ["licence", "notify"]}


def test_the_counterparty_of_an_import_is_where_the_goods_come_from(good: Path) -> None:
    entries = "  urea: {spans: [{since: 2010-01-01, by: us-a-text}]}"
    register = built(good, a_list("from-china", entries, more="direction: [import]\n  counterparties: [CN]"))
    routes = (Route("CN", "US"), Route("DE", "US"), Route("US", "CN"))
    assert [len(on("urea", "US", TODAY, route, register).measures) for route in routes] == [1, 0, 0]


def test_an_entrys_own_scope_replaces_that_of_its_list(good: Path) -> None:
    entries = """
  urea: {spans: [{since: 2010-01-01, by: us-a-text}]}
  npp: {spans: [{since: 2010-01-01, by: us-a-text, scope: []}]}
"""
    register = built(good, a_list("scoped", entries, more="scope: [salt]"))
    scopes = {
        placed.key: scope_of(placed, placed.entry.spans[0])
        for placed in register.every_entry()
        if placed.list_id == "us.scoped"
    }
    assert scopes == {"urea": ["salt"], "npp": []}


# What holds of everything


@given(subject=st.sampled_from(SUBJECTS), place=st.sampled_from(PLACES), day=st.dates(date(1960, 1, 1), TODAY))
def test_the_verdict_follows_from_what_is_shown(subject: str, place: str, day: date) -> None:
    result = on(subject, place, day)
    assert (result.verdict == "controlled") is bool(result.measures)
    if result.verdict == "not_controlled":
        assert (result.open, result.gaps, result.doubts) == ([], [], [])
    assert all(m.open is None and force(m.span, day) == "yes" for m in (*result.measures, *result.watch))
    assert all(m.open for m in result.open)
    assert all(m.placed.file.list.jurisdiction == place for m in (*result.measures, *result.open))
    assert all(m.since is None or m.since <= day for m in result.measures)
    assert all(m.until is None or day < m.until for m in result.measures)


_ENDS = st.sampled_from(["CN", "US", "MX", "CA", "CA-BC", "HK", "DE", "FR", "MM", "JP", None])


@given(
    subject=st.sampled_from(SUBJECTS),
    place=st.sampled_from(PLACES),
    route=st.builds(Route, _ENDS, _ENDS, st.just(())),
    day=st.dates(date(2015, 1, 1), TODAY),
)
def test_a_route_narrows_and_never_adds(subject: str, place: str, route: Route, day: date) -> None:
    everywhere = {m.placed.measure_id: m for m in on(subject, place, day).measures}
    for measure in on(subject, place, day, route).measures:
        wide = everywhere[measure.placed.measure_id]
        assert all(duty in wide.obligations for duty in measure.obligations)
        assert replace(measure, obligations=()) == replace(wide, obligations=())


@given(subject=st.sampled_from(SUBJECTS), place=st.sampled_from(PLACES), day=st.dates(date(2015, 1, 1), TODAY))
def test_a_name_and_a_number_of_one_substance_stand_alike(subject: str, place: str, day: date) -> None:
    named = [one for one in by_name(REGISTER, REGISTER.name_of(subject)) if one.subject == subject]
    assert len(named) == 1
    expected = on(subject, place, day)
    assert standing(REGISTER, named[0], place, day, None) == expected
    cas = getattr(REGISTER.subject(subject), "cas", None)
    if cas is not None:
        (numbered,) = identify(REGISTER, cas).identified
        assert standing(REGISTER, numbered, place, day, None) == expected
