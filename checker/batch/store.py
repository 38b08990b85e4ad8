"""What a batch has found so far, kept in a database: SQLite in the results' folder, or any URL that SQLAlchemy knows.

What was checked is kept under a key of all that the result depends on (``result_key``), so that a second run checks only what is
new. Every result is stored in one transaction of its own as it lands: a run that is killed loses what was in flight and nothing
else. Each finished run leaves one line per unit, for the next one to tell what changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import exc

from checker.errors import FajianError
from checker.model import CheckResult, Report

MAX_WAIT = 60  # seconds that a run waits for another one's transaction
_ROWS_AT_A_TIME = 400  # keys asked for in one statement; SQLite takes 999 variables


class StoreError(FajianError):
    """The store cannot be used."""


_meta = sa.MetaData()
_schema = sa.Table("fajian_schema", _meta, sa.Column("version", sa.Integer, nullable=False))
_checked = sa.Table(
    "checked",
    _meta,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("result", sa.LargeBinary, nullable=False),  # CheckResult as JSON, deflated
    sa.Column("report", sa.LargeBinary, nullable=True),  # Report as JSON, deflated; NULL: the file could not be read
    sa.Column("stored", sa.DateTime, nullable=False),
)
_runs = sa.Table(
    "runs",
    _meta,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("scope", sa.String(64), nullable=False, index=True),
    sa.Column("finished", sa.DateTime, nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
)
_units = sa.Table(
    "run_units",
    _meta,
    sa.Column("run", sa.Integer, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("unit", sa.String(200), primary_key=True),
    sa.Column("state", sa.LargeBinary, nullable=False),  # checker.batch.changes.UnitState as JSON, deflated
)

# Step n brings a store from version n to n + 1. A change of the tables adds a step; the steps that stand are never edited.
_STEPS: tuple[Callable[[sa.Connection], None], ...] = (lambda connection: _meta.create_all(connection),)
VERSION = len(_STEPS)


class Stored(NamedTuple):
    """A result with the text that it is about."""

    result: CheckResult
    report: Report | None


def result_key(**parts: object) -> str:
    """A key of all that a result depends on: the sums of file, rubric and prompts, engine, model, versions, overrides."""
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


class Store:
    """A database of results. Several runs may use one at a time. Use it as a context, or close it."""

    def __init__(self, url: str) -> None:
        """Open or make the store; ``url`` as SQLAlchemy writes it, or a file's path. Raises StoreError."""
        self.name = _shown(url)
        try:
            self._engine = _engine(url)
            with self._engine.begin() as connection:
                _upgrade(connection, self.name)
        except StoreError:
            raise
        except ModuleNotFoundError as error:
            raise StoreError(f"存储 {self.name} 需要的组件“{error.name}”没有安装；PostgreSQL 请运行 pip install 'fajian[postgres]'。") from error  # fmt: skip
        except (exc.SQLAlchemyError, OSError, ValueError) as error:
            raise StoreError(f"存储 {self.name} 打不开（{_why(error)}），请核对地址、权限和磁盘空间。") from error

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    # ── results ──

    def known(self, keys: Sequence[str]) -> set[str]:
        """Which of the keys have a result."""
        found: set[str] = set()
        with self._reading() as connection:
            for part in _parts(list(dict.fromkeys(keys))):
                found.update(connection.scalars(sa.select(_checked.c.key).where(_checked.c.key.in_(part))))
        return found

    def get(self, key: str) -> Stored | None:
        """The result under a key, None where there is none (or what stands there is no result of this version's)."""
        with self._reading() as connection:
            row = connection.execute(
                sa.select(_checked.c.result, _checked.c.report).where(_checked.c.key == key)
            ).first()
        if row is None:
            return None
        try:
            report = None if row.report is None else Report.model_validate_json(zlib.decompress(row.report))
            return Stored(CheckResult.model_validate_json(zlib.decompress(row.result)), report)
        except (ValueError, zlib.error):
            return None

    def put(self, key: str, result: CheckResult, report: Report | None) -> None:
        """Keep a result, whole and at once."""
        values = {
            "result": zlib.compress(result.model_dump_json().encode(), 1),
            "report": None if report is None else zlib.compress(report.model_dump_json().encode(), 1),
            "stored": _now(),
        }
        with self._writing() as connection:
            _replace(connection, _checked, {"key": key}, values)

    def count(self) -> int:
        """How many results there are."""
        with self._reading() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(_checked)) or 0

    def forget_before(self, day: dt.datetime) -> int:
        """Drop results stored before ``day``; how many there were."""
        with self._writing() as connection:
            return connection.execute(sa.delete(_checked).where(_checked.c.stored < day)).rowcount

    # ── runs ──

    def last_run(self, scope: str) -> tuple[dt.date, dict[str, bytes]] | None:
        """The day and the units' states of the run of this scope that finished last."""
        with self._reading() as connection:
            run = connection.execute(
                sa.select(_runs.c.id, _runs.c.as_of).where(_runs.c.scope == scope).order_by(_runs.c.id.desc()).limit(1)
            ).first()
            if run is None:
                return None
            rows = connection.execute(sa.select(_units.c.unit, _units.c.state).where(_units.c.run == run.id))
            return run.as_of, {row.unit: zlib.decompress(row.state) for row in rows}

    def finish_run(self, scope: str, as_of: dt.date, states: Iterable[tuple[str, bytes]], *, keep: int = 60) -> None:
        """Keep the states of a finished run, all of them or none; of the scope the last ``keep`` runs stay."""
        with self._writing() as connection:
            values = {"scope": scope, "finished": _now(), "as_of": as_of}
            run = connection.execute(sa.insert(_runs).values(**values)).inserted_primary_key
            assert run is not None
            rows = [{"run": run[0], "unit": unit[:200], "state": zlib.compress(state, 1)} for unit, state in states]
            if rows:
                connection.execute(sa.insert(_units), rows)
            old = connection.scalars(
                sa.select(_runs.c.id).where(_runs.c.scope == scope).order_by(_runs.c.id.desc()).offset(keep)
            ).all()
            for part in _parts([str(number) for number in old]):
                numbers = [int(number) for number in part]
                connection.execute(sa.delete(_units).where(_units.c.run.in_(numbers)))
                connection.execute(sa.delete(_runs).where(_runs.c.id.in_(numbers)))

    # ── connections ──

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                yield connection
        except exc.SQLAlchemyError as error:
            raise StoreError(f"存储 {self.name} 读不出来（{_why(error)}）。") from error

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except exc.SQLAlchemyError as error:
            raise StoreError(f"存储 {self.name} 写不进去（{_why(error)}），请核对权限和磁盘空间；已经存下的结果不受影响。") from error  # fmt: skip


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _engine(url: str) -> sa.Engine:
    if "://" not in url:
        Path(url).resolve().parent.mkdir(parents=True, exist_ok=True)
        url = sa.URL.create("sqlite", database=str(Path(url).resolve())).render_as_string(hide_password=False)
    made = sa.make_url(url)
    if made.drivername == "postgresql":
        made = made.set(drivername="postgresql+psycopg")
    if made.get_backend_name() != "sqlite":
        return sa.create_engine(made, pool_pre_ping=True)
    engine = sa.create_engine(made, connect_args={"timeout": MAX_WAIT})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """WAL: readers and one writer at a time; FULL: what was committed survives a power cut."""
    connection.isolation_level = None  # the driver's own BEGIN would come too late to serialise writers
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={MAX_WAIT * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: sa.Connection, name: str) -> None:
    """Bring the tables to this version."""
    version = 0
    if sa.inspect(connection).has_table(_schema.name):
        version = connection.scalar(sa.select(sa.func.max(_schema.c.version))) or 0
    if version > VERSION:
        raise StoreError(f"存储 {name} 是较新版本的法鉴建立的，本版本用不了，请升级法鉴，或者用 --store 另指定一处。")
    for step in _STEPS[version:]:
        step(connection)
    if version < VERSION:
        connection.execute(sa.delete(_schema))
        connection.execute(sa.insert(_schema).values(version=VERSION))


def _replace(connection: sa.Connection, table: sa.Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Put a row in the place of the one with the same key, in one statement where the database has one."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as upsert_sqlite

        connection.execute(
            upsert_sqlite(table).values(**key, **values).on_conflict_do_update(index_elements=list(key), set_=values)
        )
    elif connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as upsert_postgresql

        connection.execute(
            upsert_postgresql(table)
            .values(**key, **values)
            .on_conflict_do_update(index_elements=list(key), set_=values)
        )
    else:
        connection.execute(sa.delete(table).where(*(table.c[name] == value for name, value in key.items())))
        connection.execute(sa.insert(table).values(**key, **values))


def _parts(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), _ROWS_AT_A_TIME):
        yield items[start : start + _ROWS_AT_A_TIME]


def _shown(url: str) -> str:
    """The address without its password."""
    if "://" not in url:
        return url
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except exc.SQLAlchemyError:
        return "（地址写法有误）"


def _why(error: Exception) -> str:
    """The database's own words, in one line and without the statement."""
    origin = getattr(error, "orig", None) or error
    return " ".join(str(origin).split())[:200] or type(origin).__name__


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
