"""What an account may do: four roles, each of which may do all that those before it may."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["viewer", "officer", "approver", "administrator"]

ROLES: tuple[Role, ...] = get_args(Role)
"""From the least to the most."""


def covers(held: Role, wanted: Role) -> bool:
    """Tell whether whoever holds one role may do what another may."""
    return ROLES.index(held) >= ROLES.index(wanted)
