"""A caller that answers from a list, for the tests of what stands between the chain and the endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from checker.llm.model import CallFailed, Failure, Message, Profile, Reply, Request
from checker.model import Usage


def request(text: str = "问", *, bound: int = 100) -> Request:
    message = Message(role="user", content=text)
    return Request(messages=(message,), form_name="f", form={"type": "object"}, max_output_tokens=bound)


def reply(text: str = '{"a": 1}', finish: str = "stop", *, calls: int = 1, into: int = 10, out: int = 5) -> Reply:
    usage = Usage(calls=calls, input_tokens=into, output_tokens=out)
    return Reply(text=text, finish=finish, mode="json_schema", model="m", usage=usage)  # type: ignore[arg-type]


class Scripted:
    """Answers every request after ``seconds``; ``says`` may give another reply or a kind of failure for a request."""

    def __init__(self, says: Callable[[Request, int], Reply | Failure] | None = None, seconds: float = 0.0) -> None:
        self.asked: list[Request] = []
        self.inside = self.most = 0
        self._says, self._seconds = says or (lambda request, number: reply()), seconds

    @property
    def profile(self) -> Profile:
        return Profile(name="test")

    async def call(self, request: Request) -> Reply:
        self.asked.append(request)
        number = len(self.asked)
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            await asyncio.sleep(self._seconds)
        finally:
            self.inside -= 1
        said = self._says(request, number)
        if isinstance(said, Reply):
            return said
        raise CallFailed(said, "没有回答。")
