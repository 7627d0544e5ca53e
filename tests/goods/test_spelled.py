from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Company, Folder, Scanner, Term
from penstock.goods.spelled import NOTHING, Beside, has_company, parts_names, undone_in

FOLDER = Folder({})
NAMES = [
    "ephedrine",
    "acetone",
    "methylamine",
    "potassium permanganate",
    "thebacon",
    "4-piperidone",
    "麻黄碱",
    "高锰酸钾",
]
SHORT = ["P2P", "PMK", "4-ANPP", "AM-2201", "BDO"]
SCANNER = Scanner(
    [
        *(Term(name, "substance", name) for name in NAMES),
        *(Term(name, "substance", name, as_written=True) for name in SHORT),
        Term("acetal", "substance", "acetal", ordinary=True),
        Term("tablet press", "equipment", "tablet_press"),
    ],
    FOLDER,
    {},
    [],
)


def seen(text: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(mention.text, mention.subject, mention.undone) for mention in SCANNER.scan(text)]


@pytest.mark.parametrize(
    ("text", "subject", "undone"),
    [
        ("e p h e d r i n e", "ephedrine", ("spacing",)),
        ("e-p-h-e-d-r-i-n-e", "ephedrine", ("spacing",)),
        ("ephe drine", "ephedrine", ("spacing",)),
        ("methyl amine", "methylamine", ()),
        ("methyl-amine", "methylamine", ()),
        ("potassium-permanganate", "potassium permanganate", ()),
        ("potassium  permanganate", "potassium permanganate", ()),
        ("potassiumpermanganate", "potassium permanganate", ()),
        ("4 piperidone", "4-piperidone", ()),
    ],
)
def test_a_name_written_apart_or_together_is_the_name(text: str, subject: str, undone: tuple[str, ...]) -> None:
    assert seen(text) == [(text, subject, undone)]


@pytest.mark.parametrize(
    "text",
    [
        "the bacon",
        "ace tone",
        "ace tal",
        "potassium; permanganate",
        "potassium, permanganate",
        "potassium / permanganate",
        "potassium. Permanganate",
        "potassium            permanganate",
        "tablet\npress",
        "麻、黄、碱",
        "麻x黄x碱",
    ],
)
def test_words_that_only_stand_side_by_side_are_no_name(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "subject", "undone"),
    [
        ("P2P", "P2P", ()),
        ("Ｐ２Ｐ", "P2P", ()),
        ("P 2 P", "P2P", ("spacing",)),
        ("P.2.P. drums", "P2P", ("spacing",)),
        ("4–ANPP", "4-ANPP", ()),
        ("am2201 5 g", "AM-2201", ()),
        ("PMK", "PMK", ()),
        ("PMK 25 kg", "PMK", ()),
        ("PMK oil", "PMK", ()),
        ("纯度 99% PMK", "PMK", ()),
        ("acetone and BDO", "BDO", ()),
    ],
)
def test_an_abbreviation_counts_as_written_where_a_chemical_is_traded(
    text: str, subject: str, undone: tuple[str, ...]
) -> None:
    assert (subject, undone) in {(found, how) for _, found, how in seen(text)}


@pytest.mark.parametrize(
    "text",
    [
        "p2p",
        "p2p lending",
        "pmk 25 kg",
        "PMK holdings annual report",
        "PMK-20 silencer",
        "PMK-20 powder coated",
        "Bdo oil",
        "PMKs 25 kg",
    ],
)
def test_letters_that_abbreviate_many_things_do_not_count_elsewhere(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize("far", ["100g", "powder", "supersalt"])
def test_half_of_a_word_at_the_edge_of_what_is_near_is_no_word_of_the_trade(far: str) -> None:
    for pad in range(30, 45):
        text = f"{far} {'-' * pad} PMK report"
        is_near = len(text) - len("PMK report") <= 40
        assert bool(seen(text)) is (is_near and far != "supersalt")


@pytest.mark.parametrize(
    ("gap", "parts"), [("", False), (" ", False), ("-", False), ("; ", True), ("。", True), ("\n", True)]
)
def test_what_ends_a_thing_said_parts_names(gap: str, *, parts: bool) -> None:
    assert parts_names([" ", gap]) is parts
    assert not parts_names([])


def test_a_name_has_the_company_it_needs_or_needs_none() -> None:
    text = "die set for tdp"
    wide = Term("die set", "equipment", "tooling", company=Company(("tdp",), (), 12))
    far = Term("die set", "equipment", "tooling", company=Company(("tdp",), (), 2))
    assert has_company(wide, FOLDER, text, (0, 7), NOTHING)
    assert not has_company(far, FOLDER, text, (0, 7), NOTHING)
    assert has_company(far, FOLDER, text, (0, 7), Beside(has_machine=True))
    assert has_company(Term("die set", "equipment", "tooling"), FOLDER, text, (0, 7), NOTHING)
    short = Term("PMK", "substance", "pmk", as_written=True)
    assert not has_company(short, FOLDER, "about PMK there", (6, 9), NOTHING)
    assert has_company(short, FOLDER, "about PMK there", (6, 9), Beside(has_substance=True))


@pytest.mark.parametrize(
    ("span", "is_spaced", "undone"),
    [
        ("acetone", False, ()),
        ("a c e t o n e", True, ("spacing",)),
        ("ace\u200btone", False, ("zero_width",)),
        ("ace\u00adtone", False, ("zero_width",)),
        ("ace\u3164tone", False, ("zero_width",)),
        ("𝐚cetone", False, ("homoglyph",)),
        ("ⓐcetone", False, ("homoglyph",)),
        ("ａcetone", False, ("width",)),
        ("ａｃｅｔｏｎｅ", False, ()),
        ("acétone", False, ()),
        ("４-哌啶酮", False, ()),
        ("麻 黄 碱", True, ("spacing",)),
        ("𝐚ce\u200b tｏne", True, ("homoglyph", "zero_width", "spacing", "width")),
    ],
)
def test_what_was_undone_shows_in_the_characters(span: str, undone: tuple[str, ...], *, is_spaced: bool) -> None:
    assert undone_in(span, is_spaced=is_spaced) == undone


@given(st.sampled_from(["ephedrine", "acetone"]), st.sampled_from([" ", "-", ".", "_", "·", "\u200b "]))
def test_single_letters_set_apart_alike_are_drawn_together(name: str, gap: str) -> None:
    ((_, subject, undone),) = seen(gap.join(name))
    assert subject == name
    assert "spacing" in undone


@pytest.mark.parametrize("text", ["麻 黄 碱", "麻·黄·碱", "麻\u200b黄碱", "高锰 酸钾"])
def test_a_chinese_name_with_gaps_is_found(text: str) -> None:
    assert [(shown, subject) for shown, subject, _ in seen(f"货物 {text}，25公斤")] == [
        (text, "高锰酸钾" if "高" in text else "麻黄碱")
    ]
