"""Which version of the program this is: it stands in every result."""

from __future__ import annotations

from functools import cache

SOURCE = "未安装，直接从源码运行"


@cache
def program_version() -> str:
    """The installed version; ``SOURCE`` where the program runs without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("fajian")
    except PackageNotFoundError:
        return SOURCE
