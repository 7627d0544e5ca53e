from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.batch.articles import read_articles
from penstock.kernel.errors import UsageError
from penstock.store.cases import Cases, Link
from penstock.store.record import keep_entry, keep_run

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.store.store import Store

STORY = 'Port opens\n\nOn Monday, Ann Lee said the port was "open for business". Tom Ray said no. The crane is old.'


def test_readings_and_proposals_are_kept_once(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STORY, encoding="utf-8")
    run = read_articles([file], published="2024-01-03", today=date(2026, 11, 29))
    assert keep_run(store, "shell:test", run.reads) == {"readings": 1, "statements": 2, "acts": 0, "known": 0}
    assert keep_run(store, "shell:test", run.reads) == {"readings": 0, "statements": 0, "acts": 0, "known": 3}
    (reading,) = Cases(store).queue("reading")
    assert len(Cases(store).linked(Link("case", reading.id), "statement")) == 2


def test_a_person_accepts_or_rejects_and_the_reason_is_kept(store: Store) -> None:
    body = {"speaker": "Ann Lee", "day": "2024-01-01", "quote": "open", "origin": {"citation": "A paper"}}
    case = keep_entry(store, "shell:test", "statement", body)
    with pytest.raises(UsageError, match="does not say note"):
        Cases(store).take("shell:test", case.id, "reject", version=1)
    rejected = Cases(store).take("shell:test", case.id, "reject", version=1, detail={"note": "another person"})
    assert rejected.state == "rejected"
    accepted = Cases(store).take("shell:test", case.id, "accept", version=2)
    assert accepted.state == "accepted"
    assert [one.step for one in Cases(store).history(case.id)] == ["open", "reject", "accept"]
    again = keep_entry(store, "shell:test", "statement", body)
    assert (again.is_new, again.state) == (False, "accepted")
