"""Keccak-256 as Ethereum and Monero use it: SHA-3 before its padding was changed, which no standard module has."""

from __future__ import annotations

_RATE = 136
_MASK = (1 << 64) - 1
_ROUNDS = 24


def keccak_256(data: bytes) -> bytes:
    """Return the 32-byte Keccak-256 digest."""
    padded = bytearray(data) + b"\x01"
    padded += bytes(-len(padded) % _RATE)
    padded[-1] |= 0x80
    state = [0] * 25
    for block in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            state[lane] ^= int.from_bytes(padded[block + 8 * lane : block + 8 * lane + 8], "little")
        state = _permuted(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])


def _permuted(state: list[int]) -> list[int]:
    """Apply Keccak-f[1600]; lane ``x + 5 * y`` as in FIPS 202, section 3.2."""
    register = 1
    for _ in range(_ROUNDS):
        column = [state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] for x in range(5)]
        state = [state[i] ^ column[(i + 4) % 5] ^ _rolled(column[(i + 1) % 5], 1) for i in range(25)]
        x, y, lane = 1, 0, state[1]
        for step in range(_ROUNDS):
            x, y = y, (2 * x + 3 * y) % 5
            lane, state[x + 5 * y] = state[x + 5 * y], _rolled(lane, (step + 1) * (step + 2) // 2)
        state = [
            state[i] ^ (~state[i - i % 5 + (i + 1) % 5] & state[i - i % 5 + (i + 2) % 5] & _MASK) for i in range(25)
        ]
        for bit in range(7):
            register = ((register << 1) ^ ((register >> 7) * 0x71)) % 256
            if register & 2:
                state[0] ^= 1 << ((1 << bit) - 1)
    return state


def _rolled(lane: int, by: int) -> int:
    by %= 64
    return ((lane << by) | (lane >> (64 - by))) & _MASK
