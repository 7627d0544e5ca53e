from __future__ import annotations

import gzip
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Folder, Mention, Scanner, Term
from penstock.substances.cas import read_cas

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register

FOLDER = Folder({"黃": "黄", "鹼": "碱", "鹽": "盐", "壓": "压", "機": "机"})
NAMES = {
    "acetone": ["acetone", "acetona", "丙酮"],
    "toluene": ["toluene", "tolueno", "甲苯"],
    "ephedrine": ["ephedrine", "efedrina", "麻黄碱"],
    "4-piperidone": ["4-piperidone", "4-哌啶酮"],
    "p2p": ["phenylacetone"],
    "hydrochloric-acid": ["hydrochloric acid", "盐酸"],
    "sulphuric-acid": ["sulphuric acid", "硫酸"],
    "tablet_press": ["tablet press", "压片机"],
    "punch_die_mould": ["tablet press mould"],
}
SHORT = {"4-piperidone": "4-PDO", "p2p": "P2P", "other": "4-PDO"}
SALTS = {
    "hydrochloride": "hydrochloride",
    "hcl": "hydrochloride",
    "盐酸盐": "hydrochloride",
    "盐酸": "hydrochloride",
    "硫酸": "sulphate",
    "硫酸盐": "sulphate",
    "sulfate": "sulphate",
    "clorhidratode": "hydrochloride",
    "clorhidrato": "hydrochloride",
}
EQUIPMENT = {"tablet_press", "punch_die_mould"}
SCANNER = Scanner(
    [
        *(
            Term(name, "equipment" if subject in EQUIPMENT else "substance", subject)
            for subject, names in NAMES.items()
            for name in names
        ),
        *(Term(name, "substance", subject, as_written=True) for subject, name in SHORT.items()),
    ],
    FOLDER,
    SALTS,
    ["293339", "8479"],
)


def seen(text: str) -> list[tuple[str, str | None, str]]:
    return [(mention.text, mention.subject, mention.stand) for mention in SCANNER.scan(text)]


def only(text: str) -> Mention:
    (mention,) = SCANNER.scan(text)
    return mention


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("acetone", "acetone"),
        ("ACETONE", "acetone"),
        ("Ａｃｅｔｏｎｅ", "acetone"),
        ("(acetone)", "acetone"),
        ("  acetone.", "acetone"),
        ("acetona", "acetone"),
        ("丙酮", "acetone"),
        ("efedrina", "ephedrine"),
        ("麻黄碱", "ephedrine"),
        ("麻黃鹼", "ephedrine"),
        ("壓片機", "tablet_press"),
        ("4–Piperidone", "4-piperidone"),
        ("4-哌啶酮", "4-piperidone"),
        ("Tablet Press", "tablet_press"),
        ("tablet-press mould", "punch_die_mould"),
    ],
)
def test_a_text_that_is_a_name_stands_whole(text: str, subject: str) -> None:
    mention = only(text)
    assert (mention.subject, mention.stand, mention.by, mention.salt) == (subject, "whole", "name", None)
    assert mention.kind == ("equipment" if subject in EQUIPMENT else "substance")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("drum of 4-piperidone, 25 kg", 8, 20),
        ("货物：４－哌啶酮，25公斤", 3, 8),
        ("（丙酮）和水", 1, 3),
        ("1 x tablet   press (used)", 4, 18),
        ("e\u0301tat: aceto\u0301na", 7, 15),
    ],
)
def test_a_span_holds_exactly_the_characters_of_the_name(text: str, start: int, end: int) -> None:
    mention = only(text)
    assert (mention.start, mention.end, mention.text) == (start, end, text[start:end])
    assert mention.stand == "word"


@pytest.mark.parametrize(
    "text",
    [
        "acetones",
        "superacetone",
        "acetone2",
        "3acetone",
        "methacetonex",
        "24-piperidone",
        "4-piperidones",
        "p2p",
        "2acetoneα",
    ],
)
def test_a_latin_word_or_number_is_never_cut(text: str) -> None:
    assert SCANNER.scan(text) == []


