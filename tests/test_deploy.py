"""What lies in ``deploy`` names what the program has: its options, its variables, its port."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from uvicorn import Config

from penstock.cli.serve import serve
from penstock.desk.uploads import LARGEST
from penstock.lists import store as lists
from penstock.store import place

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = {option for parameter in serve.params for option in parameter.opts}
SETTINGS = {option.envvar for option in serve.params if isinstance(option.envvar, str)}
READ = {place.VARIABLE, place.FOLDER_VARIABLE, lists.VARIABLE} | SETTINGS
SYSTEMD = shutil.which("systemd-analyze")
HARDENED = {
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "UMask": "0077",
}


@pytest.fixture
def deploy(root: Path) -> Path:
    return root / "deploy"


@pytest.fixture
def compose(deploy: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((deploy / "compose.yaml").read_text(encoding="utf-8"))
    return read


def unit(deploy: Path) -> dict[str, list[str]]:
    """Return the settings of the service, each with all its values."""
    parser = configparser.RawConfigParser(strict=False, interpolation=None, dict_type=dict)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # its names keep their capitals
    parser.read_string((deploy / "penstock.service").read_text(encoding="utf-8"))
    assert set(parser.sections()) == {"Unit", "Service", "Install"}
    lines = re.findall(r"^(\w+)=(.*)$", (deploy / "penstock.service").read_text(encoding="utf-8"), re.MULTILINE)
    return {name: [value for key, value in lines if key == name] for name, _ in lines}


def port_of(command: list[str]) -> str:
    """See that a command is one that the program has, and return the port it names."""
    assert {word for word in command if word.startswith("--")} <= OPTIONS
    assert serve.make_context("serve", [*command]).params["port"]
    return command[command.index("--port") + 1]


def test_the_unit_serves_behind_another_server_and_may_write_in_its_folder_alone(deploy: Path) -> None:
    settings = unit(deploy)
    program, name, *command = settings["ExecStart"][0].split()
    assert (program, name) == ("/opt/penstock/bin/penstock", "serve")
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert f"reverse_proxy 127.0.0.1:{port_of(command)}" in (deploy / "Caddyfile").read_text(encoding="utf-8")
    assert settings["User"] == ["penstock"]
    assert {key: settings[key][0] for key in HARDENED} == HARDENED
    folder = f"/var/lib/{settings['StateDirectory'][0]}"
    given = dict(value.split("=", 1) for value in settings["Environment"])
    assert given.keys() <= READ
    assert all(value.startswith(folder) for value in given.values())


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not installed")
def test_systemd_understands_the_unit_and_finds_it_hardened(deploy: Path, tmp_path: Path) -> None:
    text = (deploy / "penstock.service").read_text(encoding="utf-8")
    copy = tmp_path / "penstock.service"
    copy.write_text(
        text.replace("/opt/penstock/bin/penstock", "/bin/true"), encoding="utf-8"
    )  # it looks for the program
    for asked in (["verify"], ["security", "--offline=true", "--threshold=20"]):
        done = subprocess.run([str(SYSTEMD), *asked, str(copy)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert asked != ["verify"] or done.stderr == ""


def test_the_containers_name_what_the_program_and_the_image_read(compose: dict[str, Any], deploy: Path) -> None:
    desk, database = compose["services"]["desk"], compose["services"]["database"]
    entry = (deploy / "entrypoint.sh").read_text(encoding="utf-8")
    assert "DATABASE_PASSWORD_FILE" in entry
    known = READ | {"DATABASE_PASSWORD_FILE", "FORWARDED_ALLOW_IPS"}
    assert desk["environment"].keys() <= known
    url = place.place_of(desk["environment"][place.VARIABLE], {}, deploy)
    assert url.host in compose["services"]
    assert url.password is None
    assert (url.username, url.database) == (
        database["environment"]["POSTGRES_USER"],
        database["environment"]["POSTGRES_DB"],
    )
    assert desk["environment"]["DATABASE_PASSWORD_FILE"] == database["environment"]["POSTGRES_PASSWORD_FILE"]
    (secret,) = compose["secrets"]
    assert desk["environment"]["DATABASE_PASSWORD_FILE"] == f"/run/secrets/{secret}"
    assert desk["secrets"] == database["secrets"] == [secret]
    assert "ports" not in database
    assert {volume.split(":")[0] for one in (desk, database) for volume in one["volumes"]} == compose["volumes"].keys()


def test_the_server_reads_who_may_say_where_a_request_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "192.0.2.7")
    assert Config("app").forwarded_allow_ips == "192.0.2.7"


def test_no_password_is_written_down(deploy: Path) -> None:
    texts = [file.read_text(encoding="utf-8") for file in deploy.iterdir() if file.is_file()]
    assert not [text for text in texts if re.search(r"(?i)password[:=] *['\"]?[a-z0-9]", text)]
    assert not [text for text in texts if re.search(r"://\w+:[^@\s]+@", text)]


def test_the_image_serves_as_its_own_user_on_the_port_that_is_published(compose: dict[str, Any], deploy: Path) -> None:
    lines = (deploy / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last = {line.split()[0]: line for line in lines if re.match(r"[A-Z]+ ", line)}
    command = yaml.safe_load(last["CMD"].removeprefix("CMD "))
    assert command[0] == "serve"
    port = port_of(command[1:])
    assert last["USER"] == "USER penstock"
    assert "--uid 10001" in "".join(lines)
    assert last["EXPOSE"] == f"EXPOSE {port}"
    desk = compose["services"]["desk"]
    assert desk["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f"http://127.0.0.1:{port}/readyz" in desk["healthcheck"]["test"][-1]
    given = dict(word.split("=", 1) for word in last["ENV"].removeprefix("ENV ").split())
    assert given.keys() - {"PYTHONUNBUFFERED"} <= READ
    folder = last["VOLUME"].removeprefix("VOLUME ")
    assert given[place.FOLDER_VARIABLE] == folder
    assert desk["volumes"] == [f"desk:{folder}"]


def test_the_server_before_it_hands_on_the_largest_upload(deploy: Path) -> None:
    (size,) = re.findall(r"max_size (\d+)MB", (deploy / "Caddyfile").read_text(encoding="utf-8"))
    assert int(size) * 10**6 < LARGEST + 2**20
    assert int(size) * 10**6 >= LARGEST


def test_every_file_and_variable_is_documented(deploy: Path, root: Path) -> None:
    page = (root / "docs" / "deploy.md").read_text(encoding="utf-8")
    files = [file.name for file in deploy.iterdir() if file.is_file()]
    assert [name for name in files if f"`{name}`" not in page] == []
    assert [name for name in READ if f"`{name}`" not in page] == []
