"""Commands that run the server: serve and demo."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from api.bundled import CHAIN, DIGESTS, Bundle
from api.options import complain, patience, reporting, store_option

if TYPE_CHECKING:
    from api.service import LocalService, Service
    from api.settings import Settings


def _settings(store: str | None, host: str | None, port: int | None) -> Settings:
    from api.settings import settings

    found = settings()
    given = {"store": store, "host": host, "port": port}
    return replace(found, **{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]


def _announce(address: str, bundle: Bundle, open_page: bool) -> None:
    from urllib.parse import quote

    click.echo(f"zhize 职责 已启动：{address}")
    click.echo("可以试试：")
    for question, path in bundle.questions:
        click.echo(f"  {question}  {address}{quote(path, safe='/?=&')}")
    click.echo("要在网页里存入文件：另开终端运行 zhize store link")
    click.echo("按 Ctrl+C 停止。")
    if open_page:
        click.launch(address)


def _serve(settings: Settings, service: LocalService, bundle: Bundle, open_page: bool) -> None:
    from api.server import run

    run(settings, service, ready=lambda address: _announce(address, bundle, open_page))


def _local(settings: Settings) -> LocalService:
    """The store opened here; exits where a server holds it already, saying where that is."""
    from api.service import LocalService, open_service

    os.environ.setdefault("ZHIZE_LASTING", "1")
    with patience("正在打开存储"):
        found: Service = open_service(settings)
    if isinstance(found, LocalService):
        return found
    complain(f"这个存储已由一个服务打开：{getattr(found, 'address', '')}")
    found.close()
    sys.exit(3)


_host = click.option("--host", metavar="地址", help="监听的地址，缺省 127.0.0.1（ZHIZE_HOST）")
_port = click.option("--port", type=click.IntRange(0, 65535), help="端口，缺省 8340；被占用时取下一个空闲的，0 为任意")
_open = click.option("--open", "open_page", is_flag=True, help="在浏览器里打开")


@click.command()
@_host
@_port
@_open
@store_option
@reporting
def serve(host: str | None, port: int | None, open_page: bool, store: str | None) -> None:
    """启动网页和 HTTP 接口。服务运行时，其他命令经由它使用同一存储，输出不变。

    \b
    例：
      zhize serve
      zhize serve --port 0 --open --store ./我的存储
    """
    settings = _settings(store, host, port)
    _serve(settings, _local(settings), DIGESTS, open_page)


@click.command()
@_host
@_port
@_open
@click.option("--chain", is_flag=True, help="改为载入三级链：国务院、陕西省、咸阳市就同一件事的三份文件，下级引用上级")
@click.option("--no-serve", is_flag=True, help="只载入示例，不启动服务")
@store_option
@reporting
def demo(host: str | None, port: int | None, open_page: bool, chain: bool, no_serve: bool, store: str | None) -> None:
    """载入自带的五份示例并启动应用；不给 --store 时用缺省的存储，并说明是哪一个。

    \b
    例：
      zhize demo
      zhize demo --chain --store ./三级链
    """
    from api.cli_load import get_ready, load_into
    from api.service import open_service
    from api.settings import store_location

    settings = _settings(store, host, port)
    click.echo(f"示例载入存储 {store_location(settings.store)}（用 --store 可另选；zhize remove 可移除）", err=True)
    get_ready()
    with patience("正在打开存储"):
        service = open_service(settings) if no_serve else _local(settings)
    try:
        bundle = CHAIN if chain else DIGESTS
        _, failed = load_into(service, [str(bundle.folder())])
    except BaseException:
        service.close()
        raise
    if no_serve or failed:
        service.close()
        sys.exit(1 if failed else 0)
    _serve(settings, service, bundle, open_page)  # type: ignore[arg-type]
