"""Every figure the docs quote, measured and written to docs/measured.md and the pages beside it as ratios.

Each pair is measured side by side and best of several repeats, because a shared machine moves by a third.
Data the project does not ship is read from ``../shared`` and skipped, saying so, where it is absent.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from figures import Figure, best
from names import name_figures
from rdkit import Chem, rdBase
from rescreening import measure as rescreened
from rescreening import store_of

from batch import batch_figures
from desk import desk_figures
from goods import CORPUS, goods_figures
from penstock.law.packed import REGISTER_FOLDER, read_packed
from penstock.law.register import Register
from penstock.law.structures import by_structure, by_structures
from penstock.substances.structure import Unreadable
from store import store_figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
TOXCAST = SHARED / "bench" / "cas_name_smiles_toxcast.csv"
BENIGN = SHARED / "bench" / "benign_454k.tsv.gz"
PAGE = ROOT / "docs" / "measured.md"
NAMES_PAGE = ROOT / "docs" / "measured-names.md"
GOODS_PAGE = ROOT / "docs" / "measured-goods.md"
DESK_PAGE = ROOT / "docs" / "measured-desk.md"
BATCH_PAGE = ROOT / "docs" / "measured-batch.md"
STORE_PAGE = ROOT / "docs" / "measured-store.md"
HITS = ROOT / "docs" / "benign-hits.tsv"
PART = 45_056
"""Structures parsed and then judged, so that both see the same machine."""
rdBase.DisableLog("rdApp.*")

PLAIN_PARSE = f"""
import csv
from rdkit import Chem, RDLogger
RDLogger.DisableLog("rdApp.*")
with open({str(TOXCAST)!r}, encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        Chem.MolFromSmiles(row["smiles"])
"""


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
            more <= 0.4,  # the goal
        )
    more = imported - bare
    yield Figure(
        "`import penstock`",
        f"{imported:.3f} s",
        f"`python -c pass` {bare:.3f} s: {more:.3f} s more",
        "at most 0.15 s more",
        more <= 0.15,  # the goal
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
            ratio >= 50,  # the goal
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
        ratio <= 2,  # the goal
    )


def parts() -> Iterator[list[str]]:
    """Yield the ordinary structures, some thousands at a time."""
    with gzip.open(BENIGN, "rt", encoding="utf-8") as file:
        while texts := [line.split("\t")[0].strip() for line in islice(file, PART)]:
            yield texts


def structure_figures() -> Iterator[Figure]:
    """Judge every ordinary structure, beside parsing it; keep what was found; then do it all again the plain way."""
    register = Register.load()
    started = time.process_time()
    by_structures(register, ["C"])  # the sieve is made ready, once a run
    ready = time.process_time() - started
    seconds = {"fast": 0.0, "plain": 0.0, "parse": 0.0}
    answers: list[int] = []
    memory: list[int] = []
    hits: list[str] = []
    counts: Counter[tuple[str, str]] = Counter()
    for texts in parts():
        started = time.process_time()
        for text in texts:
            Chem.MolFromSmiles(text)
        parsed = time.process_time()
        found = by_structures(register, texts)
        seconds["fast"] += time.process_time() - parsed
        seconds["parse"] += parsed - started
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        answers += map(_answer, found)
        for text, one in zip(texts, found, strict=True):
            hits += _rows(text, one, counts)
        print(f"judged {len(answers):,} structures", flush=True)
    lines, different = len(answers), 0
    for number, texts in enumerate(parts()):
        started = time.process_time()
        plain = [_plainly(register, text) for text in texts]
        seconds["plain"] += time.process_time() - started
        fast = answers[number * PART : number * PART + len(texts)]
        different += sum(one != other for one, other in zip(fast, map(_answer, plain), strict=True))
        print(f"judged {number * PART + len(texts):,} structures the plain way, {different} differ", flush=True)
    HITS.write_text("subject\treading\tclauses or words\topen\tatoms\tsmiles\n" + "".join(hits), encoding="utf-8")
    for (subject, verdict), number in sorted(counts.items()):
        print(f"found  {subject}: {verdict} {number}")
    print(f"seconds {seconds}")
    ratio = seconds["fast"] / seconds["parse"]
    yield Figure(
        f"the whole answer for {lines:,} ordinary structures, one core, ready after {ready:.1f} s",
        f"{lines / seconds['fast']:,.0f} a second",
        f"RDKit `MolFromSmiles` alone {lines / seconds['parse']:,.0f} a second: {ratio:.2f} of its time",
        "at most 0.30 of the time",
        ratio <= 0.30,  # the goal
    )
    times = seconds["plain"] / seconds["fast"]
    yield Figure(
        "the same beside the plain way",
        f"{times:.1f} times faster",
        f"the plain way {lines / seconds['plain']:,.0f} a second",
        "at least 20 times",
        times >= 20,  # the goal
    )
    yield Figure(
        f"answers of the fast way over {lines:,} ordinary structures",
        f"{different} differ",
        "those of the plain way",
        "none differs",
        different == 0,
    )
    growth = (memory[-1] - memory[0]) / 1024
    yield Figure(
        "memory over the same structures",
        f"{growth:.0f} MB more at the end",
        f"{memory[0] / 1024:.0f} MB after the first {PART:,}",
        "flat",
        growth <= 100,  # the memories of the glance are bounded
    )


def _rows(smiles: str, found: object, counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each class an ordinary structure meets or may meet, and each parent it is derived from."""
    for one in found if isinstance(found, tuple) else ():
        for reading in one.classes:
            if reading.verdict == "outside":
                continue
            counts[reading.subject, reading.verdict] += 1
            words = "; ".join(f"{clause}: {word}" for clause, word in reading.open)
            atoms = "; ".join(f"{clause or 'skeleton'} {list(places)}" for clause, places in reading.atoms)
            yield f"{reading.subject}\t{reading.verdict}\t{', '.join(reading.clauses)}\t{words}\t{atoms}\t{smiles}\n"
        for derived in one.derived:
            verdict = "open" if derived.open else "meets"
            counts[derived.parent, verdict] += 1
            words = "; ".join(derived.open)
            row = (derived.parent, verdict, ", ".join(derived.words), words, str(list(derived.atoms)), smiles)
            yield "\t".join(row) + "\n"


def thousand_figure() -> Figure:
    """Screen a thousand ordinary structures with the command, beside the command on one."""
    penstock = str(Path(sys.executable).with_name("penstock"))
    with gzip.open(BENIGN, "rt", encoding="utf-8") as file:
        texts = [line.split("\t")[0].strip() for line in islice(file, 0, 453_000, 453)]
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in (("many", texts), ("one", texts[:1])):
            Path(folder, f"{name}.csv").write_text("smiles\n" + "\n".join(lines) + "\n", encoding="utf-8")
        many, one = best(
            [
                command(penstock, "screen", f"{folder}/{name}.csv", "--out", f"{folder}/out-{name}")
                for name in ("many", "one")
            ]
        )
    return Figure(
        f"`penstock screen` of {len(texts):,} structures after start",
        f"{many - one:.2f} s",
        f"one structure {one:.2f} s, {len(texts):,} {many:.2f} s",
        "under 1 s",
        many - one < 1,
    )


def rescreen_figures() -> Iterator[Figure]:
    """Rescreen parties after a change of a hundred entries, beside screening them all again."""
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(SHARED / "lists", Path(folder))
        small, large = rescreened(store, Path(folder), (1_000, 10_000), compares=True)
    yield Figure(
        f"rescreening {large.parties:,} parties after a change of 100 entries ({large.searched} names searched)",
        f"{large.rescreened:.1f} s; {small.rescreened:.1f} s for {small.parties:,}",
        f"screening all again at the newer vintage {large.screened:.1f} s; {small.screened:.1f} s",
        "follows the change, not the file",
        large.rescreened < 3 * small.rescreened,
    )
    yield Figure(
        f"answers that flip among {large.parties:,} parties",
        f"{large.flipped}",
        "the same as screening everything again at both vintages" if large.is_equal else "NOT those of screening all",
        "equal",
        bool(large.is_equal and small.is_equal),
    )


def _plainly(register: Register, text: str) -> object:
    try:
        return by_structure(register, text)
    except Unreadable as error:
        return error


def _answer(found: object) -> int:
    return hash(str(found) if isinstance(found, Unreadable) else repr(found))


def page(title: str, figures: list[Figure], packages: tuple[str, ...]) -> str:
    """Return a page of figures."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    lines = [
        f"# {title}",
        "",
        "Written by `make bench`: every pair in one run on one machine, the shortest of several repeats each.",
        "Read the ratios; seconds belong to the machine.",
        "",
        f"Python {platform.python_version()}, {versions}; {platform.machine()}, {os.cpu_count()} cores.",
        "",
        "| what | measured | beside | goal | met |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {f.what} | {f.measured} | {f.beside} | {f.goal} | {'yes' if f.is_met else 'no'} |" for f in figures]
    return "\n".join(lines) + "\n"


def measured(wanted: list[tuple[Path, Callable[[], Iterable[Figure]]]]) -> tuple[list[Figure], bool]:
    """Measure what the data is here for, print each figure as it comes, and tell whether nothing was left out."""
    figures: list[Figure] = []
    is_whole = True
    for data, measure in wanted:
        if not data.exists():
            is_whole = False
            print(f"skipped what needs {data.name}: it is not here")
            continue
        for one in measure():
            figures.append(one)
            state = "met   " if one.is_met else "MISSED"
            print(f"{state} {one.what}: {one.measured}; {one.beside}; {one.goal}", flush=True)
    return figures, is_whole


def store_page() -> None:
    """Measure the store and write its page."""
    figures, _ = measured([(ROOT, store_figures)])
    STORE_PAGE.write_text(page("Measured: the store", figures, ("sqlalchemy",)), encoding="utf-8")


def desk_page() -> None:
    """Measure the desk and write its page."""
    figures, _ = measured([(ROOT, desk_figures)])
    packages = ("fastapi", "uvicorn", "starlette", "msgspec")
    DESK_PAGE.write_text(page("Measured: the desk", figures, packages), encoding="utf-8")


def batch_page(rows: int) -> None:
    """Measure files of parcels and write their page."""
    figures, is_whole = measured([(SHARED / "lists" / "ofac", lambda: batch_figures(rows))])
    if is_whole:
        written = page("Measured: files of parcels", figures, ("polars", "numpy", "rapidfuzz"))
        BATCH_PAGE.write_text(written, encoding="utf-8")


def goods_page() -> None:
    """Measure goods texts and write their page."""
    figures, _ = measured([(CORPUS, goods_figures)])
    GOODS_PAGE.write_text(page("Measured: goods texts", figures, ("numpy",)), encoding="utf-8")


def names_page() -> None:
    """Measure names and lists and write their page."""
    lists = SHARED / "lists" / "ofac"
    figures, is_whole = measured([(lists, name_figures), (lists, rescreen_figures)])
    if is_whole:
        packages = ("rapidfuzz", "rigour", "pypinyin", "numpy")
        NAMES_PAGE.write_text(page("Measured: names and lists", figures, packages), encoding="utf-8")


def law_page(*, quick: bool) -> None:
    """Measure law and structures and write their page; quickly, leave out the whole corpus and write nothing."""
    wanted: list[tuple[Path, Callable[[], Iterable[Figure]]]] = [
        (ROOT, start_figures),
        (ROOT, register_figures),
        (TOXCAST, lambda: [screen_figure()]),
        (BENIGN, lambda: [thousand_figure()]),
    ]
    if not quick:
        wanted.append((BENIGN, structure_figures))
    figures, is_whole = measured(wanted)
    if is_whole and not quick:
        packages = ("rdkit", "polars", "msgspec", "click")
        PAGE.write_text(page("Measured: law and structures", figures, packages), encoding="utf-8")


def main() -> None:
    """Measure everything, or one part, print it, and write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the whole benign corpus")
    parser.add_argument("--names", action="store_true", help="names and lists alone")
    parser.add_argument("--goods", action="store_true", help="goods texts alone")
    parser.add_argument("--batch", action="store_true", help="files of parcels alone")
    parser.add_argument("--store", action="store_true", help="the store alone")
    parser.add_argument("--desk", action="store_true", help="the desk alone")
    parser.add_argument("--rows", type=int, default=2_000_000, help="rows of the files of parcels")
    options = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {
        "batch": lambda: batch_page(options.rows),
        "store": store_page,
        "desk": desk_page,
        "goods": goods_page,
        "names": names_page,
    }
    alone = [name for name in parts if getattr(options, name)]
    for name in alone or parts:
        parts[name]()
    if not alone:
        law_page(quick=options.quick)


if __name__ == "__main__":
    main()
