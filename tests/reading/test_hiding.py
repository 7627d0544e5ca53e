from __future__ import annotations

import pytest

from penstock.reading.hiding import is_hidden


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : None",
        "color:red;display:none !important",
        "visibility:hidden",
        "font-size:0",
        "font-size: 0px;",
        "font-size:0.0em",
        "font-size:1px",
        "opacity:0",
        "opacity: 0.0",
        "text-indent:-9999px",
        "position:absolute;left:-5000px",
        "color:#fff;background:#fff",
        "background-color:white; color: white",
        "display:/* x */none",
        "display:/**/none",
        "clip: rect(0, 0, 0, 0)",
    ],
)
def test_a_style_that_shows_nothing_hides(style: str) -> None:
    assert is_hidden("p", {"style": style})


@pytest.mark.parametrize(
    "style",
    [
        "",
        "display:block",
        "font-size:0.8em",
        "font-size:10px",
        "opacity:0.5",
        "margin-left:-5px",
        "color:#fff;background:#000",
        "x-display:none",
        "/*",
        "/*display:none",
    ],
)
def test_a_style_that_shows_something_does_not(style: str) -> None:
    assert not is_hidden("p", {"style": style})


def test_elements_and_attributes_hide() -> None:
    assert is_hidden("template", {})
    assert is_hidden("noscript", {})
    assert is_hidden("dialog", {})
    assert is_hidden("p", {"hidden": ""})
    assert is_hidden("p", {"aria-hidden": " TRUE "})
    assert not is_hidden("dialog", {"open": ""})
    assert not is_hidden("p", {"aria-hidden": "false"})
    assert not is_hidden("p", {})
