"""`--dask`: the same answer from a cluster, and errors in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from distributed import LocalCluster

from api import cluster
from api.cli import main
from loaders.pipeline import extract_file
from tests.api.conftest import EXAMPLES, service_in


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "store"
    with service_in(folder) as service:
        service.load([record for path in EXAMPLES for record in extract_file(path)])
    return folder


def ask(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--store", str(store)])


def test_a_cluster_gives_the_same_answer(store: Path) -> None:
    asked = ("align", "--from", "510800", "--to", "330000", "--format", "json")
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as here:
        shared = ask(store, *asked, "--dask", here.scheduler_address)
    assert shared.exit_code == 0, shared.output
    assert shared.stdout == ask(store, *asked).stdout


def test_a_cluster_that_is_not_there_is_told(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT", 0.2)
    found = ask(store, "overlap", "--dask", "tcp://127.0.0.1:1")
    assert found.exit_code == 1
    assert "连不上 Dask 集群" in found.output


def test_likely_candidates_hold_what_is_aligned(store: Path) -> None:
    asked = ("align", "--from", "510800", "--to", "330000", "--top", "1", "--format", "json")
    every, likely = (json.loads(ask(store, *asked, *more).stdout)["results"] for more in ((), ("--pruned",)))
    found, wanted = ({(r["source"]["id"], r["target"]["id"]) for r in rows if r["aligned"]} for rows in (likely, every))
    assert wanted
    assert len(found & wanted) >= 0.9 * len(wanted)
