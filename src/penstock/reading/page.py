"""A page as the texts that stand on it: title, body, what is hidden, description, alternative texts, data, links."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from penstock.reading.asides import is_beside
from penstock.reading.hiding import HIDING, is_hidden
from penstock.reading.markup import decode_into, tokens
from penstock.reading.passages import Part, Passage
from penstock.reading.product_data import CURRENCY, PRICES, TEXTS, Value, is_product, unescape_into, values

if TYPE_CHECKING:
    from penstock.reading.markup import Token

Format = Literal["html", "text"]

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"}
    | {"kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong"}
    | {"sub", "sup", "time", "tt", "u", "var", "wbr"}
)
"""Elements that part no words: their text runs on in that of the element around them."""

_ENDS_PARAGRAPH = frozenset(
    {"address", "article", "aside", "blockquote", "center", "details", "div", "dl", "fieldset", "figure", "footer"}
    | {
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    }
)
_MARKS = dict.fromkeys(("img", "input", "embed"), " ") | dict.fromkeys(("td", "th", "dt", "dd"), ": ")
"""What parts the text of some elements; cells of a row stay in one line, for a label speaks for what is beside it."""

_DESCRIPTIONS = frozenset(
    {"description", "keywords", "og:title", "og:description", "twitter:title", "twitter:description"}
    | {"product:price:amount", "product:price:currency"}
)
_LOOKS_HTML = re.compile(
    r"<!doctype html|<!--|<(?:html|head|body|title|meta|link|script|style|div|p|span|table|tr|ul|ol|li|h[1-6]|"
    r"a|b|i|br|img|section|article|main|form|font|center)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SNIFFED = 4096
_NULLS = re.compile(r"\0+")
_LINE_END = re.compile(r"[^\S\n]*\n[^\S\n]*")
_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class StatedPrice:
    """A price of the product data: its value, and its currency where the data gives one."""

    amount: Value
    currency: Value | None


@dataclass(slots=True)
class Page:
    """The passages of a page by part, and what its product data says."""

    source: str
    format: Format
    passages: dict[Part, Passage] = field(default_factory=dict)
    prices: list[StatedPrice] = field(default_factory=list)
    has_product: bool = False

    def passage(self, part: Part) -> Passage:
        """Return the passage of a part, an empty one where the page has none."""
        found = self.passages.get(part)
        if found is None:
            found = self.passages[part] = Passage(part)
        return found

    @property
    def clean(self) -> str:
        """The body as plain text: of HTML, a block or cell a paragraph, without the spaces around its lines."""
        text = self.passage("body").text
        return text if self.format == "text" else _LINES.sub("\n\n", _LINE_END.sub("\n", text)).strip()

    @property
    def title(self) -> str | None:
        """The title, on one line; ``None`` where there is none."""
        return " ".join(self.passage("title").text.split()) or None


def format_of(source: str) -> Format:
    """Tell HTML from plain text by the tags at its beginning."""
    return "html" if _LOOKS_HTML.search(source, 0, _SNIFFED) else "text"


def read_page(source: str, form: Format | None = None) -> Page:
    """Read a page; nothing on it is run or fetched.

    Args:
        source: The whole page, decoded.
        form: Whether it is HTML or plain text; told from its beginning when ``None``.
    """
    page = Page(source, form or format_of(source))
    if page.format == "html":
        _Reader(page).read()
    else:
        _read_text(page)
    return page


def read_article_page(source: str, form: Format | None = None) -> Page:
    """Read a page for the article on it: what stands beside it is hidden, and each of its blocks is a paragraph.

    Where nothing but that stands on the page, as where a menu is never closed, all of it is read.

    Args:
        source: The whole page, decoded.
        form: Whether it is HTML or plain text; told from its beginning when ``None``.
    """
    page = Page(source, form or format_of(source))
    if page.format == "text":
        _read_text(page)
        return page
    _Reader(page, is_article=True).read()
    if not page.passage("body").text.strip():
        page = Page(source, page.format)
        _Reader(page, is_article=True, has_asides=False).read()
    return page


def _read_text(page: Page) -> None:
    body, at = page.passage("body"), 0
    for match in _NULLS.finditer(page.source):
        body.add(page.source[at : match.start()], at, match.start())
        at = match.end()
    body.add(page.source[at:], at, len(page.source))


class _Reader:
    """Reads HTML token by token; the elements that are open are a list, and how many of a name are open a count."""

    def __init__(self, page: Page, *, is_article: bool = False, has_asides: bool = True) -> None:
        self._page = page
        self._is_article = is_article
        self._leaves_out = is_article and has_asides
        self._source = page.source
        self._open: list[tuple[str, bool]] = []
        self._count: dict[str, int] = {}
        self._hidden = 0
        self._hidden_ran = False
        self._is_data = False

    def read(self) -> None:
        for token in tokens(self._source):
            if token.kind == "text":
                self._text(token)
            elif token.kind == "raw":
                self._raw(token)
            elif token.kind == "open":
                self._start(token)
            else:
                self._end(token)

    def _text(self, token: Token) -> None:
        part: Part = "hidden" if self._hidden else "body"
        if part == "hidden" and not self._hidden_ran:
            self._page.passage(part).part_off(token.start)
        self._hidden_ran = part == "hidden"
        decode_into(self._page.passage(part), self._source, token.start, token.end)

    def _raw(self, token: Token) -> None:
        if token.name == "title" and "title" not in self._page.passages:
            decode_into(self._page.passage("title"), self._source, token.start, token.end)
        elif token.name in {"title", "textarea", "xmp"}:
            self._text(token)
        elif token.name in {"noframes", "noembed", "iframe"}:
            hidden = self._page.passage("hidden")
            hidden.part_off(token.start)
            decode_into(hidden, self._source, token.start, token.end)
        elif token.name == "script" and self._is_data:
            self._data(token)

    def _start(self, token: Token) -> None:
        self._take_attributes(token)
        name = token.name
        if name in _ENDS_PARAGRAPH and self._open and self._open[-1][0] == "p":
            self._close(token.start)
        self._part_off(name, token.start)
        if name in _VOID:
            return
        is_out = is_hidden(name, {key: self._value(token, key) for key in HIDING if key in token.attributes})
        is_out = is_out or (self._leaves_out and is_beside(name, self._value(token, "role"), self._count))
        self._open.append((name, is_out))
        self._count[name] = self._count.get(name, 0) + 1
        self._hidden += is_out
        if name == "script":
            self._is_data = "ld+json" in self._value(token, "type").lower()

    def _end(self, token: Token) -> None:
        if self._count.get(token.name):
            while self._close(token.start) != token.name:
                pass
        elif token.name in {"p", "br"}:
            self._part_off(token.name, token.start)

    def _close(self, at: int) -> str:
        name, is_out = self._open.pop()
        self._count[name] -= 1
        self._part_off(name, at)
        self._hidden -= is_out
        return name

    def _part_off(self, name: str, at: int) -> None:
        """Begin a new line where an element ends or begins one; a picture is as good as a space, a cell as a colon.

        In an article, all that parts more than a line begins a paragraph.
        """
        if name not in _INLINE:
            mark = _MARKS.get(name, "\n")
            if self._is_article and name != "br" and mark != " ":
                mark = "\n\n"
            self._page.passage("hidden" if self._hidden else "body").part_off(at, mark)

    def _value(self, token: Token, key: str) -> str:
        start, end = token.attributes.get(key, (0, 0))
        passage = Passage("link")
        decode_into(passage, self._source, start, end)
        return passage.text

    def _take_attributes(self, token: Token) -> None:
        attributes = token.attributes
        if not attributes:
            return
        if token.name == "meta" and "content" in attributes:
            named = self._value(token, "name" if "name" in attributes else "property").strip().lower()
            if named in _DESCRIPTIONS:
                self._take("description", attributes["content"])
        for key in ("alt", "title", "aria-label", "placeholder"):
            if key in attributes:
                self._take("alt", attributes[key])
        if "href" in attributes and token.name in {"a", "area"}:
            self._take("link", attributes["href"])

    def _take(self, part: Part, place: tuple[int, int]) -> None:
        passage = self._page.passage(part)
        passage.part_off(place[0])
        decode_into(passage, self._source, *place)

    def _data(self, token: Token) -> None:
        page, source = self._page, self._source
        data = page.passage("data")
        amounts: list[Value] = []
        currencies: list[Value] = []
        for value in values(source, token.start, token.end):
            page.has_product = page.has_product or is_product(source, value)
            if value.key in TEXTS:
                data.part_off(value.start)
                unescape_into(data, source, value)
            elif value.key in PRICES:
                amounts.append(value)
            elif value.key == CURRENCY:
                currencies.append(value)
        page.prices += [StatedPrice(amount, _beside(source, currencies, amount)) for amount in amounts]


def _beside(source: str, currencies: list[Value], amount: Value) -> Value | None:
    """Return the currency of an amount: the one before or behind it, rather with no end of an object in between."""
    behind = bisect_left(currencies, amount.start, key=lambda value: value.start)
    around = currencies[max(0, behind - 1) : behind + 1]
    return min(
        around, key=lambda value: (_is_apart(source, value, amount), abs(value.start - amount.start)), default=None
    )


def _is_apart(source: str, one: Value, other: Value) -> bool:
    first, last = sorted((one, other), key=lambda value: value.start)
    return any(source.find(brace, first.end, last.start) >= 0 for brace in "{}")
