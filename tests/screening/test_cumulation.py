from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shipped import REGISTER

from penstock.law.records import Obligation, Threshold
from penstock.screening.consignment import GoodsItem
from penstock.screening.cumulation import MOST, Cumulation, with_findings
from penstock.screening.decide import Decision, Finding, Table
from penstock.screening.judge import Judge

if TYPE_CHECKING:
    from collections.abc import Sequence

JUDGE = Judge(REGISTER)
CUMULATION = Cumulation(REGISTER)
DAY = date(2026, 11, 1)
MIBK: dict[str, Any] = {"cas_number": "108-10-1", "export_country": "US", "destination_country": "JM"}
"""21 CFR 1310.04(f)(2): exports of 1523 kg in a calendar month, and more, are regulated."""

SAFROLE: dict[str, Any] = {"cas_number": "94-59-7", "export_country": "CA", "destination_country": "JM"}
"""Precursor Control Regulations of Canada, schedule: more than 0.25 kg in one transaction."""

ACETONE: dict[str, Any] = {"cas_number": "67-64-1", "export_country": "FR", "destination_country": "TR"}
"""Delegated Regulation (EU) 2015/1011, annex I: exports of more than 50 kg in a calendar year."""

PHENYLACETIC: dict[str, Any] = {"cas_number": "103-82-2", "export_country": "FR", "destination_country": "DE"}
"""Regulation (EC) No 273/2004, annex II: more than 1 kg in a year, inside the Union."""


def row(number: int, day: str = "2026-11-03", mass: float | None = None, **fields: Any) -> GoodsItem:  # noqa: ANN401
    told = {"consignor_name": "Example Solvents Inc", "consignee_name": "Harbour Chemicals Ltd", **fields}
    return GoodsItem(consignment_id=f"C-{number}", item_no=1, date=date.fromisoformat(day), net_mass_kg=mass, **told)


def found(rows: Sequence[GoodsItem]) -> dict[str, Finding]:
    """Return the finding of each consignment that has one."""
    counted = [one for item in rows for one in CUMULATION.counted(item, DAY, JUDGE.item(item, DAY))]
    said = CUMULATION.findings(counted)
    assert all(len(findings) == 1 for findings in said.values())
    return {counted[place].consignment_id: findings[0] for place, findings in said.items()}


def sum_of(finding: Finding) -> Decimal:
    told = re.search(r"add up to ([\d.]+) kg", finding.message)
    assert told is not None
    return Decimal(told[1])


# --- what adds up


def test_two_rows_below_the_threshold_of_a_month_that_pass_it_together() -> None:
    said = found([row(1, mass=800, **MIBK), row(2, "2026-11-30", mass=800, **MIBK)])
    assert set(said) == {"C-1", "C-2"}
    one = said["C-1"]
    assert (one.code, one.measure, one.subject) == (
        "split_consignment", "us.list-ii.methyl-isobutyl-ketone", "methyl-isobutyl-ketone",
    )  # fmt: skip
    assert one.citation == "60 FR 19509; 21 CFR 1310.04(f)(2)"
    assert (one.field, one.matched) == ("net_mass_kg", "800 kg")
    assert (one.other_field, one.other_matched) == ("consignment_id", "C-1/1, C-2/1")
    assert sum_of(one) == 1600
    for told in (
        "methyl isobutyl ketone: 2 rows of 2026-11-03 to 2026-11-30 add up to 1600 kg; none alone passes the threshold",
        "threshold of 1523 kg in a calendar month in US. ",
        "They go from Example Solvents Inc to one consignee (Harbour Chemicals Ltd). The duty: Declare on DEA Form 486",
        "Added up by 21 CFR part 1310, 21 CFR 1310.04(f).",
        "Rows: C-1/1, C-2/1.",
    ):
        assert told in one.message
    assert "practice" not in one.message


