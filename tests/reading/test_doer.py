from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.reading.doer import doer

if TYPE_CHECKING:
    from penstock.reading.speech import Language


@pytest.mark.parametrize(
    ("sentence", "verb", "who"),
    [
        (
            "The Treasury Department on Tuesday imposed sanctions on 28 people in China.",
            "imposed",
            ("Treasury Department", "US"),
        ),
        ("Three firms in China were sanctioned by the U.S. Treasury.", "sanctioned", ("U.S. Treasury", "US")),
        ("Three firms in China were sanctioned on Tuesday.", "sanctioned", None),
        ("Beijing announced measures and imposed tariffs on coal.", "imposed", ("Beijing", "CN")),
        ("A day after the summit, the US removed the lab from a list.", "removed", ("US", "US")),
        ("A day after the summit, the US removed the lab from a list.", "summit", None),
        ("President Ann Lee said that she had imposed tariffs on China.", "imposed", ("Ann Lee", None)),
        ("The ministry suspended talks with the US.", "suspended", None),
        ("The Philippine Justice Department charged two men.", "charged", ("Philippine Justice Department", "PH")),
        ("Washington’s removal of the lab from the list helped.", "removal", ("Washington", "US")),
    ],
)
def test_the_actor_is_the_subject_of_the_verb(sentence: str, verb: str, who: tuple[str, str | None] | None) -> None:
    at = sentence.index(verb)
    assert doer("en", sentence, at, at + len(verb)) == who


@pytest.mark.parametrize(
    ("language", "sentence", "verb", "who"),
    [
        ("zh", "美国财政部周二宣布对中国公司实施制裁。", "制裁", ("美国财政部", "US")),
        ("zh", "中国公司周二被列入清单。", "列入", None),
        ("es", "El Departamento del Tesoro sancionó a una red.", "sancionó", ("Departamento del Tesoro", "US")),
    ],
)
def test_the_actor_in_other_languages(
    language: Language, sentence: str, verb: str, who: tuple[str, str | None] | None
) -> None:
    at = sentence.index(verb)
    assert doer(language, sentence, at, at + len(verb)) == who
