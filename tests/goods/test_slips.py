from __future__ import annotations

import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from penstock.goods import Folder, Scanner, Term, scan
from penstock.goods.slips import ENDING, START, Slips, cut_at, glued, is_slip
from penstock.goods.survey import LONG, survey

FOLDER = Folder({})
TERMS = [
    Term("pseudoephedrine", "substance", "90-82-4"),
    Term("4-piperidone", "substance", "41661-47-6"),
    Term("safrole", "substance", "94-59-7"),
    Term("LONGSHORT", "substance", "abbreviated", as_written=True),
    Term("piperidine", "substance", "110-89-4", ordinary=True),
    Term("lidocaine hydrochloride", "substance", "73-78-9", ordinary=True),
    Term("pseudophedrine", "substance", "namesake", ordinary=True),
]
SLIPS = Slips(TERMS, FOLDER, survey(TERMS, FOLDER))
SCANNER = Scanner(TERMS, FOLDER, {}, [])
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    "word", ["pseudoephdrine", "pseudoephedrrine", "pseudoepnedrine", "pseudoehpedrine", "psuedoephedrine"]
)
def test_one_letter_lost_doubled_wrong_or_swapped_is_found_as_a_slip(word: str) -> None:
    text = f"60 tabs {word.upper()} 30 mg"
    (mention,) = SCANNER.scan(text)
    assert (mention.subject, mention.by, mention.text, mention.ordinary) == ("90-82-4", "slip", word.upper(), False)
    assert SLIPS.meant(word) == ("pseudoephedrine",)
    assert SLIPS.is_near(word)


@pytest.mark.parametrize(
    "word",
    [
        "pseudoephedrine",  # no slip at all
        "bseudoephedrine",  # at the start
        "pseudoephedrina",  # at the end
        "pseudoephedrime",
        "pseudoephedrane",
        "pseudoepedrin",  # two slips
        "pseudophedrine",  # a word of another name
        "piperidine",
        "lidocaone",  # an ordinary name's word
        "safrrole",  # a word too short
        "longsh0rt",
        "longsort",  # an abbreviation
        "",
    ],
)
def test_other_words_mean_nothing(word: str) -> None:
    assert SLIPS.meant(word) == ()
    assert not SLIPS.is_near(word)


@pytest.mark.parametrize(
    "text",
    [
        "piperidine",
        "wooden furniture and ephemeral decorations",
        "personal protective equipment",
        "pyridine, piperazine and pyrrolidine",
        "lidocaine, prilocaine, procainamide",
        "safflower oil",
        "acetate fabrics",
        "phenylephrine drops",
    ],
)
def test_near_ordinary_words_and_other_substances_are_left_alone(text: str) -> None:
    assert [mention for mention in scan(text) if mention.by == "slip"] == []


@pytest.mark.parametrize(
    ("text", "subject", "shown"),
    [
        ("isosaffrole oil", "120-58-1", "isosaffrole"),
        ("pseudoephdrine 60 mg", "90-82-4", "pseudoephdrine"),
        ("Fentanyl100mcg", "437-38-7", "Fentanyl"),
        ("25kgEphedrine", "299-42-3", "Ephedrine"),
    ],
)
def test_slips_and_glued_amounts_of_the_shipped_names_are_found(text: str, subject: str, shown: str) -> None:
    assert [(mention.subject, mention.text, mention.by) for mention in scan(text)] == [(subject, shown, "slip")]


def test_only_long_words_of_controlled_names_are_looked_for() -> None:
    assert SLIPS.words == {"pseudoephedrine", "piperidone"}
    assert all(len(word) >= LONG for word in SLIPS.words)


def test_a_corrected_text_tells_where_its_word_stands() -> None:
    text = "box of pseudoephdrine x"
    folded = FOLDER.fold(text)
    ((right, begin, end),) = SLIPS.corrected(folded)
    assert right.text[begin:end] == "pseudoephedrine"
    assert right.text == "boxofpseudoephedrinex"
    assert len(right.places) == len(right.text)
    assert {begin, end} <= set(right.bounds)
    assert (text[right.places[begin]], text[right.places[end - 1]], text[right.places[end]]) == ("p", "e", "x")
    assert list(SLIPS.corrected(FOLDER.fold("box of piperidine"))) == []


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("Fentanyl100mcg", {8}),
        ("25kgEphedrine", {4}),
        ("fentanyl 100 mcg", set()),
        ("abc100mg", set()),
        ("GFP488", set()),
    ],
)
def test_an_amount_glued_to_a_name_is_cut_off(text: str, edges: set[int]) -> None:
    apart = glued(text, FOLDER.fold(text))
    assert (set() if apart is None else apart[1]) == edges
    assert apart is None or edges <= set(apart[0].bounds)


def test_a_cut_at_nowhere_changes_nothing() -> None:
    folded = FOLDER.fold("one two")
    assert cut_at(folded, set()) is folded
    assert cut_at(folded, {5}).bounds == (0, 3, 4, 6)
    assert cut_at(folded, {3, 99}) == folded  # a space, and beyond the text


def test_a_very_long_word_takes_no_memory_beyond_its_own() -> None:
    word = "pseudoephedrine" * 26_667  # 400,000 letters
    tracemalloc.start()
    try:
        assert SLIPS.meant(word) == ()
        assert list(SLIPS.corrected(FOLDER.fold(word))) == []
        assert [mention.stand for mention in SCANNER.scan(word)] == ["part"]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 200 * len(word)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("methylpseudoephedrine", "pseudoephedrine"),
        ("hydroxypseudoephedrine", "pseudoephedrine"),
        ("xpseudoephedrine", None),
        ("pseudoephedrine", None),
        ("pseudoephedrinated", None),
        ("phenylpiperidine", None),
        ("dihydrosafrole", None),  # too short a name
    ],
)
def test_a_longer_word_may_end_with_a_controlled_name(word: str, name: str | None) -> None:
    assert SLIPS.ending(word) == name
    parts = [mention.text for mention in SCANNER.scan(f"{word} HCl 5 g") if mention.stand == "part"]
    assert parts == ([name] if name else [])


WORDS = st.text(LETTERS, min_size=LONG, max_size=20)
NO_DOUBLES = WORDS.filter(lambda word: all(one != other for one, other in pairwise(word)))


@given(NO_DOUBLES, st.data())
def test_every_slip_between_start_and_ending_is_one(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(START, len(word) - ENDING - 2))
    letter = data.draw(st.sampled_from(LETTERS))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for slipped in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        swapped,
    ):
        assert slipped == word or is_slip(word, slipped)


@given(WORDS, st.text(LETTERS, min_size=1, max_size=20))
def test_a_slip_keeps_the_start_and_all_letters_but_one_or_two(word: str, other: str) -> None:
    assert not is_slip(word, word[::-1] + word)
    assert not is_slip(word, word + other + other)
    assume(other[:START] != word[:START])
    assert not is_slip(word, other)


@given(st.sampled_from(sorted(SLIPS.words)), st.data())
def test_a_lost_letter_is_found_in_the_text(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(START, len(word) - ENDING - 1))
    lost = word[:at] + word[at + 1 :]
    assume(lost != "pseudophedrine")
    assert word in SLIPS.meant(lost)
