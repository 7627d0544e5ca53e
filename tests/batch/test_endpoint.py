from __future__ import annotations

import json
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from penstock.batch.articles import read_articles
from penstock.batch.endpoint import Endpoint
from penstock.kernel.errors import FetchError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORY = (
    'Port opens\n\nThe crane is old. The "open port" is a plan of the city that Ann Lee wrote. '
    'Ann Lee said it was "late".'
)


class Fake:
    """A local endpoint that answers what it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer: Any = []
        self.asked: list[dict[str, Any]] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fake.asked.append(json.loads(body) | {"key": self.headers["Authorization"]})
                content = fake.answer if isinstance(fake.answer, str) else json.dumps(fake.answer)
                sent = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def fake() -> Iterator[Fake]:
    found = Fake()
    thread = Thread(target=found.server.serve_forever)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


def read(tmp_path: Path, ask: Endpoint | None) -> list[tuple[str, str, str]]:
    file = tmp_path / "a.txt"
    file.write_text(STORY, encoding="utf-8")
    run = read_articles([file], published="2024-01-03", today=date(2026, 11, 29), ask=ask.complete if ask else None)
    return [(one.quote, one.speaker.name, one.how) for one in run.reads[0].article.quotations]


def test_a_proposal_is_taken_only_for_words_and_a_name_that_stand_in_the_text(tmp_path: Path, fake: Fake) -> None:
    assert read(tmp_path, None) == [("open port", "unknown", "unknown"), ("late", "Ann Lee", "before")]
    assert fake.asked == []
    fake.answer = [
        {"quote": "open port", "speaker": "Ann Lee"},
        {"quote": "made up", "speaker": "Ann Lee"},
        {"quote": "late", "speaker": "Bob"},
    ]
    assert read(tmp_path, Endpoint(fake.url, "m", "secret")) == [
        ("open port", "Ann Lee", "model"),
        ("late", "Ann Lee", "before"),
    ]
    (asked,) = fake.asked
    assert (asked["model"], asked["key"]) == ("m", "Bearer secret")


@pytest.mark.parametrize(
    "answer", ["no array", [{"quote": "open port", "speaker": "Bob Roe"}], [{"quote": 3}], [], "[broken"]
)
def test_anything_else_changes_nothing(tmp_path: Path, fake: Fake, answer: Any) -> None:  # noqa: ANN401  # any answer
    fake.answer = answer
    assert read(tmp_path, Endpoint(fake.url, "m"))[0] == ("open port", "unknown", "unknown")


def test_an_endpoint_that_does_not_answer_says_so(tmp_path: Path, fake: Fake) -> None:
    with pytest.raises(FetchError, match="does not answer"):
        read(tmp_path, Endpoint("http://127.0.0.1:9/v1", "m"))
    with pytest.raises(UsageError, match="no address of the web"):
        Endpoint("file:///etc/passwd", "m")
    assert fake.asked == []
