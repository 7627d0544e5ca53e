from __future__ import annotations

import json
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
        assert f'action="/api/dossiers/{what}"' in page
    assert office.browser("viewer").get("/papers").status_code == 403
