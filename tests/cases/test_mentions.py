from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from penstock.cases.mentions import Mentions
from penstock.reading.page import read_article_page
from penstock.reading.reader import NewsReader

if TYPE_CHECKING:
    from penstock.law.register import Register

TEXT = "Tablet presses, 4-piperidone and fentanyl were seized on May 3, 2023. In 2021 it was 4-piperidone alone."


def test_a_stretch_has_what_begins_within_it(register: Register) -> None:
    page = read_article_page(TEXT)
    found = Mentions(NewsReader(register, "0", date(2026, 11, 29)).read(page, "a.txt", "0", published=None))
    end, second = TEXT.index(". In"), TEXT.index("In 2021")
    assert found.subjects(0, end) == ["tablet_press", "4-piperidone"]
    assert found.subjects(second, len(TEXT)) == ["4-piperidone"]
    assert found.subjects(0, TEXT.index("4-pip")) == ["tablet_press"]
    assert [one.value for one in found.days(0, end)] == ["2023-05-03"]
    assert [one.value for one in found.days(second, len(TEXT))] == ["2021"]
    assert found.parties(0, len(TEXT)) == []
