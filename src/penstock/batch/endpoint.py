"""An OpenAI-compatible endpoint that a user asks who is quoted where the rules leave it open. Used only when asked.

What it answers is a proposal: a speaker is taken only for words that stand verbatim in the text in quotation marks,
only where the rules found none, and only when the name stands in the text too.
"""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

from msgspec.structs import replace

from penstock.kernel.errors import FetchError, UsageError
from penstock.reading.article import UNKNOWN, Article, Quotation, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 120
_LARGEST = 4 << 20
_ASKED = (
    "You are given a news article. Return a JSON array of objects with the keys quote and speaker, one for every "
    "direct quotation. Copy quote verbatim without its marks; copy speaker as the fullest name the article gives, or "
    "unknown. Return the array alone."
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint by address (up to ``/v1``) and model; ``key`` is sent as a bearer token where there is one."""

    url: str
    model: str
    key: str | None = None

    def __post_init__(self) -> None:
        """Refuse an address that is none of the web."""
        if not self.url.startswith(("http://", "https://")):
            message = f"{self.url!r} is no address of the web."
            raise UsageError(message, remedy="Give it as http://HOST/v1 or https://HOST/v1.")

    def complete(self, article: Article, text: str) -> Article:
        """Return a reading with speakers proposed for quotations that have none, each marked ``model``.

        Raises:
            FetchError: The endpoint does not answer, or answers no list of quotations.
        """
        if all(one.speaker.name != UNKNOWN for one in article.quotations):
            return article
        proposed = dict(self._proposals(text))
        quotations = [_completed(one, proposed, text) for one in article.quotations]
        taken = sum(one.how == "model" for one in quotations)
        notice = f"{self.model} was asked for speakers; {taken} of {len(proposed)} proposals were taken"
        return replace(article, quotations=quotations, notices=[*article.notices, notice])

    def _proposals(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield quoted words and their speaker, as far as the words stand verbatim in the text."""
        plain = _plain(text)
        for one in _listed(self._ask(text)):
            quote, speaker = one.get("quote"), one.get("speaker")
            if isinstance(quote, str) and isinstance(speaker, str) and quote.strip() and _plain(quote) in plain:
                yield _plain(quote), " ".join(speaker.split())

    def _ask(self, text: str) -> str:
        body = {
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": _ASKED}, {"role": "user", "content": text}],
        }
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        address = f"{self.url.rstrip('/')}/chat/completions"
        request = urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310  # checked above
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310  # as above
                found = json.loads(answer.read(_LARGEST))
            return str(found["choices"][0]["message"]["content"])
        except (URLError, OSError, HTTPException) as error:
            message = f"{address} does not answer ({getattr(error, 'reason', None) or error})."
            raise FetchError(message, remedy="Check the address, or read without asking a model.") from None
        except (ValueError, KeyError, IndexError, TypeError):
            message = f"{address} answers something else than a chat completion."
            raise FetchError(message, remedy="Check the address, or read without asking a model.") from None


def _listed(answer: str) -> list[dict[str, Any]]:
    """Return the objects of the answer's array; none where it holds no array."""
    start, end = answer.find("["), answer.rfind("]")
    try:
        found = json.loads(answer[start : end + 1]) if 0 <= start < end else []
    except ValueError:
        return []
    return [one for one in found if isinstance(one, dict)]


def _completed(one: Quotation, proposed: dict[str, str], text: str) -> Quotation:
    speaker = proposed.get(_plain(one.quote))
    if one.speaker.name != UNKNOWN or speaker in {None, "", UNKNOWN} or speaker not in text or one.speaker.candidates:
        return one
    return replace(one, speaker=Speaker(name=speaker, kind="person", named_as=speaker), how="model", day=None)


def _plain(text: str) -> str:
    return " ".join(text.split())
