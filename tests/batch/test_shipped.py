from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from penstock.batch.shipped import shipped_rows, shipped_table
from penstock.cases.cover import Shipment
from penstock.screening.linked import Party

TEXT = st.none() | st.text(max_size=8)
PARTIES = st.builds(Party, TEXT, TEXT, TEXT)
NUMBERS = st.none() | st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False)
FORMS = st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=3).map(tuple)
SHIPMENTS = st.builds(
    Shipment, st.text(max_size=8), st.integers(1, 99), st.dates(), NUMBERS, NUMBERS, st.text(max_size=4),
    PARTIES, PARTIES, FORMS,
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 10**12), SHIPMENTS), max_size=5))
def test_what_is_kept_is_what_was_shipped(rows: list[tuple[int, Shipment]]) -> None:
    assert shipped_rows(shipped_table(rows)) == rows


def test_masses_keep_every_digit() -> None:
    nobody = Party(None, None, None)
    one = Shipment("C", 1, date(2026, 5, 4), Decimal("0.10000000000000001"), None, "", nobody, nobody)
    ((row, found),) = shipped_rows(shipped_table([(7, one)]))
    assert (row, str(found.kilograms)) == (7, "0.10000000000000001")
