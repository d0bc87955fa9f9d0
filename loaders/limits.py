"""How much of a file is read: beyond these a file is refused, whatever it holds."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
MAX_BYTES = 64 * MEGABYTE  # of a file, and of an entry of an archive
MAX_CHARACTERS = 5_000_000  # of the text of a file
MAX_PAGES = 500
MAX_ENTRIES = 2_000  # of an archive, and parts of an Office file
MAX_UNPACKED = 256 * MEGABYTE  # all entries of an archive together
MAX_RATIO = 200  # unpacked to packed, of an entry larger than a megabyte: text seldom packs beyond 40
