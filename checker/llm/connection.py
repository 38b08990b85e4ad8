"""One event loop's connection to the endpoint: a request goes out through LangChain, a reply or a fault comes back. No retries here.

``ChatOpenAI`` gets everything beyond the messages as ``extra_body``, and is asked by plain ``ainvoke``: then a malformed, cut off,
filtered or refused answer comes back as a message with its finish reason and usage, where ``with_structured_output`` raises or returns
None (measured, langchain-openai 1.7.3).
"""

from __future__ import annotations

import asyncio
import ssl
import time
from typing import TYPE_CHECKING, Any, Protocol

from checker.errors import MissingComponent
from checker.llm import faults, silence, wire
from checker.llm.endpoint import Endpoint
from checker.llm.faults import Fault
from checker.llm.model import Mode, Profile, Reply, Request

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

_CONNECT = 15.0  # seconds to reach the host at all
_PROVIDERS_BOUND = 8_000  # tokens of an answer, where it goes through a provider's own package


class Connection(Protocol):
    """What the client sends through."""

    async def carry(self, request: Request, mode: Mode, profile: Profile) -> Reply | Fault:
        """One attempt, within the endpoint's time limit. Raises MissingComponent."""

    async def models(self, within: float) -> Any:
        """The JSON of GET /models; None where the endpoint has no such thing, or not in so many seconds. Raises MissingComponent."""

    async def close(self) -> None:
        """Ends every connection."""


def open_to(endpoint: Endpoint) -> Connection:
    """A connection for the running event loop, in this process; nothing is sent yet. Raises MissingComponent."""
    silence.impose()  # before the first import, which reads the variables
    way: _Way = _Provider(endpoint) if endpoint.provider else _OpenAICompatible(endpoint)
    silence.impose()  # and after: importing sets up loggers, and another program may have
    return _Direct(endpoint, way)


class _Direct:
    """What comes back through the libraries is a reply, what they raise is a fault."""

    def __init__(self, endpoint: Endpoint, way: _Way) -> None:
        self._endpoint, self._way = endpoint, way

    async def carry(self, request: Request, mode: Mode, profile: Profile) -> Reply | Fault:
        try:
            sending = self._way.send(wire.messages(request, mode), wire.fields(request, mode, profile))
            return wire.reply(await asyncio.wait_for(sending, self._endpoint.timeout), mode)
        except Exception as error:
            fault = faults.of(error, now=time.time())
            return wire.inspected(mode) if fault.kind == "inspected" else fault

    async def models(self, within: float) -> Any:
        try:
            return await asyncio.wait_for(self._way.models(), within)
        except Exception:  # many have no such list; whatever is wrong will show when it is asked
            return None

    async def close(self) -> None:
        await self._way.close()


class _Way(Protocol):
    """One library's way to a model. Raises whatever it raises."""

    async def send(self, messages: list[dict[str, str]], fields: dict[str, Any]) -> AIMessage:
        """One attempt. ``fields``: those of the API beside the messages."""

    async def models(self) -> Any:
        """The JSON of GET /models; None where there is no such thing."""

    async def close(self) -> None:
        """Ends every connection."""


class _OpenAICompatible:
    def __init__(self, endpoint: Endpoint) -> None:
        import openai
        from langchain_openai import ChatOpenAI

        # A redirect would carry the report to another host: never followed. On this machine no proxy has a part in it.
        proxies = not endpoint.loopback
        timeout = openai.Timeout(endpoint.timeout, connect=min(_CONNECT, endpoint.timeout))
        plain = endpoint.loopback and endpoint.base_url.startswith("http:")
        self._http = openai.DefaultAsyncHttpxClient(
            timeout=timeout, trust_env=proxies, follow_redirects=False, verify=_trusting_nobody() if plain else True
        )
        # Never used; without it LangChain would share one of its own for ever.
        self._sync = openai.DefaultHttpxClient(
            timeout=timeout, trust_env=proxies, follow_redirects=False, verify=_trusting_nobody()
        )
        self._chat = ChatOpenAI(
            model=endpoint.model,
            base_url=endpoint.base_url,
            # A local server may want none; the library insists on one.
            api_key=endpoint.key or _no_key(),
            max_retries=0,
            timeout=timeout,
            http_async_client=self._http,
            http_client=self._sync,
            openai_proxy="",  # OPENAI_PROXY is LangChain's own, and contradicts a client of ours
            use_responses_api=False,  # chosen by the model's name otherwise, and no other endpoint has it
            stream_usage=False,
            cache=False,
            verbose=False,
        )

    async def send(self, messages: list[dict[str, str]], fields: dict[str, Any]) -> AIMessage:
        with silence.untraced():
            return await self._chat.ainvoke(messages, extra_body=fields)

    async def models(self) -> Any:
        client = self._chat.root_async_client
        return await client.get("/models", cast_to=object)

    async def close(self) -> None:
        self._sync.close()
        await self._http.aclose()


def _trusting_nobody() -> ssl.SSLContext:
    """For a client that meets no certificate: reading all that a machine trusts takes 40 ms."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _no_key() -> Any:
    from pydantic import SecretStr

    return SecretStr("none")


class _Provider:
    """A provider's own LangChain package. Its fields have other names: the form goes as a tool, the bound as ``max_tokens``."""

    def __init__(self, endpoint: Endpoint) -> None:
        from langchain.chat_models import init_chat_model

        given: dict[str, Any] = {"timeout": endpoint.timeout, "max_retries": 0}
        # Some packages cut answers off early unless told (Anthropic's at 1,024 tokens), a few do not know the word.
        bound: dict[str, Any] = {"max_tokens": endpoint.max_output or _PROVIDERS_BOUND}
        try:
            try:
                self._chat: BaseChatModel = init_chat_model(
                    endpoint.model, model_provider=endpoint.provider, **given, **bound
                )
            except (TypeError, ValueError):
                self._chat = init_chat_model(endpoint.model, model_provider=endpoint.provider, **given)
        except ImportError as error:
            raise MissingComponent(
                f"模型服务商 {endpoint.provider} 要用的组件没有安装完整：{error.name or '未知'}。"
            ) from None  # what they say may hold a key
        except Exception as error:  # a missing key, in each package's own exception
            raise MissingComponent(
                f"模型服务商 {endpoint.provider} 没有设置好，多半是没有设置它的密钥环境变量（{type(error).__name__}）。"
            ) from None

    async def send(self, messages: list[dict[str, str]], fields: dict[str, Any]) -> AIMessage:
        from langchain_core.messages import AIMessage

        asked: Any = self._chat
        if tools := fields.get("tools"):
            asked = asked.bind_tools(tools, tool_choice=tools[0]["function"]["name"])
        with silence.untraced():
            message = await asked.ainvoke(messages)
        if not isinstance(message, AIMessage):
            raise TypeError(type(message).__name__)
        return message

    async def models(self) -> Any:
        return None

    async def close(self) -> None:
        await asyncio.sleep(0)
