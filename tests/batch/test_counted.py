from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from penstock.batch.counted import counted_rows, counted_table
from penstock.screening.cumulation import Counted, Limit
from penstock.screening.linked import Party

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PARTIES = st.builds(Party, *([st.none() | TEXTS] * 3))
ROWS = st.tuples(
    st.integers(1, 10**9),
    st.builds(
        Counted,
        TEXTS,
        st.integers(1, 999_999_999),
        st.dates(),
        st.none() | st.decimals(0, 10**9, allow_nan=False),
        TEXTS,
        PARTIES,
        PARTIES,
        st.builds(Limit, *([TEXTS] * 6), st.booleans(), *([TEXTS] * 3)),
    ),
)


@given(st.lists(ROWS, max_size=5))
def test_rows_come_back_as_they_were(rows: list[tuple[int, Counted]]) -> None:
    assert counted_rows(counted_table(rows)) == rows


def test_a_mass_comes_back_to_the_last_figure() -> None:
    limit = Limit("m", "US", "s", "export", "1", "year", is_reached_at=True, text="t", citation="c", url="u")
    party = Party("Harbour Ltd", None, "JM")
    row = Counted("C-1", 1, date(2026, 1, 1), Decimal("0.00000045359237"), "quantity", party, party, limit)
    assert counted_rows(counted_table([(7, row)])) == [(7, row)]
