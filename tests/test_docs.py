"""The documentation cannot drift: the pages name what the program has, the program prints what they show."""

from __future__ import annotations

import doctest
import json
import re
import runpy
import shlex
import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import msgspec
import polars as pl
import pytest
import yaml
from click.testing import CliRunner

import penstock
from penstock import PenstockError, UsageError
from penstock.batch import results
from penstock.batch.columns import CONTRACT
from penstock.cases import document
from penstock.cases.authorisations import COLUMNS
from penstock.cases.authorisations import KINDS as KINDS_OF_AUTHORISATION
from penstock.cases.document import Row
from penstock.cases.notifications import Notification
from penstock.cases.states import TABLES
from penstock.cases.verify import Difference, Verified
from penstock.cli.app import app
from penstock.desk.actors import Actor
from penstock.desk.app import Settings, create_app
from penstock.desk.dossiers import ENDINGS
from penstock.desk.problems import KINDS
from penstock.kernel import errors
from penstock.law.register import Register
from penstock.reading import referral
from penstock.reading.goods import SCANNED
from penstock.store import tables
from penstock.store.steps import REASONS, STATES, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from penstock.law.records import ControlList

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "penstock"
DAY = "2023-06-21"
PLACES = {"UN": "At the United Nations", "CN": "In China", "MX": "In Mexico"}
LIST_I = "measures/us/list-i.yaml"
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


KEPT = {"subject", "sent_on", "received_on", "replies", "answers", "silence", "shipped_on", "arrived_on", "due"}
"""Fields of a notification that its steps write."""


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


# --- commands and options


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # any click command
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{path} {name}")


COMMANDS = dict(commands(app, "penstock"))
PAGES = {"user": "store.md", "audit": "store.md"}
"""Commands that are described on the page of another: the three of them are about one database."""

PAGES |= {"lead": "leads.md", "inspection": "inspections.md", "referral": "referrals.md"}
PAGES |= {"dossier": "dossiers.md", "pack": "dossiers.md"}
STORIES = ("leads.md", "inspections.md", "referrals.md", "dossiers.md")
"""Pages whose examples follow from one another; ``test_case_docs.py`` runs them in order."""


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_its_options_are_documented(path: str) -> None:
    words = path.split()
    page = "check.md" if len(words) == 1 else PAGES.get(words[1], f"{words[1]}.md")
    text = read(page)
    assert path in text
    options = {word for parameter in COMMANDS[path].params for word in parameter.opts if word.startswith("--")}
    missing = sorted(option for option in options if f"{option}`" not in text)
    assert not missing, f"{page} does not name {missing} of {path}"


def test_the_places_named_are_those_of_the_register() -> None:
    places = set(Register.load().packed.jurisdictions)
    (help_text,) = (one.help for one in COMMANDS["penstock check"].params if one.name == "places")
    (row,) = re.findall(r"^\| `--in` \| the places, comma-separated: `(.+?)`", read("check.md"), re.MULTILINE)
    assert set(row.split(",")) == places
    assert set(re.findall(r"[A-Z]{2}(?:-[A-Z]{2})?\b", help_text)) == places


def keys_of(value: Any) -> Iterator[str]:  # noqa: ANN401  # any JSON value
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys_of(inner)


def test_every_field_of_the_answer_is_documented() -> None:
    text = read("check.md")
    asked = (("4-AP", None), ("1609-66-5", None), ("8479.89", None), ("Cl.O=C1CCNCC1", None), ("acetone", None))
    answers = [penstock.check(subject, route=route, on="2026-11-22").as_dict() for subject, route in asked]
    keys = {key for answer in answers for key in keys_of(answer)}
    assert {"not_before", "known_by", "open", "candidates", "suggestions", "threshold", "differs"} <= keys
    missing = sorted(key for key in keys if not re.search(rf"[`.\"]{key}[`\"]", text))
    assert not missing, f"check.md does not name {missing}"


