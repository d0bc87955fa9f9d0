"""The shell of `zhize query`: in a real terminal, and what it offers while one types."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from api.cypher_words import following
from tests.commands import ROOT, run_zhize

OFFERED = [
    ("MATCH (i:Inst", ["Institution", "Instrument"]),
    ("MATCH (:机构变", ["ChangeEvent"]),
    ("MATCH (a)-[:LEA", ["LEADS"]),
    ("MATCH (a)-[:LEADS|COOP", ["COOPERATES_ON"]),
    ("MATCH (m:Measure {tit", ["title"]),
    ("MATCH (m:Measure {number: '1', tit", ["title"]),
    ("MATCH (d:Document) RETURN d.doc", ["doc_no"]),
    ("MATCH (f:Fund) RETURN f.tit", []),
    ("MATCH (a)-[r:LEADS]->() RETURN r.quo", ["quote"]),
    ("RETURN x.quo", ["quote"]),
    ("WHERE m.title CONTAINS $主", ["$主题"]),
    ("opti", ["OPTIONAL"]),
    ("MATCH (m) RETURN coun", ["COUNT", "count("]),
    ("MATCH (measure:Measure) RETURN meas", ["measure"]),
    ("MATCH (m {title: 'Inst", []),
    ("// Inst", []),
    ("RETURN 'a' AS 甲, MATC", ["MATCH"]),
    ("RETURN 3.", []),
    ("M", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), OFFERED)
def test_what_may_follow(text: str, wanted: list[str]) -> None:
    assert [word.text for word in following(text, ["主题"])] == wanted


class Terminal:
    """A shell in a pseudo terminal: keys in, what it printed out."""

    def __init__(self, store: Path, home: Path) -> None:
        self._end, other = pty.openpty()
        termios.tcsetwinsize(other, (40, 120))
        environment = {**os.environ, "ZHIZE_STORE": str(store), "XDG_STATE_HOME": str(home), "TERM": "xterm"}
        environment |= {"PYTHONIOENCODING": "utf-8", "PROMPT_TOOLKIT_NO_CPR": "1"}
        command = [sys.executable, "-m", "api.cli", "query"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=other, stdout=other, stderr=other)
        os.close(other)
        self._seen = ""

    def until(self, words: str) -> str:
        """What was printed up to these words, without control sequences."""
        end = time.monotonic() + 120
        while words not in self._seen:
            assert time.monotonic() < end, f"no {words!r} in {self._seen!r}"
            if select.select([self._end], [], [], 1)[0]:
                data = os.read(self._end, 65536).decode("utf-8", "replace")
                self._seen += re.sub(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|[=>])|\r", "", data)
        before, self._seen = self._seen.split(words, 1)
        return before + words

    def type(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def enter(self, keys: str, words: str) -> str:
        """Types, and waits for these words and for the next prompt."""
        self.type(keys)
        said = self.until(words)
        self.until("zhize>")
        return said


def test_a_session_in_a_terminal(loaded: Path, tmp_path: Path) -> None:
    shell = Terminal(loaded, tmp_path)
    shell.until("zhize>")
    shell.type("MATCH (m:Measure)\r")
    shell.until("...")
    assert "111" in shell.enter("RETURN count(m) AS 数;\r", "1 行")
    shell.enter("CREATE (n) RETURN n;\r", "错误：")
    shell.enter(":nothing\r", "没有命令 :nothing")
    shell.enter(":schema Fund\r", "name 名称")
    shell.enter(":param 词=成果\r", "\n词=成果\n")
    shell.enter(":format csv\r", "csv\n")
    shell.enter("RETURN $词 AS w;\r", "w\n成果\n")
    shell.enter("RETURN 1 AS gone\x03", "gone")
    shell.enter(":shelf 1\r", "\n机构,牵头")
    shell.type("\x04")
    assert shell.process.wait(60) == 0
    kept = tmp_path / "zhize" / "query-history"
    assert "RETURN count(m) AS 数;" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o777 == 0o600


def test_without_a_terminal_a_query_is_asked_for(tmp_path: Path) -> None:
    done = run_zhize(tmp_path / "store", ["query"])
    assert (done.code, "从标准输入读" in done.err) == (2, True)
