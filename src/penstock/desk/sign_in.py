"""Signing in and out: a new token each time, so that nobody can have planted it, and few attempts."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from penstock.desk.entry import COOKIE, check_form, form_of, form_token, put_cookie, text_in
from penstock.desk.limits import Buckets, Rate, address_of
from penstock.desk.pages import safe_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.desk.entry import Entry
    from penstock.desk.pages import Pages

BY_ADDRESS = Rate(a_second=1 / 6, at_once=10)
"""Attempts from one address: ten, and then ten a minute."""

BY_NAME = Rate(a_second=1 / 6, at_once=20)
"""Attempts under one name, wherever they come from."""

AT_ONCE = 2
"""Passwords that are hashed at the same time: each takes a processor and 32 MB."""

_LONGEST = 1_024


def routes(entry: Entry, pages: Pages, clock: Callable[[], float]) -> APIRouter:
    """Return the routes."""
    router = APIRouter(include_in_schema=False)
    by_address, by_name = Buckets(BY_ADDRESS, clock), Buckets(BY_NAME, clock)
    hashing = CapacityLimiter(AT_ONCE)

    def form(request: Request, *, is_wrong: bool = False) -> Response:
        before = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
        told = {"next": safe_path(request.query_params.get("next", "/")), "is_wrong": is_wrong}
        response = pages.show(
            request, "sign_in.html", told | {"form_token": form_token(before)}, 403 if is_wrong else 200
        )
        put_cookie(request, response, before)
        return response

    @router.get("/sign-in")
    async def show_form(request: Request) -> Response:
        """Show the form."""
        return form(request)

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        """Begin a session; the one before ends."""
        by_address.refuse_too_many(address_of(request.scope))
        await check_form(request)
        told = await form_of(request)
        name, password = text_in(told, "name", _LONGEST), text_in(told, "password", _LONGEST)
        by_name.refuse_too_many(name.casefold())
        before = request.cookies.get(COOKIE)
        begun = await run_sync(lambda: entry.sessions.sign_in(name, password, before=before), limiter=hashing)
        if begun is None:
            return form(request, is_wrong=True)
        response = RedirectResponse(safe_path(text_in(told, "next", _LONGEST) or "/"), 303)
        put_cookie(request, response, begun.token)
        return response

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        """End the session."""
        await check_form(request)
        await run_in_threadpool(entry.sessions.sign_out, request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE, path="/")
        return response

    return router
