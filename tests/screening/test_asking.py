from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from penstock.kernel.errors import UnreadableName, UsageError
from penstock.screening.asking import EitherAnswer, PartyAnswer, ask, read_birth

if TYPE_CHECKING:
    from penstock.law.check import Answer
    from penstock.law.register import Register

DAY = date(2026, 11, 25)


def asked(register: Register, subject: str, **more: Any) -> Answer | PartyAnswer:  # noqa: ANN401  # parts of a question
    question: dict[str, Any] = {"kind": None, "places": None, "on": DAY, "route": None, "engine": "test"}
    return ask(register, subject, **{**question, **more})


@pytest.mark.parametrize(
    "name",
    [
        "HEBEI YAXIN RESTAURANT MANAGEMENT",
        "Hubei Amarvel Biotech",
        "Du Changgen",
        "SUMILAB",
        "河北雅新餐饮管理有限公司",
    ],
)
def test_the_name_of_a_known_party_is_found_to_be_one(register: Register, name: str) -> None:
    answer = asked(register, name)
    assert isinstance(answer, PartyAnswer)
    assert answer.as_dict()["subject"]["kind"] == "party"
    assert answer.identified()


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("4-piperidone", "substance"),
        ("41661-47-6", "substance"),
        ("O=C1CCNCC1", "structure"),
        ("8479.89", "code"),
        ("tablet press", "equipment"),
        ("propionyl chloride in drums", "text"),
        ("white powder for research", "text"),
        ("", "text"),
    ],
)
def test_a_thing_stays_a_thing(register: Register, subject: str, kind: str) -> None:
    answer = asked(register, subject)
    assert not isinstance(answer, PartyAnswer | EitherAnswer)
    assert answer.as_dict()["subject"]["kind"] == kind


def test_a_firm_nobody_knows_is_a_party_by_its_legal_form(register: Register) -> None:
    answer = asked(register, "Shanghai Best Umbrella Co., Ltd.")
    assert isinstance(answer, PartyAnswer)
    assert answer.identified() == []
    assert {one.verdict for one in answer.answers} == {"unknown"}


def test_where_both_are_possible_both_are_answered(register: Register) -> None:
    answer = asked(register, "fentanyl Hubei Amarvel Biotech")
    assert isinstance(answer, EitherAnswer)
    shown = answer.as_dict()
    assert {one["id"] for one in shown["subject"]["identified"]} == {"fentanyl"}
    assert {one["list"]: one["verdict"] for one in shown["parties"]}["us-charges"] == "charged"
    assert list(shown)[-1] == "stamp"


def test_a_thing_is_not_looked_up_in_lists(register: Register) -> None:
    from penstock.screening.asking import About  # noqa: PLC0415  # for this test alone

    def never() -> Any:  # noqa: ANN401  # it is not called
        raise AssertionError

    assert asked(register, "41661-47-6", about=About(lists=never)).answers


def test_a_name_that_tells_nobody_from_another_is_refused(register: Register) -> None:
    for name in ("", "CO LTD", "x" * 10_000):
        with pytest.raises(UnreadableName):
            asked(register, name, kind="party")


def test_places_choose_the_lists(register: Register) -> None:
    assert asked(register, "SUMILAB", kind="party", places=["CN"]).answers == ()
    assert len(asked(register, "SUMILAB", kind="company", places=["us"]).answers) == 3


@pytest.mark.parametrize("text", [None, "1977", "1977-06", "1977-06-16"])
def test_a_birth_date_is_a_day_a_month_or_a_year(text: str | None) -> None:
    assert read_birth(text) == text


@pytest.mark.parametrize("text", ["77", "1977-13", "16.6.1977", ""])
def test_anything_else_is_no_birth_date(text: str) -> None:
    with pytest.raises(UsageError, match="is no birth date"):
        read_birth(text)
