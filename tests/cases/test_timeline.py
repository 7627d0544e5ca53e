from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from penstock.cases.timeline import timeline

if TYPE_CHECKING:
    from penstock.law.register import Register

INSTITUTE = "cn-mps-institute-of-forensic-science"


def test_acts_statements_and_spans_stand_by_day(register: Register) -> None:
    events = timeline(register, subjects=["4-ap"], parties=[INSTITUTE])
    assert [one.day for one in events] == sorted(one.day for one in events)
    by_id = {(one.id, one.kind): one for one in events}
    assert by_id["un.table-i.4-ap", "control_begins"].day == "2022-11-23"
    assert by_id[f"us-bis-entity-list.{INSTITUTE}", "listing_ends"].day == "2023-11-16"
    assert by_id["us-indictments-2023-06", "act"].status == "allegation"
    assert by_id["cn-money-laundering-arrest-2024", "act"].status == "reported"
    assert all(one.sources for one in events)


def test_a_stretch_of_days_and_entries_that_are_kept(register: Register) -> None:
    body = {"speaker": "Ann Lee", "day": "2023-06", "says": "It is late.", "origin": {"citation": "A paper"}}
    undated = body | {"day": "unknown"}
    entries = [("statement", "abc", "accepted", body), ("statement", "def", "proposed", undated)]
    events = timeline(register, entries=entries, since=date(2023, 6, 1), until=date(2023, 7, 1))
    assert {one.day[:7] for one in events} == {"2023-06"}
    (kept,) = [one for one in events if one.id == "abc"]
    assert (kept.status, kept.detail) == ("accepted", "It is late.")


def test_every_act_of_the_seeds_is_there_with_a_source(register: Register) -> None:
    acts = register.packed.acts
    wanted = {
        "scheduling",
        "listing",
        "delisting",
        "suspension",
        "indictment",
        "designation",
        "meeting",
        "arrest",
        "tariff",
        "publication",
    }
    assert wanted <= {one.kind for one in acts.values()}
    assert all(one.status == "allegation" for one in acts.values() if one.kind == "indictment")
    assert acts["us-bis-institute-removed-2023"].ends == "us-bis-institute-listed-2020"
