"""YAML whose every value knows its place: read, laid over another file, items taken away, errors told with file:line:column."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from checker.errors import RubricError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 2_000_000
MAX_DEPTH = 30
MAX_VALUES = 200_000  # aliases of aliases make millions of a few lines

Path_ = tuple[str | int, ...]


class Place(NamedTuple):
    """Where a value stands in a rubric file; line and column from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Node(NamedTuple):
    value: Any  # scalar | dict[str, Node] | list[Node]
    place: Place


def compose(raw: bytes, file: str) -> Node:
    if len(raw) > MAX_BYTES:
        raise RubricError([f"{file}:1:1：标准文件超过 {MAX_BYTES // 1_000_000} MB，请拆分。"])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RubricError([f"{file}:1:1：标准文件应为 UTF-8 编码，请另存为 UTF-8。"]) from error
    try:
        root = yaml.compose(text, Loader=_Loader)
        if root is None:
            raise RubricError([f"{file}:1:1：标准文件是空的。"])
        return _Conversion(file).convert(root, 0, frozenset())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise RubricError([f"{file}:{line}:{column}：YAML 写法有误（{error.problem or error.context}）。"]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise RubricError([f"{file}:1:1：YAML 写法有误，读不下去（{type(error).__name__}）。"]) from error


class _Conversion:
    """YAML's nodes as ours, what an alias stands for as often as it is named."""

    def __init__(self, file: str) -> None:
        self._file, self._count = file, 0

    def convert(self, node: yaml.Node, depth: int, above: frozenset[int]) -> Node:
        place = self._place(node)
        self._count += 1
        if self._count > MAX_VALUES:
            raise RubricError([f"{place}：内容过多（重复引用不要套用重复引用），请精简。"])
        if depth > MAX_DEPTH or id(node) in above:
            raise RubricError([f"{place}：嵌套过深或自我引用。"])
        above = above | {id(node)}
        if isinstance(node, yaml.MappingNode):
            return Node(self._mapping(node, depth, above), place)
        if isinstance(node, yaml.SequenceNode):
            return Node([self.convert(item, depth + 1, above) for item in node.value], place)
        return Node(_scalar(node), place)

    def _mapping(self, node: yaml.MappingNode, depth: int, above: frozenset[int]) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise RubricError([f"{self._place(node)}：键应当是一个词。"])
            if key.value in mapping:
                raise RubricError([f"{self._place(key)}：键“{key.value}”重复。"])
            mapping[key.value] = self.convert(value, depth + 1, above)
        return mapping

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._file, node.start_mark.line + 1, node.start_mark.column + 1)


def _scalar(node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in ("true", "yes", "on")
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:int" and re.fullmatch(r"-?(0|[1-9][0-9]*)", node.value):
        return int(node.value)
    if node.tag == "tag:yaml.org,2002:float" and re.fullmatch(r"-?[0-9]+\.[0-9]+", node.value):
        return float(node.value)
    return node.value


_KEYS = {"sections": "id", "groups": "id", "requirements": "id", "findings": "rule"}


def merge(base: Node, over: Node, key: str = "") -> Node:
    """``over`` laid on ``base``: mappings key by key, the lists of _KEYS item by item, everything else replaced."""
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        merged = dict(base.value)
        for name, node in over.value.items():
            merged[name] = merge(merged[name], node, name) if name in merged else node
        return Node(merged, over.place)
    name = _KEYS.get(key)
    if name and isinstance(base.value, list) and isinstance(over.value, list):
        items = list(base.value)
        index = {_item_id(item, name): i for i, item in enumerate(items)}
        for item in over.value:
            identity = _item_id(item, name)
            if identity is not None and identity in index:
                items[index[identity]] = merge(items[index[identity]], item)
            else:
                items.append(item)
        return Node(items, over.place)
    return over


def _item_id(item: Node, name: str) -> Any:
    """What names an item of a list; None where it has no name, or a list or mapping in its place."""
    found = item.value.get(name) if isinstance(item.value, dict) else None
    return found.value if found is not None and not isinstance(found.value, (dict, list)) else None


def remove(node: Node, removed: Node) -> None:
    """Take away "section", "section.requirement" or a finding's rule id."""
    names = removed.value if isinstance(removed.value, list) else [removed]
    for name in names:
        if isinstance(name.value, (dict, list)):
            raise RubricError([f"{name.place}：remove 应写编号的列表，如 [plans.targets_problems]。"])
        if not _take_away(node, str(name.value)):
            raise RubricError([f"{name.place}：remove 所列“{name.value}”在被扩展的标准中不存在。"])


def _take_away(node: Node, name: str) -> bool:
    def drop(holder: Any, list_name: str, key: str, wanted: str) -> bool:
        items = holder.get(list_name) if isinstance(holder, dict) else None
        if items is None or not isinstance(items.value, list):
            return False
        kept = [item for item in items.value if _item_id(item, key) != wanted]
        found = len(kept) < len(items.value)
        items.value[:] = kept
        return found

    if drop(node.value, "findings", "rule", name) or drop(node.value, "sections", "id", name):
        return True
    section, _, requirement = name.partition(".")
    sections = node.value.get("sections")
    for item in sections.value if sections is not None and isinstance(sections.value, list) else ():
        if _item_id(item, "id") != section:
            continue
        if drop(item.value, "requirements", "id", requirement) or drop(item.value, "groups", "id", requirement):
            return True
        groups = item.value.get("groups")
        for group in groups.value if groups is not None and isinstance(groups.value, list) else ():
            if drop(group.value, "requirements", "id", requirement):
                return True
    return False


def plain(node: Node, path: Path_, places: dict[Path_, Place]) -> Any:
    places[path] = node.place
    if isinstance(node.value, dict):
        return {name: plain(item, (*path, name), places) for name, item in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item, (*path, index), places) for index, item in enumerate(node.value)]
    return node.value


def explain(problem: Any, places: dict[Path_, Place]) -> str:
    location: Path_ = tuple(problem["loc"])
    place = next(places[location[:n]] for n in range(len(location), -1, -1) if location[:n] in places)
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "missing":
        return f"{place}：缺少“{name}”，必须写上。"
    if kind == "extra_forbidden":
        return f"{place}：没有“{name}”这个键，请核对拼写。"
    if kind == "literal_error":
        return f"{place}：“{name}”应为 {context.get('expected')}，现为“{problem.get('input')}”。"
    if kind == "value_error":
        return f"{place}：“{name}”有误：{context.get('error')}。"
    kinds = {
        "string_type": "文字",
        "tuple_type": "列表（每行以“- ”开头）",
        "dict_type": "“键: 值”",
        "bool_type": "true 或 false",
    }
    kinds |= {"model_type": "“键: 值”", "int_type": "整数", "bool_parsing": "true 或 false", "int_parsing": "整数"}
    if kind in kinds:
        return f"{place}：“{name}”应为{kinds[kind]}，现为“{str(problem.get('input'))[:40]}”。"
    return f"{place}：“{name}”不合要求（{problem['msg']}）。"