def test_a_letter_of_a_spelled_out_greek_one_begins_no_name() -> None:
    assert SCANNER.scan("α-cetone") == []
    assert seen("α-acetone") == [("acetone", "acetone", "part")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1-benzyl-4-piperidone", "4-piperidone"),
        ("1-benzyl-4-piperidone hydrochloride", "4-piperidone hydrochloride"),
        ("N-methyl-ephedrine HCl", "ephedrine HCl"),
        ("1,4-piperidone", "4-piperidone"),
        ("(2-methyl)acetone", "acetone"),
        ("bis(acetone)", "acetone"),
        ("(acetone)oxime", "acetone"),
        ("acetone-d6", "acetone"),
        ("acetone-free", "acetone"),
        ("toluene-2,4-diisocyanate", "toluene"),
        ("toluene-4-sulfonamide", "toluene"),
        ("二甲苯", "甲苯"),
        ("甲苯胺", "甲苯"),
        ("甲苯-2,4-二异氰酸酯", "甲苯"),
        ("(2-甲基)丙酮", "丙酮"),
        ("1-苄基-4-哌啶酮", "4-哌啶酮"),
        ("伪麻黄碱", "麻黄碱"),
        ("硫酸铵 25kg", "硫酸"),
        ("盐酸左氧氟沙星", "盐酸"),
        ("硫酸氢钠", "硫酸"),
    ],
)
def test_a_name_inside_a_longer_chemical_name_is_only_part_of_it(text: str, name: str) -> None:
    mention = only(text)
    assert (mention.text, mention.stand) == (name, "part")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("toluene, acetone", ["toluene", "acetone"]),
        ("toluene,acetone", ["toluene", "acetone"]),
        ("toluene,4-piperidone", ["toluene", "4-piperidone"]),
        ("grade 2,acetone", ["acetone"]),
        ("toluene/acetone; ephedrine", ["toluene", "acetone", "ephedrine"]),
        ("甲苯、丙酮", ["甲苯", "丙酮"]),
        ("甲苯，丙酮", ["甲苯", "丙酮"]),
        ("丙酮(acetone)", ["丙酮", "acetone"]),
        ("acetone（丙酮）", ["acetone", "丙酮"]),
        ("solvent (acetone) drums", ["acetone"]),
        ("工业溶剂(甲苯)", ["甲苯"]),
        ("（工业级）丙酮", ["丙酮"]),
        ("(工业级)丙酮", ["丙酮"]),
        ("丙酮-工业级", ["丙酮"]),
        ("acetone-25kg", ["acetone"]),
        ("acetone, 99.5%", ["acetone"]),
        ("25kg_acetone_technical", ["acetone"]),
        ("硫酸溶液", ["硫酸"]),
        ("硫酸、水", ["硫酸"]),
        ("a 'tablet press' and a tablet press mould", ["tablet press", "tablet press mould"]),
    ],
)
def test_names_between_boundaries_stand_as_words(text: str, names: list[str]) -> None:
    assert [(shown, stand) for shown, _, stand in seen(text)] == [(name, "word") for name in names]


def test_a_longer_name_wins_over_the_shorter_one_it_begins_with() -> None:
    assert [m.subject for m in SCANNER.scan("spare tablet press mould")] == ["punch_die_mould"]
    assert [m.subject for m in SCANNER.scan("tablet press, mould")] == ["tablet_press"]
    assert [m.subject for m in SCANNER.scan("tablet press moulding")] == ["tablet_press"]


def test_letters_that_only_look_like_a_name_across_words_hide_no_name() -> None:
    # "pump 2 phenylacetone" holds the letters of P2P where no word begins.
    assert seen("pump 2 phenylacetone") == [("phenylacetone", "p2p", "word")]


