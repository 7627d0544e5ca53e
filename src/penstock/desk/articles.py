"""Articles that are read at the desk: each once, by a thread of their own, its text kept beside what was read of it.

Nothing is fetched. The text lies in a folder of the desk under the digest of its bytes, so that the page can show it
with what is mentioned in it; the store has the reading and what it proposes.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from penstock.batch.articles import read_articles
from penstock.desk.problems import Problem
from penstock.desk.run_worker import write_whole
from penstock.law.register import Register
from penstock.store.record import keep_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from penstock.batch.articles import Read
    from penstock.reading.article import Article
    from penstock.store.cases import Case
    from penstock.store.store import Store

LARGEST = 128 << 10
"""Bytes of an article that is read at the desk; ``penstock read`` reads longer ones."""

ENDINGS = (".txt", ".html", ".htm")
SHOWN = "shown.json"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NOT_OF_A_NAME = re.compile(r"[^\w.-]+")


class Articles:
    """Reads articles and keeps what was read, one after another."""

    def __init__(self, store: Store, folder: Path, register: Callable[[], Register], today: Callable[[], date]) -> None:
        """Take the store, the folder of the texts, the register that the desk answers by, and the day."""
        self._store = store
        self._folder = folder
        self._register = register
        self._today = today
        self._one = ThreadPoolExecutor(1, thread_name_prefix="articles")
        self._own: Register | None = None

    def stop(self) -> None:
        """End the thread, after what it is at."""
        self._one.shutdown(cancel_futures=True)

    async def read(self, actor: str, name: str, data: bytes, published: date | None) -> Case:
        """Read an article and keep it; one that was read before is returned as it is, ``is_new`` false.

        Raises:
            Problem: It is empty, too large, or of another kind.
        """
        if not data.strip():
            raise Problem.of(code="invalid", detail="The article is empty: paste its text or choose a file.")
        if len(data) > LARGEST:
            raise Problem.of(code="too_large", detail=f"An article has {LARGEST} bytes at most.")
        shown = name_of(name)
        return await asyncio.get_running_loop().run_in_executor(self._one, self._read, actor, shown, data, published)

    def _read(self, actor: str, name: str, data: bytes, published: date | None) -> Case:
        register = self._register()
        if self._own is None or self._own.digest != register.digest:
            self._own = Register(register.packed, register.digest)  # what it remembers is for this thread
        place = self._folder / hashlib.sha256(data).hexdigest()
        place.mkdir(parents=True, mode=0o700, exist_ok=True)
        file = place / name
        file.write_bytes(data)
        one = read_articles([file], register=self._own, published=published, today=self._today()).reads[0]
        write_whole(place / SHOWN, _shown(one))
        return keep_reading(self._store, actor, one)[0]

    def text_of(self, sha256: str) -> dict[str, Any] | None:
        """Return the text of an article with its marks and quotations; ``None`` where it is not kept here."""
        file = self._folder / sha256 / SHOWN
        if not _DIGEST.fullmatch(sha256) or not file.is_file():
            return None
        told: dict[str, Any] = msgspec.json.decode(file.read_bytes())
        return told


def name_of(name: str) -> str:
    """Return the name of an article's file as it is kept and shown.

    Raises:
        Problem: Its ending is none that is read.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    plain = _NOT_OF_A_NAME.sub("_", last).lstrip(".")[-80:]
    if not plain.endswith(ENDINGS) or plain == SHOWN:
        raise Problem.of(code="invalid", detail=f"The article's name ends with none of {', '.join(ENDINGS)}.")
    return plain if plain not in ENDINGS else f"article{plain}"


def _shown(one: Read) -> dict[str, Any]:
    """Return what a page shows of an article: its text in pieces, each with what it is, and who is quoted."""
    plain: dict[str, Any] = one.article.as_dict()
    return {
        "pieces": list(_pieces(one.text, one.article)),
        "quotations": plain["quotations"],
        "indirect": plain["indirect"],
        "reasons": plain["reasons"],
        "notices": plain["notices"],
        "stamp": plain["stamp"],
    }


class Mark(NamedTuple):
    """What a stretch of a text mentions."""

    start: int
    end: int
    kind: str
    name: str


def _pieces(text: str, article: Article) -> Iterator[dict[str, Any]]:
    """Yield the text in pieces; ``kind`` and ``name`` say what a piece mentions, ``quote`` which quotation it is of.

    Where two mentions overlap, the first and longest is shown.
    """
    marks: list[Mark] = []
    for one in sorted(_marks(article), key=lambda mark: (mark.start, -mark.end)):
        if not marks or one.start >= marks[-1].end:
            marks.append(one)
    placed = {begin: one for one in marks for begin in range(one.start, one.end)}
    quotes = {at: one.number for one in article.quotations for at in range(one.start, one.end)}
    edges = [at for at in range(1, len(text)) if _at(placed, quotes, at) != _at(placed, quotes, at - 1)]
    for start, end in pairwise([0, *edges, len(text)] if text else []):
        mark, quote = _at(placed, quotes, start)
        kind, name = (None, None) if mark is None else (mark.kind, mark.name)
        yield {"text": text[start:end], "kind": kind, "name": name, "quote": quote}


def _at(placed: dict[int, Mark], quotes: dict[int, int], at: int) -> tuple[Mark | None, int | None]:
    return placed.get(at), quotes.get(at)


def _marks(article: Article) -> Iterator[Mark]:
    for thing in article.things:
        yield from (Mark(start, end, thing.kind, thing.name) for start, end in thing.spans)
    for party in article.parties:
        yield from (Mark(start, end, "party", party.name) for start, end in party.spans)
    for place in article.places:
        yield from (Mark(start, end, "place", place.place) for start, end in place.spans)
    for day in article.days:
        yield Mark(day.start, day.end, "day", day.value)
