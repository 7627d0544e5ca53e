"""A structure read from a name: shown, unconfirmed, and never enough to convict or to clear."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

import penstock
from penstock.kernel.errors import NamingError
from penstock.law import naming
from penstock.law.check import UNCONFIRMED, WEAK
from penstock.law.identified import CONFIDENCE, SYSTEMATIC
from penstock.law.identify import identify
from penstock.law.naming import by_systematic_name, with_systematic_name

if TYPE_CHECKING:
    from penstock.law.register import Register

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="there is no 'java' on the path")

BENZYLFENTANYL = "CCC(=O)N(c1ccccc1)C1CCN(Cc2ccccc2)CC1"
READ = {
    "N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide": BENZYLFENTANYL,
    "N-cyclohexyl-N-phenylbenzamide": "O=C(c1ccccc1)N(c1ccccc1)C1CCCCC1",
    "dimethyl-toluene": "CC(C)c1ccccc1",
}
"""What a reader of names says, for tests that need no Java."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put a reader in OPSIN's place that keeps what it was asked."""
    names: list[str] = []

    def read(name: str) -> str | None:
        names.append(name)
        return READ.get(name)

    monkeypatch.setattr(naming, "structure_of", read)
    monkeypatch.setattr(naming, "is_available", lambda: True)
    monkeypatch.setattr("penstock.substances.naming.engine_with_reader", lambda engine: f"{engine} with a reader")
    return names


def answer(subject: str, **asked: Any) -> dict[str, Any]:  # noqa: ANN401  # any argument of check
    return penstock.check(subject, jurisdictions=["US", "CN"], on="2026-11-01", **asked).as_dict()


@pytest.mark.usefixtures("asked")
def test_a_controlled_structure_read_from_a_name_may_be_controlled() -> None:
    shown = answer("N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide")
    (one,) = shown["subject"]["identified"]
    assert (one["id"], one["by"], one["confidence"]) == ("benzylfentanyl", SYSTEMATIC, 0.6)
    assert shown["stamp"]["engine"] == f"{penstock.__version__} with a reader"
    for place in shown["answers"]:
        assert place["verdict"] == "unknown"
        assert place["note"].startswith(f"Read from the name by OPSIN, unconfirmed. OPSIN reads {BENZYLFENTANYL}.")
        assert {measure["open"] for measure in place["measures"]} == {UNCONFIRMED}


def test_the_same_structure_given_as_one_is_controlled() -> None:
    shown = answer(BENZYLFENTANYL)
    assert {place["verdict"] for place in shown["answers"]} == {"controlled"}
    assert shown["stamp"]["engine"] == penstock.__version__
    assert "OPSIN" not in str(shown)


@pytest.mark.usefixtures("asked")
def test_an_ordinary_structure_read_from_a_name_is_not_cleared() -> None:
    shown = answer("N-cyclohexyl-N-phenylbenzamide")
    (one,) = shown["subject"]["identified"]
    assert (one["id"], one["name"]) == (None, "structure C19H21NO")
    assert {place["verdict"] for place in shown["answers"]} == {"unknown"}
    assert all("unconfirmed" in place["note"] for place in shown["answers"])


@pytest.mark.usefixtures("asked")
def test_what_the_name_is_near_to_stays_beside_the_structure() -> None:
    shown = answer("dimethyl-toluene")
    assert [one["by"] for one in shown["subject"]["identified"]] == ["name", SYSTEMATIC]
    us = shown["answers"][0]
    assert us["verdict"] == "unknown"
    assert {measure["open"] for measure in us["measures"]} == {WEAK}
    assert us["note"].startswith(
        "The text is near the name 'toluene' and may name another substance. Read from the name by"
    )


@pytest.mark.parametrize("kind", [None, "substance"])
def test_names_are_asked_for_unknown_substances(kind: Any, register: Register, asked: list[str]) -> None:  # noqa: ANN401  # a kind
    name = "N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide"
    found = with_systematic_name(register, name, kind, identify(register, name, kind))
    assert asked == [name]
    assert found.kind == "substance"
    assert [one.subject for one in found.identified] == ["benzylfentanyl"]


def test_a_salt_read_from_a_name_is_a_form_of_its_parent(register: Register) -> None:
    (one,) = by_systematic_name(register, "Br.Br.C1CNCCC1Nc1ccccc1")
    assert (one.subject, one.form, one.confidence) == ("4-ap", "salt or mixture", CONFIDENCE[SYSTEMATIC])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("4-anilinopiperidine", None),
        ("4-anilinopiperidine dihydrochloride", None),
        ("4-AP", None),
        ("4-anilinopiperidine, 25 kg", None),
        ("41661-47-6", None),
        ("1609-66-5", None),
        ("50-00-0", None),
        ("2933.39", None),
        ("CCOC(C)=O", None),
        ("C1CC", None),
        ("4-哌啶酮", None),
        ("tablet press", None),
        ("steel pipes", None),
        ("N-cyclohexyl-N-phenylbenzamide 50-00-0", None),
        ("N-cyclohexyl-N-phenylbenzamide", "text"),
        ("N-cyclohexyl-N-phenylbenzamide", "structure"),
        ("N-cyclohexyl-N-phenylbenzamide", "equipment"),
    ],
)
def test_names_are_not_asked_for_what_is_known_or_something_else(
    text: str,
    kind: Any,  # noqa: ANN401  # a kind
    register: Register,
    asked: list[str],
) -> None:
    reading = identify(register, text, kind)
    assert with_systematic_name(register, text, kind, reading) is reading
    assert asked == []


def test_a_name_nobody_can_read_stays_unknown(register: Register, asked: list[str]) -> None:
    reading = identify(register, "2-nosuchgroupane")
    assert with_systematic_name(register, "2-nosuchgroupane", None, reading) is reading
    assert asked == ["2-nosuchgroupane"]


def test_without_opsin_the_answer_is_what_the_register_knows(
    register: Register, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "is_available", lambda: False)
    name = "N-cyclohexyl-N-phenylbenzamide"
    reading = identify(register, name)
    assert with_systematic_name(register, name, None, reading) is reading
    assert asked == []


@pytest.mark.usefixtures("asked")
def test_an_opsin_that_fails_is_said_and_fails_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> str | None:
        message = "It failed."
        raise NamingError(message, remedy="Try again.")

    monkeypatch.setattr(naming, "structure_of", fail)
    shown = answer("N-cyclohexyl-N-phenylbenzamide")
    assert shown["subject"]["identified"] == []
    assert {place["note"] for place in shown["answers"]} == {"It failed."}


def test_what_is_no_single_substance_is_not_identified(register: Register) -> None:
    assert by_systematic_name(register, "C1CC") == ()
    assert by_systematic_name(register, "") == ()
    assert CONFIDENCE["part"] < CONFIDENCE[SYSTEMATIC] < CONFIDENCE["mention"]


@needs_java
def test_opsin_itself_reads_the_name() -> None:
    shown = answer("N-phenyl-N-[1-(phenylmethyl)piperidin-4-yl]propanamide")
    assert [one["id"] for one in shown["subject"]["identified"]] == ["benzylfentanyl"]
    assert shown["stamp"]["engine"].startswith(f"{penstock.__version__} with py2opsin ")
    assert {place["verdict"] for place in shown["answers"]} == {"unknown"}
