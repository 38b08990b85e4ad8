"""What endpoints can do: a table, and what was learnt about an endpoint by asking it, kept in ``$FAJIAN_HOME/endpoints.json``.

A new endpoint's quirks are one entry of ``_TABLE``. Windows and bounds are those of the provider's smallest model in common use, since a
window taken too small only means one call more; ``window`` and ``max_output`` in config.toml put it right for a larger one.
tokens_per_character: measured on five real reports (o200k 0.71, cl100k 1.17, DeepSeek 0.55); others are on the safe side.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from checker import settings
from checker.llm.endpoint import Endpoint
from checker.llm.model import Mode, Profile

MODES: tuple[Mode, ...] = ("json_schema", "tools", "json_object", "plain")
_COLD: dict[str, Any] = {"temperature": 0}
_KEPT_FOR = 30 * 24 * 3600  # seconds; then an endpoint may have been upgraded, and is asked anew


class _Entry(NamedTuple):
    host: str  # a pattern that the host (with its port) has to contain
    model: str  # and one that the model's name has to begin with
    profile: Profile


_TABLE = (
    # Reasoning models refuse a temperature and take the bound under its new name only.
    _Entry(
        r"api\.openai\.com$|\.openai\.azure\.com$",
        r"(o\d|gpt-5|gpt-[6-9])",
        Profile(
            name="OpenAI",
            modes=MODES,
            window=200_000,
            max_output=32_000,
            tokens_per_character=0.75,
            output_field="max_completion_tokens",
        ),
    ),
    _Entry(
        r"api\.openai\.com$|\.openai\.azure\.com$",
        "",
        Profile(
            name="OpenAI",
            modes=MODES,
            window=128_000,
            max_output=16_000,
            tokens_per_character=0.75,
            output_field="max_completion_tokens",
            fixed=_COLD,
        ),
    ),
    # deepseek-reasoner has neither tools nor a temperature.
    _Entry(
        r"deepseek\.com$",
        "deepseek-reasoner",
        Profile(
            name="DeepSeek", modes=("json_object", "plain"), window=128_000, max_output=32_000, tokens_per_character=0.6
        ),
    ),
    # "This response_format type is unavailable now": json_schema is refused (langchain #29282); JSON mode is documented.
    _Entry(
        r"deepseek\.com$",
        "",
        Profile(
            name="DeepSeek",
            modes=("tools", "json_object", "plain"),
            window=64_000,
            max_output=8_000,
            tokens_per_character=0.6,
            fixed=_COLD,
        ),
    ),
    # Models that think refuse a call that is not streamed unless thinking is off.
    _Entry(
        r"(dashscope|maas)[\w.-]*\.aliyuncs\.com$",
        "",
        Profile(
            name="通义千问",
            modes=MODES,
            window=32_000,
            max_output=8_000,
            tokens_per_character=0.75,
            fixed={**_COLD, "enable_thinking": False},
        ),
    ),
    # tool_choice can only be "auto" there, so tools bind nothing; temperature must be above 0, do_sample off does the same.
    _Entry(
        r"(bigmodel\.cn|api\.z\.ai)$",
        "",
        Profile(
            name="智谱",
            modes=("json_object", "plain"),
            window=128_000,
            max_output=8_000,
            tokens_per_character=0.75,
            fixed={"do_sample": False, "thinking": {"type": "disabled"}},
        ),
    ),
    # Ollama cuts a longer prompt off in silence, at 4,096 tokens unless OLLAMA_CONTEXT_LENGTH says otherwise.
    _Entry(
        r":11434$",
        "",
        Profile(
            name="Ollama",
            modes=("json_schema", "json_object", "plain"),
            window=4_096,
            max_output=1_500,
            tokens_per_character=0.9,
            fixed=_COLD,
        ),
    ),
)
# Servers that anybody runs anywhere: told by what GET /models says of itself ("owned_by").
_SERVERS = {
    "vllm": Profile(name="vLLM", modes=MODES, window=8_192, max_output=4_000, tokens_per_character=0.8, fixed=_COLD),
    "sglang": Profile(
        name="SGLang", modes=MODES, window=8_192, max_output=4_000, tokens_per_character=0.8, fixed=_COLD
    ),
    "llamacpp": Profile(
        name="llama.cpp",
        modes=("json_schema", "json_object", "plain"),
        window=4_096,
        max_output=2_000,
        tokens_per_character=0.9,
        fixed=_COLD,
    ),
    "library": Profile(
        name="Ollama",
        modes=("json_schema", "json_object", "plain"),
        window=4_096,
        max_output=1_500,
        tokens_per_character=0.9,
        fixed=_COLD,
    ),
}
_UNKNOWN = Profile(name="未知接口", modes=MODES, window=32_000, max_output=8_000, tokens_per_character=1.0, fixed=_COLD)
# Through LangChain's own package of a provider: it knows the fields, we know tools and plain text.
_BY_PROVIDER = Profile(
    name="LangChain", modes=("tools", "plain"), window=128_000, max_output=8_000, tokens_per_character=1.0
)


def of(endpoint: Endpoint) -> Profile:
    """What the table says of an endpoint; the user's own ``window`` and ``max_output`` come first."""
    if endpoint.provider:
        return with_own(_BY_PROVIDER.model_copy(update={"name": endpoint.provider}), endpoint)
    parts = urlsplit(endpoint.base_url)
    host = f"{(parts.hostname or '').lower()}{f':{parts.port}' if parts.port else ''}"
    model = endpoint.model.rpartition("/")[2].lower()
    for entry in _TABLE:
        if re.search(entry.host, host) and re.match(entry.model, model):
            return with_own(entry.profile, endpoint)
    return with_own(_UNKNOWN, endpoint)


