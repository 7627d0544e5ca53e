from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import RegisterMissing, UnknownId, UnknownPlace
from penstock.law.compile import compile_register
from penstock.law.records import Equipment, Substance, SubstanceClass
from penstock.law.register import Register
from penstock.substances.structure import parse

if TYPE_CHECKING:
    from pathlib import Path

MEMBERS = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"


def test_a_register_is_loaded_from_its_file_with_its_digest(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "register.bin"
    digest = compile_register(good, path)
    register = Register.load(path)
    assert register.digest == digest
    assert register.places(None) == ("UN", "US") == tuple(sorted(register.packed.jurisdictions))


def test_a_register_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(RegisterMissing, match="cannot be read"):
        Register.load(tmp_path / "register.bin")


# Places


def test_places_are_all_of_them_or_those_asked_for_in_the_order_asked(register: Register) -> None:
    everywhere = register.places(None)
    assert {"UN", "US", "CN", "MX", "CA", "CA-BC", "EU", "HK"} <= set(everywhere)
    assert register.places(["us", " cn ", "US", "ca-bc"]) == ("US", "CN", "CA-BC")
    assert register.places(everywhere) == everywhere
    assert register.places([]) == ()


@pytest.mark.parametrize("place", ["XX", "DE", "", "U S", "UK", "*"])
def test_a_place_it_holds_no_law_of_is_refused_with_those_it_does(register: Register, place: str) -> None:
    with pytest.raises(UnknownPlace) as caught:
        register.places(["US", place])
    assert repr(place) in caught.value.message
    assert all(known in caught.value.remedy for known in register.places(None))


@pytest.mark.parametrize(
    ("country", "bound"),
    [
        ("US", ("US",)),
        ("CN", ("CN",)),
        ("HK", ("HK",)),
        ("CA", ("CA",)),
        ("CA-BC", ("CA", "CA-BC")),
        ("DE", ("EU",)),
        ("EU", ("EU",)),
        ("JP", ()),
        ("GB", ("GB",)),
        ("CH", ()),
        ("", ()),
        ("us", ()),  # codes are put in capitals before they come here
    ],
)
def test_the_law_that_binds_a_country(register: Register, country: str, bound: tuple[str, ...]) -> None:
    assert register.binding(country) == bound


def test_the_law_of_the_union_binds_each_of_its_members(register: Register) -> None:
    members = MEMBERS.split()
    assert len(members) == 27
    assert {register.binding(member) for member in members} == {("EU",)}


def test_the_lists_of_a_place_are_those_of_its_folder(register: Register) -> None:
    everything = [key for place in register.places(None) for key, _ in register.lists_of(place)]
    assert sorted(everything) == sorted(register.packed.lists)
    us = dict(register.lists_of("US"))
    assert {"us.list-i", "us.schedule-ii", "us.equipment"} <= set(us)
    assert all(key.startswith("us.") and file.list.jurisdiction == "US" for key, file in us.items())
    assert [key for key, _ in register.lists_of("CA-BC")] == ["ca-bc.pill-press-act"]
    assert register.lists_of("JP") == ()


# Records by id


def test_a_text_is_found_by_its_id(register: Register) -> None:
    text = register.text("us-88-fr-21902")
    assert (text.citation, text.jurisdiction) == ("88 FR 21902", "US")
    assert str(text.effective) == "2023-05-12"


def test_a_subject_is_a_substance_a_machine_or_a_class(register: Register) -> None:
    assert isinstance(register.subject("4-piperidone"), Substance)
    assert isinstance(register.subject("tablet_press"), Equipment)
    assert isinstance(register.subject("cn-fentanyl-related-substances"), SubstanceClass)


@pytest.mark.parametrize("unknown", ["4-piperidon", "", "us-88-fr-21902 ", "US.list-i"])
def test_an_id_nobody_bears_is_refused_with_what_to_do(register: Register, unknown: str) -> None:
    for ask, what in ((register.text, "text"), (register.subject, "subject"), (register.name_of, "subject")):
        with pytest.raises(UnknownId) as caught:
            ask(unknown)
        assert caught.value.message == f"The register has no {what} {unknown!r}."
        assert "penstock law list" in caught.value.remedy


def test_a_text_is_no_subject_and_a_subject_no_text(register: Register) -> None:
    with pytest.raises(UnknownId):
        register.subject("us-88-fr-21902")
    with pytest.raises(UnknownId):
        register.text("4-piperidone")


def test_a_subject_goes_by_its_first_english_name(register: Register) -> None:
    assert register.name_of("4-piperidone") == "4-piperidone"
    assert register.name_of("tablet_press") == "tablet press"
    assert register.name_of("npp") == "N-phenethyl-4-piperidone"
    subjects = (*register.packed.substances, *register.packed.equipment, *register.packed.classes)
    assert all(register.name_of(subject) for subject in subjects)


def test_a_subject_without_an_english_name_goes_by_another(good: Path, tmp_path: Path) -> None:
    path = good / "equipment" / "machines.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    en: [tablet press]\n", ""), encoding="utf-8")
    compile_register(good, tmp_path / "register.bin")
    assert Register.load(tmp_path / "register.bin").name_of("tablet_press") == "压片机"


# Look-ups


def test_numbers_lead_to_the_substance_and_its_form(register: Register) -> None:
    assert register.by_cas["41661-47-6"] == ("4-piperidone", None)
    assert register.by_cas["41979-39-9"] == ("4-piperidone", "hydrochloride")
    assert "1609-66-5" not in register.by_cas  # norfentanyl as public copies misprint it
    assert register.by_cas["1609-66-1"] == ("norfentanyl", None)
    known = register.packed.substances
    for number, (subject, form) in register.by_cas.items():
        others = {other.cas: other.form for other in known[subject].other_cas}
        assert others[number] == form if form else known[subject].cas == number


