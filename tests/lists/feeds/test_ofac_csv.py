from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds import ofac_csv
from penstock.lists.records import Address, counts_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NATIONAL = [306, "BANCO NACIONAL DE CUBA", "", "CUBA] [SDGT", "", "", "", "", "", "", "", "a.k.a. 'BNC'."]
PERSON = [7, "AL-ZAWAHIRI, Ayman", "individual", "SDGT", "Dr.", "", "", "", "", "", "", "DOB 19 Jun 1951."]
SHIP = [9, "HERMANN", "vessel", "CUBA", "", "CL2685", "Cargo", "1,000", "640", "Cuba", "An Owner S.A.", ""]


def test_a_family_is_read_as_one_list(ofac: Callable[..., Path]) -> None:
    path = ofac(
        [NATIONAL, PERSON, SHIP],
        [[306, 220, "aka", "NATIONAL BANK OF CUBA"], [306, 221, "fka", "OLD BANK"]],
        [[306, 199, "Zweierstrasse 35", "Zurich CH-8022", "Switzerland"], [7, 200, "", "", ""]],
        [[7, " Linked To: AL QA'IDA."]],
    )
    assert ofac_csv.claims(path)
    (draft,) = ofac_csv.read(path)
    bank, person, ship = draft.entries
    assert draft.list_id == "us-ofac-sdn"
    assert draft.warnings == []
    assert [file.name for file in draft.files] == ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"]
    assert (bank.uid, bank.kind, bank.programmes) == ("306", "company", ("CUBA", "SDGT"))
    assert [(name.text, name.kind) for name in bank.names] == [
        ("BANCO NACIONAL DE CUBA", "primary"),
        ("NATIONAL BANK OF CUBA", "alias"),
        ("OLD BANK", "former"),
        ("BNC", "weak"),
    ]
    assert bank.addresses == (Address(text="Zweierstrasse 35, Zurich CH-8022", country="Switzerland"),)
    assert (person.kind, person.titles, person.addresses) == ("person", ("Dr.",), ())
    assert person.remarks == "DOB 19 Jun 1951.Linked To: AL QA'IDA."
    assert (ship.kind, ship.countries) == ("vessel", ("Cuba",))
    assert [(i.kind, i.value) for i in ship.identifiers] == [("Call Sign", "CL2685")]
    assert [(link.kind, link.name) for link in ship.links] == [("Vessel Owner", "An Owner S.A.")]


def test_remarks_that_overflow_are_put_together(ofac: Callable[..., Path]) -> None:
    row = [*PERSON[:-1], "DOB 19 Jun 1951; Linked To: AL Q"]
    (draft,) = ofac_csv.read(ofac([row], comments=[[7, "A'IDA; Gender Male."]]))
    (person,) = draft.entries
    assert person.remarks == "DOB 19 Jun 1951; Linked To: AL QA'IDA; Gender Male."
    assert [link.name for link in person.links] == ["AL QA'IDA"]
    assert person.gender == "male"


def test_the_non_sdn_family_is_a_list_of_its_own(ofac: Callable[..., Path]) -> None:
    path = ofac([NATIONAL], [[306, 1, "aka", "OTHER"]])
    for name in ("sdn.csv", "alt.csv"):
        other = {"sdn.csv": "CONS_PRIM.CSV", "alt.csv": "CONS_ALT.CSV"}[name]
        path.with_name(name).rename(path.with_name(other))
    (draft,) = ofac_csv.read(path.with_name("CONS_PRIM.CSV"))
    assert draft.list_id == "us-ofac-consolidated"
    assert [name.text for name in draft.entries[0].names] == ["BANCO NACIONAL DE CUBA", "OTHER", "BNC"]
    assert draft.warnings == ["cons_add.csv is absent: addresses of this vintage are not known"]


