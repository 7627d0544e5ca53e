from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from tests.cases.licences import licence_cells
from tests.cases.notices import notice_fields
from tests.cases.samples import extract, lead_body
from tests.desk.office import SCRIPT
from tests.desk.test_case_story import ARTICLE, opened, taken, tried

if TYPE_CHECKING:
    from tests.desk.office import Office

SQL = "x'); DROP TABLE cases; --"
EVIL = f"{SCRIPT} {SQL} =HYPERLINK('x')"


def fields_of_kind(kind: str, evil: str) -> dict[str, Any]:
    """Return the fields of a case whose every text says something evil."""
    trader = {"name": evil, "address": evil, "country": "AU"}
    told: dict[str, dict[str, Any]] = {
        "lead": lead_body(
            reference=evil, from_authority=evil, to_authority=evil, allegation=evil, source=evil, request=evil,
            subject={"kind": "party", "name": evil, "address": evil, "identifiers": [{"scheme": evil, "value": evil}]},
            goods=[{"description": evil}], handling={"tlp": "green", "purpose": evil},
            evidence=[{"what": evil, "where": evil}],
        ),
        "notification": notice_fields(
            exporter=trader, importer=trader, substance=evil, unit=evil, point_of_entry=evil, end_use=evil,
            consignment=evil, agreed=evil, exporting_authority=evil,
        ),
        "authorisation": licence_cells(number=evil, issuer=evil, holder=evil, conditions=evil, unit=evil),
        "enterprise": {
            "name": evil, "place": "CN", "number": evil, "address": evil, "staff": [{"role": evil, "name": evil}],
            "substances": [{"name": evil}], "licences": [{"kind": evil, "number": evil}],
        },
        "referral": {"where": evil, "seen_on": "2026-11-01", "text": f"norfentanyl {evil}", "seller": evil},
        "statement": {
            "speaker": evil, "day": "2026-11-01", "quote": evil, "says": evil, "venue": evil, "role": evil,
            "about": [evil], "claims": [{"predicate": "not_regulated", "subjects": [evil], "places": ["CN"]}],
            "citation": evil, "url": "javascript:alert(1)",
        },
        "act": {"kind": "meeting", "day": "2026-11-01", "by": evil, "what": evil, "parties": [evil], "citation": evil},
    }  # fmt: skip
    return told[kind]


KINDS = ("lead", "notification", "authorisation", "enterprise", "referral", "statement", "act")


@pytest.mark.parametrize("kind", KINDS)
def test_a_script_in_any_field_of_any_kind_stays_text(office: Office, kind: str) -> None:
    officer = office.browser("officer")
    case = opened(officer, kind, fields_of_kind(kind, EVIL))
    step = "edit" if kind == "notification" else "correct" if kind in {"statement", "act"} else "note"
    step = {"authorisation": "suspend"}.get(kind, step)
    taken(officer, case, step, note=EVIL)
    paths = [
        f"/cases/{kind}/{case['id']}",
        f"/cases/{kind}",
        "/cases",
        "/schedule",
        "/scores",
        "/record?state=proposed",
    ]
    for path in paths:
        page = officer.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path
        assert "javascript:" not in re.sub(r">[^<]*", ">", page.text), path
    assert "&lt;script&gt;alert" in officer.get(paths[0]).text
    assert officer.get(f"/api/cases/{kind}/{case['id']}").json()["case"]["version"] == 2


