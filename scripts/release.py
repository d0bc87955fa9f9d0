"""Build wheel and sdist into dist/ and check them: `make release`.

1. The version stands once in pyproject.toml; CITATION.cff says the same.
2. Both are built from a copy of the tracked files, so nothing of a working folder gets in.
3. The wheel holds every tracked file of the packages and the examples, and nothing else; its metadata are valid.
4. It is installed into a new virtual environment whose path has a space and Chinese characters, and answers there
   under LC_ALL=C, away from the checkout, with the network closed.
5. For each system and version of Python, wheels of all dependencies exist (uv resolves; nothing is downloaded but
   metadata).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

from api.bundled import CHAIN, DIGESTS

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("api/", "graph/", "loaders/", "ontology/", "zhize.py")
SYSTEMS = {
    "Linux x86-64": "x86_64-manylinux_2_34",
    "Linux ARM": "aarch64-manylinux_2_34",
    "macOS ARM": "aarch64-apple-darwin",
    "macOS Intel": "x86_64-apple-darwin",
    "Windows x86-64": "x86_64-pc-windows-msvc",
}
PYTHONS = ("3.11", "3.12", "3.13")
HELP_SECONDS = 0.5
# Put into a new environment: any connection to another machine is an error.
CLOSED = """import sys
def _closed(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple) and args[1][0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"the network is closed: {args[1]}")
sys.addaudithook(_closed)
"""


class Failed(Exception):
    """A check did not hold; the sentence says which."""


def version() -> str:
    """The version in pyproject.toml; raises Failed where CITATION.cff says another."""
    found = str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    if cited is None or cited[1] != found:
        raise Failed(f"CITATION.cff does not say version {found}")
    return found


def tracked() -> list[str]:
    """Names of the files under version control or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted({name for name in names if (ROOT / name).is_file()})


def build(out: Path, kinds: Sequence[str] = ("--sdist", "--wheel"), *, isolated: bool = True) -> list[Path]:
    """Distributions made from a copy of the tracked files."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in tracked():
            target = Path(scratch, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
        command = [sys.executable, "-m", "build", *kinds, "-o", os.fspath(out), scratch]
        done = subprocess.run([*command, *([] if isolated else ["--no-isolation"])], capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"the build failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return sorted(out.iterdir())


def wanted() -> set[str]:
    """The files a wheel must hold: those of the packages, and the bundled documents under their installed names."""
    names = [name for name in tracked() if not name.endswith(".md")]
    bundled = {
        name.replace(bundle.checkout, f"api/{bundle.installed}", 1)
        for bundle in (DIGESTS, CHAIN)
        for name in names
        if name.startswith(f"{bundle.checkout}/")
    }
    return bundled | {name for name in names if name.startswith(PACKAGES)}


def check_wheel(wheel: Path) -> None:
    """Raises Failed where the wheel's contents or metadata are not what they should be."""
    from packaging.metadata import Metadata

    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        metadata = next(name for name in archive.namelist() if name.endswith("dist-info/METADATA"))
        found = Metadata.from_email(archive.read(metadata), validate=True)
    missing, extra = sorted(wanted() - held), sorted(held - wanted())
    if missing or extra:
        raise Failed(f"{wheel.name} misses {missing} and has {extra}")
    if str(found.version) != version() or found.license_expression != "Apache-2.0":
        raise Failed(f"{wheel.name}: version {found.version}, licence {found.license_expression}")


def new_environment(folder: Path, *, pip: bool = True) -> Path:
    """The Python of a new virtual environment that reaches no other machine once it is used."""
    subprocess.run([sys.executable, "-m", "venv", *([] if pip else ["--without-pip"]), folder], check=True)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def close_network(python: Path) -> None:
    """Have this environment refuse connections to other machines."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    Path(found.stdout.strip(), "sitecustomize.py").write_text(CLOSED, encoding="utf-8")


def ask_installed(python: Path, folder: Path) -> float:
    """Load the examples and ask with an installed zhize under locales without UTF-8; seconds `zhize --help` takes."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "LC_", "LANG", "ZHIZE"))}
    plain = {**kept, "LC_ALL": "C"}
    zhize = os.fspath(python.with_name("zhize"))
    store = os.fspath(folder / "存储 一")
    _said([zhize, "demo", "--no-serve", "--store", store], folder, plain)
    rows = _said(
        [zhize, "who-leads", "科技成果转化", "--format", "csv", "--store", store], folder, {**plain, "PYTHONUTF8": "0"}
    )
    if "广元市科学技术局" not in rows:
        raise Failed(f"the installed zhize answered {rows!r}")
    told = _said([os.fspath(python), "-c", "import zhize; print(len(zhize.examples(chain=True)))"], folder, plain)
    if told.strip() != "3":
        raise Failed(f"the installed zhize has {told.strip()} documents of the chain")
    used = os.times()
    _said([zhize, "--help"], folder, plain)
    now = os.times()
    return now.children_user - used.children_user + now.children_system - used.children_system


def _said(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise Failed(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def check_installation(wheel: Path) -> None:
    """Install the wheel with its dependencies into a new environment and ask it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "路径 有空格")
        folder.mkdir()
        python = new_environment(folder / "环境")
        subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
        size = sum(path.lstat().st_size for path in (folder / "环境").rglob("*")) / 1e6
        close_network(python)
        seconds = ask_installed(python, folder)
    print(
        f"installed into a clean environment ({size:.0f} MB): answers; zhize --help takes {seconds:.2f} s of processor"
    )
    if seconds > HELP_SECONDS:
        raise Failed(f"zhize --help takes {seconds:.2f} s, at most {HELP_SECONDS}")


def check_systems() -> None:
    """For each system and Python, whether wheels of all dependencies exist; raises Failed where one does not."""
    failed = []
    for system, platform in SYSTEMS.items():
        for python in PYTHONS:
            options = ["--python-platform", platform, "--python-version", python, "--only-binary", ":all:", "--quiet"]
            command = [sys.executable, "-m", "uv", "pip", "compile", *options, "pyproject.toml", "-o", os.devnull]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            print(f"wheels for {system}, Python {python}: {'all' if done.returncode == 0 else done.stderr.strip()}")
            failed += [f"{system} {python}"] if done.returncode else []
    if failed:
        raise Failed("dependencies without a wheel: " + ", ".join(failed))


def main() -> int:
    """Everything, in order; 1 where a check does not hold."""
    begun = time.monotonic()
    try:
        print(f"zhize {version()}")
        out = ROOT / "dist"
        out.mkdir(exist_ok=True)
        for old in out.iterdir():
            old.unlink()
        made = build(out)
        wheel = next(path for path in made if path.suffix == ".whl")
        print("built " + ", ".join(f"{path.name} ({path.stat().st_size / 1e6:.1f} MB)" for path in made))
        check_wheel(wheel)
        check_installation(wheel)
        check_systems()
    except Failed as error:
        print(f"not ready: {error}", file=sys.stderr)
        return 1
    print(f"ready in {time.monotonic() - begun:.0f} s; upload with `twine upload dist/*`")
    return 0


if __name__ == "__main__":
    sys.exit(main())