def test_every_field_of_a_party_s_answer_is_documented() -> None:
    text = read("parties.md")
    asked = ("Guangzhou Tengyue Chemical", "Zhang Wei", "Hubei Amarvel Biotech")
    answers = [penstock.check(name, kind="party", on="2026-11-22").as_dict()["answers"] for name in asked]
    keys = {key for answer in answers for key in keys_of(answer)}
    assert {"explanation", "effect", "percent", "vintage_age_days", "since_basis"} <= keys
    assert not sorted(key for key in keys if f"`{key}`" not in text)


def test_every_field_of_a_referral_is_documented() -> None:
    text = read("listings.md")
    shapes = [
        shape for shape in vars(referral).values() if isinstance(shape, type) and issubclass(shape, msgspec.Struct)
    ]
    assert len(shapes) >= 10
    fields = {name for shape in shapes for name in shape.__struct_fields__}
    assert not sorted(name for name in fields if f"`{name}`" not in text)
    assert not sorted(name for name in (*referral.OUTCOMES, *SCANNED, "link") if f"`{name}`" not in text)


def test_every_row_of_a_dossier_and_its_fields_are_documented() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", read("dossiers.md"), re.MULTILINE))
    shapes = {shape.__struct_config__.tag: shape.__struct_fields__ for shape in get_args(Row)}
    assert {name: tuple(re.findall(r"`(\w+)`", told[name])) for name in shapes} == shapes
    text = read("dossiers.md")
    parts = (document.Head, document.Figure, document.LeftOut, document.Section, Verified, Difference)
    assert not [name for part in parts for name in part.__struct_fields__ if f"`{name}`" not in text]
    assert not [ending for ending in ENDINGS if f"`{ending}`" not in text]


# --- errors


def test_every_error_and_its_code_is_documented() -> None:
    text = read("errors.md")
    found = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, PenstockError)]
    assert len(found) >= 10
    for error in found:
        assert re.search(rf"\b{error.__name__}\b", text), error
        assert re.search(rf"\b{error.code}\b", text), error.code


def reject_codes() -> set[str]:
    pattern = re.compile(r'code ?= ?"(\w+)"|\bBadRow\(\s*"(\w+)"')
    texts = [path.read_text(encoding="utf-8") for path in (SOURCE / "batch").glob("*.py")]
    return {code for text in texts for match in pattern.findall(text) for code in match if code}


def refusal_codes() -> set[str]:
    """Return every string of the room of law that has the look of a refusal's code."""
    kinds = "bad|wrong|too|duplicate|unknown|missing|stray|overlapping|conflicting"
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


def test_every_route_of_the_desk_and_every_problem_is_documented() -> None:
    text = read("desk.md")
    described = create_app(Settings(), lambda _request: Actor("nobody", "viewer")).openapi()
    routes = [f"{method.upper()} {path}" for path, methods in described["paths"].items() for method in methods]
    assert not [route for route in routes if f"`{route}`" not in text]
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", text.split("## Problems\n")[1], re.MULTILINE)
    assert rows == [(code, str(kind.status)) for code, kind in KINDS.items()]


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
    section = text.split("## Decision table\n")[1].split("\n## ", maxsplit=1)[0]
    table = Register.load().packed.decision_table
    rows = [
        f"| `{row.finding}` | {f'`{row.duty}`' if row.duty else ''} | {row.outcome} | {row.because} |"
        for row in table.rows
    ]
    assert [line for line in section.splitlines() if line.startswith("| `")] == rows
    assert ", ".join(f"`{outcome}`" for outcome in table.outcomes) in text


