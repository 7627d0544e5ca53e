"""Compile the register when a wheel or an editable install is built, so that nobody ships YAML without it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = ("register.bin", "goods/vocabulary.bin")
SOURCES = ("register", "law", "goods", "substances", "kernel")
"""What the compiled files are made of and by."""


class CompileRegister(BuildHookInterface[Any]):
    """Run the project's own compiler before the files are packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Write ``register.bin`` and ``goods/vocabulary.bin`` from what lies beside them, unless both are newer."""
        package = Path(self.root) / "src" / "penstock"
        if is_current(package):
            return
        sys.path.insert(0, str(package.parent))
        from penstock.law.compile import compile_register, compile_vocabulary  # noqa: PLC0415  # importable only after the line above

        compile_register(package / "register")
        compile_vocabulary()


def is_current(package: Path) -> bool:
    """Tell whether the compiled files are there, and nothing they are made of is newer, or is gone since."""
    compiled = [package / name for name in COMPILED]
    if not all(file.is_file() for file in compiled):
        return False
    made = min(file.stat().st_mtime for file in compiled)
    found = (path for name in SOURCES for path in (package / name).rglob("*"))
    sources = (path for path in found if path not in compiled and "__pycache__" not in path.parts)
    return all(path.stat().st_mtime <= made for path in (package / SOURCES[0], *sources))
