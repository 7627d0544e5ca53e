from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.cases.samples import lead_body
from tests.desk.test_case_story import opened

from penstock.desk.dossiers import ENDINGS
from penstock.desk.papers import KINDS

if TYPE_CHECKING:
    from tests.desk.office import Office

PACK = "/api/dossiers/pack?since=2026-10-01&until=2026-11-20"


def test_every_format_has_a_media_type() -> None:
    assert sorted(KINDS) == sorted(ENDINGS)


@pytest.mark.parametrize("ending", [one.removeprefix(".") for one in ENDINGS])
def test_the_meeting_pack_is_made_in_every_format(office: Office, ending: str) -> None:
    if ending == "pdf":
        pytest.importorskip("weasyprint")
    told = office.browser("officer").get(f"{PACK}&format={ending}")
    assert told.status_code == 200, told.text
    assert told.headers["content-disposition"] == f'attachment; filename="pack-2026-10-01-2026-11-20.{ending}"'
    assert told.content or ending == "ftm.json"


def _today() -> str:
    """Return the day on which the store has kept what a test has just opened."""
    return datetime.now(UTC).date().isoformat()


def test_a_document_holds_nothing_stricter_than_its_mark(office: Office) -> None:
    officer = office.browser("officer")
    subject = {"kind": "party", "name": "Example Secret Ltd."}
    body = lead_body(reference="PAPER-1", subject=subject, handling={"tlp": "red", "purpose": "for one"})
    lead = opened(officer, "lead", body)
    path = f"{PACK.replace('2026-11-20', _today())}&format=json"
    assert lead["id"] not in officer.get(f"{path}&tlp=amber").text
    assert lead["id"] in json.dumps(officer.get(f"{path}&tlp=red").json()["records"])


def test_a_party_is_found_with_its_leads(office: Office) -> None:
    officer = office.browser("officer")
    subject = {"kind": "party", "name": "Example Paper Mill Chemical Ltd."}
    lead = opened(officer, "lead", lead_body(reference="PAPER-2", subject=subject))
    told = officer.get("/api/dossiers/party", params={"subject": subject["name"], "format": "json", "on": _today()})
    assert told.status_code == 200, told.text
    assert lead["id"] in told.json()["records"]


def test_the_page_asks_for_each_document(office: Office) -> None:
    page = office.browser("officer").get("/papers").text
    for what in ("party", "substance", "period", "pack"):
        assert f'action="/papers/{what}"' in page
    assert office.browser("viewer").get("/papers").status_code == 403


def test_the_form_makes_the_document(office: Office) -> None:
    told = {"subject": "4-piperidone", "since": "", "until": "", "tlp": "amber", "format": "csv", "language": "es"}
    made = office.browser("officer").get("/papers/substance", params=told)
    assert made.status_code == 200
    assert made.headers["content-disposition"].endswith('substance-4-piperidone.csv"')
    assert office.browser("viewer").get("/papers/substance", params=told).status_code == 403


@pytest.mark.parametrize(("what", "subject"), [("substance", "soap"), ("party", " "), ("party", "Ltd.")])
def test_what_cannot_be_made_is_told_on_the_form_that_keeps_what_was_typed(
    office: Office, what: str, subject: str
) -> None:
    told = {"subject": subject, "since": "2026-01-01", "until": "", "tlp": "green", "format": "json"}
    sent = office.browser("officer").get(f"/papers/{what}", params=told)
    assert sent.status_code == 422
    assert sent.headers["content-type"].startswith("text/html")
    assert 'role="alert"' in sent.text
    assert f'id="{what}-subject" name="subject" required maxlength="500" value="{subject}"' in sent.text
    assert f'id="{what}-since" name="since" type="date" value="2026-01-01"' in sent.text


def test_of_several_parties_of_a_name_one_can_be_chosen(office: Office) -> None:
    officer = office.browser("officer")
    sent = officer.get("/papers/party", params={"subject": "Zhang Wei", "tlp": "amber", "format": "json"})
    assert sent.status_code == 422
    ids = re.findall(r'<input type="radio" name="subject" value="([^"]+)"', sent.text)
    assert ids
    chosen = officer.get("/papers/party", params={"subject": ids[0], "since": "", "tlp": "amber", "format": "json"})
    assert chosen.json()["head"]["subject"] == ids[0]
