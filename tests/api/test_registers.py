"""The user's additions to the registry, kept with a store: in force for every load and question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.errors import ApiError
from api.registers import Register, folder_of
from api.service import LocalService
from api.settings import Settings
from graph.errors import NotFound
from graph.store import Store
from loaders.pipeline import extract_bytes
from ontology import registry
from tests.api.conftest import TOKEN, client_of
from tests.api.test_held import serving
from tests.commands import run_zhize

PLAN = """广州市人民政府办公厅关于印发低空经济工作方案的通知
穗府办〔2024〕9号
各区人民政府，市政府各部门：
一、建设起降点。（牵头单位：市低空局；责任单位：市发展改革委、市科技局）
广州市人民政府办公厅
2024年5月6日
"""
LINES = Register(
    "lines.yaml",
    "yaml",
    "lines:\n- {id: low_altitude, name: 低空经济, levels: {city: [{full: 低空经济发展局, short: [低空局]}]}}\n",
)
ALIAS = Register("alias.csv", "csv", "name,aliases,place\n广州市科学技术局,市科创,广州市\n")
BODY = Register("rows.csv", "csv", "name,place,line\n广州市低空保障所,广州市,low_altitude\n")


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    registry.extend(registry.Additions())


def service_over(store: Store, folder: Path) -> LocalService:
    return LocalService(store, replace(Settings(), store=str(folder)), str(folder))


def load_plan(service: LocalService) -> None:
    service.use_registers()
    service.load(extract_bytes(PLAN.encode(), source="plan.txt"))


def test_bodies_are_known_to_later_loads_and_to_every_question(store: Store, tmp_path: Path) -> None:
    service = service_over(store, tmp_path)
    load_plan(service)
    assert "市低空局" in str(service.check_institutions())
    service.add_register(LINES)
    (row,) = [r for r in service.check_institutions()["results"] if "低空局" in r["institution"]["name"]]
    assert "i-440100-x_low_altitude" in str(row["now"])
    load_plan(service)
    (lead,) = service.who_leads("起降点", line="低空经济")["results"]
    assert lead["institution"]["id"] == "i-440100-x_low_altitude"
    assert lead["institution"]["name"] == "广州市低空经济发展局"
    shown = service.entity("i-440100-x_low_altitude")
    near = {(group["edge"], row["node"]["id"]) for group in shown["adjacent"] for row in group["results"]}
    assert {("LOCATED_IN", "j-440100"), ("ON_LINE", "l-x_low_altitude")} <= near


def test_a_body_that_is_there_gets_its_new_names_at_once(store: Store, tmp_path: Path) -> None:
    service = service_over(store, tmp_path)
    load_plan(service)
    assert service.add_register(ALIAS)["renewed"] == 1
    assert "市科创" in service.entity("i-440100-science_technology")["properties"]["short_names"]
    service.remove_register("alias.csv")
    assert "市科创" not in service.entity("i-440100-science_technology")["properties"]["short_names"]


def test_what_was_kept_is_in_force_when_the_store_is_opened_again(embedded_store: Store, tmp_path: Path) -> None:
    assert service_over(embedded_store, tmp_path).add_register(LINES)["outcome"] == "added"
    registry.extend(registry.Additions())
    service = service_over(embedded_store, tmp_path)
    assert [one.name for one in service.registers()] == ["lines.yaml"]
    assert registry.line("x_low_altitude") is not None
    assert service.add_register(LINES)["outcome"] == "replaced"


def test_two_stores_of_one_process_keep_to_their_own(embedded_store: Store, tmp_path: Path) -> None:
    one, other = service_over(embedded_store, tmp_path / "a"), service_over(embedded_store, tmp_path / "b")
    one.add_register(LINES)
    other.catalog()
    assert registry.line("x_low_altitude") is None
    one.catalog()
    assert registry.line("x_low_altitude") is not None


def test_a_file_on_which_another_builds_stays(embedded_store: Store, tmp_path: Path) -> None:
    service = service_over(embedded_store, tmp_path)
    service.add_register(LINES)
    service.add_register(BODY)
    with pytest.raises(ApiError, match=r"rows\.csv：第 2 行"):
        service.remove_register("lines.yaml")
    with pytest.raises(NotFound, match=r"有：lines\.yaml、rows\.csv"):
        service.remove_register("other.csv")
    assert service.remove_register("rows.csv")["outcome"] == "removed"
    assert service.remove_register("lines.yaml")["outcome"] == "removed"
    assert not registry.additions()


def test_a_bad_file_changes_nothing(embedded_store: Store, tmp_path: Path) -> None:
    service = service_over(embedded_store, tmp_path)
    with pytest.raises(ApiError) as error:
        service.add_register(Register("bad.csv", "csv", "name,place\n广州市甲局,广州市\n广州市乙局,某地\n"))
    assert error.value.code == "bad_registry"
    assert "bad.csv：第 3 行（place）" in error.value.message
    assert not service.registers()
    assert not registry.additions()


def test_http_needs_the_token_and_tells_what_is_wrong(empty: LocalService) -> None:
    with client_of(empty) as client:
        body = {"name": LINES.name, "form": LINES.form, "text": LINES.text}
        assert client.post("/registers", json=body).status_code == 401
        assert client.get("/registers").status_code == 401
        head = {"Authorization": f"Bearer {TOKEN}"}
        assert client.post("/registers", json=body, headers=head).json()["lines"] == 1
        assert client.get("/registers", headers=head).json()["results"] == [body]
        bad = client.post("/registers", json={**body, "name": "b.yaml"}, headers=head)
        assert (bad.status_code, bad.json()["code"]) == (422, "bad_registry")
        assert client.delete("/registers/none.csv", headers=head).status_code == 404
        assert client.delete("/registers/lines.yaml", headers=head).json()["outcome"] == "removed"


def test_the_command_brings_the_files_to_a_running_server_and_reads_by_them(tmp_path: Path) -> None:
    plan, lines = tmp_path / "plan.txt", tmp_path / LINES.name
    plan.write_text(PLAN, encoding="utf-8")
    lines.write_text(LINES.text, encoding="utf-8")
    store = tmp_path / "store"
    with serving(store):
        added = run_zhize(store, ["load", "--registry", str(lines)])
        assert (added.code, added.out) == (0, ""), added.err
        assert "加入注册表文件 lines.yaml：条线 1" in added.err
        assert run_zhize(store, ["load", str(plan)]).code == 0
        led = run_zhize(store, ["who-leads", "起降点", "--line", "低空经济", "--format", "csv"])
        assert "i-440100-x_low_altitude" in led.out
        assert "lines.yaml" in run_zhize(store, ["load", "--registry-list"]).out
    assert "i-440100-x_low_altitude" in run_zhize(store, ["show", "i-440100-x_low_altitude"]).out
    assert run_zhize(store, ["load", "--registry-remove", "lines.yaml"]).code == 0
    assert "没有载入过" in run_zhize(store, ["load", "--registry-list"]).out


def test_extract_reads_by_a_file_without_a_store(tmp_path: Path) -> None:
    plan, lines, bad = tmp_path / "plan.txt", tmp_path / LINES.name, tmp_path / "bad.csv"
    plan.write_text(PLAN, encoding="utf-8")
    lines.write_text(LINES.text, encoding="utf-8")
    bad.write_text("name\n甲局\n", encoding="utf-8")
    assert "i-440100-x_low_altitude" in run_zhize(None, ["extract", str(plan), "--registry", str(lines)]).out
    refused = run_zhize(None, ["extract", str(plan), "--registry", str(bad)])
    assert (refused.code, refused.out) == (2, "")
    assert f"{bad.name}：第 2 行（place）：缺地区" in refused.err
    missing = run_zhize(None, ["extract", str(plan), "--registry", str(tmp_path / "none.yaml")])
    assert (missing.code, missing.err) == (2, f"错误：{tmp_path / 'none.yaml'}：没有这个文件\n")


def test_a_servers_store_has_a_folder_of_its_own_for_each_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert folder_of("/stores/one", "") == Path("/stores/one")
    places = {folder_of(address, base) for address in ("bolt://a", "bolt://b") for base in ("", "x")}
    assert len(places) == 4
    assert all(place.parent.name == "registries" for place in places)
