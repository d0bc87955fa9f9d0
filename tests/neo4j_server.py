"""A real Neo4j Community server for tests, run from Maven Central jars; nothing of it is part of the package.

    python -m tests.neo4j_server fetch                jars into the cache, once
    python -m tests.neo4j_server run HOME             start one, print its address, stop it at the end of the input

ZHIZE_NEO4J_CACHE is the cache folder (default: zhize-neo4j in the user's cache).
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

VERSION = "5.26.30"
_HELLO = bytes.fromhex("6060b01700000405000204040000010400000003")
_START_SECONDS = 120
_POM = """<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>zhize.tests</groupId><artifactId>neo4j-{name}</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>{dependencies}</dependencies>
</project>
"""
_DEPENDENCY = """
    <dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>
"""
_SERVER = (("org.neo4j", "neo4j"), ("org.neo4j.app", "neo4j-server"))
_SHELL = (("org.neo4j", "cypher-shell"),)
_OPENED = ("java.lang", "java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


class ServerMissing(Exception):
    """The server cannot be run on this machine; the message says what is wanting."""


def cache_folder() -> Path:
    """Where the jars of this version are kept."""
    base = os.environ.get("ZHIZE_NEO4J_CACHE")
    root = Path(base) if base else Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "zhize-neo4j"
    return root / VERSION


def fetch() -> Path:
    """The folder of the server's jars, fetched when it is not complete; raises ServerMissing without Java or Maven."""
    missing = wanting()
    if missing:
        raise ServerMissing(missing)
    return _jars("lib", "complete", _SERVER)


def fetch_shell() -> Path:
    """The folder of cypher-shell's jars, as for `fetch`."""
    if not (cache_folder() / "complete-shell").exists() and shutil.which("mvn") is None:
        raise ServerMissing("cypher-shell for tests needs mvn. Debian, Ubuntu: sudo apt-get install maven")
    return _jars("shell", "complete-shell", _SHELL)


def _jars(name: str, complete: str, artifacts: tuple[tuple[str, str], ...]) -> Path:
    folder = cache_folder()
    if (folder / complete).exists():
        return folder / name
    folder.mkdir(parents=True, exist_ok=True)
    pom = folder / f"{name}.xml"
    dependencies = "".join(_DEPENDENCY.format(*artifact, VERSION) for artifact in artifacts)
    pom.write_text(_POM.format(name=name, dependencies=dependencies), encoding="utf-8")
    command = ["mvn", "-B", "-q", "-ntp", "-f", str(pom), "dependency:copy-dependencies"]
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={folder / name}"]
    done = subprocess.run([*command, *options], stdout=sys.stderr, check=False)
    if done.returncode:
        raise ServerMissing(f"Maven could not fetch {name} of Neo4j {VERSION} (exit {done.returncode})")
    (folder / complete).touch()
    return folder / name


def cypher_shell(url: str, script: str) -> subprocess.CompletedProcess[str]:
    """Runs statements (each ended by `;`) in Neo4j's own shell against a server without passwords."""
    command = ["java", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"]
    command += ["-cp", f"{fetch_shell()}/*", "org.neo4j.shell.Main", "-a", url, "-u", "", "-p", "", "--format", "plain"]
    return subprocess.run(command, input=script, capture_output=True, text=True, encoding="utf-8", timeout=300)


def wanting() -> str:
    """What this machine lacks for the server and the command that installs it; empty when it has all."""
    needed = {"java": "openjdk-17-jre-headless"}
    if not (cache_folder() / "complete").exists():
        needed["mvn"] = "maven"
    for program, package in needed.items():
        if shutil.which(program) is None:
            return f"Neo4j for tests needs {program}. Debian, Ubuntu: sudo apt-get install {package}"
    return ""


@dataclass
class Neo4jServer:
    """A server with its data in a folder; a context manager that starts and stops it."""

    home: Path
    heap: str = "512m"
    port: int = 0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def __enter__(self) -> Neo4jServer:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Starts the server and waits until it answers a Bolt handshake."""
        jars = fetch()
        self.port = self.port or _free_port()
        for name in ("conf", "data", "logs", "import", "plugins", "run"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        lines = (f"{key}={value}\n" for key, value in self._settings().items())
        (self.home / "conf" / "neo4j.conf").write_text("".join(lines), encoding="ascii")
        with open(self.home / "logs" / "console.log", "wb") as log:
            self._process = subprocess.Popen(
                self._command(jars), stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.home
            )
        end = time.monotonic() + _START_SECONDS
        while not _answers(self.port):
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError("Neo4j did not start:\n" + self.console()[-3000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends the server and waits for it."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def console(self) -> str:
        """What the server printed."""
        return (self.home / "logs" / "console.log").read_text(errors="replace")

    def _settings(self) -> dict[str, str]:
        return {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": "64m",
            "dbms.usage_report.enabled": "false",
            "dbms.security.auth_enabled": "false",
            "dbms.security.allow_csv_import_from_file_urls": "false",
            "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
            "db.tx_log.preallocate": "false",
            "db.tx_log.rotation.retention_policy": "keep_none",
            "db.tx_log.rotation.size": "16m",
            "internal.server.bolt.thread_pool_shutdown_wait_time": "100ms",  # else stopping takes ten seconds
        }

    def _command(self, jars: Path) -> list[str]:
        path = os.pathsep.join(str(part) for part in (self.home / "plugins" / "*", self.home / "conf", jars / "*"))
        opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
        memory = [f"-Xms{self.heap}", f"-Xmx{self.heap}", "-XX:+UseSerialGC"]
        start = [
            "org.neo4j.server.CommunityEntryPoint",
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
        ]
        return ["java", *memory, "-Dfile.encoding=UTF-8", *opens, "-cp", path, *start]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.settimeout(1)
            connection.sendall(_HELLO)
            return len(connection.recv(4)) == 4
    except OSError:
        return False


def main(arguments: list[str]) -> int:
    """The command line of the module."""
    if arguments == ["fetch"]:
        print(fetch())
        print(fetch_shell())
        return 0
    if len(arguments) == 2 and arguments[0] == "run":
        with Neo4jServer(Path(arguments[1]).resolve()) as server:
            print(server.url, flush=True)
            sys.stdin.read()
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerMissing as missing:
        sys.exit(str(missing))
