"""Every package an installation brings has a notice and a licence we take; make tells its targets."""

from __future__ import annotations

import re
import subprocess

import pytest

from scripts import notices
from scripts.release import ROOT


def test_every_installed_dependency_has_a_notice_and_a_licence_we_take() -> None:
    assert len(notices.installed()) > 40
    assert not notices.missing()
    assert not notices.refused()


@pytest.mark.parametrize(
    ("said", "taken"),
    [("MIT", True), ("GPL-3.0-only", False), ("AGPL-3.0", False), ("LGPL-2.1", True), ("GNU General Public", False)],
)
def test_licences_that_bind_users_are_refused(said: str, taken: bool) -> None:
    assert (notices.REFUSED.search(said) is None) is taken


def test_make_alone_lists_every_target() -> None:
    told = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.M)
    assert phony
    assert [line.split()[0] for line in told.splitlines()] == re.findall(r"^([a-z]+):.*## ", text, re.M)
    assert {line.split()[0] for line in told.splitlines()} == set(phony[1].split())
