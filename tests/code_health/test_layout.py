"""The layout of the code: tests mirror the source, public names are documented, modules stay short."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import penstock

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(penstock.__file__).parent
TESTS = Path(__file__).parents[1]
MODULES = {path.relative_to(SOURCE).as_posix(): path for path in sorted(SOURCE.rglob("*.py"))}
LONGEST = 400

ELSEWHERE = {
    "__init__.py": ("test_api.py", "the front door: its test is about what may be imported and asked"),
    "__main__.py": ("cli/test_app.py", "two lines that start the command"),
    "cases/document.py": ("cases/test_dossier.py", "shapes alone: what is in them is tested with what fills them"),
    "cases/known.py": ("store/test_known.py", "shapes alone, filled there"),
    "cases/gathered.py": ("cases/test_told.py", "what it puts together is tested with the rows of each kind"),
    "cases/sections.py": ("cases/test_pack.py", "what it counts is tested with the documents that are made of it"),
    "cli/options.py": ("cli/test_app.py", "options alone: what they do is tested where they are used"),
    "batch/engines.py": ("batch/test_sharing.py", "names alone: what each does is tested with it"),
    "law/chemistry.py": ("law/test_structures.py", "makes ready what structures are put to"),
    "law/identified.py": ("law/test_identify.py", "the shape of what is identified there"),
    "substances/rings.py": ("substances/test_glance.py", "asked by the glance alone"),
    "law/goods_records.py": ("law/test_shapes.py", "shapes alone, as those of the other records"),
    "law/party_records.py": ("law/test_shapes.py", "shapes alone, as those of the other records"),
    "law/flag_records.py": ("law/test_shapes.py", "shapes alone, as those of the other records"),
    "law/clock_records.py": ("law/test_clocks.py", "shapes alone: what they refuse is tested there"),
    "law/period_records.py": ("law/test_shapes.py", "shapes alone, as those of the other records"),
    "law/act_records.py": ("law/test_acts.py", "shapes alone: what they refuse is tested there"),
    "reading/article.py": ("reading/test_reader.py", "the shape of a reading alone"),
    "law/phrase_records.py": ("law/test_shapes.py", "shapes alone, as those of the other records"),
    "store/migrations/env.py": ("store/test_migrating.py", "run by Alembic for every upgrade"),
    "store/migrations/versions/r0001_trail.py": ("store/test_tables.py", "the tables it makes are compared there"),
    "store/migrations/versions/r0002_accounts.py": ("store/test_tables.py", "as above"),
    "store/migrations/versions/r0003_decisions.py": ("store/test_tables.py", "as above"),
    "store/migrations/versions/r0004_runs.py": ("store/test_tables.py", "as above"),
    "store/migrations/versions/r0005_cases.py": ("store/test_tables.py", "as above"),
    "store/migrations/versions/r0006_draws.py": ("store/test_tables.py", "as above"),
    "store/migrations/versions/r0007_run_rows.py": ("store/test_tables.py", "as above"),
    "store/migrations/versions/r0008_returns.py": ("store/test_migrating.py", "what it keeps is looked at there"),
    "desk/case_beside.py": ("desk/test_case_story.py", "what stands beside a case of each kind is told there"),
    "desk/case_forms.py": ("desk/test_case_pages.py", "the forms of steps are sent there"),
    "desk/case_opening.py": ("desk/test_case_story.py", "a case of each kind is opened there"),
    "desk/case_room.py": ("desk/test_case_story.py", "what pages and API ask of cases alike"),
    "desk/case_steps.py": ("desk/test_case_story.py", "the steps that work something out are taken there"),
    "desk/cases_api.py": ("desk/test_case_story.py", "every route is asked there"),
    "desk/record_api.py": ("desk/test_record_line.py", "every route is asked there or with the articles"),
    "desk/record_line_pages.py": ("desk/test_record_line.py", "the pages are asked for with what they show"),
    "desk/kit.py": ("desk/test_app.py", "what the routes share: it does nothing"),
    "desk/yente_shapes.py": ("desk/test_app.py", "shapes alone: they are held against every answer there"),
    "reading/referral.py": ("reading/test_refer.py", "the shape of a record alone"),
    "law/spelling_words.py": ("law/test_spellings.py", "words alone: what is made of them is tested there"),
    "law/records.py": ("law/test_shapes.py", "shapes alone: what they refuse is tested where it is said"),
}
"""Modules whose test stands elsewhere: where, and why."""


def parsed(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"), filename=name)


def does_something(module: ast.Module) -> bool:
    """Tell whether a module holds more than words, imports and a list of names."""
    return any(
        not (
            isinstance(node, ast.Import | ast.ImportFrom)
            or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
        )
        for node in module.body
    )


def mirror(name: str) -> str:
    path = Path(name)
    return path.with_name(f"test_{path.name}").as_posix()


def undocumented(node: ast.AST, prefix: str = "") -> Iterator[str]:
    """Yield the public functions, classes and methods below a node that have no docstring."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if child.name.startswith("_"):
                continue
            if ast.get_docstring(child) is None:
                yield prefix + child.name
            if isinstance(child, ast.ClassDef):
                yield from undocumented(child, f"{prefix}{child.name}.")


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_a_mirrored_test_module(name: str) -> None:
    if not does_something(parsed(name)) and name not in ELSEWHERE:
        return
    expected = ELSEWHERE[name][0] if name in ELSEWHERE else mirror(name)
    assert (TESTS / expected).is_file(), f"write tests/{expected}"


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_a_module_tested_elsewhere_is_there_and_has_no_test_of_its_own(name: str) -> None:
    assert name in MODULES
    assert not (TESTS / mirror(name)).exists(), f"strike {name} from the list"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_and_its_public_names_are_documented(name: str) -> None:
    module = parsed(name)
    assert ast.get_docstring(module), f"{name} has no docstring"
    assert list(undocumented(module)) == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short_enough_to_read(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines < LONGEST, f"{name} has {lines} lines: split it"


def test_the_walk_sees_what_it_should() -> None:
    module = ast.parse('class A:\n    """Doc."""\n    def b(self): ...\n    def _c(self): ...\ndef d(): ...\n')
    assert list(undocumented(module)) == ["A.b", "d"]
    assert does_something(module)
    assert not does_something(ast.parse('"""Doc."""\nfrom a import b\n__all__ = ["b"]\n'))
    assert {"law/standing.py", "kernel/days.py", "substances/cas.py"} <= set(MODULES)
