from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.phrases import phrase_citations
from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    from penstock.law.register import Register

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    assert [str(error) for error in validate_folder(bad_case.lay_into(tmp_path)).errors] == bad_case.expected


def test_a_register_may_hold_no_phrases(good: Path) -> None:
    (good / "listing_phrases.yaml").unlink()
    assert validate_folder(good).errors == []


def test_every_citation_has_its_place(good: Path) -> None:
    sources = validate_folder(good)
    ((where, path, text),) = phrase_citations(sources)
    assert (where.file.name, path, text) == ("listing_phrases.yaml", ("sources", 0, "text"), "us-88-fr-21902")


def test_the_phrases_shipped_are_read_back_whole(register: Register) -> None:
    stealth = register.packed.phrases["stealth-shipping"]
    assert stealth.shown == "quoted"
    assert stealth.alone
    assert not register.packed.phrases["safe-delivery"].alone
    for record in register.packed.phrases.values():
        assert all(register.text(source.text).seen for source in record.sources)
