"""How the command starts: quickly, without what it does not need, with completion for the shell."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tomllib

import pytest

from tests.commands import ROOT

HEAVY = (
    "fastapi",
    "pydantic",
    "numpy",
    "scipy",
    "networkx",
    "arcadedb_embedded",
    "neo4j",
    "httpx",
    "yaml",
    "mcp",
    "jinja2",
)


def test_help_takes_less_than_half_a_second_of_the_processor() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "api.cli", "--help"], cwd=ROOT, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "who-leads" in done.stdout.decode()
    assert (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime) < 0.5


def test_the_command_imports_nothing_heavy_to_start() -> None:
    code = f"import sys, api.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_words_with_their_chinese(shell: str) -> None:
    words = {"COMP_WORDS": "zhize who-leads x --level ", "COMP_CWORD": "4" if shell != "fish" else ""}
    environment = {**os.environ, **words, "_ZHIZE_COMPLETE": f"{shell}_complete", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", "from api.cli import main; main(prog_name='zhize')"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=environment)
    assert "city" in done.stdout
    assert shell == "bash" or "市级" in done.stdout


def test_the_citation_names_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"version: {project['version']}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
