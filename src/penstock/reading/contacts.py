"""How a page says it can be reached: mail, telephone, messengers, web addresses, wallets, each in one plain form."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from penstock.reading.wallets import wallets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Kind = Literal[
    "email", "telephone", "whatsapp", "telegram", "wickr", "signal", "skype", "qq", "wechat", "url", "wallet"
]

_COLON = r"\s{0,3}(?:(?:no|num|number|nr|id|name|me|pro|号|号码|账号|帐号)\.?)?\s{0,3}[:：=+@#-]{1,2}\s{0,3}"
_NUMBER = r"(?:\+|00)?\(?\d[\d \u00a0().-]{5,20}\d"
_LEAST_DIGITS, _MOST_DIGITS = 7, 15
"""Digits of a telephone number; E.164 allows 15."""

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-]{1,64})(?:@|\s?[\[({]\s?at\s?[\])}]\s?)"
    r"((?:[A-Za-z0-9-]{1,63}(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)){1,6}[A-Za-z]{2,24})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_AT = re.compile(r"@|[\[({]\s?at\s?[\])}]", re.IGNORECASE)
_DOT = re.compile(r"\s?[\[({]\s?dot\s?[\])}]\s?", re.IGNORECASE)
_URL = re.compile(r"(?<![A-Za-z0-9])(?:https?://|www\.)[^\s<>\"'“”‘’，。；、（）()\[\]{}|\\^`]{3,2000}", re.IGNORECASE)
_INTERNATIONAL = re.compile(r"(?<![\w.+-])((?:\+|00)\(?\d[\d \u00a0().-]{5,20}\d)(?!\w)")
_LABELLED = re.compile(
    r"(?:\b(?:tel|telephone|phone|mobile|mob|cell|call|fax|teléfono|telefono|celular|móvil|telefon)|电话|手机|热线|тел)"
    rf"\s?(?:(?:no|num|number|nr)\b)?[\s.:：=#-]{{0,4}}({_NUMBER})(?!\w)",
    re.IGNORECASE,
)
_WHATSAPP = re.compile(
    rf"(?:whats\s?app(?:{_COLON}|\s{{0,3}})({_NUMBER})(?!\w)|(?:wa\.me/|whatsapp\.com/send/?\?phone=|whatsapp://send\?phone=)\+?(\d{{7,15}}))",
    re.IGNORECASE,
)
_TELEGRAM = re.compile(
    rf"(?:\b(?:telegram|tg){_COLON}@?([A-Za-z]\w{{4,31}})|(?:t|telegram)\.me/(?:s/)?(\+?[A-Za-z0-9_]{{5,32}}))",
    re.IGNORECASE | re.ASCII,
)
_WICKR = re.compile(rf"wickr(?:\s?(?:me|pro))?{_COLON}@?([A-Za-z0-9][\w.-]{{2,31}})", re.IGNORECASE | re.ASCII)
_SIGNAL = re.compile(rf"\bsignal{_COLON}({_NUMBER}|[A-Za-z_]\w{{2,31}}\.\d{{2,9}})", re.IGNORECASE | re.ASCII)
_SKYPE = re.compile(
    rf"(?:\bskype{_COLON}((?:live:)?[A-Za-z.][\w.,-]{{5,63}})|skype:((?:live:)?[A-Za-z.][\w.,-]{{5,63}}))",
    re.IGNORECASE | re.ASCII,
)
_QQ = re.compile(
    r"(?<![A-Za-z])QQ(?:\s{0,3}(?:号|号码|no|number|id)\.?)?\s{0,3}[:：]?\s{0,3}([1-9]\d{4,10})(?!\d)", re.IGNORECASE
)
_WECHAT = re.compile(
    rf"(?:(?<![A-Za-z])(?:we\s?chat|weixin|wx|vx)|微信|薇信){_COLON}(\+?\d[\d -]{{5,18}}\d|[A-Za-z][\w-]{{5,19}})",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """An identifier at ``text[start:end]``: its kind, its plain form, and whether its checksum holds if it has one.

    ``value`` is lower case for mail and handles whose service knows no case, digits with a leading ``+`` for
    international telephone numbers, without fragment and closing punctuation for web addresses. ``detail`` is the
    currency of a wallet.
    """

    kind: Kind
    value: str
    start: int
    end: int
    is_valid: bool | None = None
    detail: str | None = None


def contacts(text: str) -> list[Contact]:
    """Return the identifiers of a text, by kind and in order of appearance."""
    found = list(_handles(text))
    taken = sorted((one.start, one.end) for one in found)
    numbers = [one for one in _telephones(text) if not any(s < one.end and one.start < e for s, e in _near(taken, one))]
    addresses = list(_urls(text))
    return [*_emails(text), *numbers, *found, *addresses, *_wallets(text)]


def _near(taken: list[tuple[int, int]], one: Contact) -> list[tuple[int, int]]:
    place = bisect_left(taken, (one.start, 0))
    return taken[max(0, place - 1) : place + 2]


def _emails(text: str) -> Iterator[Contact]:
    for match in _EMAIL.finditer(text) if _AT.search(text) else ():
        value = f"{match[1]}@{_DOT.sub('.', match[2])}".lower()
        yield Contact("email", value, *match.span())


def _telephones(text: str) -> Iterator[Contact]:
    seen: set[int] = set()
    for pattern in (_LABELLED, _INTERNATIONAL):
        for match in pattern.finditer(text):
            number = _number(match[1])
            if number is not None and match.end(1) not in seen:
                seen.add(match.end(1))
                yield Contact("telephone", number, *match.span(1))


def _number(text: str) -> str | None:
    digits = "".join(char for char in text if char.isdecimal() and char.isascii())
    is_international = text.startswith(("+", "00"))
    digits = digits.removeprefix("00") if text.startswith("00") else digits
    if not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return None
    return f"+{digits}" if is_international else digits


def _handles(text: str) -> Iterator[Contact]:
    lowered = text.lower()
    for kind, marks, pattern, plain in _HANDLES:
        if not any(mark in lowered for mark in marks):
            continue
        seen: set[tuple[int, int]] = set()
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            value = plain(match[group].rstrip(".,-"))
            start = match.start(group)
            if value and (start, match.end(group)) not in seen:
                seen.add((start, match.end(group)))
                yield Contact(kind, value, start, start + len(match[group].rstrip(".,-")))


def _whatsapp(said: str) -> str | None:
    number = _number(said)
    return None if number is None else f"+{number.lstrip('+')}"


_HANDLES: tuple[tuple[Kind, tuple[str, ...], re.Pattern[str], Callable[[str], str | None]], ...] = (
    ("whatsapp", ("whats", "wa.me"), _WHATSAPP, _whatsapp),
    ("telegram", ("telegram", "tg", "t.me"), _TELEGRAM, str.lower),
    ("wickr", ("wickr",), _WICKR, str.lower),
    ("signal", ("signal",), _SIGNAL, lambda said: _number(said) or said.lower()),
    ("skype", ("skype",), _SKYPE, str.lower),
    ("qq", ("qq",), _QQ, str),
    (
        "wechat",
        ("chat", "weixin", "wx", "vx", "微信", "薇信"),
        _WECHAT,
        lambda said: _number(said) if said.lstrip("+")[0].isdecimal() else said.lower(),
    ),
)
"""Of each messenger: what stands wherever a handle of it does, how a handle is written, and its plain form."""


def _urls(text: str) -> Iterator[Contact]:
    for match in _URL.finditer(text):
        shown = match[0].rstrip(".,;:!?*_~'\"")
        scheme, _, rest = shown.partition("://")
        if not rest:
            scheme, rest = "http", shown
        host, slash, path = rest.partition("/")
        path = path.partition("#")[0]
        value = f"{scheme.lower()}://{host.partition('#')[0].lower()}{slash}{path}".rstrip("/")
        yield Contact("url", value, match.start(), match.start() + len(shown))


def _wallets(text: str) -> Iterator[Contact]:
    for wallet in wallets(text):
        value = wallet.address.lower() if wallet.is_valid is None else wallet.address
        yield Contact("wallet", value, wallet.start, wallet.end, wallet.is_valid, wallet.currency)