def test_three_rows_over_two_days() -> None:
    days = ("2026-11-03", "2026-11-03", "2026-11-04")
    said = found([row(number, day, mass=600, **MIBK) for number, day in enumerate(days)])
    assert [(str(sum_of(one)), one.other_matched) for one in said.values()] == [("1800", "C-0/1, C-1/1, C-2/1")] * 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"day": "2026-11-30"}, {"day": "2026-12-01"}),
        ({"day": "2025-11-03"}, {"day": "2026-11-03"}),
        ({"consignee_name": "Harbour Chemicals Ltd"}, {"consignee_name": "Inland Chemicals Ltd"}),
        ({"consignor_name": "Example Solvents Inc"}, {"consignor_name": "Other Solvents Inc"}),
        ({"consignee_name": None}, {"consignee_name": None}),
        ({"mass": 800}, {"mass": 700}),
        ({"mass": 800}, {"mass": 1600}),
        ({"mass": 800}, {"mass": None}),
        ({"cas_number": "108-10-1"}, {"cas_number": "10101-50-5"}),
    ],
)
def test_rows_that_do_not_add_up(first: dict[str, Any], second: dict[str, Any]) -> None:
    rows = [row(nth, **{"mass": 800, **MIBK, **fields}) for nth, fields in enumerate((first, second))]
    assert found(rows) == {}


# --- the threshold itself


@pytest.mark.parametrize(
    ("fields", "masses", "passes"),
    [
        (MIBK, (761.5, 761.5), True),
        (MIBK, (761.5, 761.4), False),
        (SAFROLE, (0.05, 0.2), False),
        (SAFROLE, (0.05, 0.201), True),
        (ACETONE, (25, 25), False),
        (ACETONE, (50, 0.001), True),
        (PHENYLACETIC, (0.3, 0.7), False),
        (PHENYLACETIC, (0.301, 0.7), True),
    ],
)
def test_exactly_at_the_threshold_the_law_s_own_words_decide(
    fields: dict[str, str],
    masses: tuple[float, float],
    passes: bool,  # noqa: FBT001  # a case
) -> None:
    assert bool(found([row(nth, mass=mass, **fields) for nth, mass in enumerate(masses)])) is passes


def test_a_row_that_passes_the_threshold_alone_is_no_part_of_a_split() -> None:
    rows = [row(1, mass=1523, **MIBK), row(2, mass=800, **MIBK), row(3, mass=800, **MIBK)]
    assert set(found(rows)) == {"C-2", "C-3"}


def test_a_row_without_a_mass_is_not_counted_and_that_is_said() -> None:
    said = found([row(1, mass=800, **MIBK), row(2, **MIBK), row(3, mass=800, **MIBK)])
    assert set(said) == {"C-1", "C-3"}
    assert "Not counted, for want of a mass: 1 more." in said["C-1"].message


def test_a_quantity_stands_for_the_mass_where_its_unit_is_one() -> None:
    rows = [row(1, mass=800, **MIBK), row(2, quantity=0.8, quantity_unit="t", **MIBK)]
    assert [(one.field, one.matched) for one in found(rows).values()] == [
        ("net_mass_kg", "800 kg"),
        ("quantity", "800 kg"),
    ]
    assert found([rows[0], row(2, quantity=800, quantity_unit="pcs", **MIBK)]) == {}


# --- who is linked


def test_consignees_of_one_name_whatever_the_legal_form() -> None:
    names = ("Harbour Chemicals Ltd", "HARBOUR CHEMICALS S.A.")
    said = found([row(nth, mass=800, **MIBK, consignee_name=name) for nth, name in enumerate(names)])
    assert len(said) == 2
    told = f"linked consignees (the same name but for its spelling or legal form: {', '.join(names)})"
    assert told in said["C-0"].message


def test_consignees_of_other_names_at_one_address() -> None:
    names, door = ("Harbour Chemicals Ltd", "Inland Trading"), "12 Main Street, Kingston"
    rows = [row(nth, mass=800, **MIBK, consignee_name=name, consignee_address=door) for nth, name in enumerate(names)]
    assert f"linked consignees (the same address: {door})" in found(rows)["C-0"].message


