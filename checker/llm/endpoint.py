"""Which model is asked, where, with which key: from the settings and the environment. Nothing is connected to here."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field, SecretStr

from checker.errors import MissingComponent, UsageError
from checker.model import Value
from checker.settings import Settings

OPENAI = "https://api.openai.com/v1"

# LangChain's name of a provider → the module that speaks to it (langchain/chat_models/base.py, _BUILTIN_PROVIDERS).
# Only a prefix from this table is one: "qwen2.5:7b" is a model's name with Ollama's tag.
_PROVIDERS = {
    "anthropic": "langchain_anthropic",
    "anthropic_bedrock": "langchain_aws",
    "azure_ai": "langchain_azure_ai",
    "azure_openai": "langchain_openai",
    "bedrock": "langchain_aws",
    "bedrock_converse": "langchain_aws",
    "cohere": "langchain_cohere",
    "deepseek": "langchain_deepseek",
    "fireworks": "langchain_fireworks",
    "google_genai": "langchain_google_genai",
    "google_vertexai": "langchain_google_vertexai",
    "groq": "langchain_groq",
    "huggingface": "langchain_huggingface",
    "ibm": "langchain_ibm",
    "litellm": "langchain_litellm",
    "mistralai": "langchain_mistralai",
    "nvidia": "langchain_nvidia_ai_endpoints",
    "ollama": "langchain_ollama",
    "openrouter": "langchain_openrouter",
    "perplexity": "langchain_perplexity",
    "together": "langchain_together",
    "upstage": "langchain_upstage",
    "xai": "langchain_xai",
}


class Endpoint(Value):
    """Where a model is asked. ``provider`` None: an OpenAI-compatible address, ``base_url``; else LangChain's name of a provider,
    whose own package knows address and key. ``key`` is never printed; it is in no message, cache or result."""

    model: str
    provider: str | None = None
    base_url: str = Field(default=OPENAI, repr=False, exclude=True)  # some have a key in its query
    key: SecretStr | None = Field(default=None, repr=False, exclude=True)
    timeout: float = 300.0
    concurrency: int = 8
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    window: int | None = None
    max_output: int | None = None

    @property
    def name(self) -> str:
        """The model as the user names it: what stands in a result."""
        return f"{self.provider}:{self.model}" if self.provider else self.model

    @property
    def host(self) -> str:
        """The machine alone, for messages: neither path nor user nor key."""
        if self.provider:
            return self.provider
        parts = urlsplit(self.base_url)
        host = parts.hostname or "?"
        host = f"[{host}]" if ":" in host else host
        return f"{host}:{parts.port}" if parts.port else host

    @property
    def address(self) -> str:
        """``base_url`` without a user name, a password or a query: to tell endpoints apart on the disk."""
        parts = urlsplit(self.base_url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))

    @property
    def loopback(self) -> bool:
        """On this very machine: a proxy has no business there."""
        host = (urlsplit(self.base_url).hostname or "").lower()
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


def from_settings(settings: Settings, environment: Mapping[str, str] | None = None) -> Endpoint | None:
    """The endpoint that the user has named; None where no model is named (a key or an address alone asks for nothing).

    ``environment`` is os.environ unless given (keys only; the settings hold the rest). Raises UsageError where a setting is wrong,
    MissingComponent where the provider's LangChain package is not installed.
    """
    environment = os.environ if environment is None else environment
    named = (settings.model or "").strip()
    if not named:
        return None
    provider, model = _split(named)
    if provider is not None:
        _need(provider)
    base_url = _checked(settings.base_url) if settings.base_url else OPENAI
    variable = settings.api_key_env or "OPENAI_API_KEY"
    key = environment.get(variable, "").strip()
    if settings.api_key_env and not key and provider is None:
        raise UsageError(f"配置里写明密钥在环境变量 {variable} 中，但没有设置这个变量。")
    if re.search(r"[^\x21-\x7e]", key):
        raise UsageError(f"环境变量 {variable} 里的密钥含有空格、汉字或者其他不能用的字符，请重新复制一遍。")
    given = {
        name: value
        for name in ("timeout", "concurrency", "requests_per_minute", "tokens_per_minute", "window", "max_output")
        if (value := getattr(settings, name)) is not None
    }
    return Endpoint(
        model=model, provider=provider, base_url=base_url, key=SecretStr(key) if key and not provider else None, **given
    )


def _split(named: str) -> tuple[str | None, str]:
    prefix, mark, rest = named.partition(":")
    if not mark or prefix not in (*_PROVIDERS, "openai"):
        return None, named
    if not rest.strip():
        raise UsageError(f"模型“{named}”只写了服务商，没有写模型名称，请写成“{prefix}:模型名称”。")
    return (None if prefix == "openai" else prefix), rest.strip()


def _need(provider: str) -> None:
    module = _PROVIDERS[provider]
    if importlib.util.find_spec("langchain") is None or importlib.util.find_spec(module) is None:
        package = module.replace("_", "-")
        raise MissingComponent(f"模型服务商 {provider} 要用的组件没有安装；安装：pip install {package}")


def _checked(url: str) -> str:
    """The address as the client needs it. Raises UsageError."""
    url = url.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        right = False
    if not right:
        raise UsageError(
            "模型接口地址（OPENAI_BASE_URL 或配置里的 base_url）写得不对，应当像 https://接口的域名/v1 这样。"
        )
    if parts.username or parts.password:
        raise UsageError("模型接口地址里不要写用户名和密码；密钥请用环境变量 OPENAI_API_KEY 设置。")
    # What a provider's page shows is often the full path of the call.
    return url.removesuffix("/chat/completions")
