"""Takes files of additions into a store and out of it, with the bodies that the store holds brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.registers import Kept, Register, additions_of, as_rows, put_in_force
from graph.errors import NotFound
from graph.renewing import registry_nodes, renew

if TYPE_CHECKING:
    from graph.store import Store


def add_register(store: Store, kept: Kept, register: Register) -> dict[str, Any]:
    """Check a file with those that are there, keep it and put it in force: its row; raises ApiError."""
    there = list(kept.read())
    at = next((i for i, one in enumerate(there) if one.name == register.name), len(there))
    new = [*there[:at], register, *there[at + 1 :]]
    additions_of(new, trusted=at)
    changed = _exchange(store, kept, new)
    outcome = "added" if at == len(there) else "replaced"
    return {**as_rows(new)[at], "outcome": outcome, "renewed": changed}


def remove_register(store: Store, kept: Kept, name: str) -> dict[str, Any]:
    """Take a file away; raises NotFound, and ApiError while another file builds on it."""
    there = kept.read()
    left = [one for one in there if one.name != name]
    if len(left) == len(there):
        named = "、".join(one.name for one in left) or "一个也没有"
        raise NotFound("not_found", f"没有载入过注册表文件 {name}（有：{named}）")
    additions_of(left, check=False)
    return {"name": name, "outcome": "removed", "renewed": _exchange(store, kept, left)}


def _exchange(store: Store, kept: Kept, registers: list[Register]) -> int:
    before = registry_nodes(store)
    kept.write(registers)
    put_in_force(registers)
    return renew(store, before)
