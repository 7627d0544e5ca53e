from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from tests.desk.conftest import DAY

from penstock.desk.answering import Answering, Question
from penstock.desk.asked import answered_again, checked_again, screened_again
from penstock.desk.lane import Lane
from penstock.desk.reading import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register


@pytest.fixture(scope="module")
def answering(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Answering:
    folder: Path = tmp_path_factory.mktemp("lists")
    return Answering(register, folder)


def again(answering: Answering, asked: dict[str, object]) -> bytes:
    """Answer a kept question as it comes back from a database."""

    async def answered() -> bytes:
        lane = Lane(lambda: answering, lambda: 0.0)
        await lane.start()
        try:
            return await answered_again(lane, json.loads(json.dumps(asked)))
        finally:
            lane.stop()

    return asyncio.run(answered())


@pytest.mark.parametrize(
    "question",
    [
        Question("acetone", DAY),
        Question("79099-07-3", DAY, "substance", ("CN", "US"), "CN", "MX"),
        Question("Hubei Amarvel Biotech", DAY, "party", country="CN"),
    ],
)
def test_a_question_that_was_kept_is_the_question_that_was_asked(answering: Answering, question: Question) -> None:
    assert again(answering, checked_again(question)) == bytes(Answer(answering.check(question)).body)


def test_items_that_were_kept_are_the_items_that_came(answering: Answering) -> None:
    texts = ['{"goods_description": "acetone", "n": 1.10}', '{"goods_description": ']
    kept = screened_again(texts, DAY, ["CN"])
    first = again(answering, kept)
    assert first == again(answering, kept)
    told = json.loads(first)
    assert told["counts"]["rows"] == 2
    assert told["stamp"]["jurisdictions"] == ["CN"]
