from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from starlette.requests import Request

from penstock.desk.actors import ROLES, Actor, Doors
from penstock.desk.limits import Buckets, Rate
from penstock.desk.problems import Problem

REQUEST = Request({"type": "http", "headers": []})


def doors(who: Any, at_once: float = 100) -> Doors:  # noqa: ANN401  # with and without await
    return Doors(who, Buckets(Rate(0.001, at_once), lambda: 0.0))


def test_a_role_may_do_what_those_before_it_may() -> None:
    for place, role in enumerate(ROLES):
        assert [Actor("x", role).may(wanted) for wanted in ROLES] == [nth <= place for nth in range(len(ROLES))]


def test_whoever_blocks_is_asked_in_another_thread() -> None:
    async def quick(_request: Request) -> Actor:
        return Actor(threading.current_thread().name, "officer")

    def slow(_request: Request) -> Actor:
        return Actor(threading.current_thread().name, "officer")

    here = threading.current_thread().name
    assert asyncio.run(doors(quick).needs("viewer")(REQUEST)).name == here
    assert asyncio.run(doors(slow).needs("viewer")(REQUEST)).name != here


def test_a_lesser_role_and_too_many_requests_are_refused() -> None:
    async def who(_request: Request) -> Actor:
        return Actor("one", "officer")

    with pytest.raises(Problem) as caught:
        asyncio.run(doors(who).needs("approver")(REQUEST))
    assert (caught.value.status_code, caught.value.code) == (403, "not_allowed")
    let_in = doors(who, at_once=1).needs("officer")
    assert asyncio.run(let_in(REQUEST)).role == "officer"
    with pytest.raises(Problem) as caught:
        asyncio.run(let_in(REQUEST))
    assert caught.value.status_code == 429


def test_a_call_of_many_things_costs_a_request_for_each_so_many_begun() -> None:
    async def who(_request: Request) -> Actor:
        return Actor("one", "officer")

    one = Actor("one", "officer")
    few = doors(who, at_once=22)
    assert asyncio.run(few.needs("officer")(REQUEST)) == one
    few.charge(one, 1, each=50)
    few.charge(one, 50, each=50)  # costs no more than the request itself
    few.charge(one, 1000, each=50)  # 19 more
    few.charge(one, 51, each=50)  # one more
    few.charge(one, 51, each=50)
    with pytest.raises(Problem) as caught:
        few.charge(one, 51, each=50)
    assert (caught.value.status_code, caught.value.code) == (429, "too_many_requests")
    few.charge(Actor("another", "officer"), 1000, each=50)
