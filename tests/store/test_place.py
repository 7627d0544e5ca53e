from __future__ import annotations

import stat
from pathlib import Path

import pytest

from penstock.kernel.errors import StoreError, UsageError
from penstock.store.place import data_folder, make_file, place_of, shown

HOME = Path("/home/ito")


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({}, "linux", "/home/ito/.local/share/penstock"),
        ({"XDG_DATA_HOME": "/d"}, "linux", "/d/penstock"),
        ({}, "darwin", "/home/ito/Library/Application Support/Penstock"),
        ({"LOCALAPPDATA": "/l"}, "win32", "/l/Penstock"),
        ({"PENSTOCK_DATA": "/p"}, "linux", "/p"),
    ],
)
def test_the_data_folder_is_the_variable_s_or_the_platform_s(
    environ: dict[str, str], platform: str, expected: str
) -> None:
    assert data_folder(environ, HOME, platform) == Path(expected)


def test_the_database_is_the_one_chosen_then_the_variable_s_then_a_file() -> None:
    environ = {"PENSTOCK_DATABASE_URL": "postgresql://u:secret@db/penstock"}
    assert place_of("sqlite:////x.sqlite", environ, HOME).database == "/x.sqlite"
    assert place_of(None, environ, HOME).drivername == "postgresql+psycopg"
    assert place_of(None, {}, HOME, "linux").database == "/home/ito/.local/share/penstock/penstock.sqlite"
    assert place_of(None, {"PENSTOCK_DATABASE_URL": "", "PENSTOCK_DATA": "/p"}, HOME).database == "/p/penstock.sqlite"


def test_a_password_is_never_shown() -> None:
    told = shown(place_of("postgres://u:secret@db/penstock", {}, HOME))
    assert told == "postgresql://u:***@db/penstock"
    assert shown(place_of("postgresql://db/penstock?password=secret", {}, HOME)) == "postgresql://db/penstock"


@pytest.mark.parametrize(
    "url",
    ["", "penstock", "mysql://u:secret@h/d", "sqlite://", "sqlite:///:memory:", "postgresql://u:secret@h", "://x"],
)
def test_what_names_no_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        place_of(url, {}, HOME)
    assert "secret" not in str(refused.value)
    assert "Write it as postgresql://" in str(refused.value)


def test_the_file_is_its_owner_s_alone_and_one_that_is_there_is_left(tmp_path: Path) -> None:
    url = place_of(f"sqlite:///{tmp_path}/new/store.sqlite", {}, HOME)
    make_file(url)
    file = tmp_path / "new" / "store.sqlite"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.write_bytes(b"kept")
    make_file(url)
    assert file.read_bytes() == b"kept"


def test_a_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"cannot be opened .* PENSTOCK_DATA"):
        make_file(place_of(f"sqlite:///{tmp_path}/file/store.sqlite", {}, HOME))