def test_what_is_missing_or_astray_is_a_warning(ofac: Callable[..., Path]) -> None:
    path = ofac([NATIONAL], add=[[999, 1, "a street", "", ""]])
    path.with_name("alt.csv").unlink()
    (draft,) = ofac_csv.read(path)
    assert draft.warnings == [
        "alt.csv is absent: aliases of this vintage are not known",
        "addresses of 1 entries that are not on the list",
    ]
    assert draft.lacks == ["aliases"]
    assert not ofac_csv.claims(path.with_name("alt.csv"))
    assert ofac_csv.belongs(path.with_name("ADD.CSV"))


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (NATIONAL[:-1], None),
        ([*NATIONAL, "more"], "13 columns; expected 12"),
        ([306, "", "", "CUBA"], "no name in entry 306"),
        (["BANCO", 306, *NATIONAL[2:]], "'BANCO' in column 1; expected the number of an entry"),
        ([306, "BANCO", "CUBA", "individual"], "'CUBA' in column 3; expected individual, vessel, aircraft or -0-"),
        ([306, "x" * 10_000, "individual", "CUBA"], "a name of 10000 characters"),
    ],
)
def test_a_row_that_is_not_laid_out_as_published_is_refused(
    ofac: Callable[..., Path], row: list[object], found: str | None
) -> None:
    path = ofac([PERSON, row])
    if found is None:
        assert ofac_csv.read(path)
        return
    with pytest.raises(RosterError, match=f"sdn.csv: line 2: found {found}"):
        ofac_csv.read(path)


def test_an_alias_of_no_known_type_is_refused(ofac: Callable[..., Path]) -> None:
    with pytest.raises(RosterError, match=r"alt\.csv: line 1: found 'aka', '220' in columns 2 and 3"):
        ofac_csv.read(ofac([NATIONAL], [[306, "aka", "220", "NATIONAL BANK"]]))


def test_an_address_without_a_number_is_refused(ofac: Callable[..., Path]) -> None:
    with pytest.raises(RosterError, match=r"add\.csv: line 1: found 'a street' in column 2"):
        ofac_csv.read(ofac([NATIONAL], add=[[306, "a street", "1", "", ""]]))


def test_a_number_twice_is_refused(ofac: Callable[..., Path]) -> None:
    with pytest.raises(RosterError, match="entry 306: found the id a second time"):
        ofac_csv.read(ofac([NATIONAL, NATIONAL]))


@pytest.mark.parametrize("cut", [1, 5, 40, 200])
def test_a_truncated_file_is_refused(ofac: Callable[..., Path], cut: int) -> None:
    path = ofac([NATIONAL, PERSON, SHIP])
    path.write_bytes(path.read_bytes()[: -cut - 1])
    with pytest.raises(RosterError, match=r"sdn\.csv: line \d: found"):
        ofac_csv.read(path)


@pytest.mark.parametrize(
    ("vintage", "counts", "warned"),
    [
        ("2021-07", {"entries": 8976, "person": 4620, "company": 3673, "vessel": 406, "other": 277}, 0),
        ("2023-01", {"entries": 11443, "person": 5890, "company": 4575, "vessel": 685, "other": 293}, 1),
        ("2026-07", {"entries": 19143, "person": 7503, "company": 9799, "vessel": 1497, "other": 344}, 0),
    ],
)
def test_the_real_lists_are_read_whole(real_lists: Path, vintage: str, counts: dict[str, int], warned: int) -> None:
    (draft,) = ofac_csv.read(real_lists / "ofac" / vintage / "sdn.csv")
    assert counts.items() <= counts_of(tuple(draft.entries)).items()
    assert len(draft.warnings) == warned


def test_every_alias_and_address_of_the_real_list_is_there(real_lists: Path) -> None:
    folder = real_lists / "ofac" / "2026-07"
    (draft,) = ofac_csv.read(folder / "sdn.csv")
    listed = {entry.uid: {name.text for name in entry.names} for entry in draft.entries}
    lines = (folder / "alt.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 20314
    for line in lines:
        uid, _, _, rest = line.split(",", 3)
        assert " ".join(rest.rsplit(",", 1)[0].strip('"').replace('""', '"').split()) in listed[uid]
    assert sum("ILLICIT-DRUGS-EO14059" in entry.programmes for entry in draft.entries) == 649
    filled = [line for line in (folder / "add.csv").read_text(encoding="utf-8").splitlines() if line.count("-0-") < 4]
    assert sum(len(entry.addresses) for entry in draft.entries) == len({tuple(_address(line)) for line in filled})


def _address(line: str) -> list[str]:
    uid, _, rest = line.split(",", 2)
    return [uid, " ".join(rest.split())]
