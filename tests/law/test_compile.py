from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import OutputError, RegisterError
from penstock.law import compile as compiler
from penstock.law.compile import compile_register, pack, written_out
from penstock.law.packed import REGISTER_FOLDER, read_packed
from penstock.law.register import Register
from penstock.law.sources import Sources
from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_two_compiles_give_the_same_bytes(good: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.bin", tmp_path / "two.bin"
    assert compile_register(good, one) == compile_register(good, two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_bytes_do_not_depend_on_the_order_of_sets(good: Path, tmp_path: Path, seed: str) -> None:
    target = tmp_path / "seeded.bin"
    script = (
        "import sys; from pathlib import Path; from penstock.law.compile import compile_register; "
        "print(compile_register(Path(sys.argv[1]), Path(sys.argv[2])))"
    )
    done = subprocess.run(  # this interpreter, on files of this test
        [sys.executable, "-c", script, str(good), str(target)],
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == compile_register(good, tmp_path / "here.bin")


def test_the_order_of_files_and_records_does_not_change_the_digest(good: Path, tmp_path: Path) -> None:
    before = compile_register(good, tmp_path / "before.bin")
    path = good / "substances" / "precursors.yaml"
    first, mark, second = path.read_text(encoding="utf-8").partition("npp:\n")
    path.write_text(mark + second, encoding="utf-8")
    (good / "substances" / "a-new-file.yaml").write_text(first, encoding="utf-8")
    assert compile_register(good, tmp_path / "after.bin") == before


def test_a_changed_fact_changes_the_digest(good: Path, tmp_path: Path) -> None:
    before = compile_register(good, tmp_path / "before.bin")
    path = good / "measures" / "us" / "list-i.yaml"
    changed = path.read_text(encoding="utf-8").replace("2023-05-12", "2023-05-13")
    path.write_text(changed, encoding="utf-8")
    assert compile_register(good, tmp_path / "after.bin") != before


def test_the_shipped_register_was_compiled_from_the_shipped_files(tmp_path: Path) -> None:
    fresh = compile_register(REGISTER_FOLDER, tmp_path / "fresh.bin")
    assert read_packed()[1] == fresh, "run 'make register'"


def test_a_refusal_writes_nothing_and_leaves_what_was_there(good: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "register.bin"
    target.parent.mkdir()
    compile_register(good, target)
    before = target.read_bytes()
    (good / "texts" / "more.yaml").write_text("a-text: {}\n", encoding="utf-8")
    with pytest.raises(RegisterError, match=r"^texts/more\.yaml:1: a-text: "):
        compile_register(good, target)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["register.bin"]
    target.unlink()
    with pytest.raises(RegisterError):
        compile_register(good, target)
    assert list(target.parent.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named_and_left_clean(good: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        compile_register(good, tmp_path / "no-such-folder" / "register.bin")
    target = tmp_path / "out" / "register.bin"
    (target / "taken").mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be written"):
        compile_register(good, target)
    assert [path.name for path in target.parent.iterdir()] == ["register.bin"]


def test_only_validated_sources_are_packed() -> None:
    with pytest.raises(ValueError, match="validated"):
        pack(Sources())


def test_traditional_characters_map_to_the_simplified_ones_the_names_use(good: Path) -> None:
    packed = pack(validate_folder(good))
    assert packed.simplified["壓"] == "压"
    assert packed.simplified["機"] == "机"
    assert packed.simplified["鹽"] == "盐"  # of a salt form
    assert "龍" not in packed.simplified  # no name uses it
    assert "压" not in packed.simplified


def test_a_name_in_traditional_characters_is_the_same_name(good: Path, tmp_path: Path) -> None:
    target = tmp_path / "register.bin"
    compile_register(good, target)
    register = Register.load(target)
    subjects = {name.subject for name in register.by_name[register.folder.key("壓片機")]}
    assert subjects == {"tablet_press"}


def test_every_name_and_short_form_is_indexed_under_its_language(good: Path) -> None:
    names = {(n.subject, n.kind, n.language, n.name) for n in pack(validate_folder(good)).names}
    assert names == {
        ("4-piperidone", "substance", "en", "4-piperidone"),
        ("4-piperidone", "substance", "en", "piperidin-4-one"),
        ("4-piperidone", "substance", "zh", "4-哌啶酮"),
        ("4-piperidone", "substance", "abbreviation", "4-PIP"),
        ("npp", "substance", "en", "NPP"),
        ("npp", "substance", "en", "N-phenethyl-4-piperidone"),
        ("npp", "substance", "zh", "N-苯乙基-4-哌啶酮"),
        ("tablet_press", "equipment", "en", "tablet press"),
        ("tablet_press", "equipment", "zh", "压片机"),
        ("us-piperidones", "class", "en", "piperidone"),
        ("us-piperidones", "class", "en", "piperidones"),
    }


def test_structures_know_their_key_and_their_close_relatives(good: Path) -> None:
    sources = validate_folder(good)
    packed = pack(sources)
    structures = {s.substance: s for s in packed.structures}
    assert structures["4-piperidone"].key == "VRJHQPZVIGNGMX-UHFFFAOYSA-N"
    assert structures["4-piperidone"].relatives == []  # nothing is a relative of itself
    assert structures["npp"].relatives == ["4-piperidone"]
    assert [parent.subject for parent in packed.parents] == []


def test_a_structure_of_several_parts_is_known_by_all_of_them_together(good: Path) -> None:
    salt = """odd-salt:
  names: {en: [odd salt]}
  smiles: O=C1CCNCC1.Cl
  formula: C5H10ClNO
  sources:
    - {text: us-88-fr-21902, shows: [names]}
"""
    (good / "substances" / "more.yaml").write_text(salt, encoding="utf-8")
    packed = pack(validate_folder(good))
    (salt_key,) = (s for s in packed.structures if s.substance == "odd-salt")
    (base_key,) = (s for s in packed.structures if s.substance == "4-piperidone")
    assert base_key.block in salt_key.block.split("+")
    assert len(salt_key.block.split("+")) == len(salt_key.skeletons) == 2
    assert salt_key.own not in salt_key.block


def test_the_command_says_what_it_did(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = compile_register(good, tmp_path / "register.bin")
    monkeypatch.setattr(compiler, "compile_register", lambda: digest)
    monkeypatch.setattr(compiler, "compile_vocabulary", lambda: 7)
    assert compiler.main() == 0
    assert capsys.readouterr().out == (
        f"register {digest[:12]} written to register.bin\nvocabulary of 7 names written to vocabulary.bin\n"
    )

    def refuse() -> str:
        return compile_register(tmp_path / "nowhere")

    monkeypatch.setattr(compiler, "compile_register", refuse)
    assert compiler.main() == 1
    assert capsys.readouterr().err.startswith("decision_table.yaml:1: (file): found no decision table")


def test_choices_of_words_in_a_machines_name_are_written_out() -> None:
    names = list(
        written_out(["tablet press", "(rotary|) (tablet|pill) press", "machine (à|pour) comprimer", "press (old)"])
    )
    assert names == [
        "tablet press",
        *("rotary tablet press", "rotary pill press", "tablet press", "pill press"),
        *("machine à comprimer", "machine pour comprimer"),
        "press (old)",
    ]
