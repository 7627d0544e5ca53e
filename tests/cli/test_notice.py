from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.cases.notices import notice_fields

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., Any]

SENT = "2022-04-08"  # the Friday before Easter week


def fields(path: Path, **changed: Any) -> str:  # noqa: ANN401  # any JSON value
    told = notice_fields(**({"dispatch_on": "2022-06-01"} | changed))
    path.write_text(yaml.safe_dump(told) if path.suffix == ".yaml" else json.dumps(told), encoding="utf-8")
    return str(path)


def test_a_notification_goes_from_draft_to_silence_and_leaves_by_its_text(
    penstock_command: Command, tmp_path: Path
) -> None:
    drafted = penstock_command("notice", "new", fields(tmp_path / "n.yaml"), "--on", SENT).out
    of = drafted.split()[0]
    assert "draft" in drafted
    assert "until 2022-04-19 (running, 5 working days left)" in penstock_command("notice", "send", of, "--on", SENT).out
    refused = penstock_command("notice", "ship", of, "--on", "2022-04-19")
    assert "is running, until 2022-04-19" in refused.err
    overdue = penstock_command("notice", "overdue", "--on", "2022-04-21").out
    assert "due 2022-04-19, 2 days late" in overdue
    assert "It may ship." in overdue
    shown = penstock_command("notice", "show", of, "--on", "2022-04-21").out
    assert "silence: may ship" in shown
    assert "regulation 10AB(4)" in shown
    shipped = penstock_command("notice", "ship", of, "--on", "2022-06-01", "--note", "nobody answered", "--json")
    assert json.loads(shipped.out)["state"] == "shipped"
    arrived = penstock_command("notice", "step", of, "confirm_arrival", "--on", "2022-07-01").out
    assert "arrival_confirmed" in arrived
    assert penstock_command("notice", "overdue", "--on", "2022-08-01").out == ""


def test_replies_are_kept_with_their_reasons(penstock_command: Command, tmp_path: Path) -> None:
    of = penstock_command("notice", "new", fields(tmp_path / "n.json"), "--on", SENT).out.split()[0]
    penstock_command("notice", "send", of, "--on", SENT)
    penstock_command("notice", "receive", of, "--on", "2022-04-09")
    ask = ("--result", "more_info", "--reason", "details_missing", "--note", "whom?")
    penstock_command("notice", "reply", of, *ask, "--on", "2022-04-10")
    penstock_command("notice", "answer", of, "--note", "the warehouse", "--on", "2022-04-11")
    ended = penstock_command(
        "notice", "reply", of, "--result", "objected", "--reason", "importer_unknown", "--on", "2022-04-12"
    ).out
    assert "objected, the importer is not known to the authority" in ended
    refused = penstock_command("notice", "ship", of, "--on", "2022-06-01")
    assert "The notification is objected." in refused.err
    (listed,) = json.loads(penstock_command("notice", "list", "--state", "objected", "--json").out)
    assert listed["waits_for"] == "The notification is objected."
    assert penstock_command("notice", "list", "--state", "sent").out == ""


def test_a_draft_says_what_is_missing_and_is_mended(penstock_command: Command, tmp_path: Path) -> None:
    drafted = penstock_command("notice", "new", fields(tmp_path / "n.yaml", substance=None, importer=None)).out
    of = drafted.split()[0]
    assert "missing: The notification names no substance. Name the substance." in drafted
    refused = penstock_command("notice", "send", of, "--on", SENT)
    assert "names no importer" in refused.err
    (tmp_path / "more.json").write_text(
        json.dumps({"substance": "108-24-7", "importer": {"name": "E", "address": "C", "country": "MX"}}), "utf-8"
    )
    edit = ("--file", str(tmp_path / "more.json"), "--note", "completed")
    assert "missing" not in penstock_command("notice", "step", of, "edit", *edit, "--on", SENT).out
    assert penstock_command("notice", "send", of, "--on", SENT).out.split()[1] == "sent"
    refused = penstock_command("notice", "step", of, "withdraw", *edit)
    assert "withdraw writes no fields" in refused.err


def test_in_the_union_the_authority_s_number_lets_it_go(penstock_command: Command, tmp_path: Path) -> None:
    of = penstock_command("notice", "new", fields(tmp_path / "n.yaml", exporting_country="DE")).out.split()[0]
    penstock_command("notice", "send", of, "--on", SENT)
    assert "may authorise the export" in penstock_command("notice", "ship", of, "--on", "2022-06-01").err
    penstock_command("notice", "step", of, "authorise", "--number", "DE-77")
    assert " shipped " in penstock_command("notice", "ship", of, "--on", "2022-06-01").out


@pytest.mark.parametrize(
    ("content", "said"),
    [("[]", "holds no fields"), ("{", "cannot be read"), ('{"colour": "white"}', "The notification cannot be read")],
)
def test_a_file_that_is_no_notification_is_refused(
    penstock_command: Command, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "n.json"
    path.write_text(content, encoding="utf-8")
    refused = penstock_command("notice", "new", str(path))
    assert said in refused.err
    assert "Traceback" not in refused.err


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        ("EU", r"EU has no working days of its own.* --from [A-Z]{2}\."),
        ("XX", "XX is no country"),
        ("x1", "country code"),
    ],
)
def test_a_clock_is_of_one_country(penstock_command: Command, origin: str, told: str) -> None:
    asked = ("notice", "clock", "ephedrine", "--sent", SENT, "--from", origin)
    found = penstock_command(*asked)
    assert (found.status, found.out) == (2, "")
    assert re.search(told, " ".join(found.err.split()))


def test_a_clock_is_told_without_a_database(penstock_command: Command) -> None:
    asked = ("notice", "clock", "acetic anhydride", "--sent", SENT, "--on", "2022-05-15")
    (german,) = json.loads(penstock_command(*asked, "--from", "DE", "--json").out)
    assert (german["due"], german["state"], german["silence"]) == ("2022-05-03", "over", "may_be_authorised")
    plain = penstock_command(*asked, "--from", "IN").out
    assert "no time" in plain
    assert "silence: unknown." in plain
    none = penstock_command("notice", "clock", "paracetamol", "--sent", SENT, "--from", "US")
    assert re.search(r"No clock of the register concerns|no one substance", none.out + none.err)
    bad = penstock_command("notice", "clock", "nothing known", "--sent", SENT, "--from", "US")
    assert "is no one substance that the register knows" in bad.err
