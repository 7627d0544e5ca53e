from __future__ import annotations

import inspect
import pickle
import re

import pytest

import penstock
from penstock.kernel import errors
from penstock.kernel.errors import (
    BadDay,
    Conflict,
    ConflictError,
    FetchError,
    InputError,
    ListMissing,
    NamingError,
    NotAllowed,
    OutputError,
    PenstockError,
    RegisterError,
    RegisterMissing,
    RosterError,
    StoreError,
    UnknownId,
    UnknownPlace,
    UsageError,
)

PLAIN = [
    PenstockError,
    UsageError,
    BadDay,
    UnknownPlace,
    UnknownId,
    RegisterMissing,
    InputError,
    NamingError,
    ListMissing,
    FetchError,
    OutputError,
    StoreError,
    NotAllowed,
    ConflictError,
]


def refusal() -> RegisterError:
    return RegisterError(
        file="measures/us/list-i.yaml",
        line=12,
        key="entries.4-piperidone.spans[0].since",
        found="'soon'",
        expected="a day written YYYY-MM-DD",
        code="bad_date",
    )


def refused() -> RosterError:
    return RosterError(file="sdn.csv", where="line 12", found="11 columns", expected="12")


def late() -> Conflict:
    at = "2026-11-22T08:00:00.000000Z"
    return Conflict("'ito' was first.", remedy="Look again.", by="ito", at=at, state="refused", version=3)


def test_a_refused_roster_says_file_place_found_and_expected() -> None:
    assert str(refused()) == "sdn.csv: line 12: found 11 columns; expected 12."
    whole = RosterError(file="sdn.csv", where="", found="no rows", expected="at least 5000")
    assert whole.as_dict()["message"] == "sdn.csv: found no rows;"


@pytest.mark.parametrize("kind", PLAIN)
def test_an_error_reads_as_what_is_wrong_and_what_to_do(kind: type[PenstockError]) -> None:
    error = kind("The day is bad.", remedy="Write another.")
    assert str(error) == "The day is bad. Write another."
    assert error.as_dict() == {"code": kind.code, "message": "The day is bad.", "remedy": "Write another."}


def test_codes_are_words_and_no_two_errors_share_one() -> None:
    codes = [kind.code for kind in PLAIN]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)


def test_a_register_refusal_names_file_line_key_found_and_expected() -> None:
    error = refusal()
    assert str(error) == (
        "measures/us/list-i.yaml:12: entries.4-piperidone.spans[0].since: "
        "found 'soon'; expected a day written YYYY-MM-DD."
    )
    assert (error.file, error.line, error.code) == ("measures/us/list-i.yaml", 12, "bad_date")
    assert error.as_dict()["code"] == "bad_date"


@pytest.mark.parametrize("kind", [BadDay, UnknownPlace, UnknownId])
def test_a_question_put_wrongly_is_caught_as_wrong_usage(kind: type[UsageError]) -> None:
    assert issubclass(kind, UsageError)
    assert kind.code != UsageError.code


FAILURES = [RegisterError, RegisterMissing, NamingError, InputError, OutputError, ConflictError]
FAILURES += [RosterError, ListMissing, FetchError, StoreError, Conflict, NotAllowed]


@pytest.mark.parametrize("kind", FAILURES)
def test_what_fails_by_itself_is_not_wrong_usage(kind: type[PenstockError]) -> None:
    assert issubclass(kind, PenstockError)
    assert not issubclass(kind, UsageError)


@pytest.mark.parametrize(
    "error",
    [BadDay("No day.", remedy="Write one."), refusal(), refused(), late()],
    ids=["plain", "register", "roster", "late"],
)
def test_an_error_travels_between_processes_with_all_its_data(error: PenstockError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # written by this test one line ago
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


def test_the_tree_at_the_top_of_the_module_is_the_tree_in_the_code() -> None:
    drawn: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        drawing = re.match(r"([│├└─ ]*)([A-Z][a-z]+[A-Z]\w+|Conflict|Overdrawn)\b", line)
        if drawing is not None:
            depth = len(drawing[1]) // 4
            above[depth:] = [drawing[2]]
            drawn[drawing[2]] = above[depth - 1] if depth else "Exception"
    classes = inspect.getmembers(errors, inspect.isclass)
    coded = {name: kind.__bases__[0].__name__ for name, kind in classes if kind.__module__ == errors.__name__}
    assert drawn == coded


def test_every_error_is_public_under_the_name_of_the_package() -> None:
    for kind in [*PLAIN, RegisterError, RosterError, Conflict]:
        assert getattr(penstock, kind.__name__) is kind
