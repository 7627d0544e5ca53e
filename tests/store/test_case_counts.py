from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cases.samples import lead_body

from penstock.store.case_counts import late, mark
from penstock.store.cases import Cases

if TYPE_CHECKING:
    from penstock.store.store import Store

WAITING = {"lead": ("draft",), "inspection": ("planned",)}


def test_what_is_due_on_a_day_is_late_the_day_after_and_only_where_it_waits(store: Store) -> None:
    cases = Cases(store)
    lead = cases.open("shell:test", "lead", lead_body(due="2026-06-30"), key="a")
    cases.open("shell:test", "lead", lead_body(reference="b", due=None), key="b")
    assert late(store, "2026-06-30", WAITING) == {"lead": 0, "inspection": 0}
    assert late(store, "2026-07-01", WAITING) == {"lead": 1, "inspection": 0}
    cases.take("shell:test", lead.id, "withdraw", version=1, detail={"note": "x"})
    assert late(store, "2026-07-01", WAITING) == {"lead": 0, "inspection": 0}


def test_the_mark_of_a_kind_changes_with_every_step_and_opening_of_it_alone(store: Store) -> None:
    cases = Cases(store)
    before = mark(store, "lead")
    lead = cases.open("shell:test", "lead", lead_body(), key="a")
    opened = mark(store, "lead")
    cases.take("shell:test", lead.id, "note", version=1, detail={"note": "x"})
    assert len({before, opened, mark(store, "lead")}) == 3
    assert mark(store, "inspection", "enterprise") == (0, 0)
