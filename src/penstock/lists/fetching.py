"""Fetching a published file. Besides ``batch.endpoint`` the only module that can reach the network; only when asked."""

from __future__ import annotations

import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING, BinaryIO, Protocol
from urllib.error import HTTPError, URLError

from penstock.kernel.errors import FetchError

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMES = ("https://", "file://")
_CHUNK = 1 << 20
_LARGEST = 2_000_000_000
_PATIENCE = 60
_REMEDY = "Try again later, or fetch the file yourself and import it."


class Opener(Protocol):
    """What opens an address: ``urllib.request.urlopen`` or a stand-in."""

    def __call__(self, request: urllib.request.Request, *, timeout: float) -> BinaryIO:
        """Return the answer as a stream."""


def open_url(request: urllib.request.Request, *, timeout: float) -> BinaryIO:
    """Open an address of the web or of the disk."""
    answer: BinaryIO = urllib.request.urlopen(request, timeout=timeout)  # noqa: S310  # schemes are checked below
    return answer


def fetch(url: str, path: Path, opener: Opener = open_url) -> None:
    """Fetch a file and write it under a path.

    Raises:
        FetchError: The address is not of the web, does not answer, or breaks off.
    """
    if not url.startswith(_SCHEMES):
        message = f"{url} is no https address."
        raise FetchError(message, remedy="Fetch the file yourself and import it.")
    request = urllib.request.Request(url, headers={"User-Agent": "penstock"})  # noqa: S310  # checked above
    try:
        with opener(request, timeout=_PATIENCE) as answer, path.open("wb") as stream:
            size = _copy(url, answer, stream)
            stated = getattr(answer, "headers", {}).get("Content-Length")
    except HTTPError as error:
        message = f"{url} answered {error.code} ({error.reason})."
        raise FetchError(message, remedy=_REMEDY) from None
    except (URLError, OSError, HTTPException) as error:
        message = f"{url} cannot be fetched ({getattr(error, 'reason', None) or error})."
        raise FetchError(message, remedy=_REMEDY) from None
    if stated is not None and int(stated) != size:
        message = f"{url} broke off after {size} of {stated} bytes."
        raise FetchError(message, remedy=_REMEDY)


def _copy(url: str, answer: BinaryIO, stream: BinaryIO) -> int:
    size = 0
    while chunk := answer.read(_CHUNK):
        size += len(chunk)
        if size > _LARGEST:
            message = f"{url} is larger than {_LARGEST} bytes."
            raise FetchError(message, remedy="Fetch the file yourself and see what it is.")
        stream.write(chunk)
    return size
