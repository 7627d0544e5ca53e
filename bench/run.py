"""Every figure the docs quote, measured in one run and written to docs/measured.md as ratios.

Each pair is measured side by side and best of several repeats, because a shared machine moves by a third.
Data the project does not ship is read from ``../shared`` and skipped, saying so, where it is absent.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from penstock.law.packed import REGISTER_FOLDER, read_packed
from penstock.law.register import Register
from penstock.law.structures import by_molecule, by_structure
from penstock.substances.structure import Unreadable, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
TOXCAST = SHARED / "bench" / "cas_name_smiles_toxcast.csv"
BENIGN = SHARED / "bench" / "benign_454k.tsv.gz"
PAGE = ROOT / "docs" / "measured.md"
REPEATS = 9

PLAIN_PARSE = f"""
import csv
from rdkit import Chem, RDLogger
RDLogger.DisableLog("rdApp.*")
with open({str(TOXCAST)!r}, encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        Chem.MolFromSmiles(row["smiles"])
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the page: what was measured, beside what, and the goal it was to meet."""

    what: str
    measured: str
    beside: str
    goal: str
    is_met: bool


def best(actions: list[Callable[[], object]], repeats: int = REPEATS) -> list[float]:
    """Return the shortest time of each action in seconds; the actions take turns."""
    shortest = [float("inf")] * len(actions)
    for _ in range(repeats):
        for place, action in enumerate(actions):
            started = time.perf_counter()
            action()
            shortest[place] = min(shortest[place], time.perf_counter() - started)
    return shortest


def command(*arguments: str) -> Callable[[], object]:
    """Return an action that runs a command of this environment and fails with it."""
    return lambda: subprocess.run(arguments, check=True, capture_output=True, cwd=ROOT)


def start_figures() -> Iterator[Figure]:
    """Measure starting up: the shell command, the import, the register."""
    python = sys.executable
    penstock = str(Path(python).with_name("penstock"))
    actions = [
        command(python, "-c", "pass"),
        command(penstock, "check", "79099-07-3", "--in", "CN,US,UN"),
        command(penstock, "check", "O=C1CCN(C(=O)OC(C)(C)C)CC1", "--in", "CN,US,UN"),
        command(python, "-c", "import penstock"),
    ]
    bare, by_cas, by_smiles, imported = best(actions)
    for name, seconds in (("a CAS number", by_cas), ("a SMILES", by_smiles)):
        more = seconds - bare
        yield Figure(
            f"`penstock check` of {name}, from the shell",
            f"{seconds:.3f} s",
            f"`python -c pass` {bare:.3f} s: {more:.3f} s more",
            "at most 0.4 s more",
            more <= 0.4,  # noqa: PLR2004  # the goal
        )
    more = imported - bare
    yield Figure(
        "`import penstock`",
        f"{imported:.3f} s",
        f"`python -c pass` {bare:.3f} s: {more:.3f} s more",
        "at most 0.15 s more",
        more <= 0.15,  # noqa: PLR2004  # the goal
    )


def register_figures() -> Iterator[Figure]:
    """Measure loading the compiled register against parsing its YAML with libyaml."""

    def parse_yaml() -> None:
        for path in REGISTER_FOLDER.rglob("*.yaml"):
            yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # a safe loader

    def decode_all() -> None:
        read_packed()[0].open_all()

    loaded, decoded, parsed = best([read_packed, decode_all, parse_yaml])
    for what, seconds in (
        ("loading the compiled register", loaded),
        ("the same and decoding every record", decoded),
    ):
        ratio = parsed / seconds
        yield Figure(
            what,
            f"{seconds * 1000:.1f} ms",
            f"parsing its YAML with libyaml {parsed * 1000:.0f} ms: {ratio:.0f} times faster",
            "at least 50 times faster",
            ratio >= 50,  # noqa: PLR2004  # the goal
        )


def screen_figure() -> Figure:
    """Measure screening the ToxCast catalogue against a plain RDKit parse of its SMILES, process against process."""
    penstock = str(Path(sys.executable).with_name("penstock"))
    with tempfile.TemporaryDirectory() as folder:
        screened, parsed = best(
            [
                command(penstock, "screen", str(TOXCAST), "--out", f"{folder}/out"),
                command(sys.executable, "-c", PLAIN_PARSE),
            ]
        )
    with TOXCAST.open(encoding="utf-8") as file:
        rows = sum(1 for _ in csv.DictReader(file))
    ratio = screened / parsed
    return Figure(
        f"`penstock screen` of {rows:,} chemicals with CAS, name and SMILES",
        f"{screened:.2f} s",
        f"plain RDKit parse of the SMILES alone {parsed:.2f} s: {ratio:.2f} times",
        "at most 2 times",
        ratio <= 2,  # noqa: PLR2004  # the goal
    )


def exactness_figure() -> Figure:
    """Compare the fast and the plain way of identifying a structure over the whole benign corpus."""
    register = Register.load()
    seconds = {"fast": 0.0, "plain": 0.0}
    lines = different = 0
    with gzip.open(BENIGN, "rt", encoding="utf-8") as file:
        for line in file:
            smiles = line.split("\t")[0].strip()
            started = time.perf_counter()
            fast = _answer(lambda text=smiles: by_structure(register, text))  # type: ignore[misc]  # bound default
            between = time.perf_counter()
            plain = _answer(lambda text=smiles: by_molecule(register, parse(text)))  # type: ignore[misc]  # as above
            seconds["fast"] += between - started
            seconds["plain"] += time.perf_counter() - between
            lines += 1
            different += fast != plain
    ratio = seconds["plain"] / seconds["fast"]
    return Figure(
        f"identifying {lines:,} ordinary structures, the fast way",
        f"{lines / seconds['fast']:,.0f} a second",
        f"the plain way {lines / seconds['plain']:,.0f} a second: {ratio:.1f} times; {different} answers differ",
        "no answer differs",
        different == 0,
    )


def _answer(action: Callable[[], object]) -> object:
    try:
        return action()
    except Unreadable as error:
        return f"unreadable: {error}"


def page(figures: list[Figure]) -> str:
    """Return the page of figures."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("rdkit", "polars", "msgspec", "click"))
    lines = [
        "# Measured figures",
        "",
        "Written by `make bench`: every pair in one run on one machine, the shortest of several repeats each.",
        "Read the ratios; seconds belong to the machine.",
        "",
        f"Python {platform.python_version()}, {packages}.",
        "",
        "| what | measured | beside | goal | met |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {f.what} | {f.measured} | {f.beside} | {f.goal} | {'yes' if f.is_met else 'no'} |" for f in figures]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure everything, print it, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the whole benign corpus")
    options = parser.parse_args()
    figures = [*start_figures(), *register_figures()]
    wanted: list[tuple[Path, Callable[[], Figure]]] = [(TOXCAST, screen_figure)]
    if not options.quick:
        wanted.append((BENIGN, exactness_figure))
    missing = False
    for data, measure in wanted:
        if data.is_file():
            figures.append(measure())
        else:
            missing = True
            print(f"skipped {measure.__name__}: {data.name} is not here")
    for figure in figures:
        state = "met   " if figure.is_met else "MISSED"
        print(f"{state} {figure.what}: {figure.measured}; {figure.beside}; {figure.goal}")
    if not missing and not options.quick:
        PAGE.write_text(page(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
