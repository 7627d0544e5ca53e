from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.goods import Scanner

if TYPE_CHECKING:
    from pathlib import Path

    from tests.goods.conftest import Both

    from penstock.goods import Mention

PIECES = st.sampled_from(
    [
        *(
            "4-piperidone",
            "fentanyl",
            "fentaanyl",
            "xylofentanyl",
            "norfentanyl",
            "NPP",
            "4-AP",
            "JWH018",
            "acetone",
            "urea",
            "丙酮",
            "盐酸",
            "苯",
        ),
        *(
            "麻黄碱",
            "鹽酸",
            "tablet press",
            "die set",
            "TDP-5",
            "模具",
            "压片机",
            "HCl",
            "hydrochloride",
            "monohydrate",
            "clorhidrato de",
        ),
        *(
            "79099-07-3",
            "79099 07 3",
            "CAS ",
            "67-64-1",
            "2933.39",
            "HS ",
            "293339",
            "29 33 39",
            "100mcg",
            "25 kg",
            "powder",
        ),
        *(
            "α",
            "β-",
            "е",
            "о",
            "Р",
            "ｆ",
            "４",
            "\u200b",
            "\u200f",
            "0",
            "1",
            "3",
            "@",
            "一",
            "ß",
            "№",
            "ß",
            "Ａ",
            "²",
            "①",
            "٣",
            "𝐟",
            "½",
            "é",
            "\ud800",
            "\0",
        ),
        *(
            " ",
            "-",
            ", ",
            ",",
            "(",
            ")",
            "、",
            "。",
            ".",
            "/",
            " - ",
            "\n",
            "x",
            "the ",
            "methyl ",
            "N-",
            "chloro",
            "free",
            "基",
            "f e n ",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=40)
FEW = settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def spans(mentions: list[Mention]) -> set[tuple[int, int, str, str | None]]:
    return {(m.start, m.end, m.kind, m.subject) for m in mentions}


@given(text=TEXTS)
@FEW
def test_one_text_is_read_as_the_plain_way_reads_it(both: Both, text: str) -> None:
    assert spans(both.scanner.scan(text)) == both.reference.scan(text)


@given(texts=st.lists(TEXTS, max_size=12))
@FEW
def test_many_texts_are_read_as_each_of_them_alone(both: Both, texts: list[str]) -> None:
    assert both.scanner.scan_many(texts) == [both.scanner.scan(text) for text in texts]


def test_the_open_half_of_the_corpus_is_read_the_same_in_all_ways(both: Both, root: Path) -> None:
    lines = (root / "bench" / "corpus" / "learn.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in islice(lines, 0, None, 2)]
    many = both.scanner.scan_many(texts)
    assert many == [both.scanner.scan(text) for text in texts]
    assert [spans(found) for found in many] == [both.reference.scan(text) for text in texts]


def test_blocks_end_where_they_may_and_nothing_is_lost_between_them(both: Both) -> None:
    texts = ["drum of 4-piperidone", "nothing", "丙酮 25kg", "", "CAS 79099073"] * 3000
    found = both.scanner.scan_many(texts)
    assert [len(one) for one in found] == [1, 0, 1, 0, 1] * 3000


def test_a_very_long_text_is_read_in_linear_time_and_its_spans_are_true(both: Both) -> None:
    text = "toys and parts, " * 70_000 + "fentanyl 5 g" + "\u200f" * 1000 + "а" * 1000
    for found in (both.scanner.scan(text), both.scanner.scan_many([text])[0]):
        assert [text[m.start : m.end] for m in found] == ["fentanyl"]


def test_an_empty_vocabulary_has_an_empty_sieve() -> None:
    from penstock.goods import Folder  # noqa: PLC0415  # one test needs it

    empty = Scanner([], Folder({}), {}, [])
    assert empty.scan_many(["acetone", "丙酮", "", "CAS 67-64-1"]) == [[], [], [], empty.scan("CAS 67-64-1")]
