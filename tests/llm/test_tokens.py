"""Estimates: by characters, refitted; by tiktoken only from a file that is there. Never a connection."""

import hashlib
import socket
from pathlib import Path

import pytest

from checker.llm import tokens
from checker.llm.model import Message, Profile, Request
from checker.llm.tokens import Tokens
from checker.model import Usage

PROFILE = Profile(name="x", tokens_per_character=0.7)


def request_of(text: str) -> Request:
    return Request(messages=(Message(role="user", content=text),), form_name="f", form={}, max_output_tokens=10)


def test_chinese_text_counts_by_the_factor_and_latin_less() -> None:
    estimate = Tokens(PROFILE)
    assert estimate.count("法治政府建设报告。。") == 7
    assert estimate.count("abcdefghij") == 4
    assert "按字数估算" in estimate.how


def test_the_estimate_learns_from_usage_in_small_steps() -> None:
    estimate = Tokens(PROFILE)
    request = request_of("法" * 1000)
    guess = estimate.of_request(request)
    estimate.learn(request, Usage(input_tokens=guess * 2))
    assert estimate.scale == 2.0
    assert estimate.of_request(request) == guess * 2
    assert "校正" in estimate.how
    estimate.learn(request, Usage(input_tokens=guess * 2 + 3))
    assert estimate.scale == 2.0


@pytest.mark.parametrize("told", [0, 10**9])
def test_an_absurd_usage_teaches_little(told: int) -> None:
    estimate = Tokens(PROFILE)
    estimate.learn(request_of("法" * 100), Usage(input_tokens=told))
    assert 0.4 <= estimate.scale <= 4.0


def test_without_the_file_no_connection_is_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert "按字数估算" in Tokens(PROFILE, "openai:gpt-4o-mini").how
    name = hashlib.sha1(tokens._ENCODINGS[0].url.encode()).hexdigest()
    (tmp_path / name).write_bytes(b"not the file")
    assert "按字数估算" in Tokens(PROFILE, "gpt-4o").how
    assert (tmp_path / name).exists()


def test_with_the_file_tiktoken_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Encoding:
        name = "o200k_base"

        def encode(self, text: str, *, disallowed_special: object) -> list[int]:
            return list(range(len(text) * 2))

    content = b"ranks"
    known = tokens._ENCODINGS[0]._replace(sha256=hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(tokens, "_ENCODINGS", (known,))
    monkeypatch.setattr(tokens, "_load", lambda name, folder: Encoding())
    monkeypatch.setenv("FAJIAN_HOME", str(tmp_path))
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    (tmp_path / "tiktoken").mkdir()
    (tmp_path / "tiktoken" / hashlib.sha1(known.url.encode()).hexdigest()).write_bytes(content)
    estimate = Tokens(PROFILE, "gpt-4.1-mini")
    assert estimate.count("法治") == 4
    assert "o200k_base" in estimate.how
    assert Tokens(PROFILE, "qwen-plus").count("法治法治法治法治法治") == 7
