"""Replies on disk: what is kept, under which name, for how long, for whom; recordings and their replay."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from callers import Scripted, reply, request

from checker.errors import UsageError
from checker.llm.cache import Identity, Kept, Replayed, Store, begin_recording, key_of, open_recording
from checker.llm.model import CallFailed, Profile, Reply, Request

IDENTITY = Identity(model="m", address="http://h/v1")


def kept(inner: Scripted, folder: Path, recording: Path | None = None) -> Kept:
    record = begin_recording(recording, IDENTITY, inner.profile) if recording else None
    return Kept(inner, IDENTITY, Store(folder / "cache"), record)


def ask(caller: Kept | Replayed, *requests: Request) -> list[Reply]:
    async def all_of_them() -> list[Reply]:
        return [await caller.call(one) for one in requests]

    return asyncio.run(all_of_them())


def test_the_second_time_nobody_is_asked(tmp_path: Path) -> None:
    inner = Scripted()
    (first,) = ask(kept(inner, tmp_path), request())
    (second,) = ask(kept(inner, tmp_path), request())
    assert (len(inner.asked), first.cached, second.cached) == (1, False, True)
    assert second.model_copy(update={"cached": False}) == first


def test_everything_that_matters_makes_another_key_and_nothing_else() -> None:
    base = key_of(IDENTITY, request())
    assert key_of(IDENTITY, request(bound=999)) == base
    others = [
        key_of(IDENTITY, request("别的")),
        key_of(IDENTITY, request().model_copy(update={"form": {"type": "array"}})),
        key_of(IDENTITY.model_copy(update={"model": "n"}), request()),
        key_of(IDENTITY.model_copy(update={"address": "http://other/v1"}), request()),
        key_of(IDENTITY.model_copy(update={"fixed": {"temperature": 0}}), request()),
    ]
    assert len({base, *others}) == 6


@pytest.mark.parametrize("finish", ["length", "filter", "refusal", "other"])
def test_only_whole_answers_are_kept(tmp_path: Path, finish: str) -> None:
    inner = Scripted(lambda _, number: reply(finish=finish))
    ask(kept(inner, tmp_path), request(), request())
    assert len(inner.asked) == 2
    assert Store(tmp_path / "cache").size() == (0, 0)


def test_an_empty_answer_and_a_failure_are_not_kept(tmp_path: Path) -> None:
    inner = Scripted(lambda _, number: reply(" ") if number == 1 else "server")
    caller = kept(inner, tmp_path)
    ask(caller, request())
    with pytest.raises(CallFailed):
        ask(caller, request())
    assert Store(tmp_path / "cache").size() == (0, 0)


def test_what_turned_out_to_be_of_no_use_is_asked_again(tmp_path: Path) -> None:
    inner = Scripted()
    caller = kept(inner, tmp_path)
    ask(caller, request())
    caller.forget(request())
    ask(caller, request())
    assert len(inner.asked) == 2


def test_two_equal_questions_at_a_time_are_one_call(tmp_path: Path) -> None:
    inner = Scripted(seconds=0.05)
    caller = kept(inner, tmp_path)

    async def both() -> list[Reply]:
        return list(await asyncio.gather(caller.call(request()), caller.call(request())))

    assert [one.cached for one in asyncio.run(both())] == [False, True]
    assert len(inner.asked) == 1


def test_files_are_their_owners_and_hold_the_reply_alone(tmp_path: Path) -> None:
    ask(kept(Scripted(), tmp_path), request("报告的全文在问题里"))
    (file,) = (tmp_path / "cache").rglob("*.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
    assert "报告的全文" not in file.read_text(encoding="utf-8")
    assert not list((tmp_path / "cache").rglob(".*"))


def test_a_spoilt_file_is_as_good_as_none(tmp_path: Path) -> None:
    inner = Scripted()
    ask(kept(inner, tmp_path), request())
    (file,) = (tmp_path / "cache").rglob("*.json")
    for spoilt in (b"", b"{", b'{"text": 3}', b"\xff\xfe", b"[" * 100_000):
        file.write_bytes(spoilt)
        assert Store(tmp_path / "cache").get(file.stem) is None
    ask(kept(inner, tmp_path), request())
    assert len(inner.asked) == 2


def test_a_folder_that_cannot_be_written_costs_the_cache_not_the_answer(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    caller = kept(Scripted(), tmp_path)
    assert ask(caller, request())[0].text
    assert caller.trouble is not None
    assert "没有保存" in caller.trouble


def test_the_size_is_bounded_and_the_longest_unused_go_first(tmp_path: Path) -> None:
    store = Store(tmp_path, largest=None)
    for number in range(10):
        store.put(f"{number:064}", reply("x" * 1000))
        os.utime(store._path(f"{number:064}"), (number, number))
    count, size = store.size()
    assert count == 10
    assert store.get(f"{0:064}") is not None  # used just now
    store.shrink(size // 2)
    left = {path.stem for path in tmp_path.rglob("*.json")}
    assert f"{0:064}" in left
    assert f"{1:064}" not in left
    assert store.size()[1] <= size // 2


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from callers import reply
from checker.llm.cache import Store
store = Store(Path(sys.argv[1]))
for number in range(300):
    store.put(f"{number % 7:064}", reply("x" * (1000 + number)))
    assert store.get(f"{number % 7:064}") is not None
"""


