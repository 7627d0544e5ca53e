from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shipped import REGISTER

import penstock
from penstock.kernel.errors import UnknownPlace
from penstock.law.check import WEAK, Answer, check, route_places, stamp
from penstock.law.routes import Route

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from penstock.law.identify import Kind

    class Outcome(Protocol):
        status: int
        out: str
        err: str


TODAY = date(2026, 11, 22)
ANSWER_KEYS = ["jurisdiction", "verdict", "measures", "watch", "checked_on", "note"]
MEASURE_KEYS = [
    "id",
    "instrument",
    "list",
    "basis",
    "scope",
    "clauses",
    "atoms",
    "since",
    "until",
    "obligations",
    "direction",
    "counterparties",
    "citation",
    "url",
    "source",
]
"""The keys of a measure as the design's contract names and orders them; more may stand between."""

MORE_KEYS = {"subject_name", "wording", "subject", "not_before", "known_by", "decided", "open"}
VERDICTS = {"controlled", "not_controlled", "unknown", "invalid"}


def ask(
    subject: str,
    *places: str,
    on: date = TODAY,
    kind: Kind | None = None,
    route: Route | None = None,
    engine: str = "1.2.3",
) -> Answer:
    asked = places or None
    return check(REGISTER, subject, kind=kind, places=asked, on=on, route=route, engine=engine)


