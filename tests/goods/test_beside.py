from __future__ import annotations

import pytest

from penstock.goods import Company, Folder, Scanner, Term

FOLDER = Folder({"壓": "压", "機": "机"})
COMPANY = Company(("pill", "tdp5", "压片"), ("icetray",), 12)


def scan(text: str, *companies: Company) -> list[str]:
    held = companies or (COMPANY,)
    terms = [
        Term("pill press", "equipment", "press"),
        *(Term("die set", "equipment", "tooling", company=one) for one in held),
        *(Term("press", "equipment", "press", company=one) for one in held),
        *(Term("模具", "equipment", "tooling", company=one) for one in held),
    ]
    return [mention.text for mention in Scanner(terms, FOLDER, {}, []).scan(text)]


@pytest.mark.parametrize(
    "text",
    ["die set for TDP-5", "TDP 5: die set", "DIE SET, pill", "pill die-set", "模具 压片", "壓片模具", "压片机用模具"],
)
def test_a_wide_name_counts_beside_a_word_of_the_trade(text: str) -> None:
    assert len(scan(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "die set",
        "模具",
        "die set for a lathe and pill",
        "die set, spill kit",
        "die set, pills",
        "die set TDP-50",
        "die set, ice tray, pill",
    ],
)
def test_a_wide_name_alone_too_far_or_in_other_company_does_not_count(text: str) -> None:
    assert scan(text) == []


def test_a_name_of_its_own_needs_no_company_and_is_no_company_to_what_it_takes_in() -> None:
    assert scan("pill press") == ["pill press"]
    assert scan("press, pill") == ["press"]


def test_without_beside_a_name_counts_unless_a_word_stands_near_it() -> None:
    only = Company((), ("metal",), 12)
    assert scan("die set", only) == ["die set"]
    assert scan("die set for metal", only) == []
    assert scan("die set for the cold forming of metal", only) == ["die set"]


def test_one_company_of_several_will_do() -> None:
    other = Company(("lathe",), (), 20)
    assert scan("die set for a lathe", COMPANY, other) == ["die set"]
    assert scan("die set, pill", COMPANY, other) == ["die set"]
    assert scan("die set for a vice", COMPANY, other) == []


def test_the_span_is_that_of_the_name_in_the_text_as_written() -> None:
    scanner = Scanner([Term("模具", "equipment", "t", company=COMPANY)], FOLDER, {}, [])
    (mention,) = scanner.scan("１０套 壓片用 模具")
    assert (mention.start, mention.end, mention.text) == (8, 10, "模具")
