from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.desk.office import PIPERIDONE, SCRIPT

from penstock.desk.held import FILE, MOST, HeldRow
from penstock.desk.record_pages import marked
from penstock.desk.run_matters import keep_held
from penstock.store.runs import Runs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.office import Office


def test_a_matter_marks_the_words_its_findings_rest_on(office: Office) -> None:
    matter = office.matter("MARKED")
    page = office.browser("officer").get(f"/matters/{matter}").text
    assert "<mark>79099-07-3</mark>" in page
    told = office.browser("officer").get(f"/matters/{matter}.json").json()
    assert told["marked"][0]["before"] + told["marked"][0]["matched"] + told["marked"][0]["after"] == PIPERIDONE
    assert (told["as_of"], told["matter"]["state"]) == ("2026-11-22", "open")


def test_a_script_in_goods_names_and_notes_stays_text(office: Office) -> None:
    officer = office.browser("officer")
    decision = office.held(f"X{SCRIPT}", consignee_name=SCRIPT, goods_description=f"{SCRIPT} {PIPERIDONE}")
    matter = officer.get(f"/api/decisions/{decision}").json()["matters"][0]["id"]
    noted = officer.send(f"/matters/{matter}", step="note", version="1", note=SCRIPT)
    for page in (
        noted,
        officer.get("/queue"),
        officer.get(f"/decisions/{decision}"),
        officer.get(f"/matters/{matter}"),
    ):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text


def test_the_page_offers_what_may_be_done_and_takes_it(office: Office) -> None:
    officer, second = office.browser("officer"), office.browser("second")
    matter = office.matter("STEPS")
    first = officer.get(f"/matters/{matter}").text
    assert 'value="ask_release"' in first
    assert 'value="approve"' not in first
    asked = officer.send(f"/matters/{matter}", step="ask_release", version="1", reason="exempt", note="article 3")
    assert asked.url.path == f"/matters/{matter}"
    assert 'value="withdraw"' in asked.text
    assert 'value="approve"' in second.get(f"/matters/{matter}").text
    late = second.send(f"/matters/{matter}", step="approve", version="1", reason="exempt")
    assert late.status_code == 409
    assert "officer" in late.text
    done = second.send(f"/matters/{matter}", step="approve", version="2", reason="exempt")
    assert "state-released" in done.text
    assert "an exemption of the text applies" in done.text


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_none_is_refused(office: Office, version: str) -> None:
    matter = office.matter("VERSION")
    sent = office.browser("officer").send(f"/matters/{matter}", step="note", version=version, note="x")
    assert sent.status_code in {409, 422}


def test_the_queue_shows_the_states_that_are_chosen(office: Office) -> None:
    matter = office.matter("CHOSEN")
    officer = office.browser("officer")
    officer.send(f"/matters/{matter}", step="escalate", version="1", note="look")
    assert matter in officer.get("/queue?state=escalated").text
    assert matter not in officer.get("/queue?state=released&state=confirmed").text
    assert officer.get("/queue?state=nix").status_code == 422


def test_a_run_is_uploaded_on_its_page(office: Office) -> None:
    officer = office.browser("officer")
    file = {"file": (f"../{SCRIPT[:7]}.csv", b"consignment_id,goods_description\nA,acetone\n")}
    page = officer.client.post("/runs", data={"csrf": officer.csrf}, files=file)
    assert page.url.path.startswith("/runs/")
    assert "<h1>&lt;script.csv</h1>" in page.text
    assert officer.client.post("/runs", data={"csrf": officer.csrf}).status_code == 422
    assert officer.client.post("/runs", files=file).status_code == 403


def finished(office: Office, folder: Path) -> str:
    """Have a run of the officer's be done, of whose seven held items one is in the queue, and return its id."""
    runs = Runs(office.store)
    run = runs.start("officer", "goods <b>.csv", str(folder))
    runs.change("penstock:", run.id, "running")
    reason = {"code": "open", "message": "m", "field": "goods_description", "outcome": "hold", "jurisdiction": "US",
              "citation": None, "start": 3, "end": 7, "matched": "boc-"}  # fmt: skip
    item = {"row": 1, "consignment_id": run.id, "item_no": 1, "outcome": "hold", "findings": [reason]}
    answer = {"items": [item], "stamp": {"as_of": "2026-11-22", "register": "r", "rosters": {}, "engine": "0"}}
    question = {"ask": "screen", "items": [json.dumps({"goods_description": "1- boc-4-piperidone", "a": run.id})]}
    row = HeldRow(41, question, json.dumps(answer))
    (folder / FILE).write_bytes(msgspec.json.encode(row) + b"\n")
    assert keep_held(office.store, run, folder, lambda: False)
    outcomes = dict.fromkeys(("clear", "notify", "licence", "hold", "prohibited"), 0) | {"hold": 7}
    queue = {"held": 7, "in_queue": 1, "most": MOST}
    runs.change("penstock:", run.id, "done", {"rows": 9, "outcomes": outcomes, "queue": queue})
    return run.id


