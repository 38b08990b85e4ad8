"""Nothing leaves but to the endpoint, whatever the environment asks of the libraries; no log holds a report or a key."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from server import Server

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "sk-geheim-0123456789"
SECRET = "云岫县绝不外传的一句话"

PROGRAM = """
import json, logging, os, sys
connections = []
def hook(event, args):
    if event == "socket.connect":
        connections.append(repr(args[1]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        connections.append(event + repr(args))
sys.addaudithook(hook)
prelude = sys.argv[1]
exec(prelude)
import asyncio
from pathlib import Path
from checker import settings
from checker.llm import endpoint
from checker.llm.client import Client
from checker.llm.model import CallFailed, Message, Request

async def main():
    found = endpoint.from_settings(settings.load())
    async with Client(found) as client:
        for _ in range(3):
            request = Request(
                messages=(Message(role="system", content="x"), Message(role="user", content="[1] " + os.environ["SECRET"])),
                form_name="a",
                form={"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]},
                max_output_tokens=500,
            )
            try:
                reply = await client.call(request)
                assert reply.finish
            except CallFailed as failed:
                print(failed)
        print(repr(found), client.profile)

asyncio.run(main())
import gc, time, threading
gc.collect()
time.sleep(0.3)  # whoever sends in the background has had the time
print("THREADS", [thread.name for thread in threading.enumerate() if "race" in thread.name.lower()])
print("CONNECTIONS", json.dumps(sorted(set(connections))))
"""

# A program that embeds this one, and has opened every way out by itself.
EMBEDDING = """
import logging
logging.basicConfig(level=logging.DEBUG)
import openai, langchain_core.globals, langsmith.utils, langchain_openai.chat_models.base
langchain_core.globals.set_debug(True)
langchain_core.globals.set_verbose(True)
langsmith.utils.get_env_var("TRACING_V2")
langsmith.utils.tracing_is_enabled()
for name in ("openai", "openai._base_client", "httpx2", "httpcore2.http11", "langchain_openai.chat_models.base"):
    logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger(name).addHandler(logging.StreamHandler())
from langchain_core.caches import InMemoryCache
langchain_core.globals.set_llm_cache(InMemoryCache())
"""


FAULTY = ("429:quota", "500", "html")


@pytest.mark.parametrize(
    ("prelude", "faults"),
    [
        pytest.param("", (), id="alone-well"),
        pytest.param("", FAULTY, id="alone-faulty", marks=pytest.mark.full),
        pytest.param(EMBEDDING, (), id="embedded-well", marks=pytest.mark.full),
        pytest.param(EMBEDDING, FAULTY, id="embedded-faulty"),
    ],
)
def test_the_only_socket_is_the_endpoints(tmp_path: Path, prelude: str, faults: tuple[str, ...]) -> None:
    with Server(faults=faults, api_key=KEY) as server, socket.create_server(("127.0.0.1", 0)) as spy:
        other = f"http://127.0.0.1:{spy.getsockname()[1]}"
        environment = {
            "FAJIAN_HOME": str(tmp_path),
            "FAJIAN_MODEL": "m",
            "OPENAI_BASE_URL": server.url,
            "OPENAI_API_KEY": KEY,
            "OPENAI_API_BASE": other,
            "OPENAI_LOG": "debug",
            "OPENAI_PROXY": other,
            "LANGSMITH_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGCHAIN_TRACING": "true",
            "LANGSMITH_OTEL_ENABLED": "true",
            "LANGSMITH_API_KEY": "ls-1",
            "LANGSMITH_ENDPOINT": other,
            "LANGCHAIN_ENDPOINT": other,
            "LANGSMITH_RUNS_ENDPOINTS": json.dumps({other: "ls-1"}),
            "LANGSMITH_GATEWAY": other,
            "LANGSMITH_GATEWAY_API_KEY": "ls-2",
            "OTEL_EXPORTER_OTLP_ENDPOINT": other,
            "OTEL_TRACES_EXPORTER": "otlp",
            "HTTP_PROXY": other,
            "http_proxy": other,
            "ALL_PROXY": other,
            "SECRET": SECRET,
            "PYTHONUTF8": "1",
        }
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, prelude],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        told = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line.startswith(("CONN", "THREADS")))
        connections = json.loads(told["CONNECTIONS"])
        assert {one for one in connections if not one.startswith("socket.")} == {repr(("127.0.0.1", server.port))}
        assert all(f"'127.0.0.1', {server.port}" in one for one in connections), connections
        assert told["THREADS"] == "[]"
        spy.settimeout(0.05)
        with pytest.raises(TimeoutError):
            spy.accept()
        # one failed for good (no quota left), the others were answered in the end
        assert len(server.requests) == (3 if not faults else 5)
        assert all(SECRET in received.user for received in server.requests)
    everything = done.stdout + done.stderr + "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert "geheim" not in everything
    assert SECRET not in everything
    assert "Bearer" not in everything
    assert "DEBUG" not in done.stderr.replace("DEBUG:asyncio", "")


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    import asyncio

    from asking import request

    from checker.llm import profiles
    from checker.llm.client import Client
    from checker.llm.endpoint import Endpoint
    from checker.llm.model import CallFailed

    async def ask() -> None:
        endpoint = Endpoint(model="m", base_url=server.url)
        async with Client(endpoint, memory=profiles.Memory(tmp_path / "endpoints.json")) as client:
            await client.call(request())

    with Server() as elsewhere, Server(faults=lambda _: f"redirect:{elsewhere.url}/chat/completions") as server:
        with pytest.raises(CallFailed, match="没有跟随"):
            asyncio.run(ask())
        assert elsewhere.requests == []


LEFT_OUT = """
import sys
from checker.llm import silence
silence.leave_out_langsmith()
import langchain_openai
langchain_openai.ChatOpenAI
parts = [name for name in sys.modules if name.startswith("langsmith.types.")]
assert len(parts) < 20, parts
from langsmith.types import Run
assert Run.__name__ == "Run"
import langsmith.types
try:
    langsmith.types.there_is_no_such_name
except AttributeError as error:
    print(error)
silence.leave_out_langsmith()
assert langsmith.types.Run is Run
"""


def test_what_langsmith_describes_of_itself_is_loaded_when_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", LEFT_OUT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "there_is_no_such_name" in done.stdout