def test_every_column_of_the_results_is_documented(tmp_path: Path) -> None:
    penstock.screen([ROOT / "examples" / "consignments.csv"], tmp_path / "out", on="2026-11-22")
    text = read("screen.md").split("## What it writes\n")[1].split("\n## ", maxsplit=1)[0]
    for name in (results.DECISIONS, results.FINDINGS):
        section = text.split(f"`{name}`")[1].split("\n\n`")[0]
        named = re.findall(r"`(\w+)`", "".join(re.findall(r"^\|(.+?)\|", section, re.MULTILINE)))
        assert sorted(named) == sorted(pl.read_parquet_schema(tmp_path / "out" / name)), name
    described = json.loads((tmp_path / "out" / results.RUN).read_text(encoding="utf-8"))
    missing = [key for key in (*described, *described["stamp"], *described["inputs"][0]) if f"`{key}`" not in text]
    assert not missing


def list_row(key: str, head: ControlList) -> str:
    """Write the row of the register page that one list makes."""
    latest = head.coverage[-1]
    gap = " ".join((latest.note or "").split()).replace("|", "\\|") if latest.extent == "partial" else ""
    return f"| {head.name} | `{key}` | {head.kind} | {latest.extent} | {gap} |"


def test_every_list_is_documented_with_its_extent() -> None:
    packed = Register.load().packed
    section = read("register.md").split("## What it holds\n")[1].split("\n## ", maxsplit=1)[0]
    shown = [line for line in section.splitlines() if re.match(r"\|.+\| `[a-z-]+\.", line)]
    assert sorted(shown) == sorted(list_row(key, file.list) for key, file in packed.lists.items())
    for place, record in packed.jurisdictions.items():
        assert f"### {record.names['en']} (`{place}`)" in section


# --- the store


def test_the_steps_and_reasons_of_the_queue_are_documented_row_by_row() -> None:
    section = read("store.md").split("## The queue\n")[1].split("\n## ", maxsplit=1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    by = {"other": "another than who asked", "same": "who asked", None: "anybody"}
    shown = [
        f"| `{step.name}` | {_states(step.sources)} | {f'`{step.to}`' if step.to else 'the same'} | {step.role} "
        f"| {by[step.asker]} | {', '.join(step.needs)} |".replace("|  |", "| |")
        for step in STEPS.values()
    ]
    assert rows == [*shown, *(f"| `{code}` | {meaning} |" for code, meaning in REASONS.items())]


def _states(states: tuple[str, ...]) -> str:
    return "every state" if set(states) == set(STATES) else ", ".join(f"`{state}`" for state in states)


@pytest.mark.parametrize(("page", "kind"), [("notice.md", "notification"), ("authorisation.md", "authorisation")])
def test_the_states_and_steps_of_a_kind_of_case_are_documented_row_by_row(page: str, kind: str) -> None:
    table = TABLES[kind]
    section = read(page).split("## States and steps\n")[1].split("\n## ", maxsplit=1)[0]
    shown = [
        f"| `{step.name}` | {_sources(step.sources, table.states)} | {f'`{step.to}`' if step.to else 'the same'} "
        f"| {step.role} | {', '.join(f'`{name}`' for name in step.needs)} |".replace("|  |", "| |")
        for step in table.steps
    ]
    meanings = [f"| `{state}` | {meaning} |" for state, meaning in table.states.items()]
    assert [line for line in section.splitlines() if line.startswith("| `")] == [*meanings, *shown]


def _sources(states: tuple[str, ...], every: Mapping[str, str]) -> str:
    return "every state" if set(states) == set(every) else ", ".join(f"`{state}`" for state in states)


def test_every_clock_is_documented_with_its_days_and_what_silence_means() -> None:
    register = Register.load()
    rows = [line for line in read("notice.md").splitlines() if re.match(r"\| `[a-z]{2}\.", line)]
    clocks = [
        (f"{place.lower()}.{key}", clock)
        for place, file in sorted(register.packed.clocks.items())
        for key, clock in file.entries.items()
    ]
    assert [row.split("`")[1] for row in rows] == [name for name, _ in clocks]
    for row, (_, clock) in zip(rows, clocks, strict=True):
        assert f"| {clock.days or 'no time set'} {clock.counts or ''}".rstrip() in row
        assert f"`{clock.silence.means}`" in row
        assert f"{register.text(clock.by).citation}, {clock.at} |" in row


def test_every_problem_of_a_notification_and_column_of_an_authorisation_is_documented() -> None:
    told = (SOURCE / "cases" / "fitness.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'Problem\(\s*f?"[^"]+",\s*"([a-z_]+)"', told)) | {
        "no_exporter",
        "no_importer",
        "no_consignee",
    }
    assert {"no_substance", "dispatch_before_notice", "no_unit"} <= codes
    text = read("notice.md")
    assert not sorted(code for code in codes if f"`{code}`" not in text)
    fields = {field for field in Notification.__struct_fields__ if field not in KEPT}
    assert not sorted(field for field in fields if not re.search(rf"[`\n]{field}[`:]", text))
    named = (*COLUMNS, *KINDS_OF_AUTHORISATION)
    assert not sorted(name for name in named if f"`{name}`" not in read("authorisation.md"))


def test_every_table_of_the_store_and_column_of_the_trail_is_documented() -> None:
    text = read("store.md")
    section = text.split("## What is kept\n")[1].split("\n## ", maxsplit=1)[0]
    assert {f"| `{name}` |" for name in tables.metadata.tables} <= set(
        re.findall(r"^\| `\w+` \|", section, re.MULTILINE)
    )
    assert all(f"`{column.name}`" in text for column in tables.trail.columns)


# --- how structures are judged


def test_the_tables_of_the_method_page_are_as_the_register_has_them() -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "method_page.py"))["written"]
    page = read("method.md")
    assert written(page, Register.load()) == page, "run make method"


