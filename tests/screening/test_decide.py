from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import ConflictError
from penstock.law.records import DecisionRow, DecisionTable
from penstock.law.register import Register
from penstock.screening.decide import Finding, Table, refuse_conflicts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

WRITTEN = Register.load().packed.decision_table
TABLE = Table(WRITTEN)


def finding(code: str, duty: str | None = None, *, subject: str | None = None) -> Finding:
    return Finding(code=code, message=code, duty=duty, subject=subject)


def obligation(measure: str, duty: str, *, stage: str = "export", place: str = "CN") -> Finding:
    return Finding(
        code="obligation",
        message="",
        duty=duty,
        stage=stage,
        jurisdiction=place,
        subject="4-ap",
        measure=measure,
    )


@st.composite
def findings_of_the_table(draw: st.DrawFn) -> list[Finding]:
    """Findings of every case the table knows, each about a subject of its own, so that none collide."""
    rows = draw(st.lists(st.sampled_from(WRITTEN.rows), max_size=12))
    return [finding(row.finding, row.duty, subject=str(place)) for place, row in enumerate(rows)]


def outcome(findings: Sequence[Finding]) -> str:
    return TABLE.decide(findings)[0]


@pytest.mark.parametrize(
    ("code", "duty", "wanted"),
    [
        ("obligation", "prohibited", "prohibited"),
        ("obligation", "licence", "licence"),
        ("obligation", "register", "licence"),
        ("obligation", "notify", "notify"),
        ("controlled", None, "hold"),
        ("watch", None, "hold"),
        ("open", None, "hold"),
        ("close_relative", None, "hold"),
        ("name_part", None, "hold"),
        ("abbreviation", None, "hold"),
        ("bad_cas", None, "hold"),
        ("bad_structure", None, "hold"),
        ("name_cas", None, "hold"),
        ("name_structure", None, "hold"),
        ("cas_structure", None, "hold"),
        ("unidentified", None, "hold"),
        ("no_law_read", None, "hold"),
        ("nothing_to_go_on", None, "hold"),
        ("not_controlled", None, "clear"),
        ("exempt_quantity", None, "clear"),
        ("code_basket", None, "clear"),
        ("no_mention", None, "clear"),
    ],
)
def test_the_shipped_table_says(code: str, duty: str | None, wanted: str) -> None:
    assert outcome([finding(code, duty)]) == wanted
    assert TABLE.because(finding(code, duty))


def test_outcomes_run_from_clear_to_prohibited() -> None:
    assert TABLE.outcomes == ("clear", "notify", "licence", "hold", "prohibited")
    assert [TABLE.rank(one) for one in TABLE.outcomes] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("code", "duty"),
    [
        ("rumour", None),
        ("obligation", None),
        ("obligation", "applause"),
        ("not_controlled", "licence"),
    ],
)
def test_a_finding_no_row_speaks_of_is_refused(code: str, duty: str | None) -> None:
    with pytest.raises(ConflictError, match=r"No row of the decision table speaks of .* Add a row"):
        TABLE.decide([finding("not_controlled"), finding(code, duty)])


def test_two_rows_for_one_case_are_refused_and_two_duties_of_one_finding_are_not() -> None:
    def rows(*duties: str) -> DecisionTable:
        return DecisionTable(
            outcomes=["clear", "licence", "hold"],
            rows=[
                DecisionRow(finding="obligation", duty=duty, outcome="hold", because="x")  # type: ignore[arg-type]  # duties come as text here
                for duty in duties
            ],
        )

    assert Table(rows("licence", "notify")).outcome(finding("obligation", "notify")) == "hold"
    with pytest.raises(ConflictError, match=r"Two rows .*'obligation' with duty 'licence'.* Keep one"):
        Table(rows("licence", "licence"))


def test_the_strictest_wins_and_its_reason_stands_first() -> None:
    found = [finding("not_controlled"), finding("obligation", "notify"), finding("open")]
    decided, ordered = TABLE.decide(found)
    assert decided == "hold"
    assert [one.code for one in ordered] == ["open", "obligation", "not_controlled"]


def test_among_equals_the_stages_of_shipping_stand_first() -> None:
    stages = ("sale", "transport", "import", "export")
    _, ordered = TABLE.decide([obligation("A", "licence", stage=stage) for stage in stages])
    assert [one.stage for one in ordered] == ["export", "import", "transport", "sale"]


def test_nothing_found_is_the_least_strict_outcome() -> None:
    assert TABLE.decide([]) == ("clear", ())
    assert TABLE.strictest([]) == "clear"
    assert TABLE.strictest(["notify", "prohibited", "hold"]) == "prohibited"


@given(findings_of_the_table(), st.randoms(use_true_random=False))
def test_the_order_of_findings_never_changes_the_outcome(findings: list[Finding], random: Random) -> None:
    shuffled = findings.copy()
    random.shuffle(shuffled)
    one, other = TABLE.decide(findings), TABLE.decide(shuffled)
    assert one[0] == other[0]
    assert set(one[1]) == set(other[1]) == set(findings)


@given(findings_of_the_table(), st.sampled_from(WRITTEN.rows))
def test_adding_a_finding_never_makes_it_less_strict(findings: list[Finding], row: DecisionRow) -> None:
    more = [*findings, finding(row.finding, row.duty, subject="another")]
    assert TABLE.rank(outcome(more)) >= TABLE.rank(outcome(findings))
    assert TABLE.rank(outcome(more)) >= TABLE.rank(TABLE.outcome(more[-1]))


@given(findings_of_the_table())
def test_the_outcome_is_that_of_the_first_finding(findings: list[Finding]) -> None:
    decided, ordered = TABLE.decide(findings)
    ranks = [TABLE.rank(TABLE.outcome(one)) for one in ordered]
    assert ranks == sorted(ranks, reverse=True)
    assert not ordered or TABLE.outcome(ordered[0]) == decided


def test_one_place_that_forbids_and_licenses_a_stage_by_two_measures_is_refused() -> None:
    with pytest.raises(ConflictError) as caught:
        TABLE.decide([obligation("cn.a", "prohibited"), obligation("cn.b", "licence")])
    assert "CN forbids export of 4-ap by cn.a and asks for a licence by cn.b" in caught.value.message
    assert "yields_to" in caught.value.remedy


@pytest.mark.parametrize(
    "beside",
    [
        obligation("cn.a", "licence"),
        obligation("cn.b", "licence", stage="import"),
        obligation("us.b", "licence", place="US"),
        obligation("cn.b", "prohibited"),
    ],
    ids=["the same measure", "another stage", "another place", "forbidden twice"],
)
def test_what_does_not_collide_with_a_prohibition_passes(beside: Finding) -> None:
    assert outcome([obligation("cn.a", "prohibited"), beside]) == "prohibited"


def test_a_conflict_is_found_in_whatever_order_the_findings_come() -> None:
    found = [obligation("cn.a", "prohibited"), obligation("cn.a", "record"), obligation("cn.b", "licence")]
    for order in permutations(found):
        with pytest.raises(ConflictError):
            refuse_conflicts(order)
