"""The documentation cannot drift: the pages name what the program has, the program prints what they show."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

import penstock
from penstock import PenstockError, UsageError
from penstock.batch.columns import CONTRACT
from penstock.cli.app import app
from penstock.kernel import errors
from penstock.law.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "penstock"
DAY = "2023-06-21"
PLACES = {"UN": "At the United Nations", "CN": "In China", "MX": "In Mexico"}
DISPUTED = {
    "NPP": "39742-60-4",
    "4-ANPP": "21409-26-7",
    "4-AP": "23056-29-3",
    "1-boc-4-AP": "125541-22-2",
    "norfentanyl": "1609-66-1",
    "4-piperidone": "41661-47-6",
    "1-boc-4-piperidone": "79099-07-3",
    "propionyl chloride": "79-03-8",
    "propionic anhydride": "123-62-6",
    "phenethyl bromide": "103-63-9",
    "tablet presses": "tablet press",
    "capsule fillers": "capsule filling machine",
    "tablet press moulds": "tablet press mould",
}


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


# --- commands and options


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # any click command
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{path} {name}")


COMMANDS = dict(commands(app, "penstock"))


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_its_options_are_documented(path: str) -> None:
    words = path.split()
    page = "check.md" if len(words) == 1 else f"{words[1]}.md"
    text = read(page)
    assert path in text
    options = {word for parameter in COMMANDS[path].params for word in parameter.opts if word.startswith("--")}
    missing = sorted(option for option in options if f"{option}`" not in text)
    assert not missing, f"{page} does not name {missing} of {path}"


# --- errors


def test_every_error_and_its_code_is_documented() -> None:
    text = read("errors.md")
    found = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, PenstockError)]
    assert len(found) >= 10
    for error in found:
        assert re.search(rf"\b{error.__name__}\b", text), error
        assert re.search(rf"\b{error.code}\b", text), error.code


def reject_codes() -> set[str]:
    pattern = re.compile(r'code ?= ?"(\w+)"|_BadRow\(\s*"(\w+)"')
    texts = [path.read_text(encoding="utf-8") for path in (SOURCE / "batch").glob("*.py")]
    return {code for text in texts for match in pattern.findall(text) for code in match if code}


def refusal_codes() -> set[str]:
    """Return every string of the room of law that has the look of a refusal's code."""
    kinds = "bad|duplicate|unknown|missing|stray|overlapping|conflicting"
    pattern = re.compile(rf'"((?:{kinds})_[a-z]+|[a-z]+_mismatch|uncited|misplaced)"')
    texts = [path.read_text(encoding="utf-8") for path in (SOURCE / "law").glob("*.py")]
    return {code for text in texts for code in pattern.findall(text)}


def table_of(text: str, heading: str) -> set[str]:
    """Return the codes in the first column of the table under a heading."""
    section = text.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_every_refusal_of_the_register_is_documented() -> None:
    assert table_of(read("errors.md"), "Refusals of the register") == refusal_codes()


