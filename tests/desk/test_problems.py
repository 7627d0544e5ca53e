from __future__ import annotations

import msgspec
import pytest
from starlette.exceptions import HTTPException

from penstock.desk.problems import KINDS, Problem, problem_of, unreadable
from penstock.kernel.errors import BadDay, ConflictError, InputError, ListMissing, UnknownId, UsageError

PARTS = {"type", "title", "status", "detail", "code", "remedy"}


def told(problem: Problem) -> dict[str, object]:
    response = problem.response()
    assert response.media_type == "application/problem+json"
    found: dict[str, object] = msgspec.json.decode(bytes(response.body))
    assert found.keys() >= PARTS
    assert found["status"] == response.status_code
    return found


@pytest.mark.parametrize("code", KINDS)
def test_every_problem_has_all_parts_and_says_what_to_do(code: str) -> None:
    found = told(Problem.of(code))
    assert found["code"] == code
    assert str(found["remedy"]).endswith(".")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("No.", remedy="Do."), 422),
        (BadDay("No.", remedy="Do."), 422),
        (UnknownId("No.", remedy="Do."), 404),
        (ListMissing("No.", remedy="Do."), 503),
        (InputError("No.", remedy="Do."), 422),
    ],
)
def test_an_error_of_penstock_keeps_its_code_and_remedy(error: UsageError, status: int) -> None:
    found = told(problem_of(error))
    assert (found["status"], found["code"], found["detail"], found["remedy"]) == (status, error.code, "No.", "Do.")


@pytest.mark.parametrize(
    "error", [ValueError("secret"), KeyError("secret"), ConflictError("secret", remedy="secret")], ids=repr
)
def test_what_nobody_foresaw_shows_none_of_its_words(error: Exception) -> None:
    problem = problem_of(error)
    assert problem.status_code == 500
    assert b"secret" not in problem.response().body


def test_an_error_of_the_framework_keeps_its_headers() -> None:
    problem = problem_of(HTTPException(405, headers={"Allow": "GET"}))
    assert problem.response().headers["allow"] == "GET"
    assert problem.code == "wrong_method"


def test_a_deep_or_broken_body_is_a_bad_request_and_a_wrong_one_is_invalid() -> None:
    assert unreadable(RecursionError("deep")).status_code == 400
    assert unreadable(msgspec.DecodeError("broken")).status_code == 400
    assert unreadable(msgspec.ValidationError("Expected `str`")).status_code == 422


def test_half_a_surrogate_pair_in_an_error_can_be_sent() -> None:
    assert b"?" in problem_of(UsageError("\ud800 is none.", remedy="Do.")).response().body