def test_a_run_leads_to_its_matters_and_each_back_to_its_row(office: Office, tmp_path: Path) -> None:
    officer, run = office.browser("officer"), finished(office, tmp_path)
    page = officer.get(f"/runs/{run}").text
    assert f'href="/queue?run={run}"' in page
    assert "7 items are held; 1 of them are in the queue" in page
    assert "6 held items are not in the queue" in page
    queue = officer.get(f"/queue.json?run={run}").json()
    assert (len(queue["matters"]), queue["counts"]["open"], queue["file"]) == (1, 1, "goods <b>.csv")
    assert queue["matters"][0]["row"] == 41
    assert officer.get(f"/queue.json?run={run}&after=41,zzz").json()["matters"] == []
    for after in ("nix", "x,y", "²,y", f"{'9' * 20},y"):
        assert officer.get("/queue", params={"run": run, "after": after}).status_code == 422
    assert officer.get(f"/queue.json?run={run}&state=released").json()["matters"] == []
    matter = queue["matters"][0]["id"]
    assert f'href="/matters/{matter}"' in officer.get(f"/queue?run={run}").text
    page = officer.get(f"/matters/{matter}").text
    assert f'<a href="/runs/{run}">goods &lt;b&gt;.csv</a>' in page
    assert "Row 41" in page
    assert "<mark>boc-</mark>" in page


def test_of_a_run_of_another_no_more_is_shown_than_whose_it_is(office: Office, tmp_path: Path) -> None:
    run = finished(office, tmp_path)
    matter = office.browser("officer").get(f"/queue.json?run={run}").json()["matters"][0]["id"]
    colleague = office.browser("colleague")
    assert colleague.get(f"/queue?run={run}").status_code == colleague.get("/queue?run=nix").status_code == 404
    assert colleague.get(f"/matters/{matter}.json").json()["runs"] == [
        {"row": 41, "by": "officer", "run": None, "file": None}
    ]
    page = colleague.get(f"/matters/{matter}").text
    assert "Row 41 of a file of officer." in page
    assert f'href="/runs/{run}"' not in page
    assert office.browser("second").get(f"/matters/{matter}.json").json()["runs"][0]["run"] == run


def finding(**told: Any) -> dict[str, Any]:  # noqa: ANN401  # any value
    return {"field": "goods_description", "start": 0, "end": 3, "matched": "abc", **told}


def test_a_text_is_marked_only_where_the_very_words_stand() -> None:
    assert marked(finding(), {"Goods": "abcd"}) == {"before": "", "matched": "abc", "after": "d"}
    assert marked(finding(start=1, end=4), {"goods_description": "xabc", "b": "yabc"}) == {
        "before": "x", "matched": "abc", "after": "",
    }  # fmt: skip
    for told, item in ((finding(), {"Goods": "xabc"}), (finding(start=None), {"Goods": "abc"}), (finding(), {"n": 5})):
        assert marked(told, item) is None


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Fill in: reason"), ("zh-Hans", "请填写： 理由"), ("es", "Rellene: motivo")]
)
def test_a_form_that_lacks_something_is_shown_again_with_what_was_written(
    office: Office, language: str, words: str
) -> None:
    matter, officer = office.matter(f"LACK-{language}"), office.browser("officer")
    sent = officer.send(f"/matters/{matter}?lang={language}", step="ask_release", version="1", reason="", note="my own")
    officer.client.cookies.delete("lang")  # for whoever comes after
    assert sent.status_code == 422
    assert words in " ".join(sent.text.split())
    assert "other_party" not in re.sub(r'value="\w+"', "", sent.text)
    assert ">my own</textarea>" in sent.text
    assert office.browser("officer").get(f"/matters/{matter}.json").json()["matter"]["version"] == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "open whether it is controlled – description"), ("zh-CN", "是否受管制未定 – 货物描述")],
)
def test_a_matter_is_called_in_words(office: Office, language: str, words: str) -> None:
    matter = office.matter("WORDS-1")
    page = office.browser("officer").get(f"/matters/{matter}", headers={"accept-language": language}).text
    title = re.search(r"<h1>(.*?)</h1>", page)
    assert title is not None
    assert words in title[1]
    assert "goods_description" not in page
