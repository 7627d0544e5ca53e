"""How a page is written: a template, plain values, the reader's language; the same values are its ``.json`` twin."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from penstock.desk.entry import COOKIE, form_token
from penstock.desk.notes import said
from penstock.desk.reading import Answer, refuse_unasked
from penstock.desk.words import LANGUAGES, Catalogue, Language, language_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import APIRouter
    from starlette.requests import Request

    from penstock.desk.problems import Problem

LANGUAGE = "lang"
"""The parameter of an address that chooses the language."""

LANGUAGE_COOKIE = "lang"
PROGRAMS = ("/api/", "/match/", "/search/", "/entities/", "/static/")
"""Where programs ask; problems there are never pages."""

_YEAR = 365 * 24 * 3600


class Pages:
    """Writes the pages of a desk."""

    def __init__(self) -> None:
        """Read the templates' place and the catalogue."""
        self._catalogue = Catalogue.load()
        self._environment = Environment(
            loader=PackageLoader("penstock.desk"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def show(self, request: Request, template: str, told: dict[str, Any], status: int = 200) -> Response:
        """Return a page."""
        asked = request.query_params.get(LANGUAGE) or request.cookies.get(LANGUAGE_COOKIE)
        language = language_of(asked, request.headers.get("accept-language", ""))
        whole = self._environment.get_template(template).render(
            **told, **self._words(language), **_around(request, language)
        )
        response = HTMLResponse(whole, status, headers={"Vary": "Accept-Language, Cookie"})
        if request.query_params.get(LANGUAGE) in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax")
        return response

    def twin(
        self,
        router: APIRouter,
        path: str,
        template: str,
        told: Callable[[Request], Awaitable[dict[str, Any]]],
        reads: tuple[str, ...] = (),
    ) -> None:
        """Give a router a page, and its twin in JSON under the same path with ``.json`` after it.

        Args:
            router: The router.
            path: The path.
            template: The template of the page.
            told: Returns the values that both show.
            reads: The parameters of the address that it reads; any other is refused, but the language's.
        """
        known = (*reads, LANGUAGE)

        async def values(request: Request) -> dict[str, Any]:
            refuse_unasked(request.query_params, known)
            return await told(request)

        async def page(request: Request) -> Response:
            return self.show(request, template, await values(request))

        async def plain(request: Request) -> Response:
            return Answer(await values(request))

        end = "/index" if path == "/" else path
        router.add_api_route(f"{end}.json", _asked_by_fastapi(plain), methods=["GET"], include_in_schema=False)
        router.add_api_route(path, _asked_by_fastapi(page), methods=["GET"], include_in_schema=False)

    def problem(self, request: Request, problem: Problem) -> Response | None:
        """Show a problem to whoever reads pages; send those who are not signed in to where they can be."""
        is_program = request.url.path.startswith(PROGRAMS) or request.url.path.endswith(".json")
        if is_program or "text/html" not in request.headers.get("accept", ""):
            return None
        if problem.code == "not_signed_in" and request.method == "GET":
            here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/sign-in?next={quote(here, safe='')}", 303)
        told = {"status": problem.status_code, "detail": problem.detail, "remedy": problem.remedy}
        response = self.show(request, "problem.html", told, problem.status_code)
        response.headers.update(problem.headers or {})
        return response

    def _words(self, language: Language) -> dict[str, Any]:
        return {
            "t": partial(self._catalogue.say, language),
            "word": partial(self._catalogue.name, language),
            "said": partial(said, self._catalogue, language),
        }


def _around(request: Request, language: Language) -> dict[str, Any]:
    """Return what every page has around its own values."""
    return {
        "language": language,
        "languages": LANGUAGES,
        "actor": getattr(request.state, "actor", None),
        "csrf": form_token(request.cookies.get(COOKIE, "")),
        "here": request.url.path,
        "with_language": lambda one: str(
            request.url.include_query_params(**{LANGUAGE: one}).replace(scheme="", netloc="")
        ),
    }


def _asked_by_fastapi(work: Callable[[Any], Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """Return a route that FastAPI gives the request to."""
    from starlette.requests import Request as Asked  # noqa: PLC0415  # FastAPI reads the annotation

    async def route(request: Asked) -> Response:
        return await work(request)

    route.__annotations__ = {"request": Asked, "return": Response}
    return route


def safe_path(told: str) -> str:
    """Return a path of this desk to go on to; the first page where it is none of ours."""
    is_ours = told.startswith("/") and not told.startswith("//") and "\\" not in told and told.isprintable()
    return told if is_ours else "/"
