"""Nothing that a model is asked leaves this process but to the endpoint: no tracing, no gateway, no cache of text, no log of it.

LangChain sends every prompt to LangSmith where ``LANGSMITH_TRACING`` or ``LANGCHAIN_TRACING_V2`` is set, even without a key, and
``LANGSMITH_GATEWAY`` puts another host in the endpoint's place (langchain_core/utils/_gateway.py); openai writes whole requests to the
log where ``OPENAI_LOG=debug`` is set (openai/_base_client.py). A user who set those for another program has not asked for that here.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import logging
import os
import sys
import types
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_FORGOTTEN = ("LANGSMITH_", "LANGCHAIN_", "OTEL_", "TRACELOOP_")
_FORGOTTEN_TOO = ("OPENAI_LOG", "OPENAI_CUSTOM_HEADERS")
_SET = {"LANGSMITH_TRACING": "false", "LANGCHAIN_TRACING_V2": "false", "OTEL_SDK_DISABLED": "true"}
# httpx2 and httpcore2 are the names under which openai 3 carries them.
_LOGGERS = (
    "openai",
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "langsmith",
)


def impose() -> None:
    """Shut every way out. To be called before LangChain is imported, and again whenever something may have opened one."""
    for name in list(os.environ):
        if name.startswith(_FORGOTTEN) or name in _FORGOTTEN_TOO:
            del os.environ[name]
    os.environ.update(_SET)
    for name in _LOGGERS:
        _mute(name)
    warnings.filterwarnings(
        "ignore", module="langchain_openai"
    )  # of what the endpoint refused: the client sees to that
    if "langsmith.utils" in sys.modules:  # it remembers what the variables said
        for remembered in (
            sys.modules["langsmith.utils"].get_env_var,
            sys.modules["langsmith.utils"].get_tracer_project,
        ):
            getattr(remembered, "cache_clear", lambda: None)()
    if "langchain_core.globals" in sys.modules:
        _close_globals()


def leave_out_langsmith() -> None:
    """What LangSmith's service looks like is not loaded (a fifth of a second) until somebody asks for a part of it.

    To be called before LangChain is imported, in a process of our own: the package ``langsmith.types`` is there then with its modules,
    but runs its list of them all only when a name of it is wanted. Without effect where it is loaded, or not where it used to be.
    """
    name = "langsmith.types"
    if name in sys.modules:
        return
    try:
        spec = importlib.util.find_spec(name)
    except ImportError:
        return
    if spec is None or spec.loader is None or spec.submodule_search_locations is None:
        return
    sys.modules[name] = _Later(spec)
    sys.modules["langsmith"].types = sys.modules[name]  # type: ignore[attr-defined]


class _Later(types.ModuleType):
    """A package that is executed when the first name is asked for that it does not have yet."""

    def __init__(self, spec: importlib.machinery.ModuleSpec) -> None:
        super().__init__(spec.name, None)
        self.__spec__, self.__loader__, self.__path__ = spec, spec.loader, spec.submodule_search_locations or []
        self._executed = False

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") or self._executed:
            raise AttributeError(f"module {self.__name__} has no {name}")
        self._executed = True
        assert self.__spec__ is not None
        assert self.__spec__.loader is not None
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def _mute(name: str) -> None:
    """Whatever the parts of this library log ends at its own logger, at whatever level anybody has set."""
    own = logging.getLogger(name)
    for part in [one for one in logging.root.manager.loggerDict if one.startswith(name + ".")]:
        logger = logging.getLogger(part)
        logger.handlers = []
        logger.setLevel(logging.NOTSET)
        logger.propagate = True
    own.handlers = [logging.NullHandler()]
    own.propagate = False
    own.setLevel(logging.CRITICAL + 1)


def _close_globals() -> None:
    """LangChain's own cache would keep reports in memory, its verbose and debug modes print them."""
    from langchain_core.globals import set_debug, set_llm_cache, set_verbose

    set_llm_cache(None)
    set_verbose(False)
    set_debug(False)


@contextmanager
def untraced() -> Iterator[None]:
    """Off for what runs inside, even where a program that embeds this one is in the middle of a traced run of its own."""
    from langsmith.run_helpers import tracing_context

    with tracing_context(enabled=False, parent=False):
        yield
