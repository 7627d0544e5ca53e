"""The rooms import one way, every folder has its place in the list, and each keeps its promise."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "penstock"
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
FRONT_DOORS = {"__init__.py", "cli", "desk", "batch", "store"}
"""What may ask the clock: the doors, and the store, which writes down when each thing was done."""


def contracts() -> dict[str, dict[str, Any]]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["name"]: one for one in config["tool"]["importlinter"]["contracts"]}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the modules a file imports anywhere in it, lazily or not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    return plain | {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) if node.module is not None
    }


def test_the_import_contracts_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )  # the project's own tool
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{len(contracts())} kept, 0 broken" in ran.stdout


def test_every_folder_has_its_place_in_the_layers() -> None:
    layers = contracts()["Rooms import one way"]
    assert layers["exhaustive"] is True
    assert layers["containers"] == ["penstock"]
    listed = [room.strip() for layer in layers["layers"] for room in layer.split("|")]
    assert sorted(listed) == ROOMS


def test_the_layers_stand_in_the_order_of_the_design() -> None:
    order = [
        "cli",
        "desk",
        "exchange",
        "batch",
        "store",
        "cases",
        "screening",
        "reading",
        "law",
        "lists",
        "goods",
    ]
    order += ["substances", "parties", "kernel"]
    layers = [room.strip() for layer in contracts()["Rooms import one way"]["layers"] for room in layer.split("|")]
    assert layers == sorted(layers, key=order.index)


def test_every_room_but_substances_is_kept_from_rdkit_and_opsin() -> None:
    kept = contracts()["Only substances knows RDKit and OPSIN"]
    assert kept["forbidden_modules"] == ["rdkit", "py2opsin"]
    assert sorted(kept["source_modules"]) == [f"penstock.{room}" for room in ROOMS if room != "substances"]


def test_every_room_but_the_store_is_kept_from_its_database() -> None:
    kept = contracts()["Only the store knows its database"]
    assert sorted(kept["source_modules"]) == [f"penstock.{room}" for room in ROOMS if room != "store"]


def test_no_module_stands_outside_the_rooms() -> None:
    assert {path.name for path in SOURCE.glob("*.py")} == {"__init__.py", "__main__.py"}
    folders = {path.relative_to(SOURCE).parts[0] for path in modules() if path.parent != SOURCE}
    assert folders == set(ROOMS)


@pytest.mark.parametrize("path", sorted((SOURCE / "kernel").glob("*.py")), ids=lambda path: path.stem)
def test_the_kernel_needs_the_standard_library_only(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path) if not name.startswith("penstock.kernel")}
    assert tops <= sys.stdlib_module_names


def test_nothing_below_the_front_doors_asks_the_clock() -> None:
    asking = [
        path.relative_to(SOURCE).as_posix()
        for path in modules()
        if path.relative_to(SOURCE).parts[0] not in FRONT_DOORS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow", "localtime"}
    ]
    assert asking == []


def test_two_modules_alone_can_reach_the_network() -> None:
    nets = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp"}
    tops = {path: {name.split(".")[0] for name in imported(path) if name != "urllib.parse"} for path in modules()}
    reaching = [path.relative_to(SOURCE).as_posix() for path, names in tops.items() if names & nets]
    assert reaching == ["batch/endpoint.py", "lists/fetching.py"]


def test_the_network_is_there_only_for_the_command_that_fetches() -> None:
    using = [path.relative_to(SOURCE).as_posix() for path in modules() if "penstock.lists.fetching" in imported(path)]
    assert using == ["cli/lists.py"]
    asking = [path.relative_to(SOURCE).as_posix() for path in modules() if "penstock.batch.endpoint" in imported(path)]
    assert asking == ["cli/read.py"]
    first = ast.parse((SOURCE / "cli" / "read.py").read_text(encoding="utf-8")).body
    assert "penstock.batch.endpoint" not in {node.module for node in first if isinstance(node, ast.ImportFrom)}
    top = ast.parse((SOURCE / "cli" / "lists.py").read_text(encoding="utf-8")).body
    assert "penstock.lists.fetching" not in {node.module for node in top if isinstance(node, ast.ImportFrom)}