@pytest.mark.parametrize(
    ("text", "subject", "salt", "stand"),
    [
        ("4-piperidone hydrochloride", "4-piperidone", "hydrochloride", "whole"),
        ("4-piperidone-HCl", "4-piperidone", "hydrochloride", "whole"),
        ("4-piperidone (HCl)", "4-piperidone", "hydrochloride", "whole"),
        ("4-哌啶酮盐酸盐", "4-piperidone", "hydrochloride", "whole"),
        ("盐酸麻黄碱", "ephedrine", "hydrochloride", "whole"),
        ("鹽酸麻黃鹼", "ephedrine", "hydrochloride", "whole"),
        ("盐酸麻黄碱 25kg", "ephedrine", "hydrochloride", "word"),
        ("麻黄碱硫酸盐 25kg", "ephedrine", "sulphate", "word"),
        ("clorhidrato de efedrina", "ephedrine", "hydrochloride", "whole"),
        ("clorhidrato de efedrina 25 kg", "ephedrine", "hydrochloride", "word"),
        ("efedrina, clorhidrato", "ephedrine", "hydrochloride", "whole"),
        ("ephedrine sulfated", "ephedrine", None, "word"),
        ("ephedrine; sulfate", "ephedrine", None, "word"),
        ("25 kg ephedrine", "ephedrine", None, "word"),
    ],
)
def test_a_salt_word_beside_a_name_is_told(text: str, subject: str, salt: str | None, stand: str) -> None:
    mention = only(text)
    assert (mention.subject, mention.salt, mention.stand) == (subject, salt, stand)
    dressed = {
        "whole": text,
        "word": "ephedrine" if salt is None else text.removesuffix(" 25kg").removesuffix(" 25 kg"),
    }
    assert mention.text == dressed[stand]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("丙酮、盐酸", ["acetone", "hydrochloric-acid"]),
        ("丙酮 盐酸", ["acetone", "hydrochloric-acid"]),
        ("盐酸、丙酮", ["hydrochloric-acid", "acetone"]),
        ("麻黄碱，硫酸", ["ephedrine", "sulphuric-acid"]),
        ("盐酸、硫酸", ["hydrochloric-acid", "sulphuric-acid"]),
        ("盐酸硫酸", ["hydrochloric-acid"]),
    ],
)
def test_an_acid_listed_beside_a_name_is_no_salt_of_it(text: str, subjects: list[str]) -> None:
    mentions = SCANNER.scan(text)
    assert [mention.subject for mention in mentions] == subjects
    if len(subjects) > 1:
        assert [mention.salt for mention in mentions] == [None] * len(subjects)


@pytest.mark.parametrize("text", ["4-PDO", "４－ＰＤＯ", "4‐PDO", "4–PDO"])
def test_an_abbreviation_counts_as_written_and_two_subjects_give_two_mentions(text: str) -> None:
    mentions = SCANNER.scan(text)
    assert [(m.subject, m.by, m.text) for m in mentions] == [
        ("4-piperidone", "abbreviation", text),
        ("other", "abbreviation", text),
    ]


@pytest.mark.parametrize("text", ["4-pdo", "4PDO", "4 PDO", "4-Pdo", "4-PDOs", "14-PDO"])
def test_an_abbreviation_in_another_spelling_does_not_count(text: str) -> None:
    assert SCANNER.scan(text) == []


@pytest.mark.parametrize(
    ("text", "shown", "number"),
    [
        ("toluol CAS 108-88-3 drums", "108-88-3", "108-88-3"),
        ("CAS: 108 - 88 - 3", "108 - 88 - 3", "108-88-3"),
        ("CAS１０８－８８－３。", "１０８－８８－３", "108-88-3"),
        ("no.108−88−3;", "108−88−3", "108-88-3"),
        ("108–88–3", "108–88–3", "108-88-3"),
        ("(000108-88-3)", "000108-88-3", "108-88-3"),
        ("CAS 108.88.3", "108.88.3", "108-88-3"),
        ("CAS 108883", "108883", "108-88-3"),
        ("CAS-Nr. 108/88/3", "108/88/3", "108-88-3"),
        ("108-88-3/67-64-1x", "108-88-3", "108-88-3"),
    ],
)
def test_a_cas_number_is_found_in_any_width_and_spacing(text: str, shown: str, number: str) -> None:
    mention = only(text)
    assert (mention.text, mention.subject, mention.by, mention.kind) == (shown, number, "cas", "substance")
    assert mention.text == text[mention.start : mention.end]
    assert mention.stand == ("whole" if text == shown else "word")


@pytest.mark.parametrize(
    "text",
    [
        "2023-06-21",
        "tel 020-7946-0958",
        "1108-88-35",
        "108-88-3-1",
        "9-108-88-3",
        "00-00-0",
        "108-88",
        "108.88.3",
    ],
)
def test_days_and_telephone_numbers_are_no_cas_numbers(text: str) -> None:
    assert SCANNER.scan(text) == []


@pytest.mark.parametrize(
    ("text", "shown", "digits"),
    [
        ("HS 2933.39", "2933.39", "293339"),
        ("2933.39.90.99 chemicals", "2933.39.90.99", "2933399099"),
        ("2933.39.9099.", "2933.39.9099", "2933399099"),
        ("29333990", "29333990", "29333990"),
        ("2933399099", "2933399099", "2933399099"),
        ("２９３３．３９", "２９３３．３９", "293339"),
        ("HS code: 293339", "293339", "293339"),
        ("海关编码：847989", "847989", "847989"),
        ("hs 847989 machine", "847989", "847989"),
    ],
)
def test_a_customs_code_of_the_register_is_found(text: str, shown: str, digits: str) -> None:
    mention = only(text)
    assert (mention.text, mention.subject, mention.kind, mention.by) == (shown, digits, "code", "code")
    assert mention.text == text[mention.start : mention.end]


