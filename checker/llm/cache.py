"""Replies on disk, so that what was answered once is not asked (and paid for) again.

A file is named by the hash of everything that its reply depends on: messages, form, model, address, fixed fields; not of
time-outs, concurrency or the bound on the answer's length, since only whole answers are kept. It holds the reply alone: no
question, no key. (An answer quotes the report, so the files are readable by their owner only.) Files appear whole or not at
all, and several processes may share the folder.

``--record DIR`` keeps every reply in DIR as well, usable or not, beside ``recording.json``, which says of which model;
``--replay DIR`` answers from there alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from checker.errors import UsageError
from checker.llm.model import Caller, CallFailed, Profile, Reply, Request
from checker.model import Value

_FORMAT = "1"
_LARGEST = 500_000_000  # bytes of all files; over that, those that were not used for longest go
_LOOK_EVERY = 256  # files written between two looks at the size
_MANIFEST = "recording.json"


class Identity(Value):
    """Whose replies they are. ``address`` is the endpoint's, without user name, password or query."""

    model: str
    address: str
    fixed: dict[str, Any] = Field(default_factory=dict)


def key_of(identity: Identity, request: Request) -> str:
    """The name under which a request's reply is kept."""
    asked = request.model_dump(mode="json", exclude={"max_output_tokens"})
    whole = {"format": _FORMAT, "identity": identity.model_dump(mode="json"), "request": asked}
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Store:
    """A folder of replies. It is made when the first one is written."""

    def __init__(self, folder: Path, *, largest: int | None = _LARGEST) -> None:
        self.folder, self._largest = folder, largest
        self._written = 0

    def get(self, key: str) -> Reply | None:
        """The reply, None where there is none. A file that is no reply counts as none."""
        path = self._path(key)
        try:
            reply = Reply.model_validate_json(path.read_bytes())
        except (OSError, ValidationError, ValueError):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return reply

    def put(self, key: str, reply: Reply) -> None:
        """Keep the reply. Raises OSError."""
        path = self._path(key)
        for folder in (self.folder, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, reply.model_dump_json())
        self._written += 1
        if self._largest is not None and self._written % _LOOK_EVERY == 1:
            self.shrink(self._largest)

    def drop(self, key: str) -> None:
        """Forget the reply."""
        with contextlib.suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    def size(self) -> tuple[int, int]:
        """How many replies, and their bytes."""
        sizes = [size for _, size, _ in self._files()]
        return len(sizes), sum(sizes)

    def shrink(self, largest: int) -> None:
        """Remove what was not used for longest until the rest takes at most nine tenths of ``largest``, if it takes more."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        if total <= largest:
            return
        for _, size, path in files:
            if total <= largest * 0.9:
                return
            with contextlib.suppress(OSError):
                os.unlink(path)
            total -= size

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def _files(self) -> Iterator[tuple[float, int, str]]:
        with contextlib.suppress(OSError):
            for shelf in os.scandir(self.folder):
                if shelf.is_dir(follow_symlinks=False) and len(shelf.name) == 2:
                    yield from _replies(shelf.path)


def _replies(shelf: str) -> Iterator[tuple[float, int, str]]:
    with contextlib.suppress(OSError):
        for entry in os.scandir(shelf):
            if entry.name.endswith(".json"):
                with contextlib.suppress(OSError):
                    told = entry.stat()
                    yield told.st_mtime, told.st_size, entry.path


def _write(path: Path, text: str) -> None:
    """Write a file, for its owner only, whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


# ── between the chain and the endpoint ───────────────────────────────────────────────────────────────────────────────