def answer(subject: str, place: str, on: date = TODAY, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # as ask
    (one,) = ask(subject, place, on=on, **more).as_dict()["answers"]
    return dict(one)


def verdicts(asked: Answer) -> dict[str, str]:
    return {one.jurisdiction: one.verdict for one in asked.answers}


def assert_contract(shown: dict[str, Any]) -> None:
    """Hold an answer against the design's contract: keys, their order, types."""
    assert list(shown) == ["subject", "as_of", "answers", "stamp"]
    assert list(shown["subject"])[:3] == ["input", "kind", "identified"]
    assert set(shown["subject"]) <= {
        *("input", "kind", "identified", "candidates", "mentions", "suggestions", "contradictions"),
    }
    for one in shown["subject"]["identified"]:
        assert list(one)[:5] == ["id", "name", "cas", "by", "confidence"]
        assert set(one) <= {"id", "name", "cas", "by", "confidence", "form", "differs"}
        assert 0 < one["confidence"] <= 1
    assert date.fromisoformat(shown["as_of"])
    for one in shown["answers"]:
        assert list(one) == [*ANSWER_KEYS, *(["subjects"] if "subjects" in one else [])]
        assert len(one.get("subjects", "ab")) > 1
        assert all(of["verdict"] in VERDICTS for of in one.get("subjects", ()))
        assert one["verdict"] in VERDICTS
        assert one["checked_on"] is None or date.fromisoformat(one["checked_on"])
        assert one["note"] is None or one["note"] == one["note"].strip() != ""
        for measure in (*one["measures"], *one["watch"]):
            of = {"about": measure["about"]} if "subjects" in one else {}
            assert not of or of["about"] in {said["name"] for said in one["subjects"]}
            assert_measure({key: value for key, value in measure.items() if key not in of})
    assert list(shown["stamp"]) == ["as_of", "register", "rosters", "engine"]
    assert json.loads(json.dumps(shown)) == shown


def assert_measure(measure: dict[str, Any]) -> None:
    assert [key for key in measure if key not in MORE_KEYS] == MEASURE_KEYS
    assert set(measure) == {*MEASURE_KEYS, *MORE_KEYS}
    assert measure["basis"] in {"named", "scope", "class"}
    assert isinstance(measure["scope"], list)
    assert isinstance(measure["clauses"], list)
    assert measure["since"] == "unknown" or date.fromisoformat(measure["since"])
    assert measure["until"] is None or date.fromisoformat(measure["until"])
    assert measure["citation"]
    assert measure["url"].startswith("http")
    for key in ("direction", "counterparties"):
        assert measure[key] is None or (isinstance(measure[key], list) and measure[key])
    for duty in measure["obligations"]:
        assert [*duty][:5] == ["stage", "duty", "text", "citation", "counterparties"]
        assert set(duty) <= {"stage", "duty", "text", "citation", "counterparties", "threshold"}
        assert duty["text"]
        assert duty["citation"]


@pytest.mark.parametrize(
    "subject",
    [
        "41661-47-6",
        "41979-39-9",
        "41661-47-5",
        "4-AP",
        "NPP",
        "O=C1CCNCC1.Cl",
        "CCC(=O)N(c1ccccc1)C1CCN(CCCc2ccccc2)CC1",
        "C1CC",
        "2933.39",
        "1234.56",
        "压片机",
        "drum of 4-piperidone beside a tablet press",
        "1-cyclohexyl-4-piperidone",
        "quantum widget",
        "",
    ],
)
@pytest.mark.parametrize("route", [None, Route("CN", "MX", ("HK", "JP")), Route("DE", None)])
def test_every_answer_has_the_shape_of_the_contract(subject: str, route: Route | None) -> None:
    assert_contract(ask(subject, route=route).as_dict())


def test_one_whole_answer_is_this() -> None:
    day = date(2022, 11, 9)
    shown = ask("125541-22-2", "us", on=day, route=Route("cn", "us")).as_dict()
    assert shown["subject"] == {
        "input": "125541-22-2",
        "kind": "substance",
        "identified": [
            {
                "id": "1-boc-4-ap",
                "name": REGISTER.name_of("1-boc-4-ap"),
                "cas": "125541-22-2",
                "by": "cas",
                "confidence": 1.0,
            }
        ],
    }
    assert shown["as_of"] == "2022-11-09"
    (us,) = shown["answers"]
    own, parent = us["measures"]
    assert (us["jurisdiction"], us["verdict"], us["watch"]) == ("US", "controlled", [])
    assert {key: own[key] for key in MEASURE_KEYS if key != "obligations"} == {
        "id": "us.list-i.1-boc-4-ap",
        "instrument": "21 CFR 1310.02(a)",
        "list": "List I chemicals",
        "basis": "named",
        "scope": [],
        "clauses": [],
        "atoms": {},
        "since": "2022-11-09",
        "until": None,
        "direction": None,
        "counterparties": None,
        "citation": "87 FR 67550, 21 CFR 1310.02(a)",
        "url": "http://federal.elaws.us/fr/notice/11/9/2022/2022-24155",
        "source": "copy",
    }
    assert {duty["stage"] for duty in own["obligations"]} == {"import"}
    assert "notify" in {duty["duty"] for duty in own["obligations"]}
    assert (parent["id"], parent["subject"], parent["basis"], parent["scope"], parent["since"]) == (
        "us.list-i.4-ap",
        "4-ap",
        "scope",
        ["carbamate"],
        "2020-05-15",
    )
    assert shown["stamp"] == {
        "as_of": "2022-11-09",
        "register": REGISTER.digest,
        "rosters": {},
        "engine": "1.2.3",
    }


def test_the_command_prints_the_same_object_and_a_table_without_json(
    penstock_command: Callable[..., Outcome],
) -> None:
    arguments = ("check", "125541-22-2", "--in", "us,UN", "--on", "2022-11-09", "--from", "CN", "--to", "US")
    printed = penstock_command(*arguments, "--json")
    assert (printed.status, printed.err) == (0, "")
    expected = ask(
        "125541-22-2",
        "US",
        "UN",
        on=date(2022, 11, 9),
        route=Route("CN", "US"),
        engine=penstock.__version__,
    )
    assert json.loads(printed.out) == expected.as_dict()
    assert_contract(json.loads(printed.out))
    table = penstock_command(*arguments)
    assert table.status == 0
    with pytest.raises(json.JSONDecodeError):
        json.loads(table.out)
    for said in ("controlled", "2022-11-09", "2020-05-15", "carbamate"):
        assert said in table.out


# Which places answer


def test_without_places_and_route_every_place_of_the_register_answers() -> None:
    assert tuple(verdicts(ask("urea"))) == REGISTER.places(None)


@pytest.mark.parametrize(
    ("route", "places"),
    [
        (Route("CN", "MX"), ["CN", "MX", "UN"]),
        (Route("cn", "mx"), ["CN", "MX", "UN"]),
        (Route("CN", "US", ("HK",)), ["CN", "HK", "US", "UN"]),
        (Route("CN", "DE"), ["CN", "EU", "UN"]),
        (Route("DE", "FR"), ["EU", "UN"]),
        (Route("US", "CA-BC"), ["US", "CA", "CA-BC", "UN"]),
        (Route("US", "CA"), ["US", "CA", "UN"]),
        (Route("CN", None), ["CN", "UN"]),
        (Route("HK", "HK"), ["HK", "UN"]),
        (Route("CN", "JP"), ["CN", "UN", "JP"]),
        (Route("CN", "MX", ("jp", "SG", "JP")), ["CN", "MX", "UN", "JP", "SG"]),
        (Route(), ["UN"]),
    ],
)
def test_a_route_chooses_the_places_and_names_those_without_law(route: Route, places: list[str]) -> None:
    assert list(verdicts(ask("urea", route=route))) == places


def test_a_country_without_law_is_unknown_and_says_so() -> None:
    jp = ask("41661-47-6", route=Route("CN", "JP")).as_dict()["answers"][-1]
    assert jp == {
        "jurisdiction": "JP",
        "verdict": "unknown",
        "measures": [],
        "watch": [],
        "checked_on": None,
        "note": "The register holds no law of JP.",
    }


def test_places_asked_for_win_over_those_of_the_route() -> None:
    asked = ask("urea", "mx", " us ", "MX", route=Route("CN", "JP"))
    assert list(verdicts(asked)) == ["MX", "US"]


@pytest.mark.parametrize("place", ["DE", "XX", "", "USA"])
def test_a_place_without_law_of_its_own_is_refused(place: str) -> None:
    with pytest.raises(UnknownPlace, match="holds no law of"):
        ask("urea", place)


def test_the_places_of_a_route_are_each_named_once() -> None:
    assert route_places(REGISTER, Route("DE", "FR", ("ES", "US"))) == ("EU", "US", "UN")


# Verdicts


@pytest.mark.parametrize(
    ("subject", "place", "day", "verdict"),
    [
        ("4-piperidone", "US", date(2023, 5, 12), "controlled"),
        ("4-piperidone", "UN", date(2024, 12, 2), "not_controlled"),
        ("4-piperidone", "UN", date(2024, 12, 3), "controlled"),
        ("4-哌啶酮", "CN", date(2025, 7, 19), "not_controlled"),
        ("4-哌啶酮", "CN", date(2025, 7, 20), "controlled"),
        ("norfentanyl", "EU", date(2023, 2, 19), "not_controlled"),
        ("norfentanyl", "EU", date(2023, 2, 20), "controlled"),
        ("79-03-8", "US", date(2026, 3, 9), "not_controlled"),
        ("79-03-8", "US", date(2026, 3, 10), "unknown"),
        ("57-13-6", "US", TODAY, "not_controlled"),
        ("tablet press", "CN", date(2023, 6, 21), "unknown"),
        ("tablet press", "UN", date(2023, 6, 21), "not_controlled"),
        ("tablet press", "CA", date(2017, 5, 18), "controlled"),
        ("tablet press", "HK", TODAY, "unknown"),
        ("quantum widget", "US", TODAY, "unknown"),
        ("41661-47-5", "US", TODAY, "invalid"),
        ("C1CC", "US", TODAY, "invalid"),
    ],
)
def test_the_verdict_of_a_day(subject: str, place: str, day: date, verdict: str) -> None:
    assert answer(subject, place, day)["verdict"] == verdict


def test_the_day_before_its_rule_list_i_does_not_hold_it_and_is_no_gap() -> None:
    before = answer("4-piperidone", "US", date(2023, 5, 11))
    assert (before["verdict"] == "controlled", before["measures"]) == (False, [])
    assert "List I chemicals:" not in (before["note"] or "")


def test_nobody_knows_what_it_is_is_unknown_everywhere() -> None:
    asked = ask("quantum widget")
    assert asked.as_dict()["subject"]["identified"] == []
    assert set(verdicts(asked).values()) == {"unknown"}
    assert {one.note for one in asked.answers} == {"Nobody knows what this is."}


def test_an_invalid_number_is_invalid_everywhere_with_a_suggestion() -> None:
    asked = ask("41661-47-5")
    shown = asked.as_dict()
    assert set(verdicts(asked).values()) == {"invalid"}
    assert shown["subject"]["identified"] == []
    assert shown["subject"]["suggestions"] == ["41661-47-6"]
    said = "CAS 41661-47-5 is invalid: its check digit should be 6. Did you mean 41661-47-6 (4-piperidone)?"
    assert {one["note"] for one in shown["answers"]} == {said}
    assert all((one["measures"], one["watch"]) == ([], []) for one in shown["answers"])


def test_a_wrong_number_beside_a_benign_name_is_never_clear() -> None:
    assert answer("urea", "US")["verdict"] == "not_controlled"
    assert answer("urea, CAS 41661-47-5", "US")["verdict"] != "not_controlled"


def test_an_ambiguous_short_form_is_unknown_and_shows_what_it_may_be() -> None:
    us = answer("4-AP", "US")
    assert us["verdict"] == "unknown"
    assert [(m["id"], m["open"]) for m in us["measures"]] == [("us.list-i.4-ap", WEAK)]
    assert "short form that can mean other things" in us["note"]


def test_a_short_form_of_one_substance_answers_with_a_warning() -> None:
    un = answer("NPP", "UN")
    assert un["verdict"] == "controlled"
    assert [m["open"] for m in un["measures"]] == [None]
    assert "short form that can mean other things" in un["note"]


@pytest.mark.parametrize("text", ["1-cyclohexyl-4-piperidone", "2-[4-(2-hydroxyethyl)piperazin-1-yl]ethanol"])
@pytest.mark.parametrize("place", ["US", "CN", "UN", "CA", "EU"])
def test_part_of_a_longer_name_neither_convicts_nor_clears(text: str, place: str) -> None:
    shown = answer(text, place)
    assert shown["verdict"] == "unknown"
    assert all(measure["open"] is not None for measure in shown["measures"])
    assert shown["note"].startswith("The text is near the name ")


def test_a_text_is_as_controlled_as_the_most_controlled_thing_in_it() -> None:
    assert answer("urea and 4-piperidone", "US")["verdict"] == "controlled"
    assert answer("urea and a tablet press", "CN")["verdict"] == "unknown"
    assert answer("urea", "CN")["verdict"] == "not_controlled"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 8, 31), "None of its candidates in the register is controlled here on this day."),
        (date(2024, 9, 1), "Candidates controlled here on this day: 4-anilinopiperidine"),
    ],
)
def test_a_code_never_decides_and_shows_its_candidates(day: date, said: str) -> None:
    shown = ask("2933399073", "CN", on=day).as_dict()
    (cn,) = shown["answers"]
    assert (cn["verdict"], cn["measures"]) == ("unknown", [])
    assert said in cn["note"]
    assert shown["subject"]["identified"] == []
    assert [one["id"] for one in shown["subject"]["candidates"]] == ["4-ap", "1-boc-4-ap", "norfentanyl"]


