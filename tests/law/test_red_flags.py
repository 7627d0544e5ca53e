from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.flag_records import FIELDS, Case, DescriptionTest, MassTest, PartyTest, ValueTest
from penstock.law.packed import REGISTER_FOLDER
from penstock.law.red_flags import fields_of, flag_citations
from penstock.law.sources import read_sources
from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


SHIPPED = read_sources(REGISTER_FOLDER)


def test_a_bad_flag_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    errors = validate_folder(bad_case.lay_into(tmp_path)).errors
    assert [str(error) for error in errors] == bad_case.expected


def test_a_case_reads_what_its_tests_need() -> None:
    assert fields_of(Case()) == frozenset()
    assert fields_of(Case(goods="spoken-of")) == {"goods_description", "cas_number", "smiles"}
    assert fields_of(Case(description=DescriptionTest(only="vague_terms"))) == {"goods_description"}
    assert fields_of(Case(from_=("CN",))) == {"export_country", "consignor_country"}
    assert fields_of(Case(to=("MX",))) == {"destination_country", "consignee_country"}
    assert "transit_countries" in fields_of(Case(via="third-country"))
    assert fields_of(Case(consignor=PartyTest(trade=("food",)))) == {"consignor_name"}
    assert fields_of(Case(consignee=PartyTest(looks="person"))) == {"consignee_name"}
    assert fields_of(Case(value=ValueTest(currency="USD", at_most=1))) == {"declared_value", "currency"}
    assert fields_of(Case(mass=MassTest(differs_by_percent=1))) == {"quantity", "quantity_unit", "net_mass_kg"}
    assert fields_of(Case(given=("currency",), absent=("smiles",))) == {"currency", "smiles"}


def test_every_citation_of_a_flag_or_a_term_is_seen() -> None:
    cited = {text for _, _, text in flag_citations(SHIPPED)}
    assert {"us-fin-2024-a002", "us-eo-14324", "us-cbp-csms-60011750"} <= cited
    assert cited <= SHIPPED.texts.keys()


def test_what_a_shipped_flag_cannot_read_is_recorded_and_not_dropped() -> None:
    flags = SHIPPED.red_flags["us-fincen-2024"].flags
    profile = [flag for flag in flags.values() if "profile flag" in flag.at]
    transactional = [flag for flag in flags.values() if "transactional flag" in flag.at]
    assert (len(profile), len(transactional)) == (8, 6)
    assert len([flag for flag in SHIPPED.red_flags["us-fincen-2019"].flags.values() if "flag" in flag.at]) == 20
    assert not any(flag.when for flag in profile)


def test_every_shipped_flag_quotes_its_source_or_its_publication_says_why_not() -> None:
    for file in SHIPPED.red_flags.values():
        if any(flag.quote is None for flag in file.flags.values()):
            assert "wording was not read" in (file.publication.note or "")


def test_no_shipped_flag_reads_a_column_and_a_fact_at_once() -> None:
    for file in SHIPPED.red_flags.values():
        for name, flag in file.flags.items():
            assert {one in FIELDS for one in flag.reads} in ({True}, {False}), name
