"""The built wheel works on its own: the compiled register is in it, and what builds it is declared."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatch_build import COMPILED, SOURCES, is_current

ROOT = Path(__file__).parents[2]
BUILDING = ("law/compile.py", "law/validate.py", "law/sources.py", "law/source.py", "law/shapes.py", "law/packed.py")
NAMES = {"yaml": "pyyaml"}
"""Import names that differ from the name of the distribution."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed here and unpack it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_wheel_answers_from_its_own_register(unpacked: Path) -> None:
    question = "penstock.check('79099-07-3', on='2024-01-01').as_dict()"
    script = f"import sys; sys.path.insert(0, {str(unpacked)!r}); import json, penstock; "
    script += f"print(json.dumps([penstock.__file__, {question}]))"
    told = subprocess.run(
        [sys.executable, "-I", "-c", script], check=True, capture_output=True, text=True, cwd=unpacked
    )
    file, answer = json.loads(told.stdout)
    assert Path(file).is_relative_to(unpacked)
    assert {one["jurisdiction"]: one["verdict"] for one in answer["answers"]}["US"] == "controlled"


def test_the_wheel_holds_the_sources_of_the_register_and_its_licence(unpacked: Path) -> None:
    assert (unpacked / "penstock" / "register" / "AUTHORING.md").is_file()
    assert (unpacked / "penstock" / "register" / "measures" / "us" / "list-i.yaml").is_file()
    assert list(unpacked.glob("*.dist-info/licenses/LICENSE"))


def test_the_wheel_holds_the_steps_of_the_queue_and_the_migrations_of_the_store(unpacked: Path) -> None:
    room = unpacked / "penstock" / "store"
    assert (room / "steps.toml").is_file()
    here = {path.name for path in (ROOT / "src" / "penstock" / "store" / "migrations" / "versions").glob("r*.py")}
    assert here
    assert {path.name for path in (room / "migrations" / "versions").glob("r*.py")} == here


def test_the_wheel_holds_what_may_be_done_in_every_kind_of_case(unpacked: Path) -> None:
    here = {path.name for path in (ROOT / "src" / "penstock" / "cases" / "steps").glob("*.toml")}
    assert here
    assert {path.name for path in (unpacked / "penstock" / "cases" / "steps").glob("*.toml")} == here


def test_building_compiles_again_what_is_older_than_its_sources(tmp_path: Path) -> None:
    compiled, sources = [tmp_path / name for name in COMPILED], [tmp_path / name / "source" for name in SOURCES]
    for path in (*compiled, *sources):
        path.parent.mkdir(exist_ok=True)
        path.touch()
        os.utime(path, (1, 1))
    os.utime(tmp_path / "register", (1, 1))
    assert is_current(tmp_path)
    for path in (*sources, tmp_path / "register"):
        os.utime(path, (2, 2))
        assert not is_current(tmp_path)
        os.utime(path, (1, 1))
    compiled[0].unlink()
    assert not is_current(tmp_path)


def test_what_compiles_the_register_is_required_to_build() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    required = named(project["build-system"]["requires"])
    optional = named(project["project"]["optional-dependencies"]["names"])
    assert imported() <= required | optional | {"hatchling"}


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=]", one)[0].strip().lower() for one in requirements}


def imported() -> set[str]:
    """Return the distributions that the compiler and the rooms below it import."""
    source = ROOT / "src" / "penstock"
    files = [*(source / name for name in BUILDING), *source.glob("goods/*.py"), *source.glob("substances/*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    found = {
        alias.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    found |= {node.module or "" for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    tops = {name.split(".")[0] for name in found} - set(sys.stdlib_module_names) - {"penstock", ""}
    return {NAMES.get(name, name) for name in tops}
