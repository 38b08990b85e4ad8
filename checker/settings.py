"""The user's own defaults: the environment over ``config.toml`` in ``$FAJIAN_HOME``. A missing file is no error, a wrong one is.

``$FAJIAN_HOME`` also holds local rubrics and, later, templates, prices and the cache.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict

from checker.errors import UsageError
from checker.model import UnitType

ENGINES = ("auto", "rules", "llm", "hybrid")
UNIT_TYPES: tuple[str, ...] = get_args(UnitType)
_VARIABLES = {
    "rubric": "FAJIAN_RUBRIC",
    "engine": "FAJIAN_ENGINE",
    "unit_type": "FAJIAN_UNIT_TYPE",
    "model": "FAJIAN_MODEL",
    "base_url": "OPENAI_BASE_URL",
    "concurrency": "FAJIAN_CONCURRENCY",
    "requests_per_minute": "FAJIAN_REQUESTS_PER_MINUTE",
    "tokens_per_minute": "FAJIAN_TOKENS_PER_MINUTE",
    "timeout": "FAJIAN_TIMEOUT",
    "window": "FAJIAN_WINDOW",
    "max_output": "FAJIAN_MAX_OUTPUT",
}
# The whole numbers, with the least and the most that make sense.
_NUMBERS = {
    "concurrency": (1, 1_000),
    "requests_per_minute": (1, 1_000_000),
    "tokens_per_minute": (1_000, 1_000_000_000),
    "timeout": (1, 3_600),
    "window": (1_000, 100_000_000),
    "max_output": (100, 10_000_000),
}
_ALLOWED: dict[str, tuple[str, ...]] = {"engine": ENGINES, "unit_type": UNIT_TYPES}


class Settings(BaseModel):
    """What the user has set; None where nothing is. Each value's name is its key in config.toml.

    ``rubric`` ``engine`` ``unit_type``: what the options of the same names say where they are not given.
    ``model``: the model's name, or "provider:name" (LangChain's names of providers). Without it no model is ever asked.
    ``base_url``: an OpenAI-compatible address; the environment's OPENAI_BASE_URL comes first.
    ``api_key_env``: the variable that holds the key, where it is not OPENAI_API_KEY. The key itself never stands in a file.
    ``concurrency``: calls at once. ``requests_per_minute``, ``tokens_per_minute``: what the provider allows (prompt and answer).
    ``timeout``: seconds for one call, from the first byte sent to the last received; a retry begins anew.
    ``office``: who signs letters (fajian batch).
    ``window``, ``max_output``: the model's, in tokens, where the endpoint is not one that the program knows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rubric: str | None = None
    engine: str | None = None
    unit_type: str | None = None
    model: str | None = None
    base_url: str | None = None
    api_key_env: str | None = None
    concurrency: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    timeout: int | None = None
    window: int | None = None
    max_output: int | None = None
    office: str | None = None


def home() -> Path:
    """``$FAJIAN_HOME``, else the platform's folder for a user's settings. It need not exist."""
    named = os.environ.get("FAJIAN_HOME")
    if named:
        return Path(named).expanduser()
    try:
        user = Path.home()
    except RuntimeError:
        return Path(".fajian")
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or user / "AppData" / "Roaming") / "fajian"
    if sys.platform == "darwin":
        return user / "Library" / "Application Support" / "fajian"
    return Path(os.environ.get("XDG_CONFIG_HOME") or user / ".config") / "fajian"


def load() -> Settings:
    """What is set. Raises UsageError with a sentence for the user."""
    path = home() / "config.toml"
    values = _read(path)
    for key in values:
        if key not in Settings.model_fields:
            known = "、".join(Settings.model_fields)
            raise UsageError(f"配置文件 {path} 里没有“{key}”这个设置，现有：{known}。")
    values = {key: _checked(key, value, f"配置文件 {path} 的 {key}") for key, value in values.items()}
    for key, variable in _VARIABLES.items():
        if os.environ.get(variable):
            values[key] = _checked(key, os.environ[variable], f"环境变量 {variable}")
    return Settings(**values)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise UsageError(f"配置文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"配置文件 {path} 写法有误（{error}），请改正或删去。") from error
    except OSError as error:
        raise UsageError(f"配置文件 {path} 读不出来（{error.strerror}）。") from error


def _checked(key: str, value: Any, where: str) -> str | int:
    if key in _NUMBERS:
        return _number(key, value, where)
    if not isinstance(value, str):
        raise UsageError(f"{where}应当是一段文字（写在引号里）。")
    allowed = _ALLOWED.get(key)
    if allowed and value not in allowed:
        raise UsageError(f"{where}是“{value}”，应为 {'、'.join(allowed)} 之一。")
    return value


def _number(key: str, value: Any, where: str) -> int:
    least, most = _NUMBERS[key]
    try:
        if isinstance(value, (bool, float)):
            raise ValueError
        number = int(value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"{where}应当是一个整数。") from error
    if not least <= number <= most:
        raise UsageError(f"{where}是 {number}，应在 {least} 到 {most} 之间。")
    return number