def known(endpoint: Endpoint) -> bool:
    """Whether the table has an entry for it; where not, the endpoint itself may be asked what it is."""
    return of(endpoint).name != _UNKNOWN.name


def of_server(listing: Any, endpoint: Endpoint) -> tuple[Profile, bool]:
    """What the answer to GET /models (its JSON) tells, and whether the model is in that list. Nothing wrong with it raises."""
    rows = listing.get("data") if isinstance(listing, dict) else None
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    own = next((row for row in rows if row.get("id") == endpoint.model), None)
    told = own or (rows[0] if len(rows) == 1 else {})
    profile = of(endpoint)
    server = str(told.get("owned_by") or "").lower()
    if profile.name == _UNKNOWN.name:
        profile = _SERVERS.get(server, profile)
    meta = told.get("meta") if isinstance(told.get("meta"), dict) else {}
    # vLLM and SGLang say max_model_len; llama.cpp says n_ctx (n_ctx_train is the model's, not the server's).
    window = told.get("max_model_len") or told.get("context_length") or (meta or {}).get("n_ctx")
    if isinstance(window, int) and window >= 1_000:
        profile = profile.model_copy(update={"window": window, "max_output": min(8_000, max(500, window // 3))})
    return with_own(profile, endpoint), own is not None


def with_own(profile: Profile, endpoint: Endpoint) -> Profile:
    """The profile with what the user has set; an answer never takes more than half of the window."""
    window = endpoint.window or profile.window
    bound = endpoint.max_output or min(profile.max_output, window // 2)
    return profile.model_copy(update={"window": window, "max_output": bound})


# ------------------------------------------------------------------------------------------------ what was learnt
class Memory:
    """What was learnt about endpoints, on the disk. A file that cannot be read or written is as good as none."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings.home() / "endpoints.json"

    def recall(self, endpoint: Endpoint) -> Profile | None:
        """The profile as it was last learnt; None if that was never or long ago."""
        row = self._rows().get(_key(endpoint))
        try:
            if row is None or row["table"] != _table_says(endpoint) or not 0 <= time.time() - row["learnt"] < _KEPT_FOR:
                return None
            return with_own(Profile.model_validate(row["profile"]), endpoint)
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, endpoint: Endpoint, profile: Profile) -> None:
        """Remember; the file is replaced as a whole, so that nobody ever reads half of it."""
        rows = self._rows()
        # host and model are there for a person who reads the file; nothing of the key is.
        rows[_key(endpoint)] = {
            "host": endpoint.host,
            "model": endpoint.model,
            "learnt": int(time.time()),
            "table": _table_says(endpoint),
            "profile": profile.model_dump(mode="json"),
        }
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _replace(self._path, json.dumps(rows, ensure_ascii=False, indent=1))

    def _rows(self) -> dict[str, Any]:
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return rows if isinstance(rows, dict) else {}


def _replace(path: Path, text: str) -> None:
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _key(endpoint: Endpoint) -> str:
    told = f"{endpoint.provider or ''}\n{endpoint.address}\n{endpoint.model}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _table_says(endpoint: Endpoint) -> str:
    """A mark of the table's own entry: once that is changed, in the program or by the user's settings, what was learnt is void."""
    return hashlib.sha256(of(endpoint).model_dump_json().encode()).hexdigest()[:12]
