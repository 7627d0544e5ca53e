from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse

from penstock.desk.limits import HEADERS, Buckets, Limits, Rate, address_of
from penstock.desk.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import Message, Receive, Scope, Send


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_caller_may_begin_at_once_and_then_as_often_as_the_rate_says() -> None:
    clock = Clock()
    buckets = Buckets(Rate(a_second=2, at_once=3), clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b") == 0
    clock.now = 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") == 0.5


def test_a_refusal_says_when_to_come_again() -> None:
    buckets = Buckets(Rate(a_second=0.1, at_once=1), Clock())
    buckets.refuse_too_many("a")
    with pytest.raises(Problem) as caught:
        buckets.refuse_too_many("a")
    assert (caught.value.status_code, caught.value.headers) == (429, {"Retry-After": "10"})


def test_failures_are_charged_beyond_what_is_left() -> None:
    clock = Clock()
    buckets = Buckets(Rate(a_second=1, at_once=5), clock)
    buckets.charge("a", 100)
    assert buckets.take("a") == 6
    clock.now = 6
    assert buckets.take("a") == 0


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 3)), max_size=60))
def test_nobody_gets_more_than_the_rate_and_memory_is_bounded(calls: list[tuple[str, float]]) -> None:
    clock = Clock()
    buckets = Buckets(Rate(a_second=1, at_once=4), clock, most=8)
    let_in = dict.fromkeys("abcdefgh", 0)
    for caller, pause in calls:
        clock.now += pause
        let_in[caller] += buckets.take(caller) == 0
        assert len(buckets) <= 8
        assert let_in[caller] <= 4 + clock.now + 1e-6


def test_only_so_many_callers_are_remembered() -> None:
    buckets = Buckets(Rate(1, 1), Clock(), most=3)
    for number in range(50):
        buckets.take(str(number))
    assert len(buckets) == 3


@pytest.mark.parametrize(
    ("client", "address"),
    [
        (("192.0.2.7", 1), "192.0.2.7"),
        (("2001:db8::1:2:3:4", 1), "2001:db8::/64"),
        (("testclient", 1), "testclient"),
        (None, "unknown"),
    ],
)
def test_an_address_of_the_newer_sort_counts_by_its_network(client: object, address: str) -> None:
    assert address_of({"type": "http", "client": client}) == address


async def reading(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer how many bytes the body has."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await PlainTextResponse(str(size))(scope, receive, send)


async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer that nobody is signed in."""
    await PlainTextResponse("no", 401)(scope, receive, send)


def limited(app: Any = reading, rate: Rate = Rate(1, 20)) -> Limits:  # noqa: ANN401, B008  # any application
    buckets = Buckets(rate, Clock())
    return Limits(app, sizes={"/": 10, "/large": 100}, buckets=buckets, free=frozenset({"/free"}))


def sending(parts: Iterable[bytes]) -> Receive:
    left = [*parts]

    async def receive() -> Message:
        body = left.pop(0) if left else b""
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    return receive


def ask(app: Limits, parts: Iterable[bytes] = (), path: str = "/", **headers: str) -> tuple[int, dict[str, str]]:
    """Return the status and the headers of the answer."""
    said = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": said, "client": ("192.0.2.1", 1), "method": "POST"}
    work = app(scope, sending(parts), send)
    with pytest.raises(StopIteration):
        work.send(None)  # nothing in it waits
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_a_body_is_refused_by_what_its_header_says() -> None:
    status, headers = ask(limited(), [b"x"], content_length="11")
    assert (status, headers["connection"]) == (413, "close")
    assert ask(limited(), [b"x" * 10], content_length="10")[0] == 200
    assert ask(limited(), [b"x" * 10], "/large", content_length="100")[0] == 200
    assert ask(limited(), [b"x"], content_length="-1")[0] == 413
    assert ask(limited(), [b"x"], content_length="9" * 5000)[0] == 413


@pytest.mark.parametrize("said", [{}, {"content_length": "1"}])
def test_a_body_is_refused_by_what_comes_whatever_its_header_says(said: dict[str, str]) -> None:
    app = limited()
    with pytest.raises(Problem) as caught:
        ask(app, [b"12345", b"12345", b"6"], **said)
    assert caught.value.status_code == 413


def test_every_answer_has_the_headers_of_safety() -> None:
    for status, headers in (ask(limited()), ask(limited(), content_length="99")):
        assert status in {200, 413}
        for name, value in HEADERS.items():
            assert headers[name.lower()] == value
    policy = HEADERS["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_guessing_keys_ends_soon() -> None:
    app = limited(refusing)
    assert [ask(app)[0] for _ in range(4)] == [401, 401, 429, 429]


def test_whoever_watches_the_process_is_never_refused() -> None:
    app = limited(rate=Rate(0.001, 1))
    assert [ask(app)[0] for _ in range(2)] == [200, 429]
    assert [ask(app, path="/free")[0] for _ in range(5)] == [200] * 5
