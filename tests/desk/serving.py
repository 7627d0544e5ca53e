"""A server on a free port of this machine, in a thread."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI


@contextmanager
def serving(app: FastAPI, *, is_running: bool = False) -> Iterator[str]:
    """Serve an application and give its address; one that is running already is neither started nor ended."""
    lifespan: Literal["off", "on"] = "off" if is_running else "on"
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan=lifespan))
    is_started = threading.Event()
    startup = server.startup

    async def started(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # uvicorn's own
        await startup(*args, **kwargs)
        is_started.set()

    server.startup = started  # type: ignore[method-assign]  # to wait for it without sleeping
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert is_started.wait(60)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