def test_candidates_with_an_open_answer_are_said_to_be_open() -> None:
    note = answer("8480", "CN")["note"]
    assert f"Candidates with an open answer here on this day: {REGISTER.name_of('punch_die_mould')}." in note


# What stands in a measure


def test_an_unknown_first_day_shows_what_bounds_it() -> None:
    (us,) = answer("79-03-8", "US", date(2026, 3, 10))["measures"]
    assert (us["since"], us["not_before"], us["known_by"]) == ("unknown", "2026-03-10", None)
    assert us["open"] == "the first day is not settled by any source read; it is not before 2026-03-10"
    (mx,) = answer("NPP", "MX", date(2024, 3, 14))["measures"]
    assert (mx["since"], mx["known_by"], mx["open"]) == ("unknown", "2024-03-14", None)


def test_a_decision_of_the_un_shows_both_days() -> None:
    (un,) = answer("4-AP dihydrochloride", "UN", date(2022, 11, 23))["measures"]
    assert (un["decided"], un["since"], un["scope"]) == ("2022-03-16", "2022-11-23", ["salt"])


def test_an_ended_measure_shows_its_end_while_it_holds_and_is_gone_after() -> None:
    last, end = date(2026, 4, 13), date(2026, 4, 14)

    def temporary(day: date) -> list[str | None]:
        shown = answer("carisoprodol", "CA", day)["measures"]
        return [m["until"] for m in shown if m["id"] == "ca.schedule-v-temporary.carisoprodol"]

    assert temporary(last) == ["2026-04-14"]
    assert temporary(end) == []


