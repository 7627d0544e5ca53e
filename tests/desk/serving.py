"""A server on a free port of this machine: in a thread, or as the process that ``penstock serve`` is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import psutil
import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


class Served(NamedTuple):
    """A server in a process of its own, and its address."""

    process: subprocess.Popen[str]
    address: str
    reading: threading.Thread

    def kill(self) -> None:
        """Kill it and whatever it started, as a machine that stops does."""
        family = psutil.Process(self.process.pid)
        for one in [family, *family.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait()
        self.reading.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


def penstock_serve(url: str, folder: Path) -> Served:
    """Start ``penstock serve`` over a database and wait until it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "penstock", "serve", "--port", "0", "--database", url],
        env=os.environ | {"PENSTOCK_DATA": str(folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            threading.Thread(
                target=process.stdout.read, daemon=True
            ).start()  # so that what it logs has somewhere to go
            reading = threading.Thread(target=process.stdout.read)  # what it logs has to go somewhere
            reading.start()
            return Served(process, found[0], reading)
    raise AssertionError("".join(said))
