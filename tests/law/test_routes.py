from __future__ import annotations

import pytest

from penstock.kernel.errors import UsageError
from penstock.law.routes import Route, read_country, read_route


@pytest.mark.parametrize("code", ["-", "a-b-c!!", "CN-", "-MX"])
def test_a_hyphen_makes_no_country_code(code: str) -> None:
    with pytest.raises(UsageError):
        read_country(code)


def test_a_route_needs_one_end_and_takes_subdivisions() -> None:
    assert read_route(None, None) is None
    assert read_route("cn", None) == Route("CN", None)
    assert read_route(None, " ca-bc ") == Route(None, "CA-BC")
    with pytest.raises(UsageError, match="'C1' is not a country code"):
        read_route("C1", "MX")
