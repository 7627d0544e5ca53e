"""The good register in miniature and the bad files beside it, one for each refusal.

The first comment lines of a bad file say which module refuses it, which file of the good register it replaces
or which it adds, and after each ``>`` one whole line of what must be said.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

GOOD = Path(__file__).parent / "good"
BAD = Path(__file__).parent / "bad"


@dataclass(frozen=True)
class BadCase:
    """One bad file: who refuses it, where it goes, what is said."""

    path: Path
    refused_by: str
    goes_to: str
    is_added: bool
    expected: list[str]

    @classmethod
    def read(cls, path: Path) -> BadCase:
        head = []
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if not line.startswith("# "):
                break
            head.append(line.removeprefix("# "))
        refused_by, place, *said = head
        how, _, goes_to = place.partition(": ")
        return cls(
            path=path,
            refused_by=refused_by.removeprefix("refused by: "),
            goes_to=goes_to,
            is_added={"adds": True, "replaces": False}[how],
            expected=[line.removeprefix("> ") for line in said],
        )

    def lay_into(self, folder: Path) -> Path:
        """Copy the good register with this file in its place and return the copy."""
        copy = folder / "register"
        shutil.copytree(GOOD, copy)
        target = copy / self.goes_to
        assert target.exists() is not self.is_added, f"{self.path.name} says adds or replaces wrongly"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.path, target)
        return copy


def bad_cases() -> list[BadCase]:
    return [BadCase.read(path) for path in sorted(BAD.glob("*.yaml"))]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test that takes a ``bad_case`` the files that its module's source refuses."""
    if "bad_case" in metafunc.fixturenames:
        room = Path(metafunc.module.__file__ or "").stem.removeprefix("test_")
        cases = [case for case in bad_cases() if case.refused_by == room]
        metafunc.parametrize("bad_case", cases, ids=[case.path.stem for case in cases])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Return a copy of the good register that a test may change."""
    return shutil.copytree(GOOD, tmp_path / "register")
