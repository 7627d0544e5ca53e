from __future__ import annotations

from datetime import date

import pytest

from penstock.reading.dateline import published_in


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<meta property="article:published_time" content="2024-05-14T08:00:00Z">', "Text"),
        ('{"datePublished": "2024-05-14"}', "Text"),
        ('<time datetime="2024-05-14">May 14</time>', "Text"),
        ("", "Published May 14, 2024\n\nText"),
        ("", "Title\n\nBEIJING, May 14, 2024 (Newswire) -- Text"),
        ("", "Title\n2024-05-14\nText"),
    ],
)
def test_a_document_says_its_day(source: str, text: str) -> None:
    assert published_in(source, text) == date(2024, 5, 14)


@pytest.mark.parametrize(
    "text", ["Title\n\nOn May 14 he came.", "He came on 14 May 2024 and left.", "", "BEIJING (AFP): He came."]
)
def test_a_day_is_never_made_up(text: str) -> None:
    assert published_in("", text) is None
