"""The names of what can judge the rows of a run."""

from __future__ import annotations

from typing import Literal, get_args

EngineName = Literal["local", "daft", "spark"]
"""This process, or the workers of one of the others."""

ENGINES: tuple[EngineName, ...] = get_args(EngineName)
