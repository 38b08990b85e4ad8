"""What the user is told of a call that failed: what, where (the host alone), what to do. Never the key, never what the endpoint wrote."""

from __future__ import annotations

import re

from checker.llm.endpoint import Endpoint
from checker.llm.faults import Fault
from checker.llm.model import CallFailed, Failure


def failed(fault: Fault, endpoint: Endpoint, tries: int) -> CallFailed:
    """The error for a fault that ended a call after so many attempts."""
    kind: Failure = "request" if fault.kind == "inspected" else fault.kind
    often = f"已试 {tries} 次，" if tries > 1 else ""
    where = f"模型接口（{endpoint.host}）"
    return CallFailed(kind, _sentence(kind, fault, endpoint, where, often))


def _sentence(kind: Failure, fault: Fault, endpoint: Endpoint, where: str, often: str) -> str:
    code = f"，代码 {fault.code}" if fault.code and re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", fault.code) else ""
    status = f"状态 {fault.status}{code}" if fault.status else ""
    if kind == "unreachable":
        if fault.about == "tls":
            return f"{where}的证书没有通过验证，没有发送任何内容；请核对接口地址，或者请管理员安装单位的根证书。"
        if fault.about == "courier":
            return f"向{where}发送请求的进程意外结束，{often}请重新运行；如果反复出现，请检查内存是否足够。"
        what = "连接不上" if fault.about == "nobody" else "连接不上或者中途断开"
        return f"{where}{what}，{often}请检查网络、接口地址和服务是否启动。"
    if kind == "timeout":
        return f"{where}在 {endpoint.timeout:g} 秒内没有答复完，{often}请稍后再试，或者在配置里把 timeout 调大。"
    if kind == "rate":
        if fault.wait:
            return f"{where}限制了请求频率，要求等待 {fault.wait:.0f} 秒，{often}请稍后再试，或者调低 concurrency、requests_per_minute。"
        return f"{where}限制了请求频率，{often}请稍后再试，或者调低 concurrency、requests_per_minute。"
    if kind == "server" and fault.wait:
        return (
            f"{where}暂时不能服务（{status}），要求等待 {fault.wait:.0f} 秒，{often}请到时再试，或者联系接口的管理员。"
        )
    if kind == "server":
        return f"{where}内部出错（{status or '没有说明原因'}），{often}请稍后再试，或者联系接口的管理员。"
    if kind == "denied":
        if fault.about == "spent":
            return f"{where}说账户余额或者额度已用完（{status}），请充值或者换用别的模型。"
        if endpoint.key is None and not endpoint.provider:
            return f"{where}要求提供密钥（{status}），请设置环境变量 OPENAI_API_KEY。"
        return f"{where}不接受这个密钥，或者这个密钥无权使用模型 {endpoint.model}（{status}），请核对。"
    if kind == "overflow":
        return f"材料超出了模型 {endpoint.model} 一次能处理的长度，{where}没有接收。"
    if kind == "garbled":
        return (
            f"{where}返回的内容不是模型的答复，{often}请核对接口地址（OPENAI_BASE_URL），看是否被网关或者登录页面拦下。"
        )
    if fault.about == "moved":
        return f"{where}要求转到别的地址（状态 {fault.status}），为防止材料外传没有跟随；请把接口地址改成最终的地址。"
    if fault.about == "missing":
        return f"{where}没有这个地址，或者没有模型 {endpoint.model}（{status}）；请核对 OPENAI_BASE_URL（多以 /v1 结尾）和 FAJIAN_MODEL。"
    return f"{where}不接受这个请求（{status or '没有说明原因'}），请核对模型名称和配置，或者联系接口的管理员。"