def test_names_are_kept_folded_and_may_be_shared(register: Register) -> None:
    assert {name.subject for name in register.by_name[register.folder.key("4-AP")]} == {
        "4-ap",
        "4-aminopyridine",
    }
    assert all(
        name.key == key == register.folder.key(name.name) for key, names in register.by_name.items() for name in names
    )


def test_salt_words_lead_to_the_form_in_three_languages(register: Register) -> None:
    words = ("hydrochloride", "HCl", "盐酸盐", "clorhidrato")
    assert {register.salts[register.folder.key(word)] for word in words} == {"hydrochloride"}


def test_structures_are_kept_by_the_first_block_of_their_key(register: Register) -> None:
    assert [one.substance for one in register.by_block["VRJHQPZVIGNGMX"]] == ["4-piperidone"]
    for block, found in register.by_block.items():
        for one in found:  # a salt keeps the keys of its parts together
            assert sorted(key[:14] for key in one.key.split("+")) == block.split("+")


def test_close_relatives_are_those_whose_scaffold_is_in_the_structure(register: Register) -> None:
    relatives = {key: tuple(one.relatives) for key, one in register.structure_of.items()}
    assert relatives["npp"] == ("4-piperidone",)
    assert relatives["4-anpp"] == ("4-ap",)
    assert relatives["4-piperidone"] == ()
    for subject in ("npp", "4-anpp", "acetylfentanyl", "urea"):
        drawn = register.chemistry.scaffolds.matches(parse(str(register.packed.substances[subject].smiles)))
        assert tuple(other for other in drawn if other != subject) == relatives[subject]


def test_entries_are_found_by_subject_and_place(register: Register) -> None:
    (placed,) = register.entries_on("4-piperidone", "US")
    assert (placed.measure_id, placed.list_id, placed.key) == ("us.list-i.4-piperidone", "us.list-i", "4-piperidone")
    assert placed.subject == "4-piperidone"
    assert placed.file is register.packed.lists["us.list-i"]
    assert register.entries_on("4-piperidone", "CA-BC") == []
    assert register.entries_on("no-such-thing", "US") == []


def test_an_entry_may_be_about_a_subject_of_another_id(good: Path, tmp_path: Path) -> None:
    path = good / "measures" / "us" / "list-i.yaml"
    text = path.read_text(encoding="utf-8").replace("  npp:\n", "  a-line:\n    subject: npp\n")
    path.write_text(text, encoding="utf-8")
    compile_register(good, tmp_path / "register.bin")
    register = Register.load(tmp_path / "register.bin")
    (placed,) = register.entries_on("npp", "US")
    assert (placed.subject, placed.measure_id) == ("npp", "us.list-i.a-line")
    assert register.entries_on("a-line", "US") == []


def test_every_entry_is_every_entry_once(register: Register) -> None:
    ids = [placed.measure_id for placed in register.every_entry()]
    expected = [f"{key}.{name}" for key, file in register.packed.lists.items() for name in file.entries]
    assert sorted(ids) == sorted(expected)
    assert len(set(ids)) == len(ids)


def test_ever_listed_needs_a_span_and_not_only_an_entry(register: Register) -> None:
    assert register.is_ever_listed("4-piperidone")
    assert register.is_ever_listed("cn-fentanyl-related-substances")
    assert not register.is_ever_listed("urea")


def test_an_entry_that_only_shows_absence_is_no_listing(good: Path, tmp_path: Path) -> None:
    path = good / "measures" / "us" / "list-i.yaml"
    before, mark, _ = path.read_text(encoding="utf-8").partition("  npp:\n")
    absent = "    not_listed: [{since: 2007-04-23, by: us-72-fr-20039}]\n"
    path.write_text(before + mark + absent, encoding="utf-8")
    compile_register(good, tmp_path / "register.bin")
    register = Register.load(tmp_path / "register.bin")
    assert len(register.entries_on("npp", "US")) == 1
    assert not register.is_ever_listed("npp")
    assert register.is_ever_listed("4-piperidone")


def test_the_scanner_knows_the_names_numbers_and_codes_of_this_register(register: Register) -> None:
    found = register.scanner.scan("4-哌啶酮, CAS 41661-47-6, HS 2933.39, 压片机")
    assert [(m.kind, m.subject, m.by) for m in found] == [
        ("substance", "41661-47-6", "name"),
        ("substance", "41661-47-6", "cas"),
        ("code", "293339", "code"),
        ("equipment", "tablet_press", "name"),
    ]


def test_a_term_written_into_the_sources_with_its_source_is_found(good: Path, tmp_path: Path) -> None:
    path = good / "substances" / "precursors.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("en: [NPP, ", "en: [NPP, keto chip, "), encoding="utf-8")
    machines = good / "equipment" / "machines.yaml"
    kinds = machines.read_text(encoding="utf-8")
    machines.write_text(kinds.replace("en: [tablet press", "en: [pill stamper, tablet press"), encoding="utf-8")
    assert text != path.read_text(encoding="utf-8")
    assert kinds != machines.read_text(encoding="utf-8")
    compile_register(good, tmp_path / "register.bin")
    scanner = Register.load(tmp_path / "register.bin").scanner
    line = "keto  chips and a Pill-Stamper, citronellol"
    found = scanner.scan(line)
    assert [(m.text, m.subject, m.ordinary) for m in found] == [
        ("keto  chips", "39742-60-4", False),
        ("Pill-Stamper", "tablet_press", False),
        ("citronellol", "106-22-9", True),
    ]
    assert scanner.scan_many([line]) == [found]
