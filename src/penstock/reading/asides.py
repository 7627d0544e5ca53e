"""Whether an element of a page stands beside its article: menus, banners, columns and the foot of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROLES = {"navigation": "nav", "banner": "header", "complementary": "aside", "contentinfo": "footer", "search": "nav"}
"""What WAI-ARIA calls them, https://www.w3.org/TR/html-aria/#docconformance."""

_OWN: Mapping[str, tuple[str, ...]] = {"header": ("article", "main"), "footer": ("blockquote", "figure")}
"""Within what an element belongs to the article: the header with its headline and day, the foot of what is cited."""


def is_beside(name: str, role: str, around: Mapping[str, int]) -> bool:
    """Tell whether an element stands beside the article.

    Args:
        name: The element, in lower case.
        role: Its attribute ``role``; empty where it has none.
        around: How many elements of each name are open around it.
    """
    stands_for = _ROLES.get(role.strip().lower(), name)
    if stands_for in {"nav", "aside"}:
        return True
    return stands_for in _OWN and not any(around.get(one) for one in _OWN[stands_for])
