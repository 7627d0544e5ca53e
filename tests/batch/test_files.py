from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.batch.telling_files import ANY_FILES, Made, keep, keep_lists, write_all
from tests.shipped import REGISTER

from penstock.batch.files import KEPT, FileDone, screen_files
from penstock.batch.job import Job
from penstock.batch.results import WIDE
from penstock.batch.run import screen
from penstock.batch.wide import ADDED
from penstock.kernel.errors import InputError, OutputError, UsageError
from penstock.screening.alike import Alike, Sort
from penstock.substances import naming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DAY = "2026-11-22"
SMALL = (
    "consignment_id,item_no,goods_description,destination_country,note\n"
    "A,1,urea,US,a\nA,,fentanyl,US,b\nB,1,steel pipes,MX,c\nB,1,gift,US,d\nB,x,gift,US,e\nA,,4-piperidone,CN,f\n"
)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of some imported lists."""
    return str(keep_lists(tmp_path_factory.mktemp("lists")))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a file of six rows, of which one has the key of another and one a bad cell."""
    path = tmp_path / "small.csv"
    path.write_text(SMALL, encoding="utf-8")
    return path


def read_all(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame, str, dict[str, Any]]:
    """Return the four files of a run, less how long it took."""
    summary = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    summary.pop("seconds")
    decisions, findings = (pl.read_parquet(folder / f"{name}.parquet") for name in ("decisions", "findings"))
    return decisions, findings, (folder / "rejects.csv").read_text(encoding="utf-8"), summary


def assert_same(one: Path, other: Path) -> None:
    """Compare two runs, column by column and in order."""
    plain, fast = read_all(one), read_all(other)
    assert fast[2] == plain[2]
    assert_frame_equal(fast[0], plain[0])
    assert_frame_equal(fast[1], plain[1])
    assert json.dumps(fast[3]) == json.dumps(plain[3])
    assert (one / WIDE).exists() == (other / WIDE).exists()
    if (one / WIDE).exists():
        wide = pl.read_parquet(other / WIDE)
        assert_frame_equal(wide, pl.read_parquet(one / WIDE))
        assert_frame_equal(wide[list(ADDED)], plain[0][list(ADDED)])


def screen_both_ways(files: Sequence[str], folder: Path, rows: int, **how: Any) -> None:  # noqa: ANN401  # of a job
    """Screen files both ways, and see that the results or the refusals are the same."""
    plain, fast = folder / "plain", folder / "fast"
    job = Job(tuple(files), on=DAY, rows=rows, **how)
    try:
        screen(files, plain, on=DAY, register=REGISTER, **how)
    except InputError as refused:
        with pytest.raises(InputError) as caught:
            screen_files(job, fast, register=REGISTER)
        assert caught.value.message == refused.message  # noqa: PT017  # one error held against another
        assert caught.value.remedy.removesuffix(f" {KEPT}") == refused.remedy  # noqa: PT017  # as above
        assert not fast.exists()
    else:
        screen_files(job, fast, register=REGISTER)
        assert_same(plain, fast)
        assert {path.name for path in folder.iterdir() if path.name.startswith(".")} == set()


# --- the same results as the plain way


