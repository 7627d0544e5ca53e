from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.batch.shared_out import list_in

from penstock.batch.pack import open_pack, write_pack
from penstock.batch.rosters import imported
from penstock.goods import VOCABULARY_FILE
from penstock.kernel.errors import EngineError, ListMissing
from penstock.law.packed import REGISTER_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register


@pytest.fixture
def pack(tmp_path: Path) -> tuple[Path, str]:
    folder = tmp_path / "pack"
    return folder, write_pack(folder, REGISTER_FILE, VOCABULARY_FILE, list_in(tmp_path / "lists"))


def test_a_pack_holds_the_register_its_vocabulary_and_the_lists(pack: tuple[Path, str], register: Register) -> None:
    opened = open_pack(*pack)
    assert opened.register.digest == register.digest
    assert (opened.register.path, opened.register.vocabulary) == (pack[0] / "register.bin", pack[0] / "vocabulary.bin")
    assert [one.subject for one in opened.register.scanner.scan("NPP and tablet press")] == [
        one.subject for one in register.scanner.scan("NPP and tablet press")
    ]
    (book,) = imported(opened.lists).rosters
    (hit,) = book.hits("Kestrel Bay Shipping", "company")
    assert hit.uid == "1"


def test_the_digest_names_the_content_and_not_the_place(tmp_path: Path, pack: tuple[Path, str]) -> None:
    store = list_in(tmp_path / "lists")
    assert write_pack(tmp_path / "again", REGISTER_FILE, VOCABULARY_FILE, store) == pack[1]
    assert write_pack(tmp_path / "again", REGISTER_FILE, VOCABULARY_FILE, None) != pack[1]
    assert open_pack(tmp_path / "again", write_pack(tmp_path / "again", REGISTER_FILE, VOCABULARY_FILE, None))


@pytest.mark.parametrize("name", ["register.bin", "vocabulary.bin", "lists/rosters/us-ofac-sdn/2019-01-01.roster"])
def test_a_pack_that_was_changed_on_its_way_is_refused(name: str, pack: tuple[Path, str]) -> None:
    folder, digest = pack
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    with pytest.raises(EngineError, match=f"is not what was sent: {name} was changed"):
        open_pack(folder, digest)


def test_a_pack_with_another_table_of_contents_is_refused(pack: tuple[Path, str]) -> None:
    with pytest.raises(EngineError, match=r"contents\.json was changed"):
        open_pack(pack[0], "0" * 64)


def test_a_pack_that_the_worker_does_not_see_is_told_with_what_to_do(tmp_path: Path, pack: tuple[Path, str]) -> None:
    with pytest.raises(EngineError) as caught:
        open_pack(tmp_path / "elsewhere", pack[1])
    assert "storage that every worker has" in caught.value.remedy
    (pack[0] / "vocabulary.bin").unlink()
    with pytest.raises(EngineError, match=r"vocabulary\.bin"):
        open_pack(*pack)


def test_a_damaged_list_is_refused_before_it_travels(tmp_path: Path) -> None:
    store = list_in(tmp_path / "lists")
    roster = next((store.folder / "rosters").rglob("*.roster"))
    roster.write_bytes(roster.read_bytes()[:-9])
    with pytest.raises(ListMissing):
        write_pack(tmp_path / "pack", REGISTER_FILE, VOCABULARY_FILE, store)
