from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.cases.notices import notice_fields
from tests.shipped import REGISTER

from penstock.cases.clocks import Answer
from penstock.cases.fitness import may_ship, problems, refuse_unfit
from penstock.cases.notifications import read_notification
from penstock.kernel.errors import UsageError

ON = date(2026, 12, 18)


def found(**changed: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # any JSON value
    return [(one.field, one.code) for one in problems(read_notification(notice_fields(**changed), REGISTER), ON)]


def test_a_whole_notification_has_no_problem() -> None:
    assert found() == []
    assert found(consignee={"name": "Otra SA", "address": "Calle 9"}, concentration_percent="98") == []
    refuse_unfit(read_notification(notice_fields(), REGISTER), ON)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"substance": None}, ("substance", "no_substance")),
        ({"substance": "a made up liquid"}, ("substance", "unknown_substance")),
        ({"importer": None}, ("importer.name", "no_importer")),
        ({"exporter": {"name": "Example"}}, ("exporter.address", "no_address")),
        ({"consignee": {"address": "Calle 9"}}, ("consignee.name", "no_consignee")),
        ({"quantity": None}, ("quantity", "no_quantity")),
        ({"quantity": "0"}, ("quantity", "no_quantity")),
        ({"unit": None}, ("unit", "no_unit")),
        ({"concentration_percent": "101"}, ("concentration_percent", "bad_concentration")),
        ({"point_of_entry": None}, ("point_of_entry", "no_point_of_entry")),
        ({"dispatch_on": None}, ("dispatch_on", "no_dispatch")),
        ({"dispatch_on": "2026-12-18"}, ("dispatch_on", "dispatch_before_notice")),
        ({"dispatch_on": "2028-01-01"}, ("dispatch_on", "dispatch_too_far")),
        ({"importing_country": "Mexico"}, ("importing_country", "bad_country")),
        ({"importing_country": "AU"}, ("importing_country", "no_export")),
    ],
)
def test_each_field_that_is_missing_or_wrong_is_named(changed: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(**changed) == [expected]


def test_an_empty_notification_names_everything_at_once_and_what_to_do() -> None:
    empty = read_notification({}, REGISTER)
    assert len({one.field for one in problems(empty, ON)}) == 9
    with pytest.raises(UsageError) as refused:
        refuse_unfit(empty, ON)
    assert "The notification names no importer." in refused.value.message
    assert "Name the importer." in refused.value.remedy


def clock(state: Any, silence: Any) -> Answer:  # noqa: ANN401  # words of the answer
    told: dict[str, Any] = {
        "said": "s",
        "citation": "a text",
        "url": "u",
        "source": "official",
        "checked_on": "2026-11-29",
    }
    due = date(2026, 12, 29)
    return Answer(
        id="c", awaits="importing_authority", state=state, silence=silence, silence_said="So.", due=due, **told
    )


def test_a_reply_without_objection_carries_a_shipment_and_an_objection_does_not() -> None:
    assert may_ship("no_objection", [clock("running", "unknown")]) is None
    assert may_ship("objected", []) == "The notification is objected."
    assert may_ship("more_info", [clock("over", "may_ship")]) == "The notification is more info."


def test_silence_carries_it_only_when_every_clock_is_over_and_every_text_says_so() -> None:
    over = clock("over", "may_ship")
    assert may_ship("sent", [over]) is None
    assert (
        may_ship("sent", [over, clock("running", "may_ship")]) == "The time of c is running, until 2026-12-29 (a text)."
    )
    assert may_ship("received", [over, clock("over", "unknown")]) == "Silence does not let it go by c: So. (a text)"
    assert "silence means nothing" in (may_ship("sent", []) or "")


def test_a_notice_that_lapsed_carries_nothing_even_with_a_reply() -> None:
    lapsed = clock("lapsed", "may_ship")
    for state in ("sent", "no_objection"):
        assert "carries nothing since" in (may_ship(state, [lapsed]) or "")


def test_what_may_be_authorised_waits_for_the_authorisation() -> None:
    may = clock("over", "may_be_authorised")
    assert may_ship("sent", [may]) == "Silence does not let it go by c: So. (a text)"
    assert may_ship("sent", [may], "FR-77") is None
    assert may_ship("sent", [clock("running", "may_be_authorised")], "FR-77") is not None