def test_rows_without_a_consignor_are_taken_to_be_of_one() -> None:
    said = found([row(nth, mass=800, **MIBK, consignor_name=None) for nth in range(2)])
    assert "from a consignor without a name" in said["C-0"].message


# --- the days


@pytest.mark.parametrize(
    ("fields", "mass", "apart", "passes"),
    [
        (SAFROLE, 0.2, 29, True),
        (SAFROLE, 0.2, 30, False),
        (PHENYLACETIC, 0.9, 364, True),
        (PHENYLACETIC, 0.9, 365, False),
    ],
)
def test_days_in_a_row(fields: dict[str, str], mass: float, apart: int, passes: bool) -> None:  # noqa: FBT001  # a case
    days = (date(2025, 1, 15), date(2025, 1, 15) + timedelta(days=apart))
    assert bool(found([row(nth, str(day), mass=mass, **fields) for nth, day in enumerate(days)])) is passes


def test_what_is_practice_and_not_law_says_so() -> None:
    said = found([row(nth, mass=0.2, **SAFROLE) for nth in range(2)])
    assert "That rows within 30 days are added up is Penstock's own practice, not law." in said["C-0"].message


def test_the_days_of_a_calendar_year_may_be_far_apart_but_not_in_two_years() -> None:
    assert found([row(1, "2026-01-01", mass=30, **ACETONE), row(2, "2026-12-31", mass=30, **ACETONE)])
    assert not found([row(1, "2025-12-31", mass=30, **ACETONE), row(2, "2026-01-01", mass=30, **ACETONE)])


def test_the_quantities_inside_the_union_say_nothing_of_trade_across_its_border() -> None:
    across = PHENYLACETIC | {"destination_country": "TR"}
    assert not found([row(nth, mass=0.9, **across) for nth in range(2)])


def test_each_row_is_told_the_greatest_sum_it_is_part_of() -> None:
    days = ("2026-01-01", "2026-01-20", "2026-02-10", "2026-02-12")
    said = found([row(nth, day, mass=0.2, **SAFROLE) for nth, day in enumerate(days)])
    assert [one.other_matched for one in said.values()] == ["C-1/1, C-2/1, C-3/1"] * 3 + ["C-0/1, C-1/1"]


def test_a_limit_of_each_package_adds_nothing_up() -> None:
    pseudoephedrine = SAFROLE | {"cas_number": "90-82-4"}
    assert found([row(nth, mass=0.002, **pseudoephedrine) for nth in range(3)]) == {}


def test_the_last_days_of_the_calendar() -> None:
    assert len(found([row(nth, "9999-12-31", mass=0.2, **SAFROLE) for nth in range(2)])) == 2


# --- what a finding shows, and what comes of it


def test_many_rows_are_counted_and_the_first_are_named() -> None:
    said = found([row(nth, mass=100, **MIBK) for nth in range(MOST + 5)])
    shown = said["C-0"].other_matched or ""
    assert shown.startswith("C-0/1, C-1/1, ")
    assert shown.endswith(f"C-{MOST - 1}/1 and 5 more")
    assert f"{MOST + 5} rows" in said["C-0"].message


def test_a_row_that_was_exempt_by_itself_is_held() -> None:
    limit = Threshold(meaning="exempt_below", quantity=500, unit="g")
    duty = Obligation(stage="export", duty="licence", text="a licence", by="us-60-fr-19509", threshold=limit)
    exempt = Finding(
        code="exempt_quantity", message="m", measure="m", jurisdiction="US", subject="acetone", limited=duty
    )
    table = Table(REGISTER.packed.decision_table)
    decision = Decision("C-1", 1, *table.decide([exempt]))
    assert decision.outcome == "clear"
    rows = [row(nth, mass=0.3) for nth in range(2)]
    counted = [one for item in rows for one in CUMULATION.counted(item, DAY, decision)]
    changed = with_findings(table, decision, CUMULATION.findings(counted)[0])
    assert changed.outcome == "hold"
    assert [one.code for one in changed.findings] == ["split_consignment", "exempt_quantity"]