def test_two_processes_may_share_the_folder(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", WRITER, str(tmp_path), str(Path(__file__).parent)]
    running = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE) for _ in range(2)]
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    assert Store(tmp_path).size()[0] == 7
    assert not list(tmp_path.rglob("*.tmp"))


# ── recordings ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_recording_holds_every_reply_and_is_replayed_as_it_was(tmp_path: Path) -> None:
    inner = Scripted(lambda one, number: reply("断", "length") if one.messages[0].content == "长" else reply())
    asked = (request("长"), request("短"))
    told = ask(kept(inner, tmp_path, tmp_path / "r"), *asked)
    recording = open_recording(tmp_path / "r")
    replayed = Replayed(Store(tmp_path / "r"), recording.identity, recording.profile)
    again = ask(replayed, *asked)
    assert [one.model_copy(update={"cached": False}) for one in again] == told
    assert all(one.cached for one in again)
    assert replayed.profile == inner.profile
    with pytest.raises(CallFailed) as caught:
        ask(replayed, request("没有问过"))
    assert caught.value.kind == "unrecorded"


def test_what_the_cache_knows_is_recorded_too(tmp_path: Path) -> None:
    inner = Scripted()
    ask(kept(inner, tmp_path), request())
    ask(kept(inner, tmp_path, tmp_path / "r"), request())
    assert len(inner.asked) == 1
    assert Store(tmp_path / "r").size()[0] == 1
    (recorded,) = (Store(tmp_path / "r").get(key_of(IDENTITY, request())),)
    assert recorded is not None
    assert recorded.usage.input_tokens == 10


def test_a_recording_is_one_models(tmp_path: Path) -> None:
    begin_recording(tmp_path / "r", IDENTITY, Profile(name="x"))
    begin_recording(tmp_path / "r", IDENTITY, Profile(name="y"))
    with pytest.raises(UsageError, match="另选"):
        begin_recording(tmp_path / "r", Identity(model="other", address="http://h/v1"), Profile(name="x"))


@pytest.mark.parametrize("content", [None, "", "{", '{"format": "0", "identity": {}}'])
def test_a_folder_that_is_no_recording_is_a_sentence(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "recording.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        open_recording(tmp_path)
    assert "记录" in str(caught.value)


def test_a_recording_of_another_version_is_told(tmp_path: Path) -> None:
    begin_recording(tmp_path, IDENTITY, Profile(name="x"))
    file = tmp_path / "recording.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"format": "0"}), encoding="utf-8")
    with pytest.raises(UsageError, match="另一个版本"):
        open_recording(tmp_path)
