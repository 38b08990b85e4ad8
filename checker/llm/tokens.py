"""How many tokens a text takes: an estimate before a call, refitted from what the endpoint says it took.

Exact for OpenAI's models where their encoding is at hand as a file; else characters × the profile's factor. Nothing is ever
downloaded: tiktoken is only asked once the file has been found and its sum is right (it would fetch the file otherwise).
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from checker import settings
from checker.llm.model import Profile, Request
from checker.model import Usage

_MESSAGE = 6  # what a chat template puts around each message
_LATIN = re.compile(r"[\x00-\x2f\x3a-\x7f]")  # digits count with the Chinese text for which the factors were measured
_LATIN_FACTOR = 0.32
_STEP = 20  # the refitted scale moves by twentieths, lest every answer change how the next long report is cut
_LEAST, _MOST = 0.4, 4.0


class _Encoding(NamedTuple):
    name: str
    url: str
    sha256: str
    models: re.Pattern[str]


_HOST = "https://openaipublic.blob.core.windows.net/encodings/"
_ENCODINGS = (
    _Encoding(
        "o200k_base",
        f"{_HOST}o200k_base.tiktoken",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        re.compile(r"^(?:gpt-4o|gpt-4\.[1-9]|gpt-[5-9]|chatgpt-4o|o[1-9])"),
    ),
    _Encoding(
        "cl100k_base",
        f"{_HOST}cl100k_base.tiktoken",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        re.compile(r"^(?:gpt-4(?![o.])|gpt-3\.5)"),
    ),
)


class Tokens:
    """Estimates for one model. One object per run, so that what one report teaches serves the next."""

    def __init__(self, profile: Profile, model: str | None = None) -> None:
        self._factor = profile.tokens_per_character
        self._name = (model or "").rpartition(":")[2].rpartition("/")[2].lower()
        self._encoding = _encoding(self._name)
        self._estimated = 0
        self._told = 0

    @property
    def how(self) -> str:
        """A sentence for the user: by which means the tokens are estimated."""
        by = (
            f"按 {self._encoding.name} 编码计算"
            if self._encoding is not None
            else f"按字数估算（每个汉字约 {self._factor * self.scale:.2f} 个）"
        )
        return f"token 数{by}" + ("，已按模型返回的实际用量校正。" if self.scale != 1 else "。")

    @property
    def scale(self) -> float:
        """By what the estimate is multiplied, after the usage that came back so far."""
        if not self._estimated:
            return 1.0
        fitted = min(_MOST, max(_LEAST, self._told / self._estimated))
        return math.ceil(fitted * _STEP - 0.5) / _STEP

    def count(self, text: str) -> int:
        """About how many tokens ``text`` takes."""
        return math.ceil(self._raw(text) * self.scale)

    def of_request(self, request: Request) -> int:
        """About how many tokens the prompt takes, the schema included."""
        return math.ceil(self._raw_request(request) * self.scale)

    def learn(self, request: Request, usage: Usage) -> None:
        """Refit from what the endpoint said an answered request took. Nothing is learnt from a usage without tokens."""
        if usage.input_tokens > 0:
            self._estimated += self._raw_request(request)
            self._told += usage.input_tokens

    def _raw_request(self, request: Request) -> int:
        messages = sum(self._raw(message.content) + _MESSAGE for message in request.messages)
        return messages + self._raw(json.dumps(request.form, ensure_ascii=False, separators=(",", ":")))

    def _raw(self, text: str) -> int:
        if self._encoding is not None:
            return len(self._encoding.encode(text, disallowed_special=()))
        latin = _latin(text)
        return math.ceil((len(text) - latin) * self._factor + latin * _LATIN_FACTOR)


@lru_cache(maxsize=64)
def _latin(text: str) -> int:
    """How many characters are Latin. A prompt is counted several times, and its first half is that of every report."""
    return len(_LATIN.findall(text))


def _encoding(model: str) -> Any | None:
    """tiktoken's encoding for an OpenAI model, if its file lies on this machine; else None."""
    known = next((encoding for encoding in _ENCODINGS if encoding.models.match(model)), None)
    if known is None:
        return None
    name = hashlib.sha1(known.url.encode(), usedforsecurity=False).hexdigest()
    folders = [os.environ.get("TIKTOKEN_CACHE_DIR"), str(settings.home() / "tiktoken")]
    for folder in filter(None, folders):
        file = Path(folder, name)
        try:
            right = file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == known.sha256
        except OSError:
            continue
        if right:
            return _load(known.name, str(folder))
    return None


_lock = threading.Lock()


@cache
def _load(name: str, folder: str) -> Any | None:
    try:
        import tiktoken
    except ImportError:
        return None
    with _lock:
        before = os.environ.get("TIKTOKEN_CACHE_DIR")
        os.environ["TIKTOKEN_CACHE_DIR"] = folder
        try:
            return tiktoken.get_encoding(name)
        finally:
            if before is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]
            else:
                os.environ["TIKTOKEN_CACHE_DIR"] = before
