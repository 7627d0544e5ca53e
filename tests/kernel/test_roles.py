from __future__ import annotations

from penstock.kernel.roles import ROLES, covers


def test_each_role_may_do_what_those_before_it_may() -> None:
    assert list(ROLES) == ["viewer", "officer", "approver", "administrator"]
    for place, held in enumerate(ROLES):
        assert [wanted for wanted in ROLES if covers(held, wanted)] == list(ROLES[: place + 1])
