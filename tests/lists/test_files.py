from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import OutputError
from penstock.lists.files import append_line, digest_of, write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_what_stood_before_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=r"file cannot be written \(No space left on device\)\. Choose another"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_is_an_error_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("no folder")
    for write in (write_whole, append_line):
        with pytest.raises(OutputError):
            write(tmp_path / "folder" / "file", b"x")


def test_lines_are_added_and_a_torn_one_is_closed_first(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    append_line(path, b"one")
    append_line(path, b"two")
    assert path.read_bytes() == b"one\ntwo\n"
    path.write_bytes(b"one\ntw")
    append_line(path, b"three")
    assert path.read_bytes() == b"one\ntw\nthree\n"


def test_the_digest_of_a_file_is_its_sha256(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    assert digest_of(tmp_path / "f") == hashlib.sha256(b"abc").hexdigest()