def test_the_method_page_says_all_of_every_class() -> None:
    register = Register.load()
    for key, record in register.packed.classes.items():
        (section,) = re.findall(
            rf"^### .* \(`{key}`\)\n(.*?)(?=\n### |\Z)", read("method.md"), re.MULTILINE | re.DOTALL
        )
        rows = {row[0]: row[1] for row in re.findall(r"^\| (.+?) \| (.+) \|$", section, re.MULTILINE)}
        for clause in record.wording:
            assert " ".join(clause.text.split()) in rows[clause.clause]
            assert " ".join((clause.en or "").split()) in rows[clause.clause]
        for frame in record.frames:
            rules = [rule for site in frame.sites for rule in site.rules]
            opened = [(one.clause, one.open) for one in frame.skeletons] + [(one.clause, one.open) for one in rules]
            assert all(f"{clause}: {words}" in section for clause, words in opened if words)
        for source in record.sources:
            assert (register.text(source.text).citation if source.text else str(source.url)) in section
        assert (record.note or "") in section


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
    wanted = [*project["project"]["dependencies"], *extras, *project["dependency-groups"]["build"]]
    text = read("dependencies.md")
    for requirement in wanted:
        name = re.split(r"[<>=!~ \[]", requirement)[0]
        row = re.search(rf"^\| {re.escape(name)} \| (.+) \| (.+) \|$", text, re.MULTILINE)
        assert row is not None, name


# --- the documented dispute


def ask(subject: str) -> dict[str, Any]:
    return penstock.check(subject, jurisdictions=PLACES, on=DAY).as_dict()


def since_of(measure: Mapping[str, Any]) -> str:
    """Return the first day of a measure, with what is known of it where it is unknown."""
    bounds = (("not before", measure["not_before"]), ("in force by", measure["known_by"]))
    known = ", ".join(f"{words} {day}" for words, day in bounds if day)
    return f"{measure['since']} ({known})" if known else str(measure["since"])


def dispute_row(name: str, asked: str, answer: dict[str, Any]) -> str:
    """Write the row of the dispute page that one answer of the register makes."""
    measures = answer["measures"]
    since = "; ".join(dict.fromkeys(since_of(measure) for measure in measures)) or "-"
    cited = [("may hold: " if m["open"] else "", m) for m in measures]
    cited += [(f"watched since {since_of(m)}: ", m) for m in answer["watch"]]
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
        for names, said in remarks(section):
            gone = [s for s in sentences(said) if name in names and s not in sentences(answers[place]["note"])]
            assert not gone, gone


