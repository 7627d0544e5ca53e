from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.batch import kept_parties as room
from penstock.batch.kept_parties import FOLDER, kept_parties
from penstock.kernel.errors import InputError
from penstock.screening.party_answers import PartyQuestion

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES = "id,name,country\na,Kestrel Bay,PA\nb,CO LTD,\nc,Amber Ridge,\nd,Kestrel Bay,PA\ne,Kestrel Bay,\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return ``write(content, name)``."""

    def put(content: str = LINES, name: str = "p.csv") -> Path:
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return put


def test_equal_parties_are_one_and_keep_their_rows(tmp_path: Path, write: Callable[..., Path]) -> None:
    kept = kept_parties(write(), tmp_path / "lists")
    parties = kept.parties()
    assert [parties.question(place) for place in range(len(parties))] == [
        PartyQuestion(name="Kestrel Bay", country="PA"),
        PartyQuestion(name="Amber Ridge"),
        PartyQuestion(name="Kestrel Bay"),
    ]
    assert kept.rows_of([0]) == [(1, "a", 0), (4, "d", 0)]
    assert kept.rows_of([2, 1]) == [(3, "c", 1), (5, "e", 2)]
    assert kept.rows_of([]) == []
    assert [(one.row, one.code) for one in kept.rejects] == [(2, "unreadable_name")]


def test_the_names_are_read_once(tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept_parties(write(), tmp_path / "lists")
    with monkeypatch.context() as patched:
        patched.setattr(room, "read_parties", None)
        again = kept_parties(write(name="another.csv"), tmp_path / "lists")
    assert again.index == first.index
    assert [one.file for one in again.rejects] == [str(tmp_path / "another.csv")]
    assert len(list((tmp_path / "lists" / FOLDER).iterdir())) == 1
    kept_parties(write(LINES + "f,Sorrel,\n"), tmp_path / "lists")
    assert len(list((tmp_path / "lists" / FOLDER).iterdir())) == 2


def test_another_program_reads_them_again(
    tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_parties(write(), tmp_path / "lists")
    monkeypatch.setattr(room, "engine", lambda *_: "another")
    kept_parties(write(), tmp_path / "lists")
    assert len(list((tmp_path / "lists" / FOLDER).iterdir())) == 2


def test_what_was_kept_and_is_damaged_is_made_again(tmp_path: Path, write: Callable[..., Path]) -> None:
    first = kept_parties(write(), tmp_path / "lists")
    (path,) = (tmp_path / "lists" / FOLDER).iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    assert kept_parties(write(), tmp_path / "lists") == first


def test_a_folder_that_cannot_be_written_is_no_hindrance(tmp_path: Path, write: Callable[..., Path]) -> None:
    (tmp_path / "lists").write_text("a file", encoding="utf-8")
    assert len(kept_parties(write(), tmp_path / "lists").parties()) == 3


def test_a_file_of_rejects_alone_has_no_parties(tmp_path: Path, write: Callable[..., Path]) -> None:
    for _ in range(2):
        kept = kept_parties(write("name\nCO LTD\n"), tmp_path / "lists")
        assert (len(kept.parties()), len(kept.rejects), kept.rows_of([])) == (0, 1, [])


def test_a_file_that_is_none_is_refused_and_not_kept(tmp_path: Path, write: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="no column holds the names"):
        kept_parties(write("goods\nacetone\n"), tmp_path / "lists")
    assert not (tmp_path / "lists").exists()
