from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from penstock.cli.store import opened
from penstock.store.decisions import Decisions
from penstock.store.matters import Matters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDER = "examples/leads"
EXTRACTS = ("--extract", f"{FOLDER}/extracts.yaml", "--on", "2026-04-12")


@pytest.fixture
def ids(penstock_command: Callable[..., Any], root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the caterer's, the bicycle-parts maker's and the third lead."""
    monkeypatch.chdir(root)
    kept = json.loads(penstock_command("lead", "new", f"{FOLDER}/leads.yaml", "--json").out)["kept"]
    assert all(one["is_new"] for one in kept)
    return [one["id"] for one in kept]


def failed(told: Any) -> list[str]:  # noqa: ANN401  # any JSON value
    return [one["test"] for one in told["body"]["precheck"]["tests"] if one["result"] == "failed"]


def test_two_are_stopped_and_a_third_is_sent_answered_and_scored(
    penstock_command: Callable[..., Any], ids: list[str]
) -> None:
    tested = [json.loads(penstock_command("lead", "precheck", one, *EXTRACTS, "--json").out) for one in ids]
    assert [one["state"] for one in tested] == ["stopped", "stopped", "ready"]
    assert [failed(one) for one in tested] == [["in_business", "business_fits"], ["business_fits"], []]
    stopped = penstock_command("lead", "send", ids[0], "--on", "2026-04-12")
    assert (stopped.status, "a test before sending failed" in stopped.err) == (2, True)
    sent = json.loads(
        penstock_command(
            "lead", "send", ids[2], "--on", "2026-04-12", "--due", "2026-06-30", "--note", "x", "--json"
        ).out
    )
    assert (sent["state"], sent["due"], sent["body"]["sent_on"]) == ("sent", "2026-06-30", "2026-04-12")
    told = json.loads(penstock_command("lead", "answer", ids[2], f"{FOLDER}/answer.yaml", "--json").out)
    assert (told["state"], told["is_late"], told["for_sender"]["result"]) == ("answered", False, "lawful_trade")
    assert "Two inspectors" not in json.dumps(told["for_sender"]), "the office's own words stay there"
    (scored, other) = json.loads(penstock_command("lead", "scores", "--on", "2026-07-01", "--json").out)
    assert scored["results"] == {"lawful_trade": 1}
    assert scored["answer_days"]["median"] == 38
    assert other["stopped"] == 2


def test_a_pipeline_can_fail_on_what_is_stopped(penstock_command: Callable[..., Any], ids: list[str]) -> None:
    assert penstock_command("lead", "precheck", ids[0], *EXTRACTS).status == 0
    assert penstock_command("lead", "precheck", ids[0], *EXTRACTS, "--fail-on", "stopped").status == 1
    assert penstock_command("lead", "precheck", ids[2], *EXTRACTS, "--fail-on", "stopped").status == 0


def test_without_an_extract_nothing_of_the_party_is_known_and_it_is_said(
    penstock_command: Callable[..., Any], ids: list[str]
) -> None:
    out = penstock_command("lead", "precheck", ids[2], "--on", "2026-04-12").out
    assert "unknown exists: no extract given holds it, and none says it was looked for" in out


def test_who_opened_a_lead_does_not_override_its_tests(
    penstock_command: Callable[..., Any], ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    penstock_command("lead", "precheck", ids[0], *EXTRACTS)
    told = penstock_command("lead", "override", ids[0], "seen there")
    assert (told.status, "Another person has to" in told.err) == (1, True)
    monkeypatch.setattr("getpass.getuser", lambda: "another")
    assert " ready " in penstock_command("lead", "override", ids[0], "seen there").out
    history = json.loads(penstock_command("lead", "show", ids[0], "--json").out)["history"]
    assert (history[-1]["by"], history[-1]["detail"]) == ("shell:another", {"override": "seen there"})


def test_a_reply_to_a_closed_lead_is_kept_beside_it_and_told(
    penstock_command: Callable[..., Any], ids: list[str]
) -> None:
    penstock_command("lead", "precheck", ids[2], *EXTRACTS)
    penstock_command("lead", "send", ids[2], "--on", "2026-04-12")
    penstock_command("lead", "step", ids[2], "close", "--note", "no answer came")
    told = penstock_command("lead", "answer", ids[2], f"{FOLDER}/answer.yaml")
    assert "the lead was closed already; the answer is kept beside it" in told.out
    body = json.loads(penstock_command("lead", "show", ids[2], "--json").out)["body"]
    assert (body["verification"], [one["result"] for one in body["late_answers"]]) == (None, ["lawful_trade"])


def test_those_of_a_file_that_are_none_are_refused_and_the_others_kept(
    penstock_command: Callable[..., Any], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    told = penstock_command("lead", "new", f"{FOLDER}/leads.csv", "--json")
    assert told.status == 1
    found = json.loads(told.out)
    assert [one["body"]["reference"] for one in found["kept"]] == ["EX-2026-020"]
    assert found["kept"][0]["body"]["credibility"] == 3
    assert [one["record"] for one in found["refused"]] == [2, 3]
    assert all(one["code"] == "usage" and one["remedy"] for one in found["refused"])
    again = penstock_command("lead", "new", f"{FOLDER}/leads.csv")
    assert "it is there already, and was left as it is" in again.out


def test_the_form_shows_only_what_is_needed_and_only_to_the_addressee(
    penstock_command: Callable[..., Any], ids: list[str]
) -> None:
    assert "is draft and is given to nobody" in penstock_command("lead", "disclose", ids[2]).err
    penstock_command("lead", "precheck", ids[2], *EXTRACTS)
    form = json.loads(penstock_command("lead", "disclose", ids[2], "--json").out)
    assert form["subject"]["name"] == "Example Everbright Chemical Co., Ltd."
    text = json.dumps(form)
    assert not [word for word in ("parcel", "seizure", "another name", "reliability") if word in text]
    assert "TLP:AMBER" in penstock_command("lead", "disclose", ids[2]).out
    assert penstock_command("lead", "disclose", ids[2], "--to", "public").status == 1


def test_a_lead_is_shown_with_its_allegation_as_one(penstock_command: Callable[..., Any], ids: list[str]) -> None:
    out = penstock_command("lead", "show", ids[2]).out
    assert "  allegation, not a finding: is said to have shipped the goods under another name\n" in out


def test_a_file_that_is_no_extract_is_refused(
    penstock_command: Callable[..., Any], ids: list[str], tmp_path: Path
) -> None:
    bad = {"a.yaml": "is no extract of a company register", "a.txt": "is no file of extracts"}
    for name, words in bad.items():
        (tmp_path / name).write_text("register: x\n", encoding="utf-8")
        told = penstock_command("lead", "precheck", ids[0], "--extract", tmp_path / name)
        assert (told.status, words in told.err) == (1, True)


def test_an_answer_that_rests_on_nothing_or_several_at_once_are_refused(
    penstock_command: Callable[..., Any], ids: list[str], tmp_path: Path
) -> None:
    penstock_command("lead", "precheck", ids[2], *EXTRACTS)
    penstock_command("lead", "send", ids[2], "--on", "2026-04-12")
    file = tmp_path / "answer.yaml"
    one = "result: confirmed\nexplanation: x\nfor_sender: x\nby: x\nanswered_on: 2026-05-01\n"
    file.write_text(one, encoding="utf-8")
    assert "The answer 'confirmed' names no evidence" in penstock_command("lead", "answer", ids[2], file).err
    file.write_text("- a: 1\n- a: 2\n", encoding="utf-8")
    assert "holds 2 records" in penstock_command("lead", "answer", ids[2], file).err
    assert penstock_command("lead", "scores", "--by", "basis", "--on", "2026-05-01").out.count("answers: none") == 2


def test_with_no_lead_there_is_no_score(penstock_command: Callable[..., Any]) -> None:
    assert penstock_command("lead", "scores").out == "There is no lead yet.\n"


def test_a_held_matter_becomes_a_lead(
    penstock_command: Callable[..., Any], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    row = {"consignment_id": "C-1", "item_no": 1, "date": "2026-03-05", "consignor_name": "Example Everbright Co."}
    question = {"ask": "screen", "items": [json.dumps(row | {"cas_number": "79099-07-3"})]}
    stamp = {"as_of": "2026-03-05", "register": "r1", "rosters": {}, "engine": "0.1.0"}
    with opened(None) as store:
        decision = Decisions(store).keep("shell:test", question, stamp, b"hold")
        held = Matters(store).open("shell:test", decision, "m: cas_number", consignment="C-1", item="1", outcome="hold")
    file = tmp_path / "lead.yaml"
    file.write_text(
        "{reference: EX-9, from_authority: Example One, to_authority: Example Two, place: CN, basis: seizure,"
        " source: x, allegation: is said to be unlicensed, reliability: B, credibility: 2,"
        " handling: {tlp: red, purpose: x}}",
        encoding="utf-8",
    )
    (kept,) = json.loads(penstock_command("lead", "new", file, "--matter", held.id, "--json").out)["kept"]
    assert kept["body"]["subject"]["name"] == "Example Everbright Co."
    assert kept["body"]["period"]["since"] == "2026-03-05"
    shown = penstock_command("lead", "show", kept["id"]).out
    assert f"belongs to matter {held.id}" in shown
    assert "There is no matter" in penstock_command("lead", "new", file, "--matter", "none").err
