"""A Dask cluster to share blocks of work out to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from api.service import LocalService, Service

WAIT = 20.0


@contextmanager
def at_work(address: str | None, service: Service) -> Iterator[None]:
    """The blocks of the question asked within are worked on by the cluster of an address; here without one.

    Its workers need zhize installed. Raises UsageError without the extra `dask`, and where another process holds the
    store and would do the work; ClickException where nothing answers.
    """
    if not address:
        yield
        return
    if not isinstance(service, LocalService):
        raise click.UsageError("--dask 不能用于由服务持有的存储：计算在服务里进行，请先停下服务")
    try:
        from distributed import Client
    except ImportError:
        raise click.UsageError("--dask 需要附加组件 dask：pip install 'zhize[dask]'") from None
    from graph.analysis.blocks import working_on

    try:
        client = Client(address, timeout=WAIT)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"连不上 Dask 集群 {address}：{error}") from None
    with client, working_on(client.get_executor(pure=False)):
        yield
