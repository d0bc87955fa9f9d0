"""Apache Jena's riot for tests, run from Maven Central jars; nothing of it is part of the package.

python -m tests.jena fetch          jars into the cache, once
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "5.2.0"
_LOG = "2.0.16"  # without it riot keeps its warnings to itself
_POM = """<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>zhize.tests</groupId><artifactId>jena</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-cmds</artifactId><version>{version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>{log}</version></dependency>
  </dependencies>
</project>
"""


class JenaMissing(Exception):
    """Jena cannot be run on this machine; the message says what is wanting."""


def _folder() -> Path:
    base = os.environ.get("ZHIZE_JENA_CACHE")
    root = Path(base) if base else Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "zhize-jena"
    return root / VERSION


def fetch() -> Path:
    """The folder of the jars, fetched when it is not complete; raises JenaMissing without Java or Maven."""
    folder = _folder()
    needed = {"java": "openjdk-17-jre-headless"}
    if not (folder / "complete").exists():
        needed["mvn"] = "maven"
    for program, package in needed.items():
        if shutil.which(program) is None:
            raise JenaMissing(f"Jena for tests needs {program}. Debian, Ubuntu: sudo apt-get install {package}")
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pom.xml").write_text(_POM.format(version=VERSION, log=_LOG), encoding="utf-8")
        command = ["mvn", "-B", "-q", "-ntp", "-f", str(folder / "pom.xml"), "dependency:copy-dependencies"]
        options = ["-DincludeScope=runtime", f"-DoutputDirectory={folder / 'lib'}"]
        done = subprocess.run([*command, *options], stdout=sys.stderr, check=False)
        if done.returncode:
            raise JenaMissing(f"Maven could not fetch Jena {VERSION} (exit {done.returncode})")
        (folder / "complete").touch()
    return folder / "lib"


def riot(*files: Path) -> tuple[int, str]:
    """How many triples or quads riot reads from files, checking every term, and whatever it has to say of them."""
    command = [
        "java",
        "-Xmx512m",
        "-cp",
        f"{fetch()}{os.sep}*",
        "riotcmd.riot",
        "--check",
        "--strict",
        "--sink",
        "--count",
    ]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    told = done.stdout + done.stderr
    return done.returncode, told


if __name__ == "__main__":
    print(fetch())
