"""Leads and evidence for tests: names are made up, and plainly so."""

from __future__ import annotations

from typing import Any


def lead_body(**changed: Any) -> dict[str, Any]:  # noqa: ANN401  # any JSON value
    """Return the plain body of a lead about a made-up company, with some fields changed."""
    body: dict[str, Any] = {
        "reference": "EX-2026-014",
        "from_authority": "Example Customs Laboratory Service",
        "to_authority": "Example Narcotics Control Office",
        "place": "CN",
        "subject": {
            "kind": "party",
            "name": "Example Everbright Chemical Co., Ltd.",
            "country": "CN",
            "identifiers": [{"scheme": "uscc", "value": "91350100M000100Y43"}],
        },
        "goods": [{"description": "1-boc-4-piperidone, 25 kg drums", "cas": "79099-07-3"}],
        "period": {"since": "2026-03-01", "until": "2026-03-31"},
        "allegation": "is said to have shipped the goods under another name",
        "basis": "seizure",
        "source": "parcel examination, port office",
        "reliability": "B",
        "credibility": 2,
        "handling": {"tlp": "amber", "purpose": "verification by the recipient alone"},
        "due": "2026-06-30",
    }
    return body | changed


def extract(**changed: Any) -> dict[str, Any]:  # noqa: ANN401  # any JSON value
    """Return the plain extract of a made-up company register that holds one company, with some fields changed."""
    company: dict[str, Any] = {
        "name": "Example Everbright Chemical Co., Ltd.",
        "number": "91350100M000100Y43",
        "country": "CN",
        "status": "存续",
        "business_scope": "化工产品销售（不含危险化学品）；货物进出口",
    }
    return {"register": "Example Company Register", "extracted_on": "2026-11-01", "companies": [company | changed]}
