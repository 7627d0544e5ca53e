from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.kernel.errors import RegisterMissing
from penstock.law.compile import compile_register
from penstock.law.packed import FORMAT, MAGIC, REGISTER_FILE, read_packed

if TYPE_CHECKING:
    from pathlib import Path

HEAD = len(MAGIC) + 32


@pytest.fixture
def compiled(good: Path, tmp_path: Path) -> Path:
    target = tmp_path / "register.bin"
    compile_register(good, target)
    return target


def sealed(payload: bytes) -> bytes:
    return MAGIC + hashlib.sha256(payload).digest() + payload


def test_what_was_packed_is_read_back_with_its_digest(compiled: Path) -> None:
    packed, digest = read_packed(compiled)
    assert packed.format == FORMAT
    assert packed.texts["us-88-fr-21902"].citation == "88 FR 21902"
    assert digest == hashlib.sha256(compiled.read_bytes()[HEAD:]).hexdigest()


def test_the_shipped_register_is_read() -> None:
    packed, digest = read_packed()
    assert packed.substances["4-piperidone"].cas == "41661-47-6"
    assert digest == REGISTER_FILE.read_bytes()[len(MAGIC) : HEAD].hex()


def test_a_missing_register_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RegisterMissing, match=r"gone\.bin cannot be read \(.+\)\. Run 'make register'"):
        read_packed(tmp_path / "gone.bin")
    with pytest.raises(RegisterMissing, match="cannot be read"):
        read_packed(tmp_path)


@pytest.mark.parametrize("kept", [0, 1, len(MAGIC), HEAD - 1, HEAD, HEAD + 1, -1])
def test_a_register_cut_short_is_damaged(compiled: Path, kept: int) -> None:
    compiled.write_bytes(compiled.read_bytes()[:kept])
    with pytest.raises(RegisterMissing, match="is damaged"):
        read_packed(compiled)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_one_changed_byte_anywhere_is_damage(compiled: Path, place: float, change: int) -> None:
    content = bytearray(compiled.read_bytes())
    content[int(place * len(content))] ^= change
    damaged = compiled.with_name("damaged.bin")
    damaged.write_bytes(content)
    with pytest.raises(RegisterMissing, match="is damaged"):
        read_packed(damaged)


def test_bytes_after_the_end_are_damage(compiled: Path) -> None:
    compiled.write_bytes(compiled.read_bytes() + b"\x00")
    with pytest.raises(RegisterMissing, match="is damaged"):
        read_packed(compiled)


@pytest.mark.parametrize("changes", [{"format": FORMAT + 1}, {"format": 0}, {"colour": "white"}, {"texts": None}])
def test_another_layout_is_another_version(compiled: Path, changes: dict[str, object]) -> None:
    held = msgspec.msgpack.decode(compiled.read_bytes()[HEAD:])
    compiled.write_bytes(sealed(msgspec.msgpack.encode(held | changes)))
    with pytest.raises(RegisterMissing, match="another version of Penstock"):
        read_packed(compiled)


@pytest.mark.parametrize("payload", [b"", b"\xc1", b"\x81", b"plain text"])
def test_a_sealed_payload_that_is_no_register_is_another_version(tmp_path: Path, payload: bytes) -> None:
    path = tmp_path / "register.bin"
    path.write_bytes(sealed(payload))
    with pytest.raises(RegisterMissing, match="another version of Penstock"):
        read_packed(path)
