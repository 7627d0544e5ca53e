from __future__ import annotations

import dataclasses

from penstock.batch.results import FINDING_FIELDS
from penstock.desk.shapes import CheckBody, FindingShape, ScreenBody, body_schema
from penstock.desk.yente import MatchBody
from penstock.screening.decide import Finding


def test_a_finding_is_described_with_every_field_that_is_answered() -> None:
    assert set(FindingShape.model_fields) == {"code", "outcome", *FINDING_FIELDS}
    assert set(FINDING_FIELDS) < {field.name for field in dataclasses.fields(Finding)}


def test_the_schemas_of_bodies_stand_by_themselves() -> None:
    for kind in (CheckBody, ScreenBody, MatchBody):
        assert "$ref" not in str(body_schema(kind))
    assert body_schema(CheckBody)["required"] == ["subject"]
    assert {"in", "from", "to"} < body_schema(CheckBody)["properties"].keys()
    replaced = body_schema(ScreenBody, items={"type": "array"})
    assert replaced["properties"]["items"] == {"type": "array"}
