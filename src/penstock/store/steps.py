"""The table of what may be done in a matter, read from ``steps.toml``: states, steps, reasons."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from penstock.kernel.roles import Role  # noqa: TC001  # msgspec reads the annotations


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sources": "from"}):
    """One row of the table.

    Args:
        name: What it is called.
        sources: The states it may be done in.
        role: The least role that may do it.
        needs: What has to be said: a ``reason`` of the table, a ``note``.
        to: The state afterwards; ``None`` when it stays.
        asker: ``other``: not by whoever asked for the release; ``same``: by nobody else.
    """

    name: str
    sources: tuple[str, ...]
    role: Role
    needs: tuple[Literal["reason", "note"], ...]
    to: str | None = None
    asker: Literal["other", "same"] | None = None


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole table: states in the order of the queue, reasons with their meaning, steps."""

    states: tuple[str, ...]
    reasons: dict[str, str]
    steps: tuple[Step, ...]


TABLE = msgspec.toml.decode(Path(__file__).with_name("steps.toml").read_bytes(), type=Table)
STATES = TABLE.states
REASONS = TABLE.reasons
STEPS = {step.name: step for step in TABLE.steps}
FIRST = STATES[0]
"""The state of a matter that was just opened."""