class Kept:
    """A caller that first looks into the user's cache and, where one is kept, into the recording. Two equal requests at a time
    are one call. The cache takes whole answers only; a recording takes every reply, so that it can be replayed as it was.
    """

    def __init__(self, inner: Caller, identity: Identity, cache: Store, recording: Store | None = None) -> None:
        self._inner, self._identity, self._cache, self._recording = inner, identity, cache, recording
        self._under_way: dict[str, asyncio.Task[Reply]] = {}
        self.trouble: str | None = None

    @property
    def profile(self) -> Profile:
        return self._inner.profile

    async def call(self, request: Request) -> Reply:
        """The kept reply with the usage of its time, marked as ``cached``, else the one that comes now. Raises CallFailed."""
        key = key_of(self._identity, request)
        kept = self._look(key)
        if kept is not None:
            return kept.model_copy(update={"cached": True})
        task = self._under_way.get(key)
        if task is not None:
            return (await asyncio.shield(task)).model_copy(update={"cached": True})
        task = asyncio.ensure_future(self._fetch(key, request))
        self._under_way[key] = task
        try:
            return await task
        finally:
            del self._under_way[key]

    def forget(self, request: Request) -> None:
        """The reply turned out to be of no use: the next run asks again. (A recording keeps it.)"""
        self._cache.drop(key_of(self._identity, request))

    def _look(self, key: str) -> Reply | None:
        recorded = self._recording.get(key) if self._recording is not None else None
        if recorded is not None:
            return recorded
        cached = self._cache.get(key)
        if cached is not None and self._recording is not None:
            self._keep(self._recording, key, cached)
        return cached

    async def _fetch(self, key: str, request: Request) -> Reply:
        reply = await self._inner.call(request)
        if reply.finish == "stop" and reply.text.strip():
            self._keep(self._cache, key, reply)
        if self._recording is not None:
            self._keep(self._recording, key, reply)
        return reply

    def _keep(self, store: Store, key: str, reply: Reply) -> None:
        try:
            store.put(key, reply)
        except OSError as error:
            self.trouble = f"“{store.folder}”写不进去（{error.strerror}），模型的回答没有保存下来。"


class Replayed:
    """A caller that knows only what was recorded, with the usage of that time. It never connects to anything."""

    def __init__(self, store: Store, identity: Identity, profile: Profile) -> None:
        self._store, self._identity, self._profile = store, identity, profile

    @property
    def profile(self) -> Profile:
        return self._profile

    async def call(self, request: Request) -> Reply:
        """The recorded reply. Raises CallFailed."""
        kept = self._store.get(key_of(self._identity, request))
        if kept is None:
            raise CallFailed(
                "unrecorded", "记录里没有这一次的回答（文稿、标准或者提示词与记录时不同），重放时不连接接口，没有判定"
            )
        return kept.model_copy(update={"cached": True})


# ── a recording ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Recording(Value):
    """What ``recording.json`` says: whose replies, and what was known of the endpoint when they were asked for."""

    format: str = _FORMAT
    identity: Identity
    profile: Profile


def open_recording(folder: Path) -> Recording:
    """The recording in ``folder``. Raises UsageError."""
    path = folder / _MANIFEST
    try:
        found = Recording.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise UsageError(f"“{folder}”里没有记录（缺 {_MANIFEST}），请先用 --record 记录一次。") from None
    except (OSError, ValidationError, ValueError) as error:
        raise UsageError(f"记录文件“{path}”读不出来或者写法不对，请重新记录。") from error
    if found.format != _FORMAT:
        raise UsageError(f"“{folder}”是另一个版本的程序记录的，请重新记录。")
    return found


def begin_recording(folder: Path, identity: Identity, profile: Profile) -> Store:
    """A store in ``folder``. Raises UsageError where another model was recorded there, or nothing can be written."""
    path = folder / _MANIFEST
    if path.exists():
        if open_recording(folder).identity != identity:
            raise UsageError(f"“{folder}”里是另一个模型的记录，请为 --record 另选一个文件夹。")
    else:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, Recording(identity=identity, profile=profile).model_dump_json(indent=1))
        except OSError as error:
            raise UsageError(f"“{folder}”写不进去（{error.strerror}），不能记录。") from error
    return Store(folder, largest=None)
