from __future__ import annotations

import csv
import io
import shutil
import sys
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import NamingError
from penstock.substances import naming
from penstock.substances.naming import (
    MAX_LENGTH,
    engine_with_reader,
    is_available,
    require,
    seems_systematic,
    structure_of,
    structures_of,
    typed_plainly,
)
from penstock.substances.sameness import is_same_substance

if TYPE_CHECKING:
    from pathlib import Path

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="there is no 'java' on the path")

READ = {
    "N-(1-benzylpiperidin-4-yl)-N-phenylpropanamide": "CCC(=O)N(c1ccccc1)C1CCN(Cc2ccccc2)CC1",
    "tert-butyl 4-anilinopiperidine-1-carboxylate": "O=C(OC(C)(C)C)N1CCC(Nc2ccccc2)CC1",
    "tert‐butyl 4−anilinopiperidine‑1–carboxylate": "O=C(OC(C)(C)C)N1CCC(Nc2ccccc2)CC1",
    "1,1′-biphenyl": "c1ccc(cc1)-c1ccccc1",
    "α-methylbenzyl alcohol": "CC(O)c1ccccc1",
    "acetic acid, ethyl ester": "CCOC(C)=O",
    "  ethanol ": "CCO",
    "N-phenylpiperidin-4-amine dihydrochloride": "Cl.Cl.C1CNCCC1Nc1ccccc1",
    "sodium chloride": "[Na+].[Cl-]",
}
UNREAD = {
    "empty": "",
    "blank": "   ",
    "words": "organic intermediate",
    "no word": "-h",
    "an option": "--help",
    "a file": "/etc/hostname",
    "another script": "4-哌啶酮",
    "two lines": "ethanol\nmethanol",
    "carriage return": "ethanol\rmethanol",
    "line separator": "ethanol\u2028methanol",
    "next line": "ethanol\x85methanol",
    "tab": "ethanol\tmethanol",
    "nul": "eth\0anol",
    "escape": "\x1b[31methanol",
    "half a surrogate": "ethanol\ud800",
    "right to left": "\u202eethanol",
    "long": "methyl" * 90,
    "long when spelt out": "α" * 200,
    "brackets": "(" * MAX_LENGTH,
    "a polymer": "polyethylene",
    "a group": "methyl",
    "a trade name": "caustic soda",
}


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    """Read good and bad names in one batch, as a run does."""
    return structures_of([*READ, *UNREAD.values()])


@needs_java
@pytest.mark.parametrize("name", READ)
def test_a_systematic_name_is_read_as_its_structure(name: str, found: dict[str, str]) -> None:
    assert is_same_substance(found[name], READ[name])


@needs_java
@pytest.mark.parametrize("name", UNREAD.values(), ids=UNREAD)
def test_what_is_no_name_of_one_substance_is_left_out(name: str, found: dict[str, str]) -> None:
    assert name not in found


@needs_java
def test_names_come_back_as_written_and_in_their_order(found: dict[str, str]) -> None:
    assert list(found) == list(READ)


@needs_java
def test_reading_is_quiet_leaves_no_file_and_needs_no_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(sys, "stdout", io.StringIO())  # has no encoding, by which py2opsin would decode
    assert structures_of(["ethanol", "no such name"]) == {"ethanol": "C(C)O"}
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_no_name_starts_no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "require", lambda: None)
    assert structures_of([]) == {}
    assert structures_of(["", "a\nb"]) == {}


@pytest.mark.parametrize(
    ("part", "without", "says"),
    [("find_spec", "py2opsin", "py2opsin is not installed"), ("which", "java", "no 'java' on the path")],
)
def test_what_is_missing_is_named_with_what_to_install(
    part: str, without: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "find_spec", lambda _: object())
    monkeypatch.setattr(naming, "which", lambda _: "/usr/bin/java")
    require()
    monkeypatch.setattr(naming, part, lambda name: None if name == without else object())
    assert not is_available()
    with pytest.raises(NamingError, match=says) as refused:
        structures_of(["ethanol"])
    assert refused.value.code == "naming"
    assert "penstock[names]" in refused.value.remedy


@needs_java
@pytest.mark.parametrize("script", ["exit 1", "echo C", "echo C; echo C; echo C"], ids=["fails", "fewer", "more"])
def test_a_java_that_does_not_answer_every_name_is_an_error(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(NamingError, match="did not answer every name"):
        structures_of(["ethanol", "methanol"])


@needs_java
def test_the_reader_is_named_with_its_version() -> None:
    assert engine_with_reader("9.9").startswith("9.9 with py2opsin 1.")


@needs_java
def test_one_name_is_read_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert structure_of("ethanol") == "C(C)O"
    assert structure_of("no such name") is None
    monkeypatch.setattr(naming, "structures_of", None)
    assert structure_of("ethanol") == "C(C)O"
    assert structure_of("no such name") is None


@pytest.mark.parametrize("name", [*READ, "Chloroform", "Urea", "2,4-dinitrophenol", "zinc chloride"])
def test_a_systematic_name_seems_one(name: str) -> None:
    assert seems_systematic(name)


@pytest.mark.parametrize("text", ["", "CCO", "4-AP", "1609-66-1", "2933.39", "steel pipes", "plastic toys", "4-哌啶酮"])
def test_ordinary_words_and_numbers_do_not(text: str) -> None:
    assert not seems_systematic(text)


def test_a_name_is_typed_plainly() -> None:
    assert typed_plainly(" N‑methyl–β-x  1′,2″ ") == "N-methyl-beta-x 1',2''"
    assert typed_plainly("x" * MAX_LENGTH) == "x" * MAX_LENGTH
    assert typed_plainly("x" * (MAX_LENGTH + 1)) is None


@needs_java
def test_some_real_names_give_another_substance_than_the_one_on_record(shared: Path) -> None:
    with (shared / "bench" / "cas_name_smiles_toxcast.csv").open(encoding="utf-8") as stream:
        rows = {row["name"]: row["smiles"] for row in islice(csv.DictReader(stream), 1000) if row["smiles"]}
    read = structures_of(rows)
    differing = [name for name, smiles in read.items() if not is_same_substance(smiles, rows[name])]
    assert len(read) > 0.3 * len(rows)
    assert 0 < len(differing) < 0.1 * len(read)
