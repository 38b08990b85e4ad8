"""From settings and environment to an endpoint; which profile it gets; providers of LangChain's other packages."""

from __future__ import annotations

import asyncio
import importlib
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from asking import request

from checker import settings
from checker.errors import MissingComponent, UsageError
from checker.llm import profiles
from checker.llm.client import Client
from checker.llm.endpoint import OPENAI, Endpoint, from_settings
from checker.llm.model import CallFailed
from checker.settings import Settings


def endpoint(url: str, model: str = "m") -> Endpoint:
    return Endpoint(model=model, base_url=url)


# ---------------------------------------------------------------------------------------------------------- settings
def test_without_a_model_nothing_is_asked() -> None:
    assert from_settings(Settings(), {"OPENAI_API_KEY": "sk-stray"}) is None
    assert from_settings(Settings(base_url="http://a/v1", model="  "), {}) is None


@pytest.mark.parametrize(
    ("named", "provider", "model"),
    [
        ("deepseek-chat", None, "deepseek-chat"),
        ("qwen2.5:7b", None, "qwen2.5:7b"),
        ("openai:gpt-4o", None, "gpt-4o"),
        ("Qwen/Qwen3-8B", None, "Qwen/Qwen3-8B"),
        ("llama3:8b:x", None, "llama3:8b:x"),
    ],
)
def test_a_models_name(named: str, provider: str | None, model: str) -> None:
    found = from_settings(Settings(model=named), {})
    assert found is not None
    assert (found.provider, found.model) == (provider, model)
    assert found.base_url == OPENAI


def test_a_provider_whose_package_is_not_installed() -> None:
    with pytest.raises(MissingComponent, match=r"pip install langchain-anthropic"):
        from_settings(Settings(model="anthropic:claude"), {})
    with pytest.raises(UsageError, match="没有写模型名称"):
        from_settings(Settings(model="openai:"), {})


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://api.deepseek.com/v1/", "https://api.deepseek.com/v1"),
        (" http://10.1.2.3:8000/v1/chat/completions ", "http://10.1.2.3:8000/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    ],
)
def test_an_address(url: str, base: str) -> None:
    found = from_settings(Settings(model="m", base_url=url), {})
    assert found is not None
    assert found.base_url == base


@pytest.mark.parametrize(
    "url", ["api.deepseek.com/v1", "ftp://a/v1", "http://", "http://a:x/v1", "http://u:p@a/v1", "http://a:99999/v1"]
)
def test_a_wrong_address_is_told_without_repeating_it(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_settings(Settings(model="m", base_url=url), {})
    assert url not in str(caught.value)


def test_a_key_is_never_printed() -> None:
    found = from_settings(Settings(model="m", base_url="http://a/v1?key=geheim"), {"OPENAI_API_KEY": " sk-geheim\n"})
    assert found is not None
    assert found.key is not None
    assert found.key.get_secret_value() == "sk-geheim"
    for told in (repr(found), str(found), found.model_dump_json(), found.address, found.host, found.name):
        assert "geheim" not in told
    with pytest.raises(UsageError, match="OPENAI_API_KEY") as caught:
        from_settings(Settings(model="m"), {"OPENAI_API_KEY": "密钥geheim"})
    assert "geheim" not in str(caught.value)


def test_a_key_in_another_variable() -> None:
    found = from_settings(Settings(model="m", api_key_env="MY_KEY"), {"MY_KEY": "a", "OPENAI_API_KEY": "b"})
    assert found is not None
    assert found.key is not None
    assert found.key.get_secret_value() == "a"
    with pytest.raises(UsageError, match="MY_KEY"):
        from_settings(Settings(model="m", api_key_env="MY_KEY"), {"OPENAI_API_KEY": "b"})


def test_settings_from_file_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_HOME", str(tmp_path))
    (tmp_path / "config.toml").write_text(
        'model = "a"\nbase_url = "http://file/v1"\nconcurrency = 4\nrequests_per_minute = 60\nwindow = 9000\ntimeout = 30\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("OPENAI_BASE_URL", "http://environment/v1")
    monkeypatch.setenv("FAJIAN_TOKENS_PER_MINUTE", "100000")
    found = from_settings(settings.load())
    assert found == Endpoint(
        model="a",
        base_url="http://environment/v1",
        concurrency=4,
        requests_per_minute=60,
        tokens_per_minute=100000,
        window=9000,
        timeout=30,
    )
    assert profiles.of(found).window == 9000
    assert profiles.of(found).max_output == 4500


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("concurrency = 0", "应在 1 到 1000 之间"),
        ("concurrency = true", "整数"),
        ("timeout = 1.5", "整数"),
        ('window = "many"', "整数"),
        ("base_url = 3", "一段文字"),
        ('api_key = "sk-geheim"', "没有“api_key”这个设置"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, words: str
) -> None:
    monkeypatch.setenv("FAJIAN_HOME", str(tmp_path))
    (tmp_path / "config.toml").write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=words) as caught:
        settings.load()
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


# ---------------------------------------------------------------------------------------------------------- profiles
@pytest.mark.parametrize(
    ("url", "model", "name", "first"),
    [
        ("https://api.openai.com/v1", "gpt-4o-mini", "OpenAI", "json_schema"),
        ("https://api.openai.com/v1", "gpt-5-mini", "OpenAI", "json_schema"),
        ("https://api.deepseek.com/v1", "deepseek-chat", "DeepSeek", "tools"),
        ("https://api.deepseek.com", "deepseek-reasoner", "DeepSeek", "json_object"),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-plus", "通义千问", "json_schema"),
        ("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "qwen-plus", "通义千问", "json_schema"),
        ("https://open.bigmodel.cn/api/paas/v4", "glm-4.6", "智谱", "json_object"),
        ("http://localhost:11434/v1", "qwen2.5:7b", "Ollama", "json_schema"),
        ("http://10.0.0.1:8000/v1", "Qwen/Qwen3-8B", "未知接口", "json_schema"),
        ("https://api.deepseek.com.evil.example/v1", "deepseek-chat", "未知接口", "json_schema"),
    ],
)
def test_the_table(url: str, model: str, name: str, first: str) -> None:
    profile = profiles.of(endpoint(url, model))
    assert (profile.name, profile.modes[0]) == (name, first)
    assert profile.modes[-1] == "plain"
    assert profile.max_output <= profile.window // 2


def test_reasoning_models_get_no_temperature() -> None:
    assert profiles.of(endpoint(OPENAI, "gpt-5")).fixed == {}
    assert profiles.of(endpoint(OPENAI, "o3-mini")).fixed == {}
    assert profiles.of(endpoint(OPENAI, "gpt-4.1")).fixed == {"temperature": 0}


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://localhost/v1", True),
        ("http://[::1]:8/v1", True),
        ("http://127.1.2.3/v1", True),
        ("http://10.0.0.1/v1", False),
        ("http://localhost.evil.example/v1", False),
        ("https://api.openai.com/v1", False),
    ],
)
def test_what_is_on_this_machine(url: str, local: bool) -> None:
    assert endpoint(url).loopback is local


