"""The installed command: `api.cli` under a locale that can say Chinese."""

from __future__ import annotations

import os
import sys

_AGAIN = "from api.cli import main; main(prog_name='zhize')"


def run() -> None:
    """Run the command line, once more in UTF-8 mode where the locale's encoding has no Chinese (LC_ALL=C, Latin-1).

    Paths and parameters were decoded before the first line of ours ran, so only a new start reads them right.
    """
    if _speechless():
        environment = {**os.environ, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
        os.execve(sys.executable, [sys.executable, "-P", "-c", _AGAIN, *sys.argv[1:]], environment)
    from api.cli import main

    main()


def _speechless() -> bool:
    """Whether names of files cannot be Chinese."""
    try:
        "牵头".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        return True
    return False
