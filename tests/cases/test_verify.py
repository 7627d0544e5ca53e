from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from tests.cases.kept import AT, CASES, SINCE, STORE, UNTIL, ask, lead

from penstock.cases.dossier import of_period
from penstock.cases.known import Store
from penstock.cases.verify import verified

if TYPE_CHECKING:
    from penstock.cases.document import Dossier
    from penstock.cases.listed import Known
    from penstock.law.register import Register


@pytest.fixture(scope="module")
def made(known: Known, register: Register) -> Dossier:
    return of_period(known, STORE, ask(register, "period", since=SINCE, until=UNTIL))


def test_a_document_made_again_is_the_same(made: Dossier) -> None:
    found = verified(made, made)
    assert found.is_same
    assert found.figures == len(made.figures()) > 20
    assert found.as_dict()["is_same"] is True


def test_a_number_that_was_changed_by_hand_is_named(made: Dossier) -> None:
    place = next(n for n, one in enumerate(made.sections) if one.name == "leads")
    section = made.sections[place]
    forged = (replace(section.figures[0], value=99), *section.figures[1:])
    told = replace(
        made, sections=(*made.sections[:place], replace(section, figures=forged), *made.sections[place + 1 :])
    )
    found = verified(told, made)
    assert not found.is_same
    assert [(one.section, one.key, one.was, one.now) for one in found.differences] == [("leads", "leads", 99, 3)]


def test_the_records_that_are_others_are_named(made: Dossier, known: Known, register: Register) -> None:
    asked = ask(register, "period", since=SINCE, until=UNTIL)
    answered = CASES[2]._replace(state="closed", version=2)
    now = of_period(known, Store(AT, (*CASES[1:2], answered, *CASES[3:], lead("7"))), asked)
    found = verified(made, now)
    assert (found.changed, found.missing, found.new) == (("3",), ("1",), ("7",))
    other = [one for one in found.differences if one.was == one.now]
    assert other, "a number that is the same by chance, counted from other records, is told"


def test_another_register_is_named(made: Dossier) -> None:
    stamp = made.head.stamp | {"register": "another"}
    found = verified(replace(made, head=replace(made.head, stamp=stamp)), made)
    assert found.stamp == {"register": ("another", made.head.stamp["register"])}
    assert found.is_same, "the numbers are the same all the same"