@settings(max_examples=30)
@given(
    files=ANY_FILES,
    rows=st.integers(1, 5),
    is_listed=st.booleans(),
    how=st.fixed_dictionaries({"jurisdictions": st.sampled_from([None, None, ("US",)]), "wide": st.booleans()}),
)
def test_any_files_come_out_as_the_plain_way_has_them(
    lists: str, files: list[Made], rows: int, how: dict[str, Any], *, is_listed: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        given = lists if is_listed else None
        screen_both_ways(write_all(files, Path(folder)), Path(folder), rows, lists=given, **how)


@pytest.mark.parametrize(("name", "rows"), [("consignments.csv", 7), ("red-flags.csv", 2)])
def test_the_examples_come_out_as_the_plain_way_has_them(root: Path, tmp_path: Path, name: str, rows: int) -> None:
    screen_both_ways([str(root / "examples" / name)], tmp_path, rows)


@pytest.mark.parametrize("name", ["a[1].parquet", "a*.parquet", "year=2026.parquet", "a?.csv"])
def test_a_file_is_read_whatever_stands_in_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    table = pl.DataFrame({"goods": ["fentanyl", "urea"]})
    table.write_csv(path) if path.suffix == ".csv" else table.write_parquet(path)
    pl.DataFrame({"goods": ["not asked for"]}).write_parquet(tmp_path / "a1.parquet")
    screen_both_ways([str(path)], tmp_path, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("f.parquet", b""),
        ("f.parquet", b"no Parquet"),
        ("f.csv", b"goods\n"),
        ("f.csv", b"what\n1\n"),
        ("f.csv", b"what\n"),
        ("f.csv", b'goods\nurea\n"open\n'),
        ("f.txt", b""),
        ("f.jsonl", b"[]"),
        ("f.doc", b"x"),
        ("none.csv", None),
        ("folder.parquet", "folder"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_the_same_words(
    tmp_path: Path, name: str, content: bytes | str | None
) -> None:
    if isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    elif content is not None:
        (tmp_path / name).mkdir()
    screen_both_ways([str(tmp_path / name)], tmp_path, 1)


@pytest.mark.parametrize(
    "table", [{"goods": []}, {"what": []}, {"what": ["x"]}, {"goods": ["a"], "description": ["b"]}]
)
def test_a_parquet_file_of_no_use_is_refused_in_the_same_words(tmp_path: Path, table: dict[str, list[str]]) -> None:
    pl.DataFrame(table, schema=dict.fromkeys(table, pl.String)).write_parquet(tmp_path / "f.parquet")
    screen_both_ways([str(tmp_path / "f.parquet")], tmp_path, 1)


def test_a_workbook_comes_out_as_the_plain_way_has_it(tmp_path: Path, workbook: Callable[..., Path]) -> None:
    rows = [
        ["id", "line", "goods", "date"],
        ["A", 1, "urea", "2026-01-01"],
        [],
        ["A", 1.0, "gift", None],
        ["A", None, 5, "x"],
    ]
    screen_both_ways([str(workbook(rows, "more"))], tmp_path, 2)


def test_systematic_names_are_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = {"benzylfentanyl-like": "O=C(CC)N(c1ccccc1)C1CCN(Cc2ccccc2)CC1", "heptane-like": "CCCCCCC"}
    monkeypatch.setattr(naming, "structures_of", lambda texts: {text: drawn[text] for text in texts if text in drawn})
    monkeypatch.setattr(naming, "engine_with_reader", lambda version: f"{version} reader")
    path = tmp_path / "f.csv"
    cells = [
        "benzylfentanyl-like,",
        "heptane-like,",
        "urea,57-13-6",
        "heptane-like,57-13-6",
        "steel,",
        "benzylfentanyl-like,",
    ]
    path.write_text("\n".join(["goods,cas", *cells]), encoding="utf-8")
    screen_both_ways([str(path)], tmp_path, 2, names=True)


def test_progress_counts_the_rows_done(small: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    done = screen_files(
        Job((str(small),), on=DAY, rows=4), tmp_path / "out", register=REGISTER, progress=lambda *one: told.append(one)
    )
    assert told == [(4, None), (6, None)]
    assert [reject.code for reject in done.rejects] == ["duplicate_item", "bad_item_no"]
    assert done.summary["counts"]["rows"] == 6


def test_a_name_of_near_letters_that_shares_no_key_is_found_losslessly_alone(tmp_path: Path) -> None:
    lists = keep(tmp_path / "lists", "GLIMMERSTONE MARINE")
    path, cache = tmp_path / "f.csv", str(tmp_path / "cache")
    path.write_text("goods,consignee\nurea,GLIMMESQSTONE MARINE\nurea,Glimmerstone Marine Ltd\n", encoding="utf-8")
    outcomes = {}
    for lossless in (False, True):
        folder = tmp_path / str(lossless)
        folder.mkdir()
        screen_both_ways([str(path)], folder, 1, lists=lists, lossless=lossless)
        decisions, findings, _, summary = read_all(folder / "fast")
        outcomes[lossless] = decisions["outcome"].to_list()
        assert summary["stamp"].get("lossless") == (True if lossless else None)
        assert ("GLIMMESQSTONE MARINE" in findings["matched"].to_list()) is lossless
        kept = Job((str(path),), on=DAY, lists=lists, lossless=lossless, cache=cache)
        screen_files(kept, folder / "kept", register=REGISTER)
        assert_same(folder / "fast", folder / "kept")
    assert outcomes == {False: ["clear", "hold"], True: ["hold", "hold"]}


def test_a_lossless_run_is_gone_on_with_losslessly_alone(small: Path, tmp_path: Path) -> None:
    kill(Job((str(small),), on=DAY, rows=2, lossless=True), tmp_path / "out", 15)
    with pytest.raises(UsageError, match="is of other inputs"):
        screen_files(Job((str(small),), on=DAY, rows=2), tmp_path / "out", register=REGISTER, resume=True)


def test_each_file_is_told_when_it_is_done(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("goods\nurea\n", encoding="utf-8")
    told: list[FileDone] = []
    job = Job((str(small), str(other)), on=DAY, rows=4)
    kill(job, tmp_path / "out", 15)
    screen_files(job, tmp_path / "out", register=REGISTER, resume=True, file_done=told.append)
    assert [one[:4] for one in told] == [(str(small), 6, 1, 2), (str(other), 1, 0, 1)]
    assert all(0 < one.seconds < 100 for one in told)


def test_what_a_run_before_learnt_is_not_learnt_again(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    sort = Alike.texts

    def told(alike: Alike, texts: Sequence[str], is_marked: Sequence[bool]) -> list[Sort]:
        read.extend(texts)
        return sort(alike, texts, is_marked)

    monkeypatch.setattr(Alike, "texts", told)
    job = Job((str(small),), on=DAY, cache=str(tmp_path / "cache"))
    for name in ("first", "second"):
        screen_files(job, tmp_path / name, register=REGISTER)
    assert sorted(read) == ["4-piperidone", "fentanyl", "gift", "steel pipes", "urea"]
    assert_same(tmp_path / "first", tmp_path / "second")
    small.write_text(SMALL.replace("steel pipes", "iron pipes"), encoding="utf-8")
    screen_files(job, tmp_path / "third", register=REGISTER)
    assert read[5:] == ["iron pipes"]
    screen_files(Job((str(small),), on=DAY), tmp_path / "fourth", register=REGISTER)
    assert_same(tmp_path / "third", tmp_path / "fourth")


# --- killed at any moment


class Killed(BaseException):
    """The process is dead."""


class Machine:
    """A disk on which a process dies at one of its steps: from then on it does nothing at all."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
        """Count the steps from 1; at 0 it never dies."""
        self.steps = 0
        self.at = at
        for owner, name in (
            (Path, "mkdir"),
            (Path, "replace"),
            (Path, "chmod"),
            (Path, "write_text"),
            (shutil, "rmtree"),
            (tempfile, "mkdtemp"),
            (pl.DataFrame, "write_ipc"),
            (pl.LazyFrame, "sink_parquet"),
        ):
            monkeypatch.setattr(owner, name, self._mortal(name, getattr(owner, name)))

    def _mortal(self, name: str, does: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **how: Any) -> Any:  # noqa: ANN401  # whatever it takes
            self.steps += 1
            if self.at and self.steps >= self.at:
                if self.steps == self.at and name in {"write_ipc", "sink_parquet", "write_text"}:
                    Path(args[1] if name != "write_text" else args[0]).touch()  # half-written
                raise Killed
            return does(*args, **how)

        return step


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a run, less its counts of seconds."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "run.json"}


def kill(job: Job, out: Path, at: int, *, resume: bool = False) -> int:
    """Kill a run at a step; return how many it took."""
    with pytest.MonkeyPatch.context() as patch:
        machine = Machine(patch, at)
        with suppress(Killed):
            screen_files(job, out, register=REGISTER, resume=resume)
    return machine.steps


@pytest.fixture
def tries() -> Iterator[Callable[[], Path]]:
    """Return what makes a new folder for each try."""
    with tempfile.TemporaryDirectory() as folder:
        yield lambda: Path(tempfile.mkdtemp(dir=folder)) / "out"


def test_a_run_killed_at_any_step_goes_on_to_the_same_bytes(small: Path, tries: Callable[[], Path]) -> None:
    job = Job((str(small),), on=DAY, rows=3, wide=True)
    whole = tries()
    steps = kill(job, whole, 0)
    wanted = bytes_of(whole)
    assert steps > 20
    for at in range(1, steps + 1):
        out = tries()
        kill(job, out, at)
        assert not out.exists() or bytes_of(out) == wanted, at
        screen_files(job, out, register=REGISTER, resume=True)
        assert bytes_of(out) == wanted, at
        assert list(out.parent.iterdir()) == [out], at


@settings(max_examples=5)
@given(files=ANY_FILES, rows=st.integers(1, 3), deaths=st.lists(st.integers(1, 40), min_size=1, max_size=3))
def test_a_run_of_any_files_killed_again_and_again_goes_on_to_the_same_bytes(
    files: list[Made], rows: int, deaths: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        job = Job(write_all(files, Path(folder)), on=DAY, rows=rows, wide=True)
        out, whole = Path(folder, "a", "out"), Path(folder, "b", "out")
        try:
            screen_files(job, whole, register=REGISTER)
        except InputError:
            return
        for at in deaths:
            kill(job, out, at, resume=True)
            assert not out.exists() or bytes_of(out) == bytes_of(whole)
        screen_files(job, out, register=REGISTER, resume=True)
        assert bytes_of(out) == bytes_of(whole)


def test_a_run_killed_while_it_takes_the_place_of_another_leaves_one_of_the_two(
    small: Path, tries: Callable[[], Path]
) -> None:
    job = Job((str(small),), on=DAY, rows=3)
    out = tries()
    screen_files(Job((str(small),), on="2019-04-30"), out, register=REGISTER)
    before = bytes_of(out)
    steps = kill(job, out, 0)
    after = bytes_of(out)
    assert before != after
    for at in range(steps - 6, steps + 1):
        out = tries()
        screen_files(Job((str(small),), on="2019-04-30"), out, register=REGISTER)
        kill(job, out, at)
        assert not out.exists() or bytes_of(out) in (before, after)
        screen_files(job, out, register=REGISTER, resume=True)
        assert bytes_of(out) == after


DIES = """
import os, signal, sys
from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.batch.parts import Parts
add = Parts.add
def dying(self, *args):
    if len(self.parts) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    add(self, *args)
Parts.add = dying
screen_files(Job((sys.argv[1],), on=sys.argv[2], rows=2), sys.argv[3])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_process_that_was_killed_is_gone_on_with(small: Path, tmp_path: Path) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    source = os.pathsep.join(sys.path)
    ended = subprocess.run(  # this Python, and a script of our own
        [sys.executable, "-c", DIES, str(small), DAY, str(out)], env={**os.environ, "PYTHONPATH": source}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert not out.exists()
    judged: list[tuple[int, int | None]] = []
    job = Job((str(small),), on=DAY, rows=2)
    screen_files(job, out, register=REGISTER, resume=True, progress=lambda *one: judged.append(one))
    assert judged == [(6, None)]
    screen_files(job, whole, register=REGISTER)
    assert bytes_of(out) == bytes_of(whole)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no such files here")
def test_parts_and_results_are_on_the_disk_before_they_have_their_names(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Path] = []
    fsync, replace = os.fsync, Path.replace

    def keep_on_disk(handle: int) -> None:
        kept.append(Path(f"/proc/self/fd/{handle}").readlink())
        fsync(handle)

    named: list[str] = []

    def rename(path: Path, to: Path) -> Path:
        if path.is_dir():
            named.append(to.name)
            assert {*path.iterdir(), path} <= set(kept), path
        else:
            assert path in kept
        return replace(path, to)

    monkeypatch.setattr(os, "fsync", keep_on_disk)
    monkeypatch.setattr(Path, "replace", rename)
    screen_files(Job((str(small),), on=DAY, rows=4, wide=True), tmp_path / "out", register=REGISTER)
    assert named == ["part-000000-000000000000", "part-000000-000000000004", "out"]
    unfinished = tmp_path / ".out.unfinished"
    assert kept.count(unfinished) == 4  # the plan and its name, and the name of each part
    assert kept[-1] == tmp_path


def test_a_disk_that_cannot_keep_a_part_is_told(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def fail(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 4:  # the plan is there
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="Input/output error"):
        screen_files(Job((str(small),), on=DAY), tmp_path / "out", register=REGISTER)
    assert list(tmp_path.iterdir()) == [small]


# --- what can be gone on with, and what cannot


@pytest.mark.parametrize("change", ["file", "day", "rows", "places", "lists"])
def test_another_run_is_not_gone_on_with(small: Path, tmp_path: Path, lists: str, change: str) -> None:
    out = tmp_path / "out"
    small.write_text(SMALL.replace("note", "consignee"), encoding="utf-8")
    kill(Job((str(small),), on=DAY, rows=2), out, 15)
    if change == "file":
        small.write_text(SMALL.replace("note", "consignee").replace("gift", "gifts"), encoding="utf-8")
    how: dict[str, Any] = {"on": "2026-11-21" if change == "day" else DAY, "rows": 3 if change == "rows" else 2}
    job = Job(
        (str(small),),
        **how,
        jurisdictions=("US",) if change == "places" else None,
        lists=lists if change == "lists" else None,
    )
    with pytest.raises(UsageError, match="is of other inputs, another day, register or lists") as caught:
        screen_files(job, out, register=REGISTER, resume=True)
    assert caught.value.remedy == "Screen the same files in the same way, or leave out --resume."
    assert not out.exists()
    screen_files(job, out, register=REGISTER)
    assert len(read_all(out)[0]) + 2 == 6


@pytest.mark.parametrize("resume", [False, True])
def test_a_run_begins_anew_without_resume_or_where_nothing_was_left(
    small: Path, tmp_path: Path, *, resume: bool
) -> None:
    job, out = Job((str(small),), on=DAY, rows=2), tmp_path / "out"
    kill(job, out, 15)
    if resume:
        shutil.rmtree(tmp_path / ".out.unfinished")
    told: list[int] = []
    screen_files(job, out, register=REGISTER, resume=resume, progress=lambda done, _: told.append(done))
    assert told == [2, 4, 6]


# --- disks and files that fail


@pytest.mark.parametrize(("owner", "name"), [(pl.DataFrame, "write_ipc"), (pl.LazyFrame, "sink_parquet")])
@pytest.mark.parametrize("kind", [OSError, pl.exceptions.ComputeError])
def test_a_full_disk_is_told_and_what_was_judged_is_kept(
    small: Path, tmp_path: Path, owner: type, name: str, kind: type[Exception]
) -> None:
    job, out, whole = Job((str(small),), on=DAY, rows=2), tmp_path / "out", tmp_path / "whole"
    writes, calls = getattr(owner, name), []

    def full(*args: Any, **how: Any) -> Any:  # noqa: ANN401  # whatever it takes
        calls.append(name)
        if name == "sink_parquet" or len(calls) > 4:  # the second part
            raise (
                OSError(errno.ENOSPC, "No space left on device") if kind is OSError else kind("No space left on device")
            )
        return writes(*args, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, full)
        with pytest.raises(OutputError) as caught:
            screen_files(job, out, register=REGISTER)
    assert caught.value.message == f"The results cannot be written to {out} (No space left on device)."
    assert caught.value.remedy == f"Name a folder you may write to, with room left on its disk. {KEPT}"
    assert not out.exists()
    told: list[int] = []
    screen_files(job, out, register=REGISTER, resume=True, progress=lambda done, _: told.append(done))
    assert told == ([] if name == "sink_parquet" else [4, 6])
    screen_files(job, whole, register=REGISTER)
    assert bytes_of(out) == bytes_of(whole)


def test_a_disk_that_is_full_from_the_start_leaves_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:  # noqa: ANN401  # whatever it takes
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_ipc", full)
    with pytest.raises(OutputError) as caught:
        screen_files(Job((str(small),), on=DAY), tmp_path / "out", register=REGISTER)
    assert KEPT not in caught.value.remedy
    assert list(tmp_path.iterdir()) == [small]


def test_a_folder_that_cannot_be_made_or_holds_other_files_is_refused(small: Path, tmp_path: Path) -> None:
    job = Job((str(small),), on=DAY)
    with pytest.raises(OutputError, match="cannot be written"):
        screen_files(job, small / "out", register=REGISTER)
    with pytest.raises(OutputError, match="is a file"):
        screen_files(job, small, register=REGISTER)
    with pytest.raises(OutputError, match="holds files that are not the results of a run"):
        screen_files(job, tmp_path, register=REGISTER)
    assert list(tmp_path.iterdir()) == [small]


def damage(path: Path) -> None:
    """Write a Parquet file of three row groups, the last of them damaged."""
    goods = [random.Random(nth).randbytes(400).hex() for nth in range(6)]  # noqa: S311  # what does not compress
    pl.DataFrame({"goods": goods}).write_parquet(path, row_group_size=2, compression="zstd", statistics=False)
    data = bytearray(path.read_bytes())
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    data[footer - 300 : footer - 100] = bytes(200)
    path.write_bytes(data)


def test_a_damaged_row_group_is_told_and_what_was_judged_before_it_is_kept(tmp_path: Path) -> None:
    path, out = tmp_path / "f.parquet", tmp_path / "out"
    damage(path)
    told: list[int] = []
    with pytest.raises(InputError, match=r"is damaged, or no Parquet file\.") as caught:
        screen_files(
            Job((str(path),), on=DAY, rows=2), out, register=REGISTER, progress=lambda done, _: told.append(done)
        )
    assert caught.value.remedy.endswith(KEPT)
    assert told == [2, 4]
    assert not out.exists()
    assert (tmp_path / ".out.unfinished").is_dir()


def move(path: Path, to: Path) -> None:
    if path.exists():
        path.rename(to)


def test_a_file_that_goes_away_midway_is_told_and_gone_on_with_when_it_is_back(tmp_path: Path) -> None:
    path, away, out = tmp_path / "f.parquet", tmp_path / "away", tmp_path / "out"
    pl.DataFrame({"goods": ["urea", "gift", "lamps", "urea", "gift"]}).write_parquet(path)
    job = Job((str(path),), on=DAY, rows=1)
    with pytest.raises(InputError, match="cannot be opened") as caught:
        screen_files(job, out, register=REGISTER, progress=lambda *_: move(path, away))
    assert caught.value.remedy == f"Check that you may read it. {KEPT}"
    away.rename(path)
    told: list[int] = []
    screen_files(job, out, register=REGISTER, resume=True, progress=lambda done, _: told.append(done))
    assert 2 <= told[0] <= told[-1] == 5  # the row judged before, and all
