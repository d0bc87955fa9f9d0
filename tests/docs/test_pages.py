"""Every command and every piece of Python in README and docs runs, and prints what the page says it prints.

In a `console` block a line after `$ ` is a command; the lines below are what it prints, `…` standing for anything.
`$ zhize …` runs beside an app that holds a store with the bundled examples, and what asks 127.0.0.1:8340 asks that
app; `$ make …` is left to the continuous check, which calls it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.test_held import serving

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md")])
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.S | re.M)
PREFIXES = ("zhize ", "ZHIZE_SETTINGS=", "cat ", "head ", "printf ", "curl ", "tag=")
ADDRESS = "http://127.0.0.1:8340"


def blocks(kind: str) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for number, match in enumerate(BLOCK.finditer(page.read_text(encoding="utf-8")), 1):
            if match[1] == kind:
                yield f"{page.name}-{number}", match[2]


def commands(block: str) -> list[tuple[str, list[str]]]:
    """Each command of a block with the lines it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:].split("  # ")[0].strip(), []))
        elif found and line.strip():
            found[-1][1].append(line.rstrip())
    return found


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A store with the bundled examples and the environment of a user who works on it."""
    folder = tmp_path_factory.mktemp("docs")
    found = {
        **os.environ,
        "ZHIZE_STORE": str(folder / "store"),
        "NO_COLOR": "1",
        "COLUMNS": "160",
        "PYTHONIOENCODING": "utf-8",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    subprocess.run(["zhize", "demo", "--no-serve"], env=found, check=True, capture_output=True)
    return found


@pytest.fixture(scope="module")
def served(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A copy of that store, held by a running app: commands go through it, as a user's do, and print the same."""
    folder = shutil.copytree(environment["ZHIZE_STORE"], tmp_path_factory.mktemp("served") / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHIZE_TOKEN", "of-the-pages")
        with serving(folder) as (_, address):
            yield {
                **environment,
                "ZHIZE_STORE": str(folder),
                "ZHIZE_TOKEN": "of-the-pages",
                "ADDRESS": address.rstrip("/"),
            }


def matches(said: str, lines: list[str]) -> bool:
    pattern = ".*".join(re.escape(piece.strip()) for piece in re.split(r"…", said))
    return any(re.search(pattern, re.sub(r"\s+", " ", line)) for line in lines)


@pytest.mark.parametrize(("name", "block"), [pytest.param(n, b, id=n) for n, b in blocks("console")])
def test_commands_print_what_the_page_says(name: str, block: str, served: dict[str, str], tmp_path: Path) -> None:
    for folder in ("examples", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    for command, expected in commands(block):
        if not command.startswith(PREFIXES) or command.startswith(("zhize serve", "zhize demo")):
            continue
        done = subprocess.run(
            command.replace(ADDRESS, served["ADDRESS"]),
            shell=True,
            cwd=tmp_path,
            env=served,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, f"{name}: {command}\n{done.stderr}"
        printed = done.stdout.splitlines() + done.stderr.splitlines()
        for line in expected:
            if line.strip() != "…":
                assert matches(re.sub(r"\s+", " ", line), printed), (
                    f"{name}: {command} does not print {line!r}\n{done.stdout}"
                )


@pytest.mark.parametrize(("name", "block"), [pytest.param(n, b, id=n) for n, b in blocks("python")])
def test_python_runs(name: str, block: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    environment = request.getfixturevalue("served" if ADDRESS in block else "environment")
    block = block.replace(ADDRESS, environment.get("ADDRESS", ADDRESS))
    for folder in ("examples", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{name}\n{done.stderr}"


def test_the_pages_name_every_command() -> None:
    """A command that no page mentions is not documented."""
    from api.cli import main

    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    missing = [name for name in main.commands if f"zhize {name}" not in text]
    assert not missing, shlex.join(missing)