def test_the_refusal_shown_is_what_the_loader_says(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    shutil.copytree(SOURCE / "register", folder)
    path = folder / "measures" / "us" / "list-i.yaml"
    before, entry, after = path.read_text(encoding="utf-8").partition("  4-piperidone:\n")
    path.write_text(before + entry + after.replace(" by: ", " buy: ", 1), encoding="utf-8")
    status, output = run(["law", "validate", str(folder)])
    assert status == 1
    unnumbered = re.sub(r":\d+:", ":", output).splitlines()[0]
    assert unnumbered in re.sub(r":\d+:", ":", read("errors.md"))


def test_every_reject_code_is_documented() -> None:
    assert table_of(read("screen.md"), "Rejects") == reject_codes()


# --- columns, decision table, lists, dependencies


def test_every_column_and_its_aliases_are_documented() -> None:
    aliases = tomllib.loads((SOURCE / "batch" / "columns.toml").read_text(encoding="utf-8"))["columns"]
    lines = read("screen.md").splitlines()
    for column in CONTRACT:
        row = next((line for line in lines if line.startswith(f"| `{column}` |")), None)
        assert row is not None, column
        assert row.endswith(f"| {', '.join(aliases[column])} |"), column


def test_the_decision_table_is_documented_row_by_row() -> None:
    text = read("screen.md")
    table = Register.load().packed.decision_table
    for row in table.rows:
        duty = f"`{row.duty}`" if row.duty else ""
        assert f"| `{row.finding}` | {duty} | {row.outcome} | {row.because} |" in text
    assert ", ".join(f"`{outcome}`" for outcome in table.outcomes) in text


def test_every_list_is_documented_with_its_extent() -> None:
    text = read("register.md")
    for key, file in Register.load().packed.lists.items():
        assert f"| `{key}` | {file.list.kind} | {file.list.coverage[-1].extent} |" in text, key


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    text = read("dependencies.md")
    for requirement in wanted:
        name = re.split(r"[<>=!~ \[]", requirement)[0]
        row = re.search(rf"^\| {re.escape(name)} \| (.+) \| (.+) \|$", text, re.MULTILINE)
        assert row is not None, name


# --- the documented dispute


def ask(subject: str) -> dict[str, Any]:
    return penstock.check(subject, jurisdictions=PLACES, on=DAY).as_dict()


def dispute_row(name: str, asked: str, answer: dict[str, Any]) -> str:
    """Write the row of the dispute page that one answer of the register makes."""
    measures = answer["measures"]
    since = ", ".join(dict.fromkeys(measure["since"] for measure in measures)) or "-"
    cited = [("may hold: " if m["open"] else "", m) for m in measures]
    cited += [(f"watched since {m['since']}: ", m) for m in answer["watch"]]
    links = dict.fromkeys(f"{said}[{m['citation']}]({m['url']})" for said, m in cited)
    return f"| {name} | {asked} | `{answer['verdict']}` | {since} | {'; '.join(links) or '-'} |"


def sentences(note: str | None) -> list[str]:
    return re.split(r"(?<=[.?]) (?=[A-Z])", note) if note else []


def remarks(section: str) -> list[tuple[list[str], str]]:
    """Return the remarks under a table of the dispute page: the subjects, and what is said of them."""
    lines = re.findall(r"^- \*\*(.+?)\*\*: (.+)$", section, re.MULTILINE)
    return [(names.split(", "), said) for names, said in lines]


@pytest.mark.parametrize("name", DISPUTED)
def test_the_dispute_agrees_with_the_register(name: str) -> None:
    page = read("dispute.md")
    answers = {answer["jurisdiction"]: answer for answer in ask(DISPUTED[name])["answers"]}
    summary = " | ".join(f"`{answers[place]['verdict']}`" for place in PLACES)
    assert f"| {name} | {summary} |" in page
    for place, title in PLACES.items():
        section = page.split(f"### {title}\n")[1].split("\n#")[0]
        assert dispute_row(name, DISPUTED[name], answers[place]) in section.splitlines()
        for sentence in sentences(answers[place]["note"]):
            assert any(name in names and sentence in said for names, said in remarks(section)), sentence


# --- examples


STAMPED = ("register ", '"register": ')
"""How the lines with the digest of the register begin; it changes with every edit of the law."""


@dataclass
class Example:
    """One command of a ``console`` block, what the page says it prints, and the exit status it says."""

    page: str
    command: list[str]
    shown: list[str] = field(default_factory=list)
    status: int = 0


def examples() -> Iterator[Example]:
    for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))):
        for block in re.findall(r"^```console\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            yield from _examples_of(path.name, block)


def _examples_of(page: str, block: str) -> Iterator[Example]:
    found: list[Example] = []
    is_status = False
    for line in block.splitlines():
        if line == "$ echo $?":
            is_status = True
        elif line.startswith("$ penstock "):
            is_status = False
            found.append(Example(page, shlex.split(line)[2:]))
        elif is_status:
            found[-1].status = int(line)
        else:
            found[-1].shown.append(line)
    yield from found


def run(arguments: list[str]) -> tuple[int, str]:
    """Run the command as ``penstock.cli.app.main`` does: errors become one line and an exit status."""
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "120"})
    if isinstance(result.exception, PenstockError):
        return 2 if isinstance(result.exception, UsageError) else 1, f"penstock: {result.exception}"
    return result.exit_code, result.output


def squeezed(line: str) -> str:
    """Leave out what differs without meaning: runs of spaces, the digest, the day of the last look."""
    plain = re.sub(r"\s+", " ", line).strip()
    return re.sub(r"checked \d{4}-\d\d-\d\d", "checked", plain)


def is_shown(line: str, printed: Iterator[str]) -> bool:
    """Tell whether a line of the page is among those still to come; ``...`` stands for what is left out."""
    pattern = ".*".join(re.escape(part) for part in squeezed(line).split("..."))
    return any(re.fullmatch(pattern, given) for given in printed)


@pytest.mark.parametrize("example", [pytest.param(e, id=f"{e.page}: {' '.join(e.command)}") for e in examples()])
def test_every_example_runs_and_prints_what_the_page_shows(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    is_screen = example.command[0] == "screen"
    if is_screen:
        place = example.command.index("--out") + 1
        example.command[place] = str(tmp_path / "out")
    status, output = run(example.command)
    assert status == example.status, output
    if is_screen:  # widths and wrapping depend on the terminal and on every other row
        return
    printed = iter([squeezed(line) for line in output.splitlines()])
    for line in example.shown:
        if line.strip() not in {"", "..."} and not line.strip().startswith(STAMPED):
            assert is_shown(line, printed), f"{example.page} shows {line!r}, which is not printed there"


def test_the_python_examples_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(DOCS / "python.md"), module_relative=False, encoding="utf-8")
    assert result.attempted > 10
    assert result.failed == 0


def test_the_public_names_are_documented() -> None:
    text = read("python.md")
    assert not sorted(name for name in penstock.__all__ if f"`{name}`" not in text)


# --- README and CONTRIBUTING


def test_the_readme_is_short_and_shows_a_screen_at_once() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 100
    assert any(line.startswith("$ penstock check") for line in lines[:20])
    assert "controlled" in " ".join(lines[:20])


def test_the_twelve_lines_of_yaml_are_what_the_register_says() -> None:
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## ")[1]
    blocks = re.findall(r"^```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert sum(len(block.splitlines()) for block in blocks) == 12
    (text_id, text), (subject, entry) = (next(iter(_plain(block).items())) for block in blocks)
    texts = _plain((SOURCE / "register" / "texts" / "us.yaml").read_text(encoding="utf-8"))
    listed = _plain((SOURCE / "register" / "measures" / "us" / "list-i.yaml").read_text(encoding="utf-8"))
    assert text.items() <= texts[text_id].items()
    assert entry["spans"][0].items() <= listed["entries"][subject]["spans"][0].items()


def _plain(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
