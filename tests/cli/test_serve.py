from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from penstock.cli.store import opened
from penstock.desk.run_worker import MEMORY
from penstock.store.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "PENSTOCK_DATA": str(tmp_path), "PENSTOCK_DATABASE_URL": "", "PYTHONUNBUFFERED": "1"}


def test_one_command_serves_and_says_the_password_once(tmp_path: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "penstock", "serve", "--port", "0"]
    passwords = []
    for _ in range(2):
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as server:
            assert server.stdout is not None
            said = []
            for line in server.stdout:
                said.append(line)
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    break
            else:
                pytest.fail("".join(said))
            passwords += re.findall(r"^password (\S+)$", "".join(said), re.MULTILINE)
            assert httpx.get(f"{found[0]}/readyz").status_code == 200
            sent = httpx.get(f"{found[0]}/", headers={"accept": "text/html"})
            assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=%2F")
            server.send_signal(signal.SIGINT)
            rest = server.stdout.read()
        assert server.returncode == 0, rest
        assert "Traceback" not in rest
        assert '"route":"/readyz"' in "".join(said) + rest
    (password,) = passwords
    with opened(f"sqlite:///{tmp_path}/penstock.sqlite") as store:
        begun = Sessions(store).sign_in("administrator", password)
    assert begun is not None
    assert begun.account.role == "administrator"


def test_the_memory_of_runs_is_set_by_option_or_variable(
    penstock_command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []

    def caught(*told: object) -> None:
        held.append(int(told[-1]))  # type: ignore[call-overload]  # the bytes

    monkeypatch.setattr("penstock.cli.serve._serve", caught)
    assert penstock_command("serve").status == 0
    monkeypatch.setenv("PENSTOCK_RUN_MEMORY", "3GiB")
    assert penstock_command("serve").status == 0
    assert penstock_command("serve", "--run-memory", "4GiB").status == 0
    assert held == [MEMORY, 3 << 30, 4 << 30]
    refused = penstock_command("serve", "--run-memory", "lots")
    assert (refused.status, "'lots' is no size." in refused.err) == (2, True)


def test_a_port_that_is_none_is_refused(penstock_command: Callable[..., Any]) -> None:
    refused = penstock_command("serve", "--port", "70000")
    assert refused.status == 2
