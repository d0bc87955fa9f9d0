"""What `deploy/` and `compose.yaml` say is what the program takes; their steps are run without containers."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from api.cli import main
from api.settings import FILE_VARIABLE, SETTINGS, read_file, settings
from graph.errors import BadParameter
from scripts.release import ROOT
from tests.api.test_held import serving
from tests.stores import StoreKeeper

_VARIABLES = {row.env for row in SETTINGS}


def _app() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["app"]
    return found


def _command(words: list[str]) -> None:
    """The command exists and takes these options."""
    command = main.commands[words[1]]
    known = {opt for param in command.params for opt in param.opts}
    assert {word for word in words[2:] if word.startswith("--")} <= known


def test_compose_names_settings_and_a_command_of_ours() -> None:
    app = _app()
    assert set(app["environment"]) <= _VARIABLES
    _command(app["command"])
    assert (ROOT / app["build"]["dockerfile"]).is_file()


def test_the_unit_starts_a_command_with_a_file_of_settings() -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.read(ROOT / "deploy" / "zhize.service", encoding="utf-8")
    assert unit["Service"]["Environment"].startswith(f"{FILE_VARIABLE}=")
    _command(["zhize", *unit["Service"]["ExecStart"].split()[1:]])
    assert set(read_file(ROOT / "deploy" / "settings.toml")) <= _VARIABLES


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "设置.toml"
    file.write_text('port = 8341\nstore = "here"\nneo4j_user = "reader"\n', encoding="utf-8")
    for name in ("ZHIZE_STORE", "ZHIZE_NEO4J_USER"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv(FILE_VARIABLE, str(file))
    monkeypatch.setenv("ZHIZE_PORT", "9000")
    found = settings()
    assert (found.port, found.store, found.neo4j_user) == (9000, "here", "reader")
    assert os.environ["ZHIZE_NEO4J_USER"] == "reader"


@pytest.mark.parametrize("text", ["prot = 1", "port = [1]", "port =", 'trust = true\nport = "x"'])
def test_a_wrong_file_is_one_clear_error(text: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadParameter, match=re.escape(str(file))):
        read_file(file)
    with pytest.raises(BadParameter):
        read_file(tmp_path / "nowhere.toml")


@pytest.mark.neo4j
def test_the_steps_of_compose_without_containers(store_keeper: StoreKeeper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neo4j, `zhize demo --no-serve`, `zhize serve` with the settings of compose.yaml; then a question over HTTP."""
    store_keeper.store("neo4j")
    told = {name: str(value) for name, value in _app()["environment"].items() if not str(value).startswith("$")}
    for name, value in {**told, "ZHIZE_STORE": store_keeper.neo4j_url(), "ZHIZE_TOKEN": "of-the-test"}.items():
        monkeypatch.setenv(name, value)
    demo = [sys.executable, "-m", "api.cli", "demo", "--no-serve"]
    subprocess.run(demo, cwd=ROOT, check=True, capture_output=True)
    with serving(store_keeper.neo4j_url()) as (_, address):
        port = address.rsplit(":", 1)[1].strip("/")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            assert client.get("/readyz").status_code == 200
            rows = client.get("/who-leads", params={"q": "科技成果转化", "stated": True}).json()["results"]
            assert [row["institution"]["name"] for row in rows] == ["广元市科学技术局"]
            assert client.delete(f"/documents/{rows[0]['document']['id']}").status_code in (401, 403)
