"""Compile the register when a wheel or an editable install is built, so that nobody ships YAML without it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRegister(BuildHookInterface[Any]):
    """Run the project's own compiler before the files are packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Write ``register.bin`` and ``goods/vocabulary.bin`` from the YAML and the dictionary beside them."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from penstock.law.compile import compile_register, compile_vocabulary  # noqa: PLC0415  # importable only after the line above

        compile_register(Path(self.root) / "src" / "penstock" / "register")
        compile_vocabulary()
