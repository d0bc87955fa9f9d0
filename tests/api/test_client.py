"""A client keeps what it was asked when it has to ask again."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from api.client import GENERATION, PAGE_SIZE, Client

TOTAL = 2 * PAGE_SIZE


class _Writing(BaseHTTPRequestHandler):
    """Lists documents; somebody writes between the first two requests."""

    asked = 0

    def do_GET(self) -> None:
        offset = int(parse_qs(urlsplit(self.path).query)["offset"][0])
        rows = [{"id": str(i)} for i in range(offset, min(offset + PAGE_SIZE, TOTAL))]
        body = json.dumps({"results": rows, "total": TOTAL, "limit": PAGE_SIZE, "offset": offset}).encode()
        self.send_response(200)
        self.send_header(GENERATION, str(min(_Writing.asked, 1)))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        _Writing.asked += 1

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_the_offset_survives_a_write_between_two_pages() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Writing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with Client(f"http://127.0.0.1:{server.server_port}") as client:
            answer = client.documents(offset=7)
    finally:
        server.shutdown()
        server.server_close()
    assert answer["offset"] == 7
    assert [row["id"] for row in answer["results"]] == [str(i) for i in range(7, TOTAL)]
    assert _Writing.asked > 2
