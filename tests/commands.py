"""Commands for tests, one after another in a process that stays.

Each command is the program itself: its arguments, environment, store, bytes printed and exit code are those of a
process of its own, as is what it leaves behind. Only Python and the engine's Java are not started for each again, which
takes longer than nearly every command. Where the process is the point (two at a time, killed, held, its start, its
locale) `fresh=True` starts one.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Done:
    """What a command printed and how it ended."""

    out: str
    err: str
    code: int


def run_zhize(store: Path | None, arguments: Sequence[str], *, fresh: bool = False, **environment: str) -> Done:
    """Run a command on a store, in the process that stays or in a fresh one."""
    # Processes of the test runner have its terminal's width; a user's pipe has none.
    inherited = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    found = {**inherited, "PYTHONIOENCODING": "utf-8", **environment}
    if store is not None:
        found["ZHIZE_STORE"] = str(store)
    if not fresh:
        return _STAYS.run(arguments, found)
    command = [sys.executable, "-m", "api.cli", *arguments]
    done = subprocess.run(command, env=found, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300)
    return Done(done.stdout, done.stderr, done.returncode)


class _Stays:
    """The process that stays, started with the first command."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    def run(self, arguments: Sequence[str], environment: Mapping[str, str]) -> Done:
        """Have a command run there; a process that ended with it is an error of the test."""
        with self._one_at_a_time:
            process = self._process = self._process or self._start()
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps({"arguments": list(arguments), "environment": dict(environment)}) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            if not answer:
                self._process = None
                raise AssertionError(f"zhize {' '.join(arguments)} ended the process")
            return Done(**json.loads(answer))

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.commands"]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        atexit.register(self._stop, process)
        return process

    def _stop(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        process.stdin.close()
        process.wait(timeout=60)


_STAYS = _Stays()


def answer_commands() -> None:
    """Run the commands that come on stdin, one a line, until it ends."""
    # What escapes the capture does not mix with the answers, and no command reads the next one's line.
    asking, answers = sys.stdin, sys.stdout
    sys.stdin, sys.stdout = io.StringIO(), sys.stderr
    for line in asking:
        asked = json.loads(line)
        os.environ.clear()
        os.environ.update(asked["environment"])
        done = _run_here(asked["arguments"])
        answers.write(json.dumps({"out": done.out, "err": done.err, "code": done.code}) + "\n")
        answers.flush()


def _run_here(arguments: list[str]) -> Done:
    from ontology import registry

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = _exit_code(arguments)
    registry.extend(registry.Additions())  # what a store added to the registry ends with the command
    return Done(_text(out), _text(err), code)


def _exit_code(arguments: list[str]) -> int:
    from api.cli import main

    try:
        main(arguments, prog_name="zhize")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _text(stream: io.TextIOWrapper) -> str:
    """What was written, its lines ended as a pipe that is read as text ends them."""
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return io.TextIOWrapper(io.BytesIO(held.getvalue()), encoding="utf-8").read()


if __name__ == "__main__":
    answer_commands()
