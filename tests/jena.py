"""Apache Jena for tests, run from Maven Central jars; nothing of it is part of the package.

    python -m tests.jena fetch          jars into the cache, once

ZHIZE_JENA_CACHE is the cache folder (default: zhize-jena in the user's cache).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "5.2.0"
_LOG = "2.0.16"  # without it Jena keeps its warnings to itself
_POM = """<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>zhize.tests</groupId><artifactId>jena</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-cmds</artifactId><version>{version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>{log}</version></dependency>
  </dependencies>
</project>
"""
_COUNTED = re.compile(r"^(.+?) +: ((?:(?:Triples|Quads) = [\d,]+(?: : )?)+)$", re.MULTILINE)
_QUIET = re.compile(r".* : +(?:Triples|Quads) = |Total +:")
_NUMBER = re.compile(r"= ([\d,]+)")


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


def _run(*arguments: str) -> tuple[str, str]:
    """What a command of Jena prints on its two streams; with the log at its level the second holds complaints."""
    java = ["java", "-Xmx768m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{fetch()}{os.sep}*"]
    done = subprocess.run([*java, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout, done.stderr


def riot(*files: Path) -> tuple[dict[str, int], str]:
    """How many triples and quads riot reads from each file, by the file's name, and every warning and error it has."""
    told = "".join(_run("riotcmd.riot", "--check", "--strict", "--sink", "--count", *map(str, files)))
    counted = {
        Path(name).name: sum(int(n.replace(",", "")) for n in _NUMBER.findall(numbers))
        for name, numbers in _COUNTED.findall(told)
    }
    return counted, "".join(line for line in told.splitlines(keepends=True) if not _QUIET.match(line))


def shacl(shapes: Path, data: Path) -> str:
    """The report of Jena's SHACL validator: `Conforms`, or some lines a violation."""
    return "".join(_run("shacl.shacl", "validate", "--text", "--shapes", str(shapes), "--data", str(data))).strip()


if __name__ == "__main__":
    print(fetch())
