from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from penstock.cases.kinds import checked
from penstock.kernel.errors import UsageError

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)
ORIGIN = {"citation": "A press release of 21 June 2023"}
STATEMENT: dict[str, Any] = {"speaker": "Ann Lee", "day": "2023-06-21", "quote": "not regulated", "origin": ORIGIN}
ACT: dict[str, Any] = {"kind": "listing", "day": "2020-06", "by": "BIS", "what": "A body is listed.", "origin": ORIGIN}


def test_a_statement_and_an_act_come_back_whole() -> None:
    whole = checked("statement", "open", STATEMENT, NOW)
    assert whole["proposed_by"] == "person"
    assert checked("statement", "open", whole, NOW) == whole
    assert checked("act", "open", ACT, NOW)["status"] == "reported"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"speaker": " "}, "speaker is empty"),
        ({"day": "2027-01-01"}, "2027-01-01 is still to come"),
        ({"day": "Wednesday"}, "'Wednesday' is no day"),
        ({"day": "2023-02-30"}, "'2023-02-30' is not a day"),
        ({"quote": "x" * 301}, "has 301 characters"),
        ({"quote": None}, "says nothing"),
        ({"origin": {"citation": ""}}, "origin.citation is empty"),
        ({"place": 3}, "This is no statement"),
    ],
)
def test_a_statement_that_cannot_stand_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        checked("statement", "open", STATEMENT | change, NOW)


def test_an_indictment_is_no_deed() -> None:
    with pytest.raises(UsageError, match="an allegation that no court has decided"):
        checked("act", "open", ACT | {"kind": "indictment", "status": "done"}, NOW)


@pytest.mark.parametrize("change", [{"by": ""}, {"what": " "}, {"day": "2099"}, {"kind": "party"}])
def test_an_act_that_cannot_stand_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        checked("act", "open", ACT | change, NOW)


def test_a_reading_names_its_file() -> None:
    body = {"file": "", "sha256": "0", "status": "read", "language": "en", "published": "unknown", "quotations": 0}
    with pytest.raises(UsageError, match="file is empty"):
        checked("reading", "open", body, NOW)
