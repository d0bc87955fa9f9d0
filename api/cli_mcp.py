"""The command mcp: the questions as tools for language models."""

from __future__ import annotations

import click

from api.options import complain, reporting, store_option


@click.command()
@click.option("--http", "over_http", is_flag=True, help="经 HTTP（127.0.0.1，路径 /mcp），而不是标准输入输出")
@click.option("--port", type=click.IntRange(1, 65535), default=8350, show_default=True, help="--http 的端口")
@store_option
@reporting
def mcp(over_http: bool, port: int, store: str | None) -> None:
    """让语言模型使用图谱（Model Context Protocol）：检索、谁牵头、原文、对应、对照、只读 Cypher。

    需要另装：pip install 'zhize[mcp]'。只读；每个回答附原文，推断的另标。

    \b
    例：
      zhize mcp
      zhize mcp --http --port 8350
    """
    from api.cli import service_of

    try:
        from api.agents import make_server
    except ModuleNotFoundError as error:
        if error.name != "mcp":
            raise
        complain("没有安装 mcp：请运行 pip install 'zhize[mcp]'")
        raise SystemExit(2) from None
    with service_of(store) as service:
        server = make_server(service)
        if over_http:
            server.run("streamable-http", host="127.0.0.1", port=port)
        else:
            server.run("stdio")
