from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.office import PIPERIDONE, SCRIPT

from penstock.desk.record_pages import marked

if TYPE_CHECKING:
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


def finding(**told: Any) -> dict[str, Any]:  # noqa: ANN401  # any value
    return {"field": "goods_description", "start": 0, "end": 3, "matched": "abc", **told}


def test_a_text_is_marked_only_where_the_very_words_stand() -> None:
    assert marked(finding(), {"Goods": "abcd"}) == {"before": "", "matched": "abc", "after": "d"}
    assert marked(finding(start=1, end=4), {"goods_description": "xabc", "b": "yabc"}) == {
        "before": "x", "matched": "abc", "after": "",
    }  # fmt: skip
    for told, item in ((finding(), {"Goods": "xabc"}), (finding(start=None), {"Goods": "abc"}), (finding(), {"n": 5})):
        assert marked(told, item) is None
