"""The client over real HTTP: every mode of every kind of endpoint, and what goes out and comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from acting import Asked, dumps, honest
from asking import FORM, REPORT, SYSTEM, request
from server import Server

from checker.llm import profiles
from checker.llm.client import Client
from checker.llm.endpoint import Endpoint
from checker.llm.forms import IN_WORDS, looks_answered, strict
from checker.llm.limiter import Limits
from checker.llm.model import Reply

ClientOf = Callable[..., Client]


def answered(reply: Reply) -> dict[str, object]:
    """The answer in a reply, as the chain would find it."""
    text = reply.text[reply.text.index('{"verdicts"') : reply.text.rindex("}") + 1]
    items = json.loads(text)["verdicts"]
    assert [item["id"] for item in items] == ["first.duty", "measures.results"]
    return {item["id"]: item["verdict"] for item in items}


async def ask(client: Client, *reports: str) -> list[Reply]:
    async with client:
        return [await client.call(request(report)) for report in reports or (REPORT,)]


@pytest.mark.parametrize(
    ("kind", "mode", "tried"),
    [
        ("json_schema", "json_schema", ["json_schema"]),
        ("no_schema", "tools", ["json_schema", "tools"]),
        ("server_error_on_schema", "tools", ["json_schema"] * 3 + ["tools"]),
        ("tools", "tools", ["json_schema", "tools"]),
        ("json_object", "json_object", ["json_schema", "tools", "json_object"]),
        ("plain", "plain", ["json_schema", "tools", "json_object", "plain"]),
        ("ignores", "json_object", ["json_schema", "tools", "json_object"]),
    ],
)
def test_the_best_mode_that_works_is_found_once_and_remembered(
    client_of: ClientOf, kind: str, mode: str, tried: list[str]
) -> None:
    with Server(kind=kind) as server:  # type: ignore[arg-type]
        replies = asyncio.run(ask(client_of(server), REPORT, REPORT + "\n[4] 完。"))
        assert [reply.mode for reply in replies] == [mode, mode]
        assert [answered(reply)["first.duty"] for reply in replies] == ["met", "met"]
        assert [one.mode for one in server.requests] == [*tried, mode]
        # a later run knows it from the disk, and does not even ask what the endpoint is
        [later] = asyncio.run(ask(client_of(server)))
        assert later.mode == mode
        assert [one.mode for one in server.requests][len(tried) + 1 :] == [mode]
        assert server.model_requests == 1


def test_what_goes_out(client_of: ClientOf) -> None:
    with Server() as server:
        asyncio.run(ask(client_of(server)))
        [schema] = server.requests
    assert schema.body["messages"][0] == {"role": "system", "content": SYSTEM}
    assert schema.body["response_format"]["json_schema"]["strict"] is True
    assert schema.body["response_format"]["json_schema"]["name"] == "verdicts"
    assert schema.body["max_tokens"] == 2000
    assert schema.body["temperature"] == 0
    assert "tools" not in schema.body
    assert "max_completion_tokens" not in schema.body
    assert schema.headers["authorization"] == "Bearer none"
    with Server(kind="tools") as server:
        asyncio.run(ask(client_of(server)))
        body = server.requests[-1].body
    assert body["tool_choice"] == {"type": "function", "function": {"name": "verdicts"}}
    assert body["tools"][0]["function"]["parameters"]["required"] == ["verdicts"]


def test_the_form_stands_at_the_very_end_where_there_is_no_field_for_it(client_of: ClientOf) -> None:
    with Server(kind="json_object") as server:
        asyncio.run(ask(client_of(server)))
        last = server.requests[-1]
    assert last.system == SYSTEM
    assert last.user.startswith(f"报告如下：\n{REPORT}{IN_WORDS}")
    assert json.loads(last.user.partition(IN_WORDS)[2]) == strict(FORM)
    assert last.body["response_format"] == {"type": "json_object"}


def test_tokens_are_told(client_of: ClientOf) -> None:
    long = REPORT + "\n[4] " + "法治" * 800
    with Server() as server:
        first, second = asyncio.run(ask(client_of(server), long, long))
    assert first.usage_told
    assert first.usage.calls == 1
    assert first.usage.input_tokens > 1000
    assert first.usage.output_tokens > 50
    assert first.usage.cached_input_tokens == 0
    assert second.usage.cached_input_tokens > 900
    assert second.model == "test-model"


def test_tokens_are_estimated_where_nobody_tells(client_of: ClientOf) -> None:
    with Server(usage=False) as server:
        [reply] = asyncio.run(ask(client_of(server)))
    assert not reply.usage_told
    assert 50 < reply.usage.input_tokens < 800
    assert reply.usage.output_tokens > 50


def test_answers_in_a_mode_that_is_given_up_are_paid_for(client_of: ClientOf) -> None:
    with Server(kind="ignores") as server:
        [reply] = asyncio.run(ask(client_of(server)))
    assert reply.usage.calls == 3


def test_an_answer_in_another_form_is_not_lost_where_the_next_mode_fails(client_of: ClientOf) -> None:
    faults = [None] + ["html"] * 12
    with Server(behaviour=lambda _: '[{"id": "first.duty"}]', faults=faults) as server:
        [reply] = asyncio.run(ask(client_of(server)))
    assert reply.text == '[{"id": "first.duty"}]'
    assert reply.usage.calls == 1


def test_several_tool_calls_are_one_answer(client_of: ClientOf) -> None:
    class Parallel(Server):
        def _answer(self, received):  # type: ignore[no-untyped-def]
            status, body = super()._answer(received)
            if received.mode == "tools":
                message = body["choices"][0]["message"]
                [call] = message["tool_calls"]
                items = json.loads(call["function"]["arguments"])["verdicts"]
                message["tool_calls"] = [
                    {"id": f"call_{at}", "type": "function", "function": {"name": "verdicts", "arguments": dumps(part)}}
                    for at, part in enumerate({"verdicts": [item]} for item in items)
                ]
            return status, body

    with Parallel(kind="tools") as server:
        [reply] = asyncio.run(ask(client_of(server)))
    assert [json.loads(line)["verdicts"][0]["id"] for line in reply.text.split("\n")] == [
        "first.duty",
        "measures.results",
    ]


def test_counts_of_tokens_that_are_none_are_estimated(client_of: ClientOf) -> None:
    class Odd(Server):
        def _answer(self, received):  # type: ignore[no-untyped-def]
            status, body = super()._answer(received)
            body["usage"] = {"prompt_tokens": "12", "completion_tokens": None, "total_tokens": -5}
            return status, body

    with Odd() as server:
        [reply] = asyncio.run(ask(client_of(server)))
    assert not reply.usage_told
    assert reply.usage.input_tokens > 50


def test_deepseeks_own_name_for_cached_tokens(client_of: ClientOf) -> None:
    class DeepSeek(Server):
        def _answer(self, received):  # type: ignore[no-untyped-def]
            status, body = super()._answer(received)
            body["usage"] = {
                "prompt_tokens": 500,
                "completion_tokens": 7,
                "total_tokens": 507,
                "prompt_cache_hit_tokens": 448,
            }
            return status, body

    with DeepSeek() as server:
        [reply] = asyncio.run(ask(client_of(server)))
    assert (reply.usage.input_tokens, reply.usage.cached_input_tokens, reply.usage.output_tokens) == (500, 448, 7)


@pytest.mark.parametrize(
    ("fault", "finish"),
    [("length", "length"), ("filter", "filter"), ("filter:sensitive", "filter"), ("refusal", "refusal")],
)
def test_the_finish_reason_is_never_lost(client_of: ClientOf, fault: str, finish: str) -> None:
    with Server(faults=[fault]) as server:
        [reply] = asyncio.run(ask(client_of(server)))
        assert reply.finish == finish
        assert reply.usage.output_tokens > 0
        assert len(server.requests) == 1


def test_a_malformed_answer_comes_back_as_it_is(client_of: ClientOf) -> None:
    for kind in ("json_schema", "tools"):
        with Server(kind=kind, faults=[None, None, "malformed"]) as server:  # type: ignore[arg-type]
            replies = asyncio.run(ask(client_of(server), REPORT, REPORT, REPORT))
        assert [_broken(reply.text) for reply in replies].count(True) == 1


def _broken(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return True
    return False


def test_thoughts_and_fences_are_left_for_the_chain(client_of: ClientOf) -> None:
    with Server(kind="plain") as server:
        [reply] = asyncio.run(ask(client_of(server)))
    assert reply.text.startswith("<think>")
    assert "```json" in reply.text


def test_a_model_that_only_chats_costs_a_bounded_number_of_calls(client_of: ClientOf) -> None:
    with Server(behaviour="chatting") as server:
        replies = asyncio.run(ask(client_of(server), *[REPORT] * 5))
        assert len(server.requests) == 4 + 4 + 1 + 1 + 1
    assert all("您好" in reply.text for reply in replies)
    assert replies[0].usage.calls == 4


def test_a_mode_that_has_worked_is_not_given_up_for_one_bad_answer(client_of: ClientOf) -> None:
    def once_in_a_while(asked: Asked) -> str | None:
        said = honest(asked)
        assert isinstance(said, dict)
        return "这次我不想按格式回答。" if asked.number == 1 else dumps(said)

    with Server(behaviour=once_in_a_while) as server:
        replies = asyncio.run(ask(client_of(server), REPORT, REPORT, REPORT))
        assert [reply.mode for reply in replies] == ["json_schema"] * 3
        assert len(server.requests) == 3


# ------------------------------------------------------------------------------------------ fields that are not liked
@pytest.mark.parametrize(
    ("message", "field", "gone"),
    [
        ("Unsupported value: 'temperature' does not support 0 with this model.", None, "temperature"),
        (
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            ("max_completion_tokens", 2000),
            "max_tokens",
        ),
        ("Range of max_tokens should be [1, 1024]", ("max_tokens", 1024), None),
    ],
)
def test_a_field_that_the_endpoint_does_not_take(
    client_of: ClientOf, message: str, field: tuple[str, int] | None, gone: str | None
) -> None:
    class Particular(Server):
        def _answer(self, received):  # type: ignore[no-untyped-def]
            bad = (gone and gone in received.body) or (field and received.body.get(field[0], field[1]) != field[1])
            if bad:
                return 400, {"error": {"message": message, "type": "invalid_request_error", "code": None}}
            return super()._answer(received)

    with Particular() as server:
        asyncio.run(ask(client_of(server), REPORT, REPORT))
        assert [one.mode for one in server.requests] == ["json_schema"] * 3
        body = server.requests[-1].body
    assert gone not in body
    if field:
        assert body[field[0]] == field[1]


def test_a_server_says_what_it_is(client_of: ClientOf) -> None:
    listing = {"data": [{"id": "test-model", "owned_by": "vllm", "max_model_len": 16384}]}
    with Server(models=listing) as server:
        client = client_of(server)
        asyncio.run(ask(client))
        assert (client.profile.name, client.profile.window) == ("vLLM", 16384)
        assert client.profile.max_output <= 8192


@pytest.mark.parametrize("listing", [[], {"data": None}, {"data": [1, {}]}, "x", {"data": [{"id": 3, "meta": 4}]}])
def test_nonsense_in_the_list_of_models_does_no_harm(client_of: ClientOf, listing: object) -> None:
    with Server(models=listing) as server:  # type: ignore[arg-type]
        [reply] = asyncio.run(ask(client_of(server)))
        assert answered(reply)


# ----------------------------------------------------------------------------------------------------- many, and loops
def test_a_second_event_loop(client_of: ClientOf) -> None:
    with Server() as server:
        client = client_of(server)
        for _ in range(3):
            asyncio.run(_call(client))
        assert len(server.requests) == 3


async def _call(client: Client) -> Reply:
    return await client.call(request())


def test_calls_at_once_stay_within_the_bound(client_of: ClientOf) -> None:
    async def all_at_once() -> None:
        async with client_of(server, limits=Limits(6)) as client:
            await asyncio.gather(*(client.call(request()) for _ in range(40)))

    with Server(latency=0.1) as server:
        asyncio.run(all_at_once())
        assert server.most_at_once == 6
        assert len(server.requests) == 40


def test_an_interrupted_call_leaves_nothing_behind(client_of: ClientOf) -> None:
    async def interrupted() -> None:
        async with client_of(server, limits=Limits(1)) as client:
            task = asyncio.create_task(client.call(request()))
            waiting = asyncio.create_task(client.call(request()))
            await asyncio.sleep(0.3)
            task.cancel()
            waiting.cancel()
            await asyncio.gather(task, waiting, return_exceptions=True)
            assert task.cancelled()
            await client.call(request())  # the slot was given back

    with Server(faults=["hang:5"]) as server:
        asyncio.run(interrupted())


def test_the_examination(client_of: ClientOf) -> None:
    async def examined(client: Client):  # type: ignore[no-untyped-def]
        async with client:
            return await client.examine()

    with Server(kind="no_schema", models={"data": [{"id": "test-model"}]}) as server:
        found = asyncio.run(examined(client_of(server)))
        assert found.problem is None
        assert found.models == ("test-model",)
        assert found.modes == {"json_schema": "refused", "tools": "works", "json_object": "works", "plain": "works"}
        assert found.usage_told
        assert found.profile.modes[0] == "tools"
        assert "法治政府" in server.requests[0].user
    with Server(kind="ignores") as server:
        found = asyncio.run(examined(client_of(server)))
        assert found.modes["json_schema"] == "ignored"
    with Server(api_key="sk-right") as server:
        found = asyncio.run(examined(client_of(server)))
        assert "OPENAI_API_KEY" in (found.problem or "")
    found = asyncio.run(examined(client_of("http://127.0.0.1:9/v1")))
    assert "连接不上" in (found.problem or "")


# ------------------------------------------------------------------------------------------------------------- forms
def test_a_strict_form() -> None:
    form = {
        "$defs": {
            "Item": {"type": "object", "title": "Item", "properties": {"title": {"type": "string", "default": "x"}}}
        },
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": {"$ref": "#/$defs/Item"}},
            "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        },
        "required": ["items"],
    }
    assert strict(form) == {
        "type": "object",
        "properties": {
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"title": {"type": "string"}},
                    "additionalProperties": False,
                    "required": ["title"],
                },
            },
            "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
        "required": ["items", "note"],
        "additionalProperties": False,
    }
    assert strict(strict(form)) == strict(form)


def test_a_form_that_refers_to_itself_keeps_its_references() -> None:
    form = {
        "$defs": {"Node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}},
        "type": "object",
        "properties": {"node": {"$ref": "#/$defs/Node"}},
    }
    closed = strict(form)
    assert closed["$defs"]["Node"]["additionalProperties"] is False
    assert closed["properties"]["node"] == {"$ref": "#/$defs/Node"}


def test_an_attempt_at_the_form() -> None:
    assert looks_answered('```json\n{"verdicts": []}\n```', FORM)
    assert not looks_answered("verdicts 都是符合", FORM)
    two = {"properties": {"verdicts": {}, "note": {}}}
    assert not looks_answered('{"verdicts": [', two)
    assert looks_answered('{"verdicts": [', two, whole=False)


# ------------------------------------------------------------------------------------------------------ what is kept
def test_what_is_kept_on_the_disk_has_no_key(tmp_path: Path, client_of: ClientOf) -> None:
    with Server(api_key="sk-geheim-123") as server:
        [reply] = asyncio.run(ask(client_of(server, key="sk-geheim-123")))
        assert reply.finish == "stop"
    kept = (tmp_path / "endpoints.json").read_text(encoding="utf-8")
    assert "geheim" not in kept
    assert "127.0.0.1" in kept
    assert [one.name for one in tmp_path.iterdir()] == ["endpoints.json"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"x": 1}', "\ud800".encode("utf-8", "surrogatepass")])
def test_a_damaged_memory_is_none(tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "endpoints.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    endpoint = Endpoint(model="m", base_url="http://127.0.0.1:9/v1")
    memory = profiles.Memory(path)
    assert memory.recall(endpoint) is None
    profile = profiles.of(endpoint).model_copy(update={"modes": ("plain",)})
    memory.keep(endpoint, profile)
    assert memory.recall(endpoint) == profile
    assert memory.recall(endpoint.model_copy(update={"model": "other"})) is None
    # the user's own setting makes what was learnt void
    assert memory.recall(endpoint.model_copy(update={"window": 9_000})) is None


def test_a_memory_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    endpoint = Endpoint(model="m", base_url="http://127.0.0.1:9/v1")
    profiles.Memory(tmp_path / "file" / "endpoints.json").keep(endpoint, profiles.of(endpoint))
