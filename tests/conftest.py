"""What tests of several parts share: the folder of the original documents, stores of every engine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.stores import embedded_store, engine_report, every_store, store, store_keeper

__all__ = ["embedded_store", "every_store", "shared", "store", "store_keeper"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of original and annotated documents: ZHIZE_SHARED, else ../shared beside the checkout.

    Tests that need it are skipped where it is absent; in continuous integration (CI set) that is a failure.
    """
    folder = Path(os.environ.get("ZHIZE_SHARED", ROOT.parent / "shared"))
    if not (folder / "seeds").is_dir():
        message = f"no original documents at {folder}: set ZHIZE_SHARED to their folder"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


def pytest_report_header() -> str:
    """The engines this run uses."""
    return engine_report()