# --- examples


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


def squeezed(text: str) -> list[str]:
    """Leave out what differs without meaning: blank lines, runs of spaces, the day of the last look."""
    plain = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return [re.sub(r"checked \d{4}-\d\d-\d\d", "checked", line) for line in plain if line]


def as_pattern(shown: list[str]) -> str:
    """Return what the whole output must match; ``...`` stands for lines, or part of one, that are left out."""
    lines = squeezed("\n".join(shown))
    parts = (r"(?:.*\n)*?" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + "\n" for line in lines)
    return "".join(parts)


ALONE = [pytest.param(e, id=f"{e.page}: {' '.join(e.command)}") for e in examples() if e.page not in STORIES]


@pytest.mark.parametrize("example", ALONE)
def test_every_example_runs_and_prints_what_the_page_shows(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    status, output = run(example.command)
    assert status == example.status, output
    printed = "".join(f"{line}\n" for line in squeezed(output))
    assert re.fullmatch(as_pattern(example.shown), printed), f"{example.page} shows other lines than:\n{output}"


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


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_a_picture_is_there_is_small_and_says_what_it_shows(page: Path) -> None:
    for said, name in re.findall(r"!\[(.*?)\]\((.+?)\)", page.read_text(encoding="utf-8")):
        picture = (page.parent / name).read_bytes()
        assert said
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert int.from_bytes(picture[16:20]) == 1280
        assert len(picture) < 250_000


def test_the_readme_shows_a_page_of_the_desk() -> None:
    assert "](docs/images/timeline.png)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_twelve_lines_of_yaml_are_what_the_register_says() -> None:
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## ")[1]
    blocks = re.findall(r"^```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert sum(len(block.splitlines()) for block in blocks) == 12
    (text_id, text), (subject, entry) = (next(iter(_plain(block).items())) for block in blocks)
    texts = _plain((SOURCE / "register" / "texts" / "us.yaml").read_text(encoding="utf-8"))
    listed = _plain((SOURCE / "register" / "measures" / "us" / "list-i.yaml").read_text(encoding="utf-8"))
    assert text.items() <= texts[text_id].items()
    assert entry["spans"][0].items() <= listed["entries"][subject]["spans"][0].items()


def test_the_twelve_lines_of_yaml_are_all_a_register_needs(tmp_path: Path) -> None:
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## ")[1]
    text, entry = re.findall(r"^```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    folder = tmp_path / "register"
    shutil.copytree(SOURCE / "register", folder)
    for name, record, lines in (("texts/us.yaml", "us-88-fr-21902:\n", text), (LIST_I, "  4-piperidone:\n", entry)):
        path = folder / name
        before, head, after = path.read_text(encoding="utf-8").partition(record)
        indent = len(head) - len(head.lstrip())
        following = re.search(rf"^ {{0,{indent}}}[^\s].*", after, re.MULTILINE)
        rest = after[following.start() :] if following else ""
        path.write_text(before + lines + rest, encoding="utf-8")
    status, output = run(["law", "validate", str(folder)])
    assert status == 0, output
    assert "no refusals" in output


def _plain(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def test_every_page_that_the_program_names_is_there(root: Path) -> None:
    named: dict[str, str] = {}
    for file in (root / "src").rglob("*"):
        if file.suffix in {".py", ".html", ".toml", ".yaml", ".js"}:
            text = file.read_text(encoding="utf-8")
            named |= dict.fromkeys(re.findall(r"(?<![\w/])docs/[\w-]+\.md\b", text), file.name)
    assert "docs/leads.md" in named
    assert {page: file for page, file in named.items() if not (root / page).is_file()} == {}
