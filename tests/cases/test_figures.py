from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from penstock.cases.figures import count, counts, digest, figure, middle

RECORDS = [{"id": 1, "state": "sent"}, {"id": 2, "state": "answered"}, {"id": 3, "state": "sent"}, {"id": 4}]


def test_a_number_bears_the_hash_of_what_it_was_counted_from() -> None:
    one = count("leads", RECORDS, {"of": "all"})
    assert (one.key, one.value, one.records, one.of) == ("leads", 4, 4, {"of": "all"})
    assert one == count("leads", list(RECORDS), {"of": "all"})
    assert one.digest != count("leads", RECORDS[::-1], {"of": "all"}).digest
    assert one.digest != count("leads", [*RECORDS[:3], {"id": 5}], {"of": "all"}).digest
    assert one.digest != count("leads", RECORDS, {"of": "some"}).digest


@given(st.dictionaries(st.text(), st.integers(), max_size=5))
def test_the_order_of_keys_does_not_tell(told: dict[str, int]) -> None:
    assert digest(told) == digest(dict(reversed(told.items())))


def test_what_a_record_does_not_say_is_not_counted() -> None:
    found = counts("leads", RECORDS, "state", lambda one: one.get("state"))
    assert [(one.of, one.value) for one in found] == [({"state": "answered"}, 1), ({"state": "sent"}, 2)]


def test_the_median_of_nothing_is_not_known() -> None:
    assert middle("days", [1, 2, 10], lambda one: one).value == 2
    assert middle("days", [], lambda one: one).value is None
    told = middle("days", [None, 4], lambda one: one)
    assert (told.value, told.records) == (4, 1)
    assert figure("share", 1 / 3, []).value == 0.3333
