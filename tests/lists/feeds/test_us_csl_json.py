from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds import us_csl_json
from penstock.lists.records import Address, Identifier

if TYPE_CHECKING:
    from pathlib import Path

ENTITY = {
    "id": "99ed1b05",
    "source": "Entity List (EL) - Bureau of Industry and Security",
    "name": "An Example Research Institute",
    "addresses": [
        {"address": "1 Hezuo Road", "city": "Shijiazhuang", "state": None, "postal_code": None, "country": "CN"},
        {"address": None, "city": None, "state": None, "postal_code": None, "country": "HK"},
    ],
    "federal_register_notice": "83 FR 37423",
    "start_date": "2018-08-01",
    "alt_names": ["Example Institute", "EXI"],
    "source_list_url": "https://example.org/el",
}
PERSON = {
    "id": "52291",
    "source": "Specially Designated Nationals (SDN) - Treasury Department",
    "entity_number": 52291,
    "type": "Individual",
    "programs": ["NPWMD"],
    "name": "RIM, Ryong Nam",
    "ids": [{"type": "Passport", "number": "836238033", "country": "KP", "issue_date": None, "expiration_date": None}],
}


def written(tmp_path: Path, export: Any) -> Path:  # noqa: ANN401  # any JSON value
    path = tmp_path / "consolidated.json"
    path.write_text(export if isinstance(export, str) else json.dumps(export), encoding="utf-8")
    return path


def test_the_json_export_gives_the_same_lists(tmp_path: Path) -> None:
    path = written(tmp_path, {"results": [ENTITY, PERSON]})
    assert us_csl_json.claims(path)
    entity_list, sdn = us_csl_json.read(path)
    assert (entity_list.list_id, sdn.list_id) == ("us-bis-entity-list", "us-csl-sdn")
    (entity,) = entity_list.entries
    assert (entity.uid, entity.listed_on, entity.url) == ("99ed1b05", date(2018, 8, 1), "https://example.org/el")
    assert [name.text for name in entity.names] == ["An Example Research Institute", "Example Institute", "EXI"]
    assert entity.addresses == (
        Address(text="1 Hezuo Road, Shijiazhuang", country="CN"),
        Address(text="", country="HK"),
    )
    (person,) = sdn.entries
    assert (person.uid, person.kind) == ("52291", "person")
    assert person.identifiers == (Identifier(kind="Passport", value="836238033", country="KP"),)


@pytest.mark.parametrize(
    ("export", "found"),
    [
        ("{", "Input data was truncated"),
        ("[]", "Expected `object`"),
        ({"results": {}}, "no list of results"),
        ({"results": [], "licence": "x"}, "the key 'licence'"),
        ({"results": ["x"]}, "'x'; expected an object"),
        ({"results": [{**ENTITY, "risk": 1}]}, "the key 'risk'"),
        ({"results": [{**ENTITY, "ids": [{"colour": 1}]}]}, "the key 'colour' in 'ids'"),
        ({"results": [{**ENTITY, "name": None, "alt_names": []}]}, "no name in entry 99ed1b05"),
    ],
)
def test_what_trade_gov_does_not_export_so_is_refused(
    tmp_path: Path,
    export: Any,  # noqa: ANN401  # any JSON value
    found: str,
) -> None:
    with pytest.raises(RosterError, match=found):
        us_csl_json.read(written(tmp_path, export))


def test_other_files_are_not_claimed(tmp_path: Path) -> None:
    assert not us_csl_json.claims(written(tmp_path, {"id": "x"}))