def test_direction_and_counterparties_are_shown_and_said() -> None:
    cn = answer("benzene", "CN", date(2024, 5, 1))
    (measure,) = cn["measures"]
    assert (measure["direction"], measure["counterparties"]) == (["export"], ["MM", "LA", "AF"])
    assert cn["note"] == "Only towards AF, LA, MM."
    assert answer("benzene", "CN", route=Route("cn", "us"))["verdict"] == "not_controlled"
    assert answer("benzene", "CN", route=Route("cn", "mm"))["verdict"] == "controlled"


def test_a_threshold_is_shown_with_what_it_means() -> None:
    measures = answer("benzyl chloride", "CA", date(2026, 4, 12))["measures"]
    listed = next(m for m in measures if m["id"] == "ca.class-b-precursors.benzyl-chloride")
    thresholds = [duty["threshold"] for duty in listed["obligations"] if "threshold" in duty]
    assert {"meaning": "exempt_at_or_below", "concentration_percent": 30} in thresholds


def test_a_watch_list_stands_apart_from_the_measures() -> None:
    un = answer("tablet press", "UN")
    assert (un["measures"], [m["id"] for m in un["watch"]]) == ([], ["un.article-13-equipment.tablet_press"])


def test_a_salt_drawn_or_numbered_is_named_as_one() -> None:
    drawn = ask("O=C1CCNCC1.Cl", "US").as_dict()
    assert drawn["subject"]["identified"][0]["differs"] == ["salt or mixture"]
    assert [m["scope"] for m in drawn["answers"][0]["measures"]] == [["salt"]]
    assert "Differs from the register's 4-piperidone in: salt or mixture." in drawn["answers"][0]["note"]
    assert [m["scope"] for m in answer("41979-39-9", "US")["measures"]] == [["salt"]]
    assert [m["scope"] for m in answer("O=C1CCNCC1", "US")["measures"]] == [[]]


