"""The wheel is complete and works installed: away from the checkout, in a Chinese path, without a UTF-8 locale."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from scripts import release


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release.build(tmp_path_factory.mktemp("dist"), ("--wheel",), isolated=False)[0]


def test_the_wheel_holds_what_the_packages_need_and_nothing_else(wheel: Path) -> None:
    release.check_wheel(wheel)


def test_an_installed_wheel_answers_in_a_chinese_path_and_a_plain_locale(wheel: Path, tmp_path: Path) -> None:
    """Dependencies come from the environment of the tests; `make release` installs them too."""
    folder = tmp_path / "路径 有空格"
    folder.mkdir()
    python = release.new_environment(folder / "环境", pip=False)
    options = ["--quiet", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", *options, wheel], check=True)
    site = next((folder / "环境").glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(_dependencies(), encoding="utf-8")
    release.close_network(python)
    assert release.ask_installed(python, folder) < release.HELP_SECONDS


def _dependencies() -> str:
    """The folder of the tests' own dependencies; its own .pth files, an editable zhize among them, are not followed."""
    found = {sysconfig.get_path("purelib"), str(Path(pytest.__file__).resolve().parents[1])}
    return "\n".join(sorted(found)) + "\n"


def test_the_version_stands_in_one_place() -> None:
    assert release.version()


def test_where_the_engine_is_not_installed_the_error_names_another_store() -> None:
    """In a process of its own, where nothing has loaded the engine yet."""
    program = (
        "import sys\n"
        "sys.modules['arcadedb_embedded'] = None\n"
        "from graph.errors import StoreUnusable\n"
        "from graph.store import open_store\n"
        "try:\n    open_store('nowhere')\n"
        "except StoreUnusable as error:\n    print(error.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, encoding="utf-8"
    )
    assert "neo4j://" in done.stdout, done.stderr