def test_what_is_forbidden_stays_forbidden() -> None:
    table = Table(REGISTER.packed.decision_table)
    forbidden = Finding(code="party_listed", duty="prohibited", message="m")
    split = Finding(code="split_consignment", message="m")
    assert with_findings(table, Decision("C-1", 1, "prohibited", (forbidden,)), [split]).outcome == "prohibited"


def test_every_threshold_of_quantity_has_a_period_the_register_knows() -> None:
    limits = [
        duty.threshold
        for placed in REGISTER.every_entry()
        for duty in (*placed.file.list.obligations, *(placed.entry.obligations or ()))
        if duty.threshold is not None and duty.threshold.quantity is not None
    ]
    assert len(limits) > 50
    assert {limit.period or "unstated" for limit in limits} <= set(REGISTER.packed.periods)


# --- whatever the rows

ROWS = st.lists(
    st.tuples(
        st.sampled_from([MIBK, SAFROLE, ACETONE, PHENYLACETIC]),
        st.dates(date(2026, 1, 1), date(2026, 4, 1)),
        st.sampled_from([None, 0.01, 0.1, 0.2, 0.25, 0.7, 1, 20, 30, 50, 761.5, 800, 1523]),
        st.sampled_from(["Harbour Ltd", "Harbour Inc", "Inland Ltd"]),
    ),
    max_size=12,
)
LIMITS = {"108-10-1": (1523, True), "94-59-7": (0.25, False), "67-64-1": (50, False), "103-82-2": (1, False)}


@given(ROWS)
def test_a_sum_is_that_of_its_rows_and_passes_the_threshold_that_none_passes_alone(
    told: list[tuple[dict[str, str], date, float | None, str]],
) -> None:
    rows = [
        row(nth, str(day), mass, **fields, consignee_name=name) for nth, (fields, day, mass, name) in enumerate(told)
    ]
    known = {f"{one.consignment_id}/1": one for one in rows}
    for consignment_id, finding in found(rows).items():
        parts = [known[name] for name in (finding.other_matched or "").split(", ")]
        masses = [Decimal(repr(float(one.net_mass_kg or 0))) for one in parts]
        assert known[f"{consignment_id}/1"] in parts
        assert sum(masses) == sum_of(finding)
        limit, is_reached = LIMITS[parts[0].cas_number or ""]
        most = Decimal(str(limit))
        assert sum(masses) >= most if is_reached else sum(masses) > most
        assert all(mass < most if is_reached else mass <= most for mass in masses)
        assert len({one.cas_number for one in parts}) == 1
        assert len({(one.consignee_name or "").split()[0] for one in parts}) == 1


@given(ROWS)
def test_no_group_that_passes_is_left_out(told: list[tuple[dict[str, str], date, float | None, str]]) -> None:
    rows = [
        row(nth, str(day), mass, **fields, consignee_name=name) for nth, (fields, day, mass, name) in enumerate(told)
    ]
    said = set(found(rows))
    months: dict[tuple[str, int], list[GoodsItem]] = {}
    for one in rows:
        if one.cas_number == MIBK["cas_number"] and (one.net_mass_kg or 1523) < 1523 and one.date:
            months.setdefault(((one.consignee_name or "").split()[0], one.date.month), []).append(one)
    due = {
        one.consignment_id
        for some in months.values()
        if sum(one.net_mass_kg or 0 for one in some) >= 1523
        for one in some
    }
    assert due == {name for name in said if known_cas(rows, name) == MIBK["cas_number"]}


def known_cas(rows: Sequence[GoodsItem], consignment_id: str) -> str | None:
    return next(one.cas_number for one in rows if one.consignment_id == consignment_id)
