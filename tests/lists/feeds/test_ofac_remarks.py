from __future__ import annotations

import pytest

from penstock.lists.feeds.ofac_remarks import identifier_of, read_remarks
from penstock.lists.records import Identifier, Link


def test_the_parts_of_a_remark_are_read() -> None:
    told = read_remarks(
        "DOB 31 Aug 1960; alt. DOB Aug 1953; POB Beirut, Lebanon; nationality Lebanon; citizen Iran; Gender Male; "
        "Passport 042833 (Lebanon) issued 04 May 2001 expires 04 May 2011; a.k.a. 'BNC'; f.k.a. 'OLD NAME'; "
        "Linked To: HIZBALLAH; alt. National ID No. 12-3 (Iran); Secretary General."
    )
    assert told.birth_dates == ["1960-08-31", "1953-08"]
    assert told.countries == ["Lebanon", "Iran"]
    assert told.gender == "male"
    assert told.weak_names == ["BNC", "OLD NAME"]
    assert told.links == [Link(kind="Linked To", name="HIZBALLAH")]
    assert told.identifiers == [
        Identifier(kind="Passport", value="042833 (Lebanon)".removesuffix(" (Lebanon)"), country="Lebanon"),
        Identifier(kind="National ID No.", value="12-3", country="Iran"),
    ]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("NIT # 800 (Colombia)", Identifier(kind="NIT #", value="800", country="Colombia")),
        ("Website www.example.ir", Identifier(kind="Website", value="www.example.ir")),
        (
            "Vessel Registration Identification IMO 9187629",
            Identifier(kind="Vessel Registration Identification", value="IMO 9187629"),
        ),
        ("Digital Currency Address - XBT 1abc", Identifier(kind="Digital Currency Address - XBT", value="1abc")),
        ("Passport", None),
        ("Passports of many", None),
        ("Executive Order 13662 Directive", None),
        ("", None),
    ],
)
def test_identifiers_are_told_by_their_label(part: str, expected: Identifier | None) -> None:
    assert identifier_of(part) == expected


@pytest.mark.parametrize("text", ["", ".", ";", "; ; ", "DOB", "a.k.a. ''", "Gender", "Linked To: "])
def test_odd_remarks_are_no_error(text: str) -> None:
    read_remarks(text)
