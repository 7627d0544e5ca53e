from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.batch.plain_file import text_of, values_of
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "content"),
    [("f.json", '\ufeff{"day": "2026-05-01", "kg": "1.50"}'), ("f.yaml", "day: 2026-05-01\nkg: 1.50\n")],
)
def test_scalars_of_yaml_stay_as_they_are_written(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert values_of(path, text_of(path, "things"), "things") == {"day": "2026-05-01", "kg": "1.50"}


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        text_of(tmp_path / "none.json", "things")
    (tmp_path / "f.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(InputError, match=r"is not UTF-8 text \(byte 0\)"):
        text_of(tmp_path / "f.json", "things")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("f.txt", "{}", "is no file of things by its name"),
        ("f.json", "{", "cannot be read: Expecting property name"),
        ("f.yaml", "a: [1", "cannot be read"),
        ("f.yaml", "!!python/object:os.system x", "cannot be read"),
        ("f.json", "[" * 100_000, "cannot be read"),
    ],
)
def test_what_is_neither_json_nor_yaml_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        values_of(tmp_path / name, text, "things")
    assert refused.value.remedy
