from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from penstock.reading.language import language_of
from penstock.reading.news import read_news

FIVE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "news" / "five.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FIVE)
def test_every_quotation_of_the_five_articles_has_its_speaker_and_day(name: str, shared: Path) -> None:
    label = FIVE[name]
    text = (shared / "articles" / name).read_text(encoding="utf-8")
    news = read_news(text, label["published"])
    found = [
        {
            "start": q.start,
            "speaker": q.speaker.name,
            "by": q.speaker.spoken_by,
            "day": q.day.value if q.day else "unknown",
        }
        for q in news.quotations
    ]
    wanted = label["quotations"]
    assert found == [
        {"start": q["start"], "speaker": q["speaker"], "by": q.get("spoken_by"), "day": q["day"]} for q in wanted
    ]
    assert all(q.quote.startswith(label_q["words"]) for q, label_q in zip(news.quotations, wanted, strict=True))
    days = [{"start": one.start, "words": one.text, "day": one.value} for one in news.days]
    assert days == label["days"]


def test_the_language_is_told_or_left_open() -> None:
    assert language_of("The minister said that the list of the ministry was not complete.") == "en"
    assert language_of("El ministro dijo que la lista de los precursores no es completa.") == "es"
    assert language_of("外交部发言人表示，中方反对单边制裁。") == "zh"
    assert language_of("Ministeriö kertoi, että lista ei ole valmis vielä tänään.") is None
    assert language_of("12 34 !!") is None


def test_a_text_of_another_language_names_no_speaker() -> None:
    news = read_news("Ministeri sanoi: ”Lista ei ole valmis.” Hän lähti pois kokouksesta heti.", date(2024, 1, 2))
    assert all(one.speaker.name == "unknown" for one in news.quotations)
    assert news.indirect == []


def test_indirect_speech_is_told_from_quoted_words() -> None:
    text = "Port opens\n\nAnn Lee said on Monday that the port was open. The cranes are old."
    news = read_news(text, date(2024, 1, 3))
    assert news.quotations == []
    (claim,) = news.indirect
    assert (claim.speaker.name, claim.day and claim.day.value) == ("Ann Lee", "2024-01-01")
    assert text[claim.start : claim.end].startswith("Ann Lee said")


@given(st.text(alphabet="ab AB.,\"“”‘’'«»「」\n!?:;—", max_size=120))
def test_every_span_says_what_stands_there_whatever_the_marks(text: str) -> None:
    news = read_news(text, date(2024, 1, 3))
    starts = [one.start for one in news.quotations]
    assert starts == sorted(starts)
    for one in news.quotations:
        assert 0 <= one.start < one.end <= len(text)
        assert one.quote in " ".join(text[one.start : one.end].split())
    for before, after in zip(news.quotations, news.quotations[1:], strict=False):
        assert before.end <= after.start


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee and the head of the ministry " * 1_000 + 'said "no".',
        "Aaa " * 5_000 + 'said "no".',
        '"a" ' * 500 + "said Ann Lee.",
        "Lee, " * 3_000 + 'said "no".',
        " " * 50_000 + '"no" said',
    ],
)
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    assert read_news(text, None).quotations