@pytest.mark.parametrize(
    "text", ["2934.39", "USD 1234.56", "12933.39", "2933.391", "lot 293339", "invoice 20230621", "129333990"]
)
def test_other_figures_are_no_customs_codes(text: str) -> None:
    assert SCANNER.scan(text) == []


def test_a_whole_name_stands_alone_among_names_and_mentions_come_in_order() -> None:
    text = "2933.39 tablet press, acetone 67-64-1"
    assert [mention.by for mention in SCANNER.scan(text)] == ["code", "name", "name", "cas"]
    assert seen("") == seen("   ") == []


def test_a_scanner_without_vocabulary_still_reads_numbers() -> None:
    empty = Scanner([], FOLDER, {}, [])
    assert [mention.subject for mention in empty.scan("acetone 67-64-1 2933.39")] == ["67-64-1"]


PIECES = st.sampled_from(
    [
        *(name for names in NAMES.values() for name in names),
        *SALTS,
        "4-PDO",
        "α",
        "-",
        ",",
        "、",
        " ",
        "(",
        ")",
        "2",
        "甲",
        "x",
        "67-64-1",
    ]
)


@given(st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=40))
def test_every_mention_is_a_true_slice_and_names_never_overlap(text: str) -> None:
    mentions = SCANNER.scan(text)
    assert mentions == sorted(mentions, key=lambda m: (m.start, m.end, m.subject))
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
    spans = sorted({(m.start, m.end) for m in mentions if m.by in {"name", "abbreviation"}})
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(
    st.sampled_from(sorted(name for names in NAMES.values() for name in names)),
    st.text("xyz 。;", max_size=12),
)
def test_a_name_set_apart_is_always_found(name: str, around: str) -> None:
    text = f"{around}; {name} ;{around}"
    assert (len(around) + 2, len(around) + 2 + len(name)) in {(m.start, m.end) for m in SCANNER.scan(text)}


def test_every_name_of_the_register_is_found_whole_in_itself(register: Register) -> None:
    for name in register.packed.names:
        found = {m.record for m in register.scanner.scan(name.name) if m.stand == "whole"}
        is_wide = name.kind == "class" and register.packed.classes[name.subject].wide
        assert (name.subject in found) is not bool(name.beside or is_wide), name.name


@pytest.mark.parametrize(
    ("text", "subject", "salt"),
    [
        ("1-benzyl-4-piperidone", "1-benzyl-4-piperidone", None),
        ("4-哌啶酮盐酸盐", "4-piperidone", "hydrochloride"),
        ("盐酸麻黄碱", "ephedrine", "hydrochloride"),
        ("鹽酸麻黃鹼", "ephedrine", "hydrochloride"),
        ("anhídrido acético", "acetic-anhydride", None),
        ("ANHIDRIDO ACETICO", "acetic-anhydride", None),
        ("permanganato de potasio", "potassium-permanganate", None),
        ("pill press mould", "punch_die_mould", None),
        ("压片机", "tablet_press", None),
        ("壓片機", "tablet_press", None),
        ("tableteadora", "tablet_press", None),
    ],
)
def test_the_register_is_read_in_its_languages(register: Register, text: str, subject: str, salt: str | None) -> None:
    assert [(m.record, m.salt, m.stand) for m in register.scanner.scan(text)] == [(subject, salt, "whole")]


def test_cas_numbers_pasted_into_real_goods_texts_are_found(register: Register, shared: Path) -> None:
    with gzip.open(shared / "bench" / "benign_454k.tsv.gz", "rt", encoding="utf-8") as lines:
        smiles = [line.split("\t", 1)[0] for line in islice(lines, 500)]
    for number, structure in zip(register.by_cas, smiles, strict=False):
        text = f"25 kg {structure} (CAS No. {number}), drums"
        found = [m for m in register.scanner.scan(text) if m.by == "cas" and m.subject == number]
        assert [m.text for m in found] == [number]
        assert read_cas(found[0].text) == read_cas(number)


@pytest.mark.parametrize("text", ["acetone free nail polish remover", "acetone-free remover", "Acetone Free"])
def test_what_is_free_of_a_substance_only_comes_near_it(text: str) -> None:
    assert {mention.stand for mention in SCANNER.scan(text) if mention.subject == "acetone"} == {"part"}
