from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.sources import read_sources

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    assert [str(error) for error in read_sources(bad_case.lay_into(tmp_path)).errors] == bad_case.expected


def test_the_good_register_is_read_in_full(good: Path) -> None:
    sources = read_sources(good)
    assert sources.errors == []
    assert set(sources.jurisdictions) == {"UN", "US"}
    assert set(sources.texts) == {"us-88-fr-21902", "us-72-fr-20039"}
    assert set(sources.substances) == {"4-piperidone", "npp"}
    assert set(sources.equipment) == {"tablet_press"}
    assert set(sources.salt_forms) == {"hydrochloride"}
    assert set(sources.lists) == {"us.list-i"}
    assert set(sources.lists["us.list-i"].entries) == {"4-piperidone", "npp"}
    assert sources.decision_table is not None
    assert sources.where["npp"].file.name == "substances/precursors.yaml"


def test_every_refusal_is_kept_and_the_rest_is_read(good: Path) -> None:
    (good / "texts" / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    (good / "substances" / "broken.yaml").write_text("odd: {}\nodder: {colour: white}\n", encoding="utf-8")
    sources = read_sources(good)
    assert [(error.file, error.key) for error in sources.errors] == [
        ("substances/broken.yaml", "odd"),
        ("substances/broken.yaml", "odder.colour"),
        ("texts/broken.yaml", "(file)"),
    ]
    assert set(sources.substances) == {"4-piperidone", "npp"}
    assert set(sources.texts) == {"us-88-fr-21902", "us-72-fr-20039"}


def test_a_bad_entry_leaves_the_other_entries_of_its_list(good: Path) -> None:
    path = good / "measures" / "us" / "list-i.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("since: 2007-04-23\n", "since: spring 2007\n"), "utf-8")
    sources = read_sources(good)
    assert [error.key for error in sources.errors] == ["entries.npp.spans[0].since"]
    assert set(sources.lists["us.list-i"].entries) == {"4-piperidone"}


def test_guides_and_hidden_files_may_stand_beside_the_data(good: Path) -> None:
    (good / "AUTHORING.md").write_text("# How to write the register\n", encoding="utf-8")
    (good / "texts" / ".us.yaml.swp").write_bytes(b"\x00\x01")
    assert read_sources(good).errors == []


def test_a_folder_named_like_a_file_is_refused(good: Path) -> None:
    (good / "texts" / "eu.yaml").mkdir()
    assert [(error.file, error.code) for error in read_sources(good).errors] == [("texts/eu.yaml", "bad_yaml")]
