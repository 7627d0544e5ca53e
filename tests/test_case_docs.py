"""The pages about cases tell a story each: their examples run in order on one store, their tables are the data's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.test_docs import STORIES, as_pattern, examples, read, run, squeezed

from penstock.cases import inspections, leads, referrals, verification
from penstock.cases.identifiers import SCHEMES
from penstock.cases.precheck import TESTS
from penstock.cases.states import TABLES, Step
from penstock.cases.verification import results

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[1]
SECTIONS = {
    "lead": ("leads.md", "Steps"),
    "inspection": ("inspections.md", "Steps"),
    "enterprise": ("inspections.md", "Steps of an enterprise"),
    "referral": ("referrals.md", "Steps"),
}
"""Where the table of each kind stands."""

NOT_WRITTEN = {"Meaning", "Tried", "Precheck", "Inspection", "Contact"}
"""Shapes that no person writes."""

SHAPES = {"leads.md": (leads, verification), "inspections.md": (inspections,), "referrals.md": (referrals,)}


@pytest.mark.parametrize("page", STORIES)
def test_the_examples_of_a_page_run_in_order_on_one_store(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    told = [one for one in examples() if one.page == page]
    assert len(told) > 3
    for example in told:
        status, output = run(example.command)
        assert status == example.status, output
        printed = "".join(f"{line}\n" for line in squeezed(output))
        assert re.fullmatch(as_pattern(example.shown), printed), f"{example.command} prints other lines:\n{output}"


def section(kind: str) -> str:
    page, heading = SECTIONS[kind]
    return read(page).split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0]


@pytest.mark.parametrize("kind", SECTIONS)
def test_the_states_and_steps_are_documented_row_by_row(kind: str) -> None:
    table = TABLES[kind]
    rows = [line for line in section(kind).splitlines() if line.startswith("| `")]
    states = [
        f"| `{state}` | {meaning}{' (closed)' if state in table.closed else ''} |"
        for state, meaning in table.states.items()
    ]
    assert rows == [*states, *(row_of(step, set(table.states)) for step in table.steps)]


def row_of(step: Step, states: set[str]) -> str:
    by = {"other": "another than who opened it", "same": "who opened it", None: "anybody"}[step.by]
    sources = "every state" if set(step.sources) == states else ", ".join(f"`{one}`" for one in step.sources)
    wanted = [one for one in (*step.sets, *step.adds) if one not in step.needs]
    says = ", ".join([*(f"`{one}`" for one in step.needs), *(f"`{one}` if wanted" for one in wanted)])
    to = f"`{step.to}`" if step.to else "the same"
    return f"| `{step.name}` | {sources} | {to} | {step.role} | {by} | {says} |"


def shapes(modules: tuple[ModuleType, ...]) -> Iterator[type[msgspec.Struct]]:
    for module in modules:
        for name, one in vars(module).items():
            is_own = isinstance(one, type) and issubclass(one, msgspec.Struct) and one.__module__ == module.__name__
            if is_own and not name.startswith("_") and name not in NOT_WRITTEN:
                yield one


@pytest.mark.parametrize("page", SHAPES)
def test_every_field_that_somebody_writes_is_documented(page: str) -> None:
    found = list(shapes(SHAPES[page]))
    assert found
    missing = sorted({name for one in found for name in one.__struct_fields__ if f"`{name}`" not in read(page)})
    assert missing == []


def test_every_test_result_and_scheme_is_documented() -> None:
    text = read("leads.md")
    rows = [
        f"| `{name}` | {one.means} | {one.counts.replace('_', ' ')} | {'yes' if one.needs_evidence else ''} |"
        for name, one in results().items()
    ]
    assert [row for row in rows if row not in text.splitlines()] == []
    tests = text.split("## The tests before sending\n")[1].split("\n## ", maxsplit=1)[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", tests, re.MULTILINE))[: len(TESTS)] == TESTS
    assert [scheme for scheme in SCHEMES if f"`{scheme}`" not in tests] == []
