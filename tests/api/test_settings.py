"""Settings: every one can be given by the environment, and secrets are never shown."""

from __future__ import annotations

import pytest

from api.settings import SETTINGS, Settings, read_settings, store_location
from graph.errors import BadParameter


def test_every_field_is_a_row_with_its_own_variable_and_both_languages() -> None:
    assert len({row.env for row in SETTINGS}) == len(SETTINGS)
    for row in SETTINGS:
        assert row.env.startswith("ZHIZE_")
        assert row.zh
        assert row.en


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.env)
def test_every_setting_is_read_from_its_variable(row: object) -> None:
    name, env, kind = row.name, row.env, row.type  # type: ignore[attr-defined]
    found = getattr(read_settings({env: "7"}), name)
    assert found == {"int": 7, "float": 7.0}.get(kind, "7")


def test_the_environment_of_a_new_user_binds_to_this_machine_alone() -> None:
    found = read_settings({})
    assert found.host == "127.0.0.1"
    assert found.host_names == {"127.0.0.1", "localhost", "[::1]"}
    assert found.max_limit == 500


@pytest.mark.parametrize("text", ["many", "-1", "0"])
def test_a_number_that_is_none_is_refused_with_its_variable(text: str) -> None:
    with pytest.raises(BadParameter, match="ZHIZE_MAX_LIMIT"):
        read_settings({"ZHIZE_MAX_LIMIT": text})


def test_port_zero_is_any_port() -> None:
    assert read_settings({"ZHIZE_PORT": "0"}).port == 0


def test_passwords_and_tokens_are_not_shown() -> None:
    found = Settings(neo4j_password="open sesame", token="let me in")
    assert "open sesame" not in repr(found)
    assert "let me in" not in repr(found)
    assert store_location("bolt://neo4j:open@db.example:7687") == "bolt://db.example:7687"


def test_host_names_are_let_in_however_they_are_written() -> None:
    assert {"policy.example", "desk"} <= read_settings({"ZHIZE_HOSTS": "Policy.Example, DESK"}).host_names
