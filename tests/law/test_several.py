from __future__ import annotations

from datetime import date
from typing import Any

import penstock
from penstock.law.several import merged, once

TEXT = "tablet press with 12 punches, 4-piperidone 5 kg CAS 41661-47-6"


def test_each_subject_of_a_text_has_its_verdict_and_its_measures() -> None:
    us, mx = penstock.check(TEXT, jurisdictions=["US", "MX"], on=date(2026, 11, 22)).as_dict()["answers"]
    told = {one["name"]: one["verdict"] for one in mx["subjects"]}
    assert mx["verdict"] == told["tablet press"] == "controlled"
    assert told["4-piperidone"] == "unknown"
    assert {one["name"]: one["verdict"] for one in us["subjects"]}["4-piperidone"] == "controlled"
    assert [one["about"] for one in us["measures"]] == ["tablet press", "4-piperidone"]
    assert len(us["measures"]) == len({one["id"] for one in us["measures"]})
    assert "4-piperidone: Also salts" in us["note"]


def test_one_subject_named_in_two_ways_is_one() -> None:
    (us,) = penstock.check("4-piperidone, CAS 41661-47-6", jurisdictions=["US"]).as_dict()["answers"]
    assert "subjects" not in us
    assert [one["id"] for one in us["measures"]] == ["us.list-i.4-piperidone"]
    assert "about" not in us["measures"][0]


def test_what_was_identified_is_told_once_with_all_ways() -> None:
    told: list[dict[str, Any]] = [
        {"id": "a", "name": "A", "cas": None, "by": "name", "confidence": 0.8, "form": "salt"},
        {"id": None, "name": "B", "cas": None, "by": "structure", "confidence": 1.0},
        {"id": "a", "name": "A", "cas": "1-2-3", "by": "cas", "confidence": 1.0},
    ]
    first, second = merged(told)
    assert (first["cas"], first["form"], [one["by"] for one in first["ways"]]) == ("1-2-3", "salt", ["name", "cas"])
    assert second["name"] == "B"
    assert once([{"id": 1}, {"id": 2}, {"id": 1}]) == ({"id": 1}, {"id": 2})
