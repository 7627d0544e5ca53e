"""What ``import penstock`` gives, and what it costs."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from datetime import date

import pytest

import penstock
from penstock import (
    BadDay,
    ConflictError,
    InputError,
    OutputError,
    PenstockError,
    RegisterError,
    RegisterMissing,
    Route,
    UnknownId,
    UnknownPlace,
    UsageError,
)

ERRORS = [
    BadDay,
    ConflictError,
    InputError,
    OutputError,
    RegisterError,
    RegisterMissing,
    UnknownId,
    UnknownPlace,
]


def test_the_public_names_are_these() -> None:
    promised = {"check", "screen", "Register", "Consignment", "Decision", "PenstockError"}
    assert promised <= set(penstock.__all__)
    assert list(penstock.__all__) == sorted(penstock.__all__)


@pytest.mark.parametrize("name", penstock.__all__)
def test_every_public_name_is_there_under_its_own_name_and_documented(name: str) -> None:
    found = getattr(penstock, name)
    assert found.__name__ == name
    assert inspect.getdoc(found)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'penstock' has no attribute 'Chequer'"):
        getattr(penstock, "Chequer")  # noqa: B009  # the attribute is absent on purpose


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_a_penstock_error_with_a_code_of_its_own(error: type[PenstockError]) -> None:
    assert issubclass(error, PenstockError)
    assert error.code != PenstockError.code or error is RegisterError


def test_wrong_questions_share_a_base() -> None:
    assert all(issubclass(error, UsageError) for error in (BadDay, UnknownPlace, UnknownId))
    assert not issubclass(InputError, UsageError)


COSTS = """
import json, sys
import penstock
HEAVY = {"rdkit", "polars", "rich", "click", "yaml"}
at_import = sorted({name.split(".")[0] for name in sys.modules} & (HEAVY | {"msgspec"}))
penstock.check("41661-47-6", on="2026-11-01", jurisdictions=["CN"])
at_check = sorted({name.split(".")[0] for name in sys.modules} & HEAVY)
print(json.dumps([at_import, at_check]))
"""


def test_importing_and_asking_by_cas_load_nothing_heavy() -> None:
    ran = subprocess.run([sys.executable, "-c", COSTS], capture_output=True, check=True, timeout=60)  # our own script
    assert json.loads(ran.stdout) == [[], []]


def test_check_answers_as_the_contract_says() -> None:
    shown = penstock.check("41661-47-6", jurisdictions=["CN", "US"], on="2025-07-20").as_dict()
    assert list(shown) == ["subject", "as_of", "answers", "stamp"]
    assert [(one["jurisdiction"], one["verdict"]) for one in shown["answers"]] == [
        ("CN", "controlled"),
        ("US", "controlled"),
    ]
    (measure,) = [one for one in shown["answers"][0]["measures"] if one["id"].startswith("cn.precursors")]
    assert (measure["since"], measure["basis"], measure["until"]) == ("2025-07-20", "named", None)
    assert json.loads(json.dumps(shown)) == shown


def test_a_day_may_be_a_date_or_a_text_and_is_today_by_default() -> None:
    assert penstock.check("urea", on="2026-11-01").as_dict() == penstock.check("urea", on=date(2026, 11, 1)).as_dict()
    before = date.today()  # noqa: DTZ011  # the default is the reader's own day
    assert before <= penstock.check("urea").as_of <= date.today()  # noqa: DTZ011  # as above


def test_a_route_may_be_a_pair_and_chooses_the_places() -> None:
    pair = penstock.check("toluene", route=("CN", "MX"), on="2026-11-01")
    assert pair == penstock.check("toluene", route=Route("CN", "MX"), on="2026-11-01")
    assert {one.jurisdiction for one in pair.answers} == {"CN", "MX", "UN"}
    by_way = penstock.check("toluene", route=Route("CN", "MX", ("HK",)), on="2026-11-01")
    assert "HK" in {one.jurisdiction for one in by_way.answers}
    named = penstock.check("toluene", route=("CN", "MX"), jurisdictions=["us"], on="2026-11-01")
    assert [one.jurisdiction for one in named.answers] == ["US"]


def test_a_country_without_law_in_the_register_is_unknown() -> None:
    answer = penstock.check("toluene", route=("CN", "BR"), on="2026-11-01").as_dict()["answers"]
    brazil = next(one for one in answer if one["jurisdiction"] == "BR")
    assert (brazil["verdict"], brazil["measures"]) == ("unknown", [])
    assert brazil["note"] == "The register holds no law of BR."


def test_a_route_is_read_in_any_case_as_on_the_command_line() -> None:
    small = penstock.check("toluene", route=("cn", "mx"), on="2026-11-01")
    assert {one.jurisdiction for one in small.answers} == {"CN", "MX", "UN"}


def test_every_place_is_asked_when_nothing_narrows_it() -> None:
    answer = penstock.check("urea", on="2026-11-01")
    assert {"UN", "US", "CN", "MX", "CA", "CA-BC", "EU", "HK"} <= {one.jurisdiction for one in answer.answers}


def test_a_kind_that_is_named_is_kept() -> None:
    assert penstock.check("C", kind="structure", on="2026-11-01").as_dict()["subject"]["kind"] == "structure"
    with pytest.raises(UsageError, match=r"'poem' is no kind of subject\. Use one of substance, structure,"):
        penstock.check("urea", kind="poem")  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("day", ["2023-02-30", "21/06/2023", "20230621", "", "2023-6-21", "yesterday"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(BadDay) as caught:
        penstock.check("urea", on=day)
    assert caught.value.as_dict() == {
        "code": "bad_day",
        "message": f"{day!r} is not a day.",
        "remedy": "Write it as YYYY-MM-DD, for example 2023-06-21.",
    }


@pytest.mark.parametrize("places", [["XX"], ["CN", ""], ["China"]])
def test_a_place_the_register_does_not_know_is_refused(places: list[str]) -> None:
    with pytest.raises(UnknownPlace, match="It knows "):
        penstock.check("urea", jurisdictions=places, on="2026-11-01")


def test_only_the_subject_goes_by_place() -> None:
    with pytest.raises(TypeError):
        penstock.check("urea", "substance")  # type: ignore[call-arg]  # wrong on purpose


def test_a_party_is_asked_about_like_a_thing() -> None:
    answer = penstock.check("Hubei Amarvel Biotech", kind="company", country="cn", on="2026-11-25")
    assert isinstance(answer, penstock.PartyAnswer)
    shown = answer.as_dict()
    assert list(shown) == ["subject", "as_of", "answers", "stamp"]
    verdicts = {one["list"]: one["verdict"] for one in shown["answers"]}
    assert verdicts == {"us-charges": "charged", "us-ofac-sdn": "not_listed", "us-bis-entity-list": "unknown"}
    (match,) = shown["answers"][0]["matches"]
    assert "The country agrees: CN." in match["note"]
    assert isinstance(penstock.check("Hubei Amarvel Biotech", on="2026-11-25"), penstock.PartyAnswer)


def test_a_birth_date_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="is no birth date"):
        penstock.check("Zhang Wei", kind="person", born="June")