def test_a_script_in_an_article_stays_text(office: Office) -> None:
    officer = office.browser("officer")
    for name, text in (
        ("evil.txt", f"{ARTICLE}\nand {EVIL}, he said.\n"),
        ("evil.html", f"<p>{ARTICLE}</p><p>{EVIL}</p>"),
    ):
        told = officer.ask("/api/readings", {"text": text, "name": name, "published": "2023-06-21"})
        assert told.status_code == 200
        page = officer.get(f"/cases/reading/{told.json()['id']}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_a_form_needs_the_token_of_its_session(office: Office) -> None:
    officer = office.browser("officer")
    lead = opened(officer, "lead", lead_body(reference="CSRF-1"))
    for path, told in (
        (f"/cases/lead/{lead['id']}", {"step": "note", "version": "1", "note": "x"}),
        ("/cases/lead", {"reference": "x"}),
        ("/read", {"text": "x"}),
        (f"/cases/lead/{lead['id']}/precheck", {"version": "1"}),
        (f"/cases/authorisation/{lead['id']}/draws", {"consignment": "x"}),
    ):
        answer = officer.client.post(path, data=told)
        assert answer.status_code == 403, path
    assert officer.get(f"/api/cases/lead/{lead['id']}").json()["case"]["version"] == 1


def test_a_lead_is_opened_tested_and_sent_by_forms_alone(office: Office) -> None:
    officer = office.browser("officer")
    told = {
        "reference": "FORM-1", "from_authority": "A", "to_authority": "B", "place": "CN", "subject.kind": "party",
        "subject.name": "Example Form Chemical Co., Ltd.", "goods.0.description": "norfentanyl",
        "goods.0.cas": "1609-66-1", "allegation": "x", "basis": "seizure", "source": "s", "reliability": "B",
        "credibility": "2", "handling.tlp": "amber", "handling.purpose": "p",
    }  # fmt: skip
    page = officer.send("/cases/lead", **told)
    assert page.status_code == 200, page.text
    path = page.url.path
    assert officer.send("/cases/lead", **told).url.path == path
    extracted = {
        "register": "Example Company Register", "extracted_on": "2026-11-01", "version": "1", "step": "test",
        "companies.0.name": "Example Form Chemical Co., Ltd.", "companies.0.status": "存续",
        "companies.0.business_scope": "化工产品销售",
    }  # fmt: skip
    page = officer.send(f"{path}/precheck", **extracted)
    assert "state-ready" in page.text
    page = officer.send(path, step="send", version="2", sent_on="2026-11-20", note="by post")
    assert "state-sent" in page.text
    twin = officer.get(f"{path}.json").json()
    assert twin["case"]["body"]["credibility"] == 2
    assert twin["history"][-1]["detail"] == {"sent_on": "2026-11-20", "note": "by post"}


def test_a_form_of_a_lead_that_lacks_something_is_shown_again_with_what_was_written(office: Office) -> None:
    told = {
        "reference": "LACK-1", "from_authority": "A", "to_authority": "B", "place": "CN", "subject.kind": "party",
        "subject.name": "Example Lacking Chemical Co., Ltd.", "allegation": "my own words", "basis": "seizure",
        "source": "s", "reliability": "B", "credibility": "2", "handling.purpose": "p", "goods.0.cas": "1609-66-1",
    }  # fmt: skip
    for language, words in (("es", "Rellene: manejo › TLP"), ("en", "Fill in: handling › TLP")):
        sent = office.browser("officer").send(f"/cases/lead?lang={language}", **told)
        assert sent.status_code == 422
        assert words in " ".join(sent.text.split())
        assert "documentation" not in sent.text
        assert ">my own words</textarea>" in sent.text
        assert 'value="1609-66-1"' in sent.text
        assert '<option value="B" selected>' in sent.text
    office.browser("officer").client.cookies.delete("lang")  # for whoever comes after


def test_an_edit_keeps_what_nobody_touched(office: Office) -> None:
    officer = office.browser("officer")
    lead = opened(officer, "lead", lead_body(reference="EDIT-1"))
    path = f"/cases/lead/{lead['id']}"
    page = officer.get(path).text
    form = page[page.index("s-edit-") :]
    form = form[: form.index("</form>")]
    sent = {name: text for name, text in re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', form) if name != "csrf"}
    sent |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', form))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        sent[name] = chosen[0] if chosen else ""
    sent |= {"step": "edit", "version": "1", "note": "looked again", "allegation": "another"}
    assert officer.send(path, **sent).status_code == 200
    after = officer.get(f"{path}.json").json()["case"]["body"]
    assert after == lead["body"] | {"allegation": "another"}


@pytest.mark.parametrize("kind", [*KINDS, "inspection"])
def test_nothing_in_a_new_case_makes_it_fail(office: Office, kind: str) -> None:
    officer = office.browser("officer")
    whole = {"enterprise": "x", "due": "2026-11-01", "why": "x"} if kind == "inspection" else fields_of_kind(kind, "x")
    odd = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=6,
    )

    @how(max_examples=25, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(sorted(whole)), odd, min_size=1, max_size=3))
    def holds(changed: dict[str, Any]) -> None:
        answer = officer.client.post(
            f"/api/cases/{kind}", json={"fields": whole | changed}, headers={"x-csrf-token": officer.csrf}
        )
        assert answer.status_code in {200, 400, 404, 413, 422}, answer.text
        if answer.status_code == 200:
            assert officer.get(f"/cases/{kind}/{answer.json()['id']}").status_code == 200

    holds()


def test_the_tables_are_still_there(office: Office) -> None:
    told = office.browser("officer").get("/api/cases").json()
    assert {one["kind"] for one in told["kinds"]} >= set(KINDS)
    assert sum(sum(one["counts"].values()) for one in told["kinds"]) > 0


def test_csv_files_hold_no_formula(office: Office) -> None:
    officer = office.browser("officer")
    lead = opened(
        officer, "lead", lead_body(reference="=1+1", subject={"kind": "party", "name": "Example Sum Chemical Ltd."})
    )
    lead, _ = tried(officer, lead, extract())
    today = datetime.now(UTC).date().isoformat()
    asked = {"subject": "Example Sum Chemical Ltd.", "on": today, "format": "csv", "tlp": "red"}
    told = officer.get("/api/dossiers/party", params=asked)
    assert told.status_code == 200, told.text
    assert told.headers["content-disposition"].endswith('.csv"')
    assert "=1+1" in told.text
    cells = [cell for line in told.text.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if re.match(r'^"?[=@+]', cell)]


@pytest.mark.parametrize("kind", ["lead", "notification", "authorisation", "enterprise", "inspection", "referral"])
@pytest.mark.parametrize("language", ["en", "zh-Hans", "es"])
def test_no_code_of_the_program_stands_for_a_word(office: Office, kind: str, language: str) -> None:
    page = office.browser("officer").get(f"/cases/{kind}", headers={"accept-language": language}).text
    told = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")])
    assert "to_authority" not in told
    assert "more_info" not in told
    assert "in_progress" not in told
