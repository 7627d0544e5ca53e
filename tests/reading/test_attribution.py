from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from tests.reading.labelled import load, score

from penstock.reading.news import read_news

if TYPE_CHECKING:
    from types import FrameType

    from _typeshed import TraceFunction

    from penstock.reading.article import Quotation


def quoted(text: str) -> list[Quotation]:
    return read_news(text, None).quotations


def speakers(text: str) -> list[str]:
    return [one.speaker.name for one in quoted(text)]


@pytest.mark.parametrize("part", ["open", "opened", "fresh"])
def test_the_articles_that_rules_were_made_on_are_read_with_hardly_a_fault(part: str) -> None:
    total, wrong = score(part)
    assert total.labels >= 60
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(("part", "articles", "labels"), [("shut", 12, 45), ("sealed", 5, 28), ("unopened", 5, 23)])
def test_the_articles_that_stay_shut_are_read_well(part: str, articles: int, labels: int) -> None:
    total, _ = score(part)
    assert len(list(load(part))) >= articles
    assert total.labels >= labels
    assert total.found >= total.labels * 0.97
    assert total.speakers >= total.labels * 0.9
    assert total.named_right >= total.named * 0.85
    assert total.settled_right >= total.settled * 0.8


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"We are ready," said Ann Lee, the mayor of Port Erin.', ["Ann Lee"]),
        ('"We are ready," the mayor, Ann Lee, said. "Are you?"', ["Ann Lee", "Ann Lee"]),
        ('Ann Lee called the plan "a mistake" and left the room.', ["Ann Lee"]),
        ('Ann Lee met Tom Ray. "It went well," he told reporters. "Very well," she added.', ["Tom Ray", "Ann Lee"]),
        ('According to Ann Lee of the port office, the boxes were "never opened".', ["Ann Lee"]),
        ('The boxes were described by Ann Lee as "harmless powder".', ["Ann Lee"]),
        ('It is the "new normal" for ports across the region.', ["unknown"]),
        ('Ann Lee smiled. "Nobody asked me before."', ["Ann Lee"]),
        ('"Why now?" asked Ann Lee. The minister did not answer.', ["Ann Lee"]),
        ('A film called "The Long Harbour" opened in Port Erin on Sunday.', ["unknown"]),
        (
            'The Chinese Embassy said the charge was "baseless", adding that it "ignores the facts".',
            ["Chinese Embassy"] * 2,
        ),
        (
            "An official at the embassy, who declined to be named, called it “a mistake” and said it “is legal.”",
            ["An official at the embassy"] * 2,
        ),
        ("Ann Lee said the \"so-called 'pill press' case\" was over.", ["Ann Lee"]),
        ('Tom Ray, a former officer, was there. "I left," the ex-officer said.', ["Tom Ray"]),
        ('Jim Cole was there. "I left," the 54-year-old said.', ["Jim Cole"]),
        ('Acme Corp. said orders had "evaporated".', ["Acme Corp."]),
        ('"Talk to my lawyer," was Ann Lee\'s only comment.', ["Ann Lee"]),
        ('For Ann Lee, the plan is "paper".', ["Ann Lee"]),
        ('In what prosecutors billed as "a first", two men were tried.', ["prosecutors"]),
        ('"Too late," harbour master Ann Lee told this newspaper.', ["Ann Lee"]),
        ('The message from Beijing was blunt: "Do more."', ["Beijing"]),
        ("El ministro Juan Paz dijo que es «tarde». Sostuvo además que es «caro».", ["Juan Paz"] * 2),
        ("«Es tarde», explicó en rueda de prensa la ministra Ana Ríos. «No», afirmó.", ["Ana Ríos"] * 2),
        ("La ministra sancionó a una red que, según dijo, es «vieja».", ["La ministra"]),
        ('Ann Lee said the ban, "however late", was welcome, but that it "needs teeth".', ["Ann Lee", "Ann Lee"]),
    ],
)
def test_who_speaks_is_told_by_the_words_around(text: str, names: list[str]) -> None:
    assert speakers(text) == names


_MANY = {
    "a sentence each": lambda n: " ".join(f'"It was late again, number {i}," said Ann Lee.' for i in range(n)),
    "one sentence": lambda n: "Ann Lee said " + ", ".join(f'"late {i}"' for i in range(n)) + ".",
    "one long sentence of many verbs": lambda n: ", and ".join(f'Ann Lee said it was "late {i}"' for i in range(n)),
    "nobody speaks": lambda n: " ".join(f'It was the "late {i}" here.' for i in range(n)),
    "two voices": lambda n: " ".join('The ministry said it was "late now". Lee said "no".' for _ in range(n // 2)),
}


def work(text: str) -> int:
    """Count the steps of the interpreter that reading a text takes: the same on every machine and every day."""
    steps = 0

    def count(frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        read_news(text, None)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("shape", _MANY)
def test_the_work_grows_as_the_quotations_of_a_paragraph_do(shape: str) -> None:
    read_news(_MANY[shape](2), None)
    few, many = (work(_MANY[shape](n)) for n in (40, 160))
    assert many < few * 5


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = '"We looked.\n\n"We looked again.\n\n"We found nothing," Ann Lee said.\n\nAnn Lee sat down.'
    found = quoted(text)
    assert [one.of for one in found][1:] == [1, 2] or [one.speaker.name for one in found][-1] == "Ann Lee"


def test_two_people_of_one_name_are_told_apart_or_left_open() -> None:
    apart = 'Wang Lei is a chemist. Wang Mei is a judge. "I only measure," Wang Lei said. "I decide," Wang Mei said.'
    assert speakers(apart) == ["Wang Lei", "Wang Mei"]
    (found,) = quoted('The meeting of Wang Lei and Wang Mei was short. "It was useful," Wang said.')
    assert found.speaker.name == "unknown"
    assert set(found.speaker.candidates) == {"Wang Lei", "Wang Mei"}


def test_an_anonymous_official_stays_without_a_name() -> None:
    (found,) = quoted('A senior official, who spoke on condition of anonymity, said the list was "far from complete".')
    assert found.speaker.is_anonymous
    assert found.speaker.name == "A senior official"


def test_a_title_is_named_by_the_person_named_right_behind() -> None:
    text = 'The mayor of Port Erin said the port was "open for business".\n\n“Come and see,” Ann Lee said.'
    assert speakers(text) == ["Ann Lee", "Ann Lee"]


def test_words_of_a_government_are_given_to_the_person_who_says_them() -> None:
    text = 'China called the claim "purely made up".\n\n"The claim is purely made up," said Lin Hua, a spokesman.'
    first, _ = quoted(text)
    assert (first.speaker.name, first.speaker.spoken_by) == ("China", "Lin Hua")
