from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from click.testing import CliRunner

import penstock
import penstock.batch.spark
from penstock.batch.work import do
from penstock.cli.app import app
from penstock.substances import naming

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from penstock.batch.work import Errand, Report, Task

GOODS = """consignment_id,from,to,goods_description,cas_number
A,CN,DE,urea,57-13-6
B,CN,DE,4-哌啶酮,
C,CN,US,NPP,
"""
MEASURE_KEYS = [
    "id",
    "instrument",
    "list",
    "basis",
    "scope",
    "clauses",
    "atoms",
    "since",
    "until",
    "obligations",
    "direction",
    "counterparties",
    "citation",
    "url",
]


def invoke(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout


def answered(*arguments: str) -> dict[str, Any]:
    status, out = invoke("check", *arguments, "--json")
    assert status == 0
    shown: dict[str, Any] = json.loads(out)
    return shown


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """Write three rows: one clear, one to be licensed, one to be held."""
    path = tmp_path / "goods.csv"
    path.write_text(GOODS, encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return a folder for results that does not exist."""
    return tmp_path / "out"


# --- check


def test_json_has_the_shape_of_the_contract() -> None:
    shown = answered("41661-47-6", "--in", "CN,US,UN", "--on", "2025-07-20")
    assert list(shown) == ["subject", "as_of", "answers", "stamp"]
    assert list(shown["subject"]) == ["input", "kind", "identified"]
    assert shown["subject"]["identified"] == [
        {"id": "4-piperidone", "name": "4-piperidone", "cas": "41661-47-6", "by": "cas", "confidence": 1.0}
    ]
    assert shown["as_of"] == shown["stamp"]["as_of"] == "2025-07-20"
    assert [one["jurisdiction"] for one in shown["answers"]] == ["CN", "US", "UN"]
    for one in shown["answers"]:
        assert list(one) == ["jurisdiction", "verdict", "measures", "watch", "checked_on", "note"]
        assert one["verdict"] == "controlled"
        for measure in one["measures"]:
            assert [key for key in measure if key in MEASURE_KEYS] == MEASURE_KEYS
    assert set(shown["stamp"]) == {"as_of", "register", "rosters", "engine"}


def test_json_is_what_python_answers() -> None:
    route = ("--from", "CN", "--to", "MX", "--on", "2026-11-01")
    same = penstock.check("4-哌啶酮", route=("CN", "MX"), on="2026-11-01").as_dict()
    assert answered("4-哌啶酮", *route) == same


def test_chinese_stays_readable_in_json() -> None:
    _, out = invoke("check", "4-哌啶酮", "--in", "CN", "--json")
    assert "4-哌啶酮" in out


@pytest.mark.parametrize(
    ("subject", "on", "place", "verdict"),
    [
        ("41661-47-6", "2025-07-20", "CN", "controlled"),
        ("41661-47-6", "2025-07-19", "CN", "not_controlled"),
        ("57-13-6", "2026-11-01", "CN", "not_controlled"),
        ("41661-47-5", "2026-11-01", "CN", "invalid"),
        ("1234567-89-5", "2026-11-01", "CN", "unknown"),
        ("", "2026-11-01", "CN", "unknown"),
        ("2933.39", "2026-11-01", "CN", "unknown"),
    ],
)
def test_the_verdict_is_told_in_json_and_in_the_table(subject: str, on: str, place: str, verdict: str) -> None:
    (one,) = answered(subject, "--in", place, "--on", on)["answers"]
    assert one["verdict"] == verdict
    status, table = invoke("check", subject, "--in", place, "--on", on)
    assert status == 0
    assert f"{place}  {verdict}" in table


def test_a_kind_that_is_named_is_kept() -> None:
    assert answered("C", "--kind", "structure", "--in", "CN")["subject"]["kind"] == "structure"
    assert answered("C", "--in", "CN")["subject"]["kind"] == "text"


def test_what_a_text_mentions_is_told_with_its_places() -> None:
    text = "urea with f3ntanyl HCl, HS 2933.39"
    found = answered(text, "--kind", "text", "--in", "CN")["subject"]["mentions"]
    assert [(text[one["start"] : one["end"]], one["kind"], one["subject"], one["ordinary"]) for one in found] == [
        ("urea", "substance", "57-13-6", True),
        ("f3ntanyl HCl", "substance", "437-38-7", False),
        ("2933.39", "code", "293339", False),
    ]
    assert found[1]["undone"] == ["leetspeak"]


def test_the_route_chooses_the_places_and_is_read_in_any_case() -> None:
    shown = answered("toluene", "--from", "cn", "--to", "Br", "--on", "2026-11-01")
    assert {one["jurisdiction"]: one["verdict"] for one in shown["answers"]}["BR"] == "unknown"
    assert {one["jurisdiction"] for one in shown["answers"]} == {"CN", "BR", "UN"}


def test_places_are_read_in_any_case_and_once() -> None:
    shown = answered("urea", "--in", "us, CN,us", "--on", "2026-11-01")
    assert [one["jurisdiction"] for one in shown["answers"]] == ["US", "CN"]


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ("controlled", 1),
        ("unknown, controlled", 1),
        ("not_controlled", 0),
        ("unknown,invalid", 0),
    ],
)
def test_check_fails_on_the_verdicts_it_is_told(verdicts: str, status: int) -> None:
    arguments = ("check", "41661-47-6", "--in", "CN", "--on", "2026-11-01", "--json", "--fail-on", verdicts)
    ended, out = invoke(*arguments)
    assert ended == status
    assert json.loads(out)["answers"][0]["verdict"] == "controlled"


# --- structures that cannot be read: never clear, and the reason is said

BAD_STRUCTURES = {
    "unparsable": ("C1CC(=O", "does not parse"),
    "impossible": ("CC(C)(C)(C)C", "does not parse"),
    "over-long": ("C" * 5001, "5001 characters long"),
    "polymer": ("CCO |Sg:n:1,2::ht|", "polymer"),
    "reaction": ("CCO>>CC=O", "reaction"),
    "reaction of a complex": ("N->B>>N.B", "reaction"),
    "query atom": ("*c1ccccc1", "atoms open"),
    "query bond": ("C~C", "bonds open"),
    "query list": ("[C,N]C", "does not parse"),
    "several words": ("CCO fentanyl", "more than one word"),
    "InChI without hydrogens": ("InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5", "a layer of the InChI may be missing"),
    "InChI without connections": ("InChI=1S/C5H9NO/h6H,1-4H2", "does not parse"),
    "InChI of a formula": ("InChI=1S/C5H9NO", "does not parse"),
}
STRUCTURES = ["CCCCCCC", "[Cu]<-N1CCC(=O)CC1", "O=C1CCN(->[Zn](Cl)Cl)CC1"]
"""One that is clear, and two complexes of 4-piperidone, which is not."""


@pytest.mark.parametrize(("text", "reason"), [*BAD_STRUCTURES.values(), (" ", "empty")], ids=[*BAD_STRUCTURES, "empty"])
def test_check_calls_a_structure_it_cannot_read_invalid_and_says_why(text: str, reason: str) -> None:
    shown = answered(text, "--kind", "structure", "--in", "CN,UN", "--on", "2026-01-15")
    assert shown["subject"]["identified"] == []
    assert {one["verdict"] for one in shown["answers"]} == {"invalid"}
    assert all(reason in one["note"] for one in shown["answers"])


@pytest.mark.parametrize("text", [text for text, _ in BAD_STRUCTURES.values()], ids=BAD_STRUCTURES)
def test_check_clears_no_such_structure_whatever_kind_it_takes_it_for(text: str) -> None:
    answers = answered(text, "--in", "CN,UN", "--on", "2026-01-15")["answers"]
    assert {one["verdict"] for one in answers} <= {"invalid", "unknown", "controlled"}


def test_screen_holds_every_structure_it_cannot_read_and_judges_the_others(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "structures.csv"
    texts = [*(text for text, _ in BAD_STRUCTURES.values()), *STRUCTURES]
    pl.DataFrame({"consignment_id": [f"S-{n:02}" for n in range(len(texts))], "smiles": texts}).write_csv(path)
    status, printed = screened(path, out, "--in", "CN,UN")
    assert status == 0
    assert f"{len(texts)} rows = {len(texts)} decisions + 0 rejects" in printed
    outcomes = pl.read_parquet(out / "decisions.parquet").sort("consignment_id")["outcome"].to_list()
    assert outcomes == ["hold"] * len(BAD_STRUCTURES) + ["clear", "licence", "licence"]
    said = pl.read_parquet(out / "findings.parquet").filter(pl.col("code") == "bad_structure").sort("consignment_id")
    assert said["matched"].to_list() == [text for text, _ in BAD_STRUCTURES.values()]
    assert all(reason in message for (_, reason), message in zip(BAD_STRUCTURES.values(), said["message"], strict=True))


def test_a_row_whose_only_structure_is_empty_is_a_reject(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "structures.csv"
    path.write_text('consignment_id,smiles\nA," "\nB,CCCCCCC\n', encoding="utf-8")
    assert "2 rows = 1 decisions + 1 rejects" in screened(path, out)[1]
    assert "nothing_to_screen" in (out / "rejects.csv").read_text(encoding="utf-8")


# --- wrong usage: one line, status 2, nothing looked up, nothing left behind


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "urea", "--on", "2023-02-30"], "'2023-02-30' is not a day. Write it as YYYY-MM-DD"),
        (["check", "urea", "--on", "21/06/2023"], "'21/06/2023' is not a day."),
        (["check", "urea", "--on", "20230621"], "'20230621' is not a day."),
        (["check", "urea", "--on", ""], "'' is not a day."),
        (["check", "urea", "--in", "CN,XX"], "The register holds no law of 'XX'. It knows "),
        (["check", "urea", "--in", ""], "The register holds no law of ''."),
        (["check", "urea", "--from", "China"], "'China' is not a country code. Write ISO 3166 codes"),
        (["check", "urea", "--to", "中国"], "'中国' is not a country code."),
        (["check", "urea", "--fail-on", "bad"], "'bad' is nothing --fail-on knows. Use controlled,"),
        (["check", "urea", "--fail-on", ""], "'' is nothing --fail-on knows."),
        (["screen", "{goods}", "--out", "{out}", "--on", "soon"], "'soon' is not a day."),
        (["screen", "{goods}", "--out", "{out}", "--in", "XX"], "The register holds no law of 'XX'."),
        (
            ["screen", "{goods}", "--out", "{out}", "--fail-on", "stop"],
            "'stop' is nothing --fail-on knows. Use clear,",
        ),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    penstock_command: Callable[..., Any], goods: Path, out: Path, arguments: list[str], says: str
) -> None:
    ended = penstock_command(*(one.format(goods=goods, out=out) for one in arguments))
    assert ended.status == 2
    assert ended.out == ""
    assert ended.err.startswith(f"penstock: {says}")
    assert ended.err.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check"], "Missing argument"),
        (["check", "urea", "--kind", "poem"], "'poem' is not one of 'substance', 'structure'"),
        (["check", "urea", "--colour"], "No such option"),
        (["screen", "--out", "x"], "Missing argument"),
        (["screen", "x.csv"], "Missing option '--out'"),
        (["sing"], "No such command 'sing'"),
    ],
)
def test_a_command_line_that_does_not_parse_is_status_2(
    penstock_command: Callable[..., Any], arguments: list[str], says: str
) -> None:
    ended = penstock_command(*arguments)
    assert ended.status == 2
    assert says in " ".join(ended.err.split())
    assert "Traceback" not in ended.err


# --- screen


def screened(goods: Path, out: Path, *more: str) -> tuple[int, str]:
    return invoke("screen", str(goods), "--out", str(out), "--on", "2026-11-01", *more)


def test_screen_writes_the_four_files_and_tells_where(goods: Path, out: Path) -> None:
    status, printed = screened(goods, out)
    assert status == 0
    assert {one.name for one in out.iterdir()} == {
        "decisions.parquet",
        "findings.parquet",
        "rejects.csv",
        "run.json",
    }
    assert "3 rows = 3 decisions + 0 rejects, law of 2026-11-01" in printed
    assert pl.read_parquet(out / "decisions.parquet")["outcome"].to_list() == ["clear", "licence", "hold"]


def test_screen_json_is_run_json(goods: Path, out: Path) -> None:
    status, printed = screened(goods, out, "--json", "--in", "CN,US,EU")
    assert status == 0
    assert json.loads(printed) == json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert json.loads(printed)["stamp"]["jurisdictions"] == ["CN", "US", "EU"]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("clear", 1), ("notify", 1), ("licence", 1), ("hold", 1), ("prohibited", 0), ("prohibited,hold", 1)],
)
def test_screen_fails_on_anything_at_least_as_strict(goods: Path, out: Path, outcome: str, status: int) -> None:
    assert screened(goods, out, "--fail-on", outcome)[0] == status
    assert (out / "run.json").is_file()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("absent.csv", None, "does not exist. Check the name and the folder."),
        ("folder.csv", "folder", "is a folder. Name the files in it."),
        ("empty.csv", b"", "is empty. Export it again"),
        ("blank.csv", b" \n\n", "is empty. Export it again"),
        ("headers.csv", b"goods_description\n", "holds no rows."),
        ("other.csv", b"a,b\n1,2\n", "no column says what the goods are or who the parties are"),
        ("goods.doc", b"goods_description\nurea\n", "has the unknown ending '.doc'"),
        ("goods.parquet", b"PAR1 and then nothing", "is damaged, or no Parquet file."),
        ("goods.xlsx", b"PK and then nothing", "is damaged"),
        ("goods.jsonl", b"[1, 2]\n", "holds no JSON object."),
        ("goods.csv", bytes(range(1, 256)) * 4, "."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_leaves_nothing(  # noqa: PLR0913, PLR0917  # a case and its fixtures
    penstock_command: Callable[..., Any],
    tmp_path: Path,
    out: Path,
    name: str,
    content: bytes | str | None,
    says: str,
) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.mkdir()
    before = set(tmp_path.iterdir())
    ended = penstock_command("screen", path, "--out", out)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("penstock: ")
    assert str(path) in ended.err
    assert says in ended.err
    assert ended.err.count("\n") == 1
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_common_encoding_is_read_and_said(tmp_path: Path, out: Path, encoding: str) -> None:
    path = tmp_path / "goods.csv"
    rows = "托运单号,品名\nA,4-哌啶酮\nB,氯化钠\nC,玩具零件\nD,塑料杯\n"
    path.write_bytes(rows.encode(encoding))
    status, printed = screened(path, out, "--json", "--in", "CN")
    assert status == 0
    shown = json.loads(printed)
    assert shown["counts"]["decisions"] == 4
    assert shown["counts"]["outcomes"]["licence"] + shown["counts"]["outcomes"]["hold"] >= 1
    assert (encoding == "utf-8") is not any("encoding read as" in n for n in shown["inputs"][0]["notices"])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A,CN,DE,urea", "ragged_row"),
        ("A,CN,DE,urea,57-13-6,more", "ragged_row"),
        (f"A,CN,DE,{'x' * 10_000_000},", "cell_too_long"),
        ("A,CN,DE,urea,2005-07-04", "cas_as_date"),
        ("A,CN,DE,urea,7/4/2005", "cas_as_date"),
        ("A,Narnia,DE,urea,", "bad_country"),
        (",CN,DE,urea,", "missing_id"),
        ("A,CN,DE,,", "nothing_to_screen"),
    ],
)
def test_a_bad_row_is_rejected_with_what_to_do_and_the_rest_is_judged(
    tmp_path: Path, out: Path, row: str, code: str
) -> None:
    path = tmp_path / "goods.csv"
    path.write_text(f"{GOODS}{row}\n", encoding="utf-8")
    status, printed = screened(path, out)
    assert status == 0
    assert "4 rows = 3 decisions + 1 rejects" in printed
    (where,) = [line for line in printed.splitlines() if " row 4, " in line]
    assert where.startswith(f"  {path}")
    rejects = (out / "rejects.csv").read_text(encoding="utf-8")
    assert code in rejects
    assert len(rejects) < 2000


def test_results_that_cannot_be_written_are_one_line_and_status_1(
    penstock_command: Callable[..., Any], goods: Path
) -> None:
    for out, says in ((goods, "is a file. Name a folder with --out."), (goods / "out", "cannot be written")):
        ended = penstock_command("screen", goods, "--out", out, "--on", "2026-11-01")
        assert (ended.status, ended.out) == (1, "")
        assert says in ended.err
        assert ended.err.count("\n") == 1
    assert goods.read_text(encoding="utf-8") == GOODS


def test_a_file_of_rejects_alone_does_not_pass_fail_on(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("goods_description,net_mass_kg\nfentanyl,a lot\n", encoding="utf-8")
    assert screened(path, out, "--fail-on", "hold")[0] == 1


# --- the command itself


def test_the_version_and_the_help() -> None:
    assert invoke("--version") == (0, f"penstock {penstock.__version__}\n")
    for arguments in (["--help"], ["-h"], ["check", "-h"], ["screen", "-h"], ["law", "-h"]):
        status, out = invoke(*arguments)
        assert status == 0
        assert "Usage:" in out
    assert invoke()[0] == 2


def real(*arguments: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # the project's own command
        [sys.executable, "-m", "penstock", *arguments],
        env={**os.environ, **env},
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", "urea", "--in", "CN"], 0),
        (["check", "urea", "--in", "CN", "--fail-on", "not_controlled"], 1),
        (["screen", "absent.csv", "--out", "absent"], 1),
        (["check", "urea", "--on", "never"], 2),
    ],
)
def test_the_real_command_ends_with_its_status(arguments: list[str], status: int) -> None:
    ended = real(*arguments)
    assert ended.returncode == status
    assert b"Traceback" not in ended.stderr
    assert ended.stdout.startswith(b"urea") is (ended.stderr == b"")
    assert ended.stderr.count(b"\n") == (0 if ended.stdout else 1)


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_terminal_without_chinese_gets_an_answer(form: list[str]) -> None:
    ended = real("check", "4-哌啶酮", "--in", "CN", *form, PYTHONIOENCODING="cp1252")
    assert ended.returncode == 0
    assert b"controlled" in ended.stdout


# --- names read as structures

NAME = "N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide"
NEEDS_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="there is no 'java' on the path")


@NEEDS_JAVA
def test_a_systematic_name_is_shown_unconfirmed() -> None:
    status, shown = invoke("check", NAME, "--in", "US", "--on", "2026-11-01", "--fail-on", "controlled")
    assert status == 0
    assert "= benzylfentanyl, by systematic name (0.60)" in shown
    assert "US  unknown" in shown
    assert "may hold since 2020-05-15: List I chemicals, named" in shown
    assert "Read from the name by OPSIN, unconfirmed." in shown


@NEEDS_JAVA
def test_screen_reads_names_with_an_option_only(tmp_path: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text(f"from,to,goods_description\nCN,US,{NAME}\n", encoding="utf-8")
    for option, outcome in (([], "clear"), (["--names"], "hold")):
        arguments = ["screen", str(goods), "--out", str(tmp_path / outcome), "--on", "2026-11-01", "--json", *option]
        status, printed = invoke(*arguments)
        assert status == 0
        assert json.loads(printed)["counts"]["outcomes"][outcome] == 1


def test_a_missing_reader_of_names_is_one_line_and_status_1(
    goods: Path, out: Path, monkeypatch: pytest.MonkeyPatch, penstock_command: Callable[..., Any]
) -> None:
    monkeypatch.setattr(naming, "which", lambda _: None)
    ended = penstock_command("screen", goods, "--out", out, "--names")
    assert ended.status == 1
    assert ended.err.startswith("penstock: Systematic names cannot be read: ")
    assert ended.err.count("\n") == 1
    assert not out.exists()


# --- screened by the workers of another engine


def test_screen_has_another_engine_judge_and_says_the_same(
    goods: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Task] = []

    def run(errand: Errand, tasks: Sequence[Task]) -> list[Report]:
        asked.extend(tasks)
        return [do(errand, task) for task in tasks]

    monkeypatch.setattr(penstock.batch.spark, "run", run)
    here = screened(goods, out, "--json")
    there = screened(goods, out, "--json", "--engine", "spark")
    assert [json.loads(printed)["counts"] for _, printed in (here, there)] == [json.loads(here[1])["counts"]] * 2
    assert [task.name for task in asked] == [str(goods)]


def test_a_missing_engine_is_one_line_and_status_1(
    goods: Path, out: Path, monkeypatch: pytest.MonkeyPatch, penstock_command: Callable[..., Any]
) -> None:
    monkeypatch.setitem(sys.modules, "daft", None)
    ended = penstock_command("screen", goods, "--out", out, "--engine", "daft")
    assert ended.status == 1
    assert ended.err == (
        "penstock: The engine 'daft' needs daft, which is not installed. "
        'Install the extra: pip install "penstock[daft]".\n'
    )
    assert not out.exists()


@pytest.mark.parametrize("option", [("--resume",), ("--engine", "spark")])
def test_every_row_is_printed_only_of_what_is_screened_here_and_now(
    option: tuple[str, ...], goods: Path, out: Path, penstock_command: Callable[..., Any]
) -> None:
    ended = penstock_command("screen", goods, "--out", out, "--rows", *option)
    assert ended.status == 2
    assert f"{option[0]} is for files that are too large to print every row of." in ended.err
