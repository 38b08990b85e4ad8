"""What the configured endpoint can do, by asking it (``fajian doctor``): a few tiny calls, nothing of any report, no key shown."""

from __future__ import annotations

import asyncio
import concurrent.futures
import os

from checker.errors import FajianError
from checker.llm import calling, prices
from checker.llm.client import Client, Examination
from checker.llm.endpoint import Endpoint, from_settings
from checker.llm.retrying import Patience
from checker.llm.tokens import Tokens
from checker.model import Usage
from checker.settings import Settings, home

Line = tuple[bool | None, str, str]
_ALTOGETHER = 45.0  # seconds
_ONE_CALL = 15.0
_MODES = {
    "json_schema": "按格式回答（json_schema）",
    "tools": "工具调用（tools）",
    "json_object": "JSON 回答（json_object）",
    "plain": "普通回答（plain）",
}
_FARED = {"works": "可用", "ignored": "不起作用", "refused": "不支持"}


def lines(settings: Settings) -> list[Line]:
    """What there is to say of the model, most of it only where one is named."""
    try:
        endpoint = from_settings(settings)
    except FajianError as error:
        return [(False, "模型", str(error)), *_stores()]
    if endpoint is None:
        told = "没有设置，只用规则引擎，不向外发送任何内容；要用模型请设置 FAJIAN_MODEL（模型名称）"
        return [(False, "模型", told), *_unused(settings), *_stores()]
    where = f"通过 langchain 的 {endpoint.provider} 组件" if endpoint.provider else endpoint.address
    key = (
        "由组件自己读取"
        if endpoint.provider
        else "已设置（不显示）"
        if endpoint.key
        else "没有设置（本机模型一般不需要）"
    )
    return [
        (True, "模型", endpoint.model),
        (None, "接口地址", where),
        (None, "密钥", key),
        *_examined(endpoint),
        *_price(endpoint),
        *_stores(),
    ]


def _unused(settings: Settings) -> list[Line]:
    """What is set although no model is named. Nothing is connected to."""
    address = "没有设置（OPENAI_BASE_URL）"
    if settings.base_url:
        address = f"{Endpoint(model='', base_url=settings.base_url).address}（没有连接）"
    key = bool(os.environ.get(settings.api_key_env or "OPENAI_API_KEY"))
    return [(None, "接口地址", address), (None, "密钥", "已设置（不显示）" if key else "没有设置（OPENAI_API_KEY）")]


def _examined(endpoint: Endpoint) -> list[Line]:
    try:
        found = _examine(endpoint)
    except (TimeoutError, concurrent.futures.TimeoutError):
        return [
            (
                False,
                "接口",
                f"{endpoint.host} 在 {_ALTOGETHER:.0f} 秒内没有答完几个很短的问题，请稍后再试或者换一个接口",
            )
        ]
    except FajianError as error:
        return [(False, "接口", str(error))]
    if found.problem is not None:
        return [(False, "接口", found.problem)]
    listed: list[Line] = []
    if found.models and endpoint.model not in found.models:
        some = "、".join(found.models[:5]) + ("等" if len(found.models) > 5 else "")
        listed = [(None, "", f"接口列出的模型里没有“{endpoint.model}”，有 {some}；能用就不必理会")]
    seconds = f"，一次很短的问答用了 {found.seconds:.1f} 秒" if found.seconds is not None else ""
    told = "接口会报告 token 用量" if found.usage_told else "接口不报告 token 用量，只能估算"
    profile = found.profile
    return [
        (True, "接口", f"连得上 {endpoint.host}{seconds}"),
        *listed,
        (*_ways(found),),
        (
            None,
            "长度",
            f"一次最多约 {profile.window:,} token（其中回答至多 {profile.max_output:,}）；更长的报告分几次问",
        ),
        (None, "用量", f"{told}。{Tokens(profile, endpoint.model).how}"),
    ]


def _ways(found: Examination) -> Line:
    """In which way it answers."""
    ways = "；".join(f"{_MODES[mode]}{_FARED[fared]}" for mode, fared in found.modes.items())
    best = next((mode for mode, fared in found.modes.items() if fared == "works"), None)
    used = f"用{_MODES[best]}" if best else "没有一种方式能得到合格式的回答，这个模型可能不合用"
    return (best is not None, "回答方式", f"{used}（{ways}）")


def _examine(endpoint: Endpoint) -> Examination:
    async def ask() -> Examination:
        quick = endpoint.model_copy(update={"timeout": min(endpoint.timeout, _ONE_CALL)})
        async with Client(quick, patience=Patience(tries=2, altogether=_ONE_CALL)) as client:
            return await asyncio.wait_for(client.examine(), _ALTOGETHER)

    return asyncio.run(ask())


def _price(endpoint: Endpoint) -> list[Line]:
    try:
        table = prices.load()
    except FajianError as error:
        return [(False, "价格表", str(error))]
    day = f"，价格截至 {table.as_of}" if table.as_of else ""
    if table.cost(endpoint.name, Usage()) is None:
        told = f"没有“{endpoint.name}”的价格，只计 token 数；要折算费用，请把 {prices.SHIPPED} 复制为 {home() / prices.FILE} 后填写"
        return [(None, "价格表", told)]
    return [(True, "价格表", f"{prices.path()}（{table.currency}{day}）")]


def _stores() -> list[Line]:
    kept = calling.store()
    count, size = kept.size()
    room = f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.0f} KB"
    told = f"{count} 次回答，{room}；回答里有报告的原文，删去文件夹即清空" if count else "空的"
    return [(None, "缓存", f"{kept.folder}（{told}）")]