def test_a_close_relative_is_to_be_held_for_review() -> None:
    assert "Close relative of 4-piperidone: hold for review." in answer("O=C1CCN(Cc2ccccc2F)CC1", "UN")["note"]
    plain = answer("CC(=O)Oc1ccc(Br)cc1", "UN")
    assert "Close relative" not in plain["note"]
    assert plain["verdict"] == "unknown"  # no record holds it, and not every schedule of the UN was read


def test_what_is_settled_says_nothing_of_gaps() -> None:
    assert "read in part" not in (answer("41661-47-6", "US")["note"] or "")
    assert "does not reach back" in answer("57-13-6", "US", date(1950, 1, 1))["note"]


def test_checked_on_is_the_oldest_last_look_and_a_later_day_is_warned_of() -> None:
    looks = [file.list.checked_on for _, file in REGISTER.lists_of("US")]
    shown = answer("57-13-6", "US")
    assert shown["checked_on"] == str(min(looks))
    assert answer("57-13-6", "US", min(looks))["note"] is None
    later = answer("57-13-6", "US", date(2031, 1, 1))
    assert later["note"] == f"The register last looked on {min(looks)}."


# The stamp


def test_the_stamp_names_the_day_the_register_and_the_engine() -> None:
    assert stamp(REGISTER, date(2023, 6, 21), "9.9") == {
        "as_of": "2023-06-21",
        "register": REGISTER.digest,
        "rosters": {},
        "engine": "9.9",
    }
    assert len(REGISTER.digest) == 64


@given(
    subject=st.one_of(
        st.sampled_from(sorted(REGISTER.by_cas)),
        st.sampled_from([name.name for name in REGISTER.packed.names]),
        st.text(max_size=30),
    ),
    day=st.dates(date(1960, 1, 1), date(2035, 1, 1)),
    ends=st.tuples(*[st.sampled_from(["CN", "US", "DE", "HK", "CA-BC", "JP", None])] * 2),
)
def test_any_question_gets_an_answer_of_the_right_shape_and_the_same_twice(
    subject: str, day: date, ends: tuple[str | None, str | None]
) -> None:
    asked = ask(subject, on=day, route=Route(*ends))
    assert_contract(asked.as_dict())
    assert asked.as_dict() == ask(subject, on=day, route=Route(*ends)).as_dict()
    for one in asked.answers:
        if one.verdict == "controlled":
            assert any(measure["open"] is None for measure in one.measures)
        elif one.verdict == "not_controlled":
            assert one.measures == ()
