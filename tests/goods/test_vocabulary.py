from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Company, Term, Vocabulary, read_vocabulary
from penstock.goods.vocabulary import FORMAT, MAGIC, seal
from penstock.kernel.errors import RegisterMissing

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register

SMALL = Vocabulary(
    terms=[
        Term("acetone", "substance", "67-64-1", record="acetone"),
        Term("die set", "equipment", "tooling", company=Company(("tdp",), ("ice",), 12)),
        Term("4-PDO", "substance", "pdo", as_written=True, ordinary=True, salt="citrate", is_regular=True),
    ],
    keys=["acetone", "dieset", "4pdo"],
    numbers={"67-64-1": ("acetone", False), "7647-14-5": (None, True)},
    salts={"hcl": "hydrochloride"},
    codes=["293941"],
    simplified={"壓": "压"},
    register="digest",
)


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = tmp_path / "vocabulary.bin"
    path.write_bytes(seal(SMALL))
    return path


def packed(payload: bytes) -> bytes:
    return MAGIC + hashlib.sha256(payload).digest() + zlib.compress(payload)


def test_a_sealed_vocabulary_is_read_back_whole(sealed: Path) -> None:
    assert read_vocabulary(sealed) == SMALL
    assert SMALL.folder().key("壓") == "压"


def test_one_vocabulary_has_one_seal() -> None:
    assert seal(SMALL) == seal(msgspec.structs.replace(SMALL, numbers=dict(reversed(SMALL.numbers.items()))))
    assert seal(SMALL) != seal(msgspec.structs.replace(SMALL, register="other"))


def test_an_absent_vocabulary_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for path in (tmp_path / "vocabulary.bin", tmp_path):
        with pytest.raises(RegisterMissing, match="cannot be read") as caught:
            read_vocabulary(path)
        assert str(path) in caught.value.message
        assert "make register" in caught.value.remedy


@pytest.mark.parametrize("content", [b"", b"PENSTOCKV", b"not a vocabulary at all, but long enough to be one"])
def test_a_file_of_another_kind_is_refused_as_damaged(sealed: Path, content: bytes) -> None:
    sealed.write_bytes(content)
    with pytest.raises(RegisterMissing, match="damaged"):
        read_vocabulary(sealed)


@given(data=st.data())
def test_a_flipped_bit_or_a_lost_end_is_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = seal(SMALL)
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    path = tmp_path_factory.mktemp("damaged") / "vocabulary.bin"
    for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]):
        path.write_bytes(content)
        try:
            assert read_vocabulary(path) == SMALL  # bits of the compression that carry nothing
        except RegisterMissing as error:
            assert "damaged" in error.message  # noqa: PT017  # either is right, nothing else


@pytest.mark.parametrize(
    "payload",
    [
        msgspec.msgpack.encode([FORMAT + 1, SMALL]),
        msgspec.msgpack.encode([FORMAT + 1, ["a layout", "of another day"]]),
        msgspec.msgpack.encode([FORMAT, ["too", "short"]]),
        msgspec.msgpack.encode({"format": FORMAT}),
        b"",
        b"\xc1",
    ],
)
def test_a_vocabulary_of_another_version_is_refused(sealed: Path, payload: bytes) -> None:
    sealed.write_bytes(packed(payload))
    with pytest.raises(RegisterMissing, match="another version"):
        read_vocabulary(sealed)


def test_the_shipped_vocabulary_fits_the_shipped_register(register: Register) -> None:
    words = read_vocabulary()
    assert words.register == register.digest, "run 'make register'"
    assert len(words.keys) == len(words.terms)
    assert {term.record for term in words.terms} - {None} <= {
        *register.packed.substances,
        *register.packed.equipment,
        *register.packed.classes,
    }
    assert all(record in register.packed.substances for record, _ in words.numbers.values() if record is not None)


def test_the_keys_are_the_folded_names() -> None:
    words = read_vocabulary()
    folder = words.folder()
    some = range(0, len(words.terms), 97)
    assert [words.keys[i] for i in some] == [folder.key(words.terms[i].name) for i in some]
