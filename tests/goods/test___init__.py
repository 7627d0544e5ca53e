from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import read_vocabulary, scan, scan_many, shipped


@pytest.mark.parametrize(
    ("text", "subject", "salt"),
    [
        ("25 kg ephedrine hydrochloride, pharma grade", "299-42-3", "hydrochloride"),
        ("盐酸麻黄碱 25kg", "299-42-3", "hydrochloride"),
        ("Kaliumpermanganat, technisch", "7722-64-7", None),
        ("permanganato de potasio", "7722-64-7", None),
        ("anhydride acétique en fût", "108-24-7", None),
    ],
)
def test_a_controlled_substance_is_found_in_the_language_of_the_invoice(
    text: str, subject: str, salt: str | None
) -> None:
    (mention,) = scan(text)
    assert (mention.subject, mention.salt, mention.ordinary) == (subject, salt, False)
    assert mention.text == text[mention.start : mention.end]


@pytest.mark.parametrize("text", ["toluene-2,4-disulfonamide", "acetone-free nail care", "wooden chairs", ""])
def test_what_names_no_goods_of_the_vocabulary_gives_no_mention(text: str) -> None:
    assert [mention.subject for mention in scan(text) if not mention.ordinary] == []


def test_a_name_inside_a_longer_one_is_left_out_of_the_answer_and_kept_by_the_scanner() -> None:
    text = "伪麻黄碱某某, toluene-2,4-disulfonamide"
    assert "part" in {mention.stand for mention in shipped().scan(text)}
    assert "part" not in {mention.stand for mention in scan(text)}


def test_the_shipped_scanner_is_made_once() -> None:
    assert shipped() is shipped()
    assert shipped().knows("299-42-3")
    assert not shipped().knows("299-42-4")
    assert "299-42-3" in read_vocabulary().numbers


PIECES = ["ephedrine", "acet0ne", "ер\u200bhedrine", "盐酸麻黄碱", "CAS 299-42-4", "299-42-3", "2939.41", "isosaffrole"]


@given(
    st.lists(
        st.lists(st.sampled_from([*PIECES, " ", ", ", "25 kg", "-", "(", "x", "苯"]), max_size=6).map("".join)
        | st.text(max_size=20),
        max_size=6,
    )
)
def test_many_texts_together_give_what_each_gives_alone(texts: list[str]) -> None:
    assert scan_many(texts) == [scan(text) for text in texts]
