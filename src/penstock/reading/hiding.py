"""Whether an element of a page is shown: by its name, its attributes and the style it carries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NEVER_SHOWN = frozenset({"template", "noscript", "noframes", "datalist"})
"""Elements whose content a browser that runs scripts does not show."""

HIDING = ("hidden", "aria-hidden", "style", "open")
"""Attributes that tell whether an element is shown."""

_HIDDEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|content-visibility:hidden"
    r"|font(?:-size)?:(?:0*(?:\.0*)?(?:px|pt|em|rem|ex|ch|%|vw|vh)?|0*[01](?:\.\d*)?p[xt]|0*\.\d+p[xt])(?:!important)?(?:;|$)"
    r"|opacity:0*(?:\.0+)?%?(?:!important)?(?:;|$)"
    r"|(?:text-indent|left|right|top|bottom|margin(?:-left|-top)?):-\d{3,}"
    r"|clip:rect\(0(?:px)?[, ]|clip-path:inset\((?:50|100)%)"
)
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_LONGEST_STYLE = 2_000


def is_hidden(name: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element hides its text.

    Style sheets are not read: an element that one of their rules hides counts as shown.

    Args:
        name: The element, in lower case.
        attributes: Its attributes ``hidden``, ``aria-hidden``, ``open`` and ``style``, as far as it has them.
    """
    if name in NEVER_SHOWN or "hidden" in attributes or (name == "dialog" and "open" not in attributes):
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    if "style" not in attributes:
        return False
    style = _plain(attributes["style"][:_LONGEST_STYLE])
    if _HIDDEN.search(style):
        return True
    colour, ground = _COLOUR.search(style), _GROUND.search(style)
    return colour is not None and ground is not None and colour[1] == ground[1]


def _plain(style: str) -> str:
    """Return a style without its comments and spaces, in lower case."""
    while "/*" in style:
        before, _, behind = style.partition("/*")
        style = before + behind.partition("*/")[2]
    return "".join(style.split()).lower()
