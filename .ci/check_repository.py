"""What ruff, mypy and the import contract do not see: shape of the code, links, machine paths, contacts.

Prints one line a finding and exits 1 when there is any.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION, P90_FUNCTION, LONGEST_MODULE = 60, 25, 400
FORBIDDEN = {
    "machine path": re.compile(r"(?:^|[^.\w])/(?:work|farm|root|home)/[a-z]"),
    "package index line": re.compile(r"--(?:extra-)?index-" r"url|PIP_" r"INDEX"),
    "telephone number": re.compile(r"(?:^|[^0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8})(?:[^0-9]|$)"),
}
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def tracked(*patterns: str) -> list[Path]:
    """Files under version control or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in sorted(set(names)) if (ROOT / name).is_file()]


def functions(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Name, line and length of every function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def shape() -> Iterator[str]:
    """Functions and modules that outgrew the house style."""
    lengths = []
    for path in tracked("*.py"):
        name = path.relative_to(ROOT)
        text = path.read_text(encoding="utf-8")
        if name.parts[0] == "tests" or name == Path("ontology/records.py"):
            continue
        if text.count("\n") > LONGEST_MODULE:
            yield f"{name}: {text.count(chr(10))} lines, at most {LONGEST_MODULE}"
        for function, line, length in functions(ast.parse(text)):
            lengths.append(length)
            if length > LONGEST_FUNCTION:
                yield f"{name}:{line}: {function} has {length} lines, at most {LONGEST_FUNCTION}"
    lengths.sort()
    if lengths and lengths[int(len(lengths) * 0.9)] > P90_FUNCTION:
        yield f"nine in ten functions should have at most {P90_FUNCTION} lines, now {lengths[int(len(lengths) * 0.9)]}"


def forbidden() -> Iterator[str]:
    """Machine paths, index lines and telephone numbers in tracked text."""
    for path in tracked():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            for what, pattern in FORBIDDEN.items():
                if pattern.search(line):
                    yield f"{path.relative_to(ROOT)}:{number}: {what}"


def links() -> Iterator[str]:
    """Relative links in Markdown that lead nowhere."""
    for path in tracked("*.md"):
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                yield f"{path.relative_to(ROOT)}: dead link {target}"


def dependencies() -> Iterator[str]:
    """Dependencies without a line in docs/dependencies.md."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    extras = [entry for group in project.get("optional-dependencies", {}).values() for entry in group]
    for entry in [*project["dependencies"], *extras]:
        name = re.split(r"[\s<>=!~\[;]", entry)[0]
        if f"`{name}`" not in page:
            yield f"docs/dependencies.md: no line for {name}"


def main() -> int:
    """Print all findings; 1 when there is any."""
    findings = [*shape(), *forbidden(), *links(), *dependencies()]
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"repository: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
