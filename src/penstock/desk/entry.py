"""Who comes in: by a key in a header, or by a browser's session, whose forms must carry a token of that session."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request  # noqa: TC002  # FastAPI reads the annotation

from penstock.desk.actors import Actor
from penstock.desk.problems import Problem
from penstock.store.keys import ApiKeys
from penstock.store.sessions import Sessions

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from penstock.store.passwords import Cost
    from penstock.store.store import Store

COOKIE = "penstock"
FIELD = "csrf"
"""The field of a form that carries the token of its session."""

HEADER = "x-csrf-token"
"""The header that carries it where a script sends no form."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
SCHEMES = frozenset({"apikey", "bearer"})
_FIELDS = 400
_OPENED = "penstock.forms"


class Entry:
    """Tells who sent a request, as the store knows them."""

    def __init__(self, store: Store, cost: Cost) -> None:
        """Take the store, and what hashes of passwords cost."""
        self.sessions = Sessions(store, cost)
        self._keys = ApiKeys(store)

    async def who(self, request: Request) -> Actor:
        """Return who sent a request.

        Raises:
            Problem: Nobody the store knows, or a form that was not made for this session.
        """
        told = request.headers.get("authorization")
        if told is not None:
            scheme, _, key = told.partition(" ")
            account = await run_in_threadpool(self._keys.account_of, key.strip()) if scheme.lower() in SCHEMES else None
        else:
            account = await run_in_threadpool(self.sessions.account_of, request.cookies.get(COOKIE, ""))
        if account is None:
            raise Problem.of(code="not_signed_in", headers={"WWW-Authenticate": "ApiKey"})
        if told is None and request.method not in SAFE:
            await check_form(request)
        return Actor(account.name, account.role)


def form_token(token: str) -> str:
    """Return the token that the forms of a session carry; it says nothing of the session's own."""
    return hashlib.sha256(b"form:" + token.encode(errors="replace")).hexdigest()


async def check_form(request: Request) -> None:
    """See that a form, or a script's request, was made for the session it comes with.

    Raises:
        Problem: It was not.
    """
    sent = request.headers.get(HEADER) or (await form_of(request)).get(FIELD)
    wanted = form_token(request.cookies.get(COOKIE, ""))
    if COOKIE not in request.cookies or not isinstance(sent, str) or not _is_same(sent, wanted):
        message = "The form was made for another session, or for none."
        raise Problem(code="other_session", status=403, detail=message, remedy="Load the page again, then send it.")


def _is_same(sent: str, wanted: str) -> bool:
    return hmac.compare_digest(sent.encode(errors="replace"), wanted.encode())


async def form_of(request: Request) -> FormData:
    """Return the fields of a form; none of a request that is no form.

    Raises:
        Problem: It has a field or a file too many, or cannot be read.
    """
    if not request.headers.get("content-type", "").lower().startswith(FORMS):
        return FormData()
    form = await request.form(max_files=1, max_fields=_FIELDS)
    request.scope.setdefault(_OPENED, []).append(form)
    return form


class Forms:
    """Closes the files of forms once their request is answered, however that went."""

    def __init__(self, app: ASGIApp) -> None:
        """Take what answers."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        opened: list[FormData] = []
        scope[_OPENED] = opened
        try:
            await self._app(scope, receive, send)
        finally:
            for form in opened:
                await form.close()


def text_in(form: FormData, name: str, most: int = 4_000) -> str:
    """Return a field of a form as text, empty where there is none.

    Raises:
        Problem: It is a file, or longer than ``most`` characters.
    """
    told = form.get(name, "")
    if not isinstance(told, str) or len(told) > most:
        raise Problem.of(code="invalid", detail=f"{name} is no text of at most {most} characters.")
    return told


def is_loopback(request: Request) -> bool:
    """Tell whether a browser asked for this machine by a name that never leaves it."""
    host = request.url.hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def put_cookie(request: Request, response: Response, token: str) -> None:
    """Have a browser keep a token until it is closed, out of reach of scripts and other sites."""
    kept: dict[str, Any] = {"httponly": True, "samesite": "lax", "path": "/", "secure": not is_loopback(request)}
    response.set_cookie(COOKIE, token, **kept)
