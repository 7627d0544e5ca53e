from __future__ import annotations

import io
from http.client import IncompleteRead
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError

import pytest

from penstock.kernel.errors import FetchError
from penstock.lists.fetching import fetch

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://example.org/list.csv"


class Answer(io.BytesIO):
    """A stand-in for an answer of the web."""

    def __init__(self, content: bytes, length: int | None = None) -> None:
        super().__init__(content)
        self.headers = {} if length is None else {"Content-Length": str(length)}


def answering(answer: Answer | Exception) -> Any:  # noqa: ANN401  # a stand-in for urlopen
    def opener(_: object, *, timeout: float) -> Answer:
        assert timeout > 0
        if isinstance(answer, Exception):
            raise answer
        return answer

    return opener


def test_a_file_is_written_as_it_comes(tmp_path: Path) -> None:
    fetch(URL, tmp_path / "list.csv", answering(Answer(b"content", 7)))
    assert (tmp_path / "list.csv").read_bytes() == b"content"


def test_a_file_of_the_disk_is_fetched_like_one_of_the_web(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"content")
    fetch((tmp_path / "a.csv").as_uri(), tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_bytes() == b"content"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"conte", 7), "broke off after 5 of 7 bytes"),
        (HTTPError(URL, 503, "Service Unavailable", {}, None), r"answered 503 \(Service Unavailable\)"),  # type: ignore[arg-type]
        (URLError("no route to host"), r"cannot be fetched \(no route to host\)"),
        (TimeoutError("timed out"), r"cannot be fetched \(timed out\)"),
        (IncompleteRead(b"x"), "cannot be fetched"),
    ],
    ids=["short", "refused", "unreachable", "slow", "incomplete"],
)
def test_what_cannot_be_fetched_is_an_error_with_a_remedy(
    tmp_path: Path, answer: Answer | Exception, said: str
) -> None:
    with pytest.raises(FetchError, match=said) as error:
        fetch(URL, tmp_path / "list.csv", answering(answer))
    assert "import it" in error.value.remedy


@pytest.mark.parametrize("url", ["http://example.org/list.csv", "ftp://example.org/x", "list.csv", "data:text,x"])
def test_only_https_is_fetched(tmp_path: Path, url: str) -> None:
    with pytest.raises(FetchError, match="is no https address"):
        fetch(url, tmp_path / "list.csv")


def test_an_endless_file_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("penstock.lists.fetching._LARGEST", 3)
    with pytest.raises(FetchError, match="is larger than 3 bytes"):
        fetch(URL, tmp_path / "list.csv", answering(Answer(b"content")))
