from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from penstock.law.packed import REGISTER_FOLDER
from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("acts", "  status: allegation\n", "  status: done\n", "bad_value"),
        ("acts", "{text: us-88-fr-80131}", "{text: no-such-text}", "unknown_text"),
        ("acts", "  ends: us-bis-institute-listed-2020", "  ends: nothing", "unknown_subject"),
        ("acts", "parties: [cn-mps-institute-of-forensic-science]", "parties: [nobody]", "unknown_party"),
        ("acts", "lists: [us-ofac-sdn]", "lists: [no-list]", "unknown_list"),
        ("acts", "  place: US\n", "  place: ZZ\n", "unknown_place"),
        ("acts", "kind: official, on: 2026-11-29", "kind: official", "uncited"),
        ("acts", "  kind: scheduling\n", "  kind: party\n", "bad_value"),
        ("statements", "subjects: [npp, ", "subjects: [no-such, ", "unknown_subject"),
        ("statements", "answers: us-burns-2023-06-07", "answers: nobody", "unknown_subject"),
        ("statements", "about: [us-designations-2023-05]", "about: [no-act]", "unknown_subject"),
        ("statements", "places: [UN, CN, MX]", "places: [UN, CN, ZZ]", "unknown_place"),
    ],
)
def test_what_cannot_stand_in_the_record_is_refused(tmp_path: Path, file: str, old: str, new: str, code: str) -> None:
    folder = tmp_path / "register"
    shutil.copytree(REGISTER_FOLDER, folder)
    path = folder / "record" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    errors = validate_folder(folder).errors
    assert [error.code for error in errors] == [code]
    assert errors[0].file == f"record/{file}.yaml"
