from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from penstock.kernel.errors import RosterError, UsageError
from penstock.lists.feeds import opensanctions
from penstock.lists.records import Identifier

if TYPE_CHECKING:
    from pathlib import Path

SETS = ["us_ofac_sdn"]
PERSON = {
    "id": "NK-1",
    "caption": "Ivan Example",
    "schema": "Person",
    "properties": {
        "name": ["Ivan Example", "Иван Пример"],
        "weakAlias": ["Vanya"],
        "previousName": ["I. Former"],
        "nationality": ["ru"],
        "birthDate": ["1960-01-02"],
        "passportNumber": ["123"],
        "topics": ["sanction"],
    },
    "datasets": SETS,
    "referents": ["ofac-1"],
    "target": True,
    "first_seen": "2023-01-01T00:00:00",
    "last_seen": "2026-01-01T00:00:00",
    "last_change": "2025-01-01T00:00:00",
}
COMPANY = {"id": "NK-2", "caption": "EXAMPLE LLC", "schema": "Company", "properties": {}, "datasets": SETS}
OWNER = {"id": "NK-3", "caption": "Bystander", "schema": "Person", "properties": {}, "datasets": SETS}
SANCTION = {
    "id": "s-1",
    "schema": "Sanction",
    "properties": {
        "entity": ["NK-2"],
        "program": ["RUSSIA-EO14024"],
        "startDate": ["2022-02-24"],
        "endDate": ["2024-05-01"],
        "reason": ["Because."],
        "sourceUrl": ["https://example.org/s"],
    },
    "datasets": SETS,
}
ADDRESS = {"id": "a-1", "schema": "Address", "properties": {"full": ["1 Main St"]}, "datasets": SETS}


def written(tmp_path: Path, *lines: Any, name: str = "entities.ftm.json") -> Path:  # noqa: ANN401  # any line
    path = tmp_path / name
    told = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("".join(f"{line}\n" for line in told), encoding="utf-8")
    return path


def test_parties_with_a_sanction_or_a_topic_are_on_the_list(tmp_path: Path) -> None:
    path = written(tmp_path, SANCTION, PERSON, COMPANY, OWNER, ADDRESS)
    assert opensanctions.claims(path)
    (draft,) = opensanctions.read(path)
    person, company = draft.entries
    assert draft.list_id == "opensanctions:us_ofac_sdn"
    assert [(name.text, name.kind) for name in person.names] == [
        ("Ivan Example", "primary"),
        ("Иван Пример", "alias"),
        ("I. Former", "former"),
        ("Vanya", "weak"),
    ]
    assert (person.uid, person.kind, person.countries) == ("NK-1", "person", ("ru",))
    assert person.identifiers == (Identifier(kind="passportNumber", value="123"),)
    assert (company.kind, company.programmes) == ("company", ("RUSSIA-EO14024",))
    assert (company.listed_on, company.until) == (date(2022, 2, 24), date(2024, 5, 1))
    assert (company.remarks, company.url) == ("Because.", "https://example.org/s")


def test_a_listing_ends_only_when_all_its_sanctions_do(tmp_path: Path) -> None:
    going_on = {**SANCTION, "id": "s-2", "properties": {"entity": ["NK-2"], "startDate": ["2019"]}}
    (draft,) = opensanctions.read(written(tmp_path, COMPANY, SANCTION, going_on))
    (company,) = draft.entries
    assert (company.listed_on, company.until) == (date(2022, 2, 24), None)


def test_the_list_is_asked_for_where_the_entities_are_of_several_datasets(tmp_path: Path) -> None:
    path = written(tmp_path, PERSON, {**COMPANY, "datasets": ["eu_fsf"]})
    with pytest.raises(UsageError, match=r"is of no one dataset\. Name the list: --list opensanctions:DATASET"):
        opensanctions.read(path)
    both = written(tmp_path, {**PERSON, "datasets": ["eu_fsf", "us_ofac_sdn"]})
    with pytest.raises(UsageError, match="is of several datasets"):
        opensanctions.read(both)
    (draft,) = opensanctions.read(path, "opensanctions:default")
    assert {entry.list for entry in draft.entries} == {"opensanctions:default"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{", "Input data was truncated"),
        ("[]", "Expected `object`"),
        ({**COMPANY, "risk": 1}, "unknown field `risk`"),
        ({**COMPANY, "schema": "Starship"}, "the schema 'Starship'"),
        ({**COMPANY, "properties": {"name": "EXAMPLE"}}, "Expected `array`"),
        ({**PERSON, "id": "NK-9", "caption": "x" * 10_000}, "a name of 10000 characters"),
        ({**PERSON, "id": "NK-9", "caption": "", "properties": {"topics": ["sanction"]}}, "no name in entry NK-9"),
    ],
)
def test_a_line_that_is_no_entity_is_refused(tmp_path: Path, line: Any, found: str) -> None:  # noqa: ANN401  # any line
    with pytest.raises(RosterError, match=rf"entities\.ftm\.json: line 2: found .*{found}"):
        opensanctions.read(written(tmp_path, PERSON, line))


def test_a_file_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, PERSON, COMPANY)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(RosterError, match="line 2: found a line that breaks off"):
        opensanctions.read(path)
