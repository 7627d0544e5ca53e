"""What several folders of tests share: the shipped register, real data beside the checkout, the command."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.properties import REPEATABLE, SEARCH, search_longer
from tests.shipped import REGISTER

from penstock.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.store.databases import Databases

    from penstock.law.register import Register


settings.load_profile(REPEATABLE)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that searches for faults: other examples at every run, and so many times more of them."""
    parser.addoption("--search", type=int, default=0, metavar="N", help="random examples, N times as many")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how properties are tested, before any is read."""
    if config.getoption("search"):
        settings.load_profile(SEARCH)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have properties tried longer where a search was asked for."""
    if times := config.getoption("search"):
        search_longer(items, times)


@pytest.fixture(autouse=True)
def nothing_of_the_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep tests from the lists and the store of whoever runs them."""
    monkeypatch.setenv("PENSTOCK_LISTS", str(tmp_path / "no-lists"))
    monkeypatch.setenv("PENSTOCK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("PENSTOCK_DATABASE_URL", raising=False)


@pytest.fixture(scope="session")
def register() -> Register:
    """Load the shipped register, once a session."""
    return REGISTER


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the checkout."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """Return the folder of real data beside the checkout, or skip where there is none."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real data, ../shared, is absent")
    return folder


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Return what makes databases of both kinds, with one PostgreSQL a session."""
    from tests.store.databases import Databases  # noqa: PLC0415  # most tests need none of its libraries

    with Databases() as made:
        yield made


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def penstock_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Return ``run(*arguments)``, which runs ``penstock`` in this process, error handling included."""

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["penstock", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        code = ended.value.code
        return Outcome(code if isinstance(code, int) else 0 if code is None else 1, printed.out, printed.err)

    return run