# ------------------------------------------------------------------------------------------ LangChain's other packages
@pytest.fixture
def anthropic(monkeypatch: pytest.MonkeyPatch) -> type:
    """A stand-in for langchain_anthropic: a chat model that never leaves the process."""
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.outputs import ChatGeneration, ChatResult

    class ChatAnthropic(BaseChatModel):
        model: str = ""
        timeout: float | None = None
        max_retries: int = 9
        calls: list[Any] = []  # noqa: RUF012 - a pydantic field
        tools: list[Any] = []  # noqa: RUF012
        trouble: list[Any] = []  # noqa: RUF012

        @property
        def _llm_type(self) -> str:
            return "fake"

        def bind_tools(self, tools: Any, *, tool_choice: Any = None, **kwargs: Any) -> Any:
            self.tools.append((tools, tool_choice))
            return self

        def _generate(self, messages: Any, stop: Any = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:
            self.calls.append(messages)
            if TROUBLE:
                raise TROUBLE.pop(0)
            message = AIMessage(
                content=[{"type": "thinking", "thinking": "嗯"}],
                tool_calls=[{"name": "verdicts", "args": {"verdicts": []}, "id": "1"}],
                response_metadata={"stop_reason": "tool_use", "model": "claude-x"},
                usage_metadata={"input_tokens": 10, "output_tokens": 3, "total_tokens": 13},
            )
            return ChatResult(generations=[ChatGeneration(message=message)])

    module = types.ModuleType("langchain_anthropic")
    module.ChatAnthropic = ChatAnthropic  # type: ignore[attr-defined]
    module.__spec__ = importlib.machinery.ModuleSpec("langchain_anthropic", None)
    monkeypatch.setitem(sys.modules, "langchain_anthropic", module)
    TROUBLE.clear()
    yield ChatAnthropic
    from langchain.chat_models import base

    base._get_chat_model_creator.cache_clear()


TROUBLE: list[Exception] = []


async def _ask(found: Endpoint, tmp_path: Path) -> Any:
    from checker.llm.retrying import Surroundings

    async def sleep(seconds: float) -> None:
        pass

    memory = profiles.Memory(tmp_path / "endpoints.json")
    async with Client(found, memory=memory, around=Surroundings(sleep=sleep)) as client:
        return await client.call(request())


def test_another_provider(anthropic: type, tmp_path: Path) -> None:
    found = from_settings(Settings(model="anthropic:claude-x"), {"OPENAI_API_KEY": "sk-openai"})
    assert found is not None
    assert (found.name, found.host, found.key) == ("anthropic:claude-x", "anthropic", None)
    reply = asyncio.run(_ask(found, tmp_path))
    assert (reply.text, reply.finish, reply.mode, reply.model) == ('{"verdicts": []}', "stop", "tools", "claude-x")
    assert reply.usage.input_tokens == 10


def test_another_providers_faults(anthropic: type, tmp_path: Path) -> None:
    class Overloaded(Exception):
        status_code = 529

    class NotAllowed(Exception):
        status_code = 401

    found = from_settings(Settings(model="anthropic:claude-x"), {})
    assert found is not None
    TROUBLE.extend([Overloaded("busy"), Overloaded("busy")])
    assert asyncio.run(_ask(found, tmp_path)).finish == "stop"
    TROUBLE.append(NotAllowed("no"))
    with pytest.raises(CallFailed, match=r"anthropic.*密钥") as caught:
        asyncio.run(_ask(found, tmp_path))
    assert caught.value.kind == "denied"


def test_another_provider_that_is_not_set_up(anthropic: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_key(self: Any, **given: Any) -> None:
        raise ValueError("ANTHROPIC_API_KEY not set; given sk-geheim")

    found = from_settings(Settings(model="anthropic:claude-x"), {})
    assert found is not None
    monkeypatch.setattr(anthropic, "__init__", without_key)
    with pytest.raises(CallFailed, match="密钥环境变量") as caught:
        asyncio.run(_ask(found, tmp_path))
    assert "geheim" not in str(caught.value)

    async def examined() -> str | None:
        async with Client(found, memory=profiles.Memory(tmp_path / "endpoints.json")) as client:
            return (await client.examine()).problem

    assert "密钥环境变量" in (asyncio.run(examined()) or "")
