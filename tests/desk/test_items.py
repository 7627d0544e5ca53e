from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.batch.readers import read_file
from penstock.desk.items import read_items

if TYPE_CHECKING:
    from pathlib import Path

cells = st.none() | st.integers(0, 10**12) | st.floats(allow_nan=False) | st.text(max_size=12) | st.lists(st.integers())
KEYS = ["consignment_id", "item_no", "goods_description", "cas_number", "quantity", "date", "export_country", "colour"]
rows = st.lists(st.dictionaries(st.sampled_from(KEYS), cells, max_size=6), min_size=1, max_size=6)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_items_are_read_as_a_file_of_them_is(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    whole = [{"goods_description": "acetone"}, *rows]  # so that the file has a column that says what the goods are
    texts = [json.dumps(row) for row in whole]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(texts), encoding="utf-8")
    reading, kept = read_items(texts), read_file(path)
    assert list(reading.items.values()) == kept.rows
    assert list(reading.items) == kept.row_numbers
    assert [(one.row, one.column, one.code, one.seen) for one in reading.rejects] == [
        (one.row, one.column, one.code, one.seen) for one in kept.rejects
    ]
    assert reading.columns == kept.columns.keys()
    assert reading.unread == kept.unknown_columns


def test_items_of_other_keys_count_their_numbers_together() -> None:
    texts = [
        '{"consignment_id": "A", "item_no": 1, "cas_number": "67-64-1"}',
        '{"consignment_id": "A", "item_no": 1, "CAS": "67-64-1"}',
        '{"consignment_id": "A", "CAS": "67-64-1", "item_no": 2}',
    ]
    reading = read_items(texts)
    assert [item.item_no for item in reading.items.values()] == [1, 2]
    assert [(one.row, one.code) for one in reading.rejects] == [(2, "duplicate_item")]
