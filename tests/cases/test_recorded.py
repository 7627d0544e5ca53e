from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cases.kept import kept

from penstock.cases.recorded import recorded

if TYPE_CHECKING:
    from penstock.law.register import Register

YU = "cn-yu-haibin-2023-06-21"
SAID: dict[str, Any] = {
    "speaker": "A Speaker",
    "day": "2026-05",
    "place": "US",
    "quote": "it is not regulated",
    "origin": {"citation": "Example Daily", "url": "https://news.example/1"},
    "claims": [{"predicate": "not_regulated", "subjects": ["4-ap"], "places": ["CN"]}],
}
DID: dict[str, Any] = {
    "kind": "meeting",
    "day": "2026-05-03",
    "by": "Two offices",
    "what": "They met.",
    "origin": {"citation": "Example Daily"},
    "subjects": ["4-ap"],
}


def test_the_claim_of_june_2023_stands_beside_the_register_subject_by_subject(register: Register) -> None:
    told = recorded(register, [], lambda day: day == "2023-06-21")
    (statement,) = told.statements
    assert statement.record == YU
    assert statement.side == "CN"
    stands = {(row.subject, row.place): (row.shows, row.beside) for row in told.claims}
    assert stands["npp", "CN"] == ("controlled", "contradicted")
    assert stands["1-boc-4-piperidone", "CN"] == ("not_controlled", "consistent")
    assert stands["npp", "MX"][1] == "unknown"
    number = sum(int(text.split()[1]) for text in statement.beside)
    assert number == len(told.claims) >= len(stands) > 30


def test_of_a_subject_only_its_own_claims_are_told(register: Register) -> None:
    told = recorded(register, [], lambda _: True, "npp")
    assert {row.subject for row in told.claims} == {"npp"}
    assert YU in {row.record for row in told.statements}
    assert all("npp" in register.packed.acts[row.record].subjects for row in told.acts)


def test_what_nobody_accepted_is_no_part_of_the_record(register: Register) -> None:
    cases = [
        kept("statement", "s1", "accepted", SAID),
        kept("statement", "s2", "proposed", SAID),
        kept("act", "x1", "accepted", DID),
        kept("act", "x2", "rejected", DID),
    ]
    told = recorded(register, cases, lambda day: day.startswith("2026-05"))
    assert [row.record for row in told.statements] == ["s1"]
    assert [row.record for row in told.acts if row.record.startswith("x")] == ["x1"]
    (claim,) = [row for row in told.claims if row.record == "s1"]
    assert (claim.shows, claim.beside) == ("controlled", "contradicted")
    assert {event.record for event in told.events()} >= {"s1", "x1"}


def test_an_indictment_stays_an_allegation(register: Register) -> None:
    acts = {row.record: row for row in recorded(register, [], lambda _: True).acts}
    charged = [row for row in acts.values() if row.what == "indictment"]
    assert charged
    assert {row.certainty for row in charged} == {"allegation"}
