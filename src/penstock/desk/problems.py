"""What goes wrong, on the wire: one shape for every error (RFC 9457), with a code for programs and what to do.

``{"type", "title", "status", "detail", "code", "remedy"}``, of the media type ``application/problem+json``. A
validation error also has ``errors``: where, and what is expected there; never what was sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from penstock.kernel.errors import PenstockError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fastapi import FastAPI
    from starlette.requests import Request

MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """A kind of problem: its status, what it is, what to do."""

    status: int
    title: str
    remedy: str


KINDS: dict[str, Kind] = {
    "bad_request": Kind(400, "The request cannot be read.", "Send what /openapi.json describes."),
    "not_signed_in": Kind(401, "Nobody is signed in.", "Send a key: 'Authorization: ApiKey KEY', or sign in."),
    "not_allowed": Kind(403, "Your role does not allow this.", "Ask somebody who has the role, or ask for it."),
    "not_found": Kind(404, "There is nothing here.", "See /openapi.json for what there is."),
    "unknown_id": Kind(404, "There is no such record.", "Use an id that a list of them shows."),
    "wrong_method": Kind(405, "This cannot be done here.", "Use a method that the header Allow names."),
    "already_changed": Kind(409, "Somebody else changed it first.", "Look at it again, then decide."),
    "too_large": Kind(413, "The request is too large.", "Send fewer items at a time, or screen a file."),
    "wrong_media_type": Kind(415, "The request is of the wrong media type.", "Send application/json."),
    "invalid": Kind(422, "The request is not as described.", "Correct what is named; /openapi.json describes it."),
    "too_many_requests": Kind(429, "Too many requests.", "Wait as long as the header Retry-After says."),
    "internal": Kind(500, "Penstock failed.", "Try again; if it fails again, report it with the request's id."),
    "not_ready": Kind(503, "Penstock is not ready.", "Try again in a few seconds."),
}  # fmt: skip
"""The problems that are the desk's own, by their codes."""

STATUS = {"unknown_id": 404, "not_allowed": 403, "already_changed": 409, "list_missing": 503, "store": 503,
          "register_missing": 503, "input": 422}  # fmt: skip
"""The status of each error of Penstock that is neither wrong usage (422) nor a failure (500)."""

_BY_STATUS = {kind.status: code for code, kind in KINDS.items() if code != "unknown_id"}


class Problem(HTTPException):
    """A problem that ends a request; FastAPI lets it pass wherever it is raised."""

    def __init__(  # noqa: PLR0913  # the parts of a problem
        self,
        code: str,
        status: int,
        detail: str,
        remedy: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Take the parts; ``detail`` says what was wrong with this request."""
        super().__init__(status, detail, dict(headers) if headers else None)
        self.code = code
        self.remedy = remedy
        self.errors = errors

    @classmethod
    def of(cls, code: str, detail: str | None = None, **more: Any) -> Problem:  # noqa: ANN401  # headers, errors
        """Return a problem of a kind of the desk's own."""
        kind = KINDS[code]
        return cls(code, kind.status, detail or kind.title, kind.remedy, **more)

    def response(self) -> Response:
        """Return what is sent."""
        told: dict[str, Any] = {
            "type": f"urn:penstock:problem:{self.code}",
            "title": KINDS[self.code if self.code in KINDS else _BY_STATUS[self.status_code]].title,
            "status": self.status_code,
            "detail": self.detail,
            "code": self.code,
            "remedy": self.remedy,
        }
        if self.errors:
            told["errors"] = list(self.errors)
        content = msgspec.json.encode(told)
        return Response(content, self.status_code, self.headers, media_type=MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """Return what is sent of an error; of one that Penstock did not foresee no word is shown."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, PenstockError):
        status = STATUS.get(error.code, 422 if isinstance(error, UsageError) else 500)
        if status == KINDS["internal"].status:
            return Problem.of("internal")
        headers = {"Retry-After": "5"} if status == KINDS["not_ready"].status else None
        return Problem(error.code, status, whole(error.message), error.remedy, headers=headers)
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        code = _BY_STATUS.get(error.status_code, "bad_request")
        kind = KINDS[code]
        return Problem(code, error.status_code, kind.title, kind.remedy, headers=error.headers)
    return Problem.of("internal")


def unreadable(error: Exception) -> Problem:
    """Return the problem of a body that is no JSON, or not as described."""
    if isinstance(error, msgspec.ValidationError):
        return Problem.of("invalid", whole(str(error)))
    if isinstance(error, RecursionError):
        return Problem.of("bad_request", "The body is nested too deep.")
    return Problem.of("bad_request", f"The body is not JSON: {whole(str(error))}")


def _invalid(error: RequestValidationError) -> Problem:
    told = [(".".join(str(part) for part in one["loc"]), str(one["msg"])) for one in error.errors()]
    errors = [{"where": whole(where), "what": what} for where, what in told]
    return Problem.of("invalid", "; ".join(f"{one['where']}: {one['what']}" for one in errors)[:1000], errors=errors)


def whole(text: str) -> str:
    """Return a text that can be written: half of a surrogate pair as a question mark."""
    return text.encode("utf-8", "replace").decode()


def answer_with_problems(app: FastAPI, page: Callable[[Request, Problem], Response | None] | None = None) -> None:
    """Have every error of an application answered as a problem; what nobody foresaw is for the middleware to catch.

    Args:
        app: The application.
        page: Shows a problem to whoever reads it in a browser; ``None`` where the request is a program's.
    """

    async def answered(request: Request, error: Exception) -> Response:
        problem = problem_of(error)
        shown = None if page is None else page(request, problem)
        return problem.response() if shown is None else shown

    for kind in (PenstockError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, answered)
