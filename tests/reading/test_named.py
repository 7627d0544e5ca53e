from __future__ import annotations

import pytest

from penstock.reading.named import tail_off, tokens
from penstock.reading.speech import speech


@pytest.mark.parametrize(
    "clause", ["Wang on Thursday", "Wang also", "Wang has repeatedly", "Wang, in a statement", "Wang late on Monday"]
)
def test_what_stands_between_subject_and_verb_is_left_out(clause: str) -> None:
    assert tail_off(speech("en"), clause).rstrip(",") == "Wang"


def test_words_keep_their_apostrophes_and_initials() -> None:
    assert [one.text for one in tokens("Dr. J.D. O’Neill’s firm, Ltd")] == [
        "Dr.",
        "J.D.",
        "O’Neill’s",
        "firm",
        ",",
        "Ltd",
    ]
    assert tokens("Dr. Li")[0].low == "dr"
