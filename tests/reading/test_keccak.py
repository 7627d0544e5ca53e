from __future__ import annotations

import pytest

from penstock.reading.keccak import keccak_256


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ],
)
def test_published_digests_come_out(data: bytes, digest: str) -> None:
    assert keccak_256(data).hex() == digest


def test_blocks_of_every_length_have_digests_of_their_own() -> None:
    assert len({keccak_256(bytes(size)) for size in range(134, 275)}) == 141
