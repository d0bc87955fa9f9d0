"""The commands `store …` as a user gives them, beside a running server too, and Neo4j's own tools on a copied store."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import httpx
import neo4j
import pytest
from click.testing import CliRunner, Result

from api.cli import main
from api.client import Client
from api.held import read_note
from api.pages.console_page import shelf
from graph.engines.values import render
from graph.store import Limits, open_store
from loaders.pipeline import extract_file
from tests.api.conftest import CORRECTION, EXAMPLES, service_in
from tests.api.test_held import serving
from tests.api.test_registers import LINES
from tests.commands import run_zhize
from tests.neo4j_server import ServerMissing, cypher_shell, fetch_shell
from tests.stores import StoreKeeper, absent


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on which a person worked: examples, a correction, a file of bodies."""
    folder = tmp_path_factory.mktemp("worked") / "store"
    with service_in(folder) as service:
        service.load(record for path in EXAMPLES for record in extract_file(path))
        service.correct([CORRECTION])
        service.add_register(LINES)
    return folder


def zhize(*arguments: object) -> Result:
    """A command in this process."""
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_a_backup_beside_a_server_comes_back_with_what_people_did(worked_on: Path, tmp_path: Path) -> None:
    path, back = tmp_path / "all.gz", tmp_path / "back"
    with serving(worked_on) as (_, address):
        done = run_zhize(worked_on, ["store", "backup", str(path)])
        assert done.code == 0, done.err
        again = zhize("store", "backup", path, "--store", worked_on)
        assert (again.exit_code, "不覆盖" in again.stderr) == (1, True)
        assert httpx.get(f"{address}/store/backup").status_code == 401
        note = read_note(worked_on)
        assert note
        with Client(address, token=note.token) as client:
            assert client.verify()["sound"]
            was = client.info()
        held = zhize("store", "restore", path, "--store", worked_on)
        assert (held.exit_code, "另一个进程" in held.stderr) == (3, True)
    assert zhize("store", "restore", path, "--store", back).exit_code == 0
    told = json.loads(zhize("store", "info", "--store", back, "--format", "json").stdout)
    assert (told["nodes"], told["edges"]) == (was["nodes"], was["edges"])
    assert (told["nodes"]["Correction"], told["registers"], told["format"]) == (1, 1, 1)
    assert told["bytes"] > 100_000
    assert zhize("store", "verify", "--store", back).exit_code == 0
    assert zhize("store", "restore", path, "--store", back).exit_code == 1


@pytest.mark.neo4j
def test_a_copied_store_answers_people_s_own_tools_as_the_console_does(
    worked_on: Path, store_keeper: StoreKeeper
) -> None:
    store_keeper.store("neo4j")
    url = store_keeper.neo4j_url()
    done = zhize("store", "copy", "--store", worked_on, "--to", url)
    assert done.exit_code == 0, done.stderr
    own = open_store(worked_on)
    wanted = {q.zh: own.run_cypher(q.query, q.parameters, Limits()) for q in shelf()}
    own.close()
    with neo4j.GraphDatabase.driver(url) as driver:
        for asked in shelf():
            found = driver.execute_query(asked.query, asked.parameters).records
            assert [list(r.keys()) for r in found[:1]] == [wanted[asked.zh].columns][: len(found)]
            assert _plain([r.data() for r in found]) == _plain(wanted[asked.zh].results), asked.zh
    try:
        fetch_shell()
    except ServerMissing as error:
        absent(str(error))
    script = "\n".join(
        f':param {_map(q.parameters)};\nRETURN "--{n}" AS next;\n{q.query};' for n, q in enumerate(shelf())
    )
    said = cypher_shell(url, script)
    assert said.returncode == 0, said.stderr
    answers = said.stdout.split("next\n")[1:]
    assert len(answers) == len(shelf())
    for asked, answer in zip(shelf(), answers, strict=True):
        rows = list(csv.reader(io.StringIO(answer.partition("\n")[2]), skipinitialspace=True))
        assert rows[0] == wanted[asked.zh].columns
        assert len(rows) - 1 == len(wanted[asked.zh].results), asked.zh


def _map(parameters: dict[str, object]) -> str:
    return (
        "{"
        + ", ".join(f"`{name}`: {json.dumps(value, ensure_ascii=False)}" for name, value in parameters.items())
        + "}"
    )


def _plain(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows without nodes and relationships, which each tool shows its own way."""
    return [{k: render(v) for k, v in row.items() if not _entity(v)} for row in rows]


def _entity(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_entity(one) for one in value)
    return isinstance(value, dict)
