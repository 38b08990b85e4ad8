"""An answer's text: whole valid items are kept, whatever stands around them; nothing is repaired; nothing raises."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import item, said

from checker.llm import answers

ALLOWED = {id_: frozenset({"met", "partial", "missing"}) for id_ in ("a.one", "a.two", "b.three")}
ONE = item("a.one", "met", (3, "全年办结案件32件"), reason="写了。")
TWO = item("a.two", "missing", suggestion="请补写。")
BOTH = said([ONE, TWO])
KEYED = {one["id"]: {key: value for key, value in one.items() if key != "id"} for one in (ONE, TWO)}


def test_the_form_is_strict() -> None:
    form = answers.form(["a.one"])

    def check(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            for value in node.values():
                check(value)

    check(form)
    assert form["properties"]["verdicts"]["items"]["properties"]["id"]["enum"] == ["a.one"]


@pytest.mark.parametrize(
    "text",
    [
        BOTH,
        f"\ufeff \n{BOTH}\n",
        f"<think>先看 {{草稿}} …</think>\n{BOTH}",
        f"看起来……</think>{BOTH}",
        f"<THINKING>x</THINKING><think>y</think>{BOTH}",
        f"```json\n{BOTH}\n```",
        f"好的，结果如下：\n```\n{BOTH}\n```\n以上供参考。",
        f"好的，结果如下：{BOTH}希望有帮助。",
        f"```json\n{BOTH}",
        json.dumps([ONE, TWO], ensure_ascii=False),
        json.dumps({"result": json.loads(BOTH)}, ensure_ascii=False),
        "\n".join(json.dumps(one, ensure_ascii=False) for one in (ONE, TWO)),
        json.dumps({"verdicts": [ONE, TWO], "note": "x"}, indent=2),
        json.dumps({"verdicts": KEYED}, ensure_ascii=False),
        json.dumps(KEYED, ensure_ascii=False),
    ],
)
def test_thoughts_fences_and_prose_are_taken_off(text: str) -> None:
    read = answers.read(text, ALLOWED)
    assert set(read.items) == {"a.one", "a.two"}
    assert read.items["a.one"].quotes[0].quote == "全年办结案件32件"
    assert not read.wrong


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "<think>想了很久还没有想完",
        "很抱歉，我不能回答。",
        "null",
        "[]",
        "{}",
        '{"verdicts": null}',
        "{" * 5000,
        '{"a":' * 5000,
        "[" * 100_000,
    ],
)
def test_nothing_is_made_of_nothing(text: str | None) -> None:
    read = answers.read(text, ALLOWED)
    assert not read.items
    assert not read.wrong


@pytest.mark.parametrize("cut", range(len(BOTH)))
def test_of_an_answer_cut_anywhere_the_whole_items_are_kept(cut: int) -> None:
    read = answers.read(BOTH[:cut], ALLOWED)
    whole = {one["id"] for one in (ONE, TWO) if json.dumps(one, ensure_ascii=False) in BOTH[:cut]}
    assert set(read.items) == whole
    assert not read.wrong


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"verdict": "MET"}, "verdict 写成了“MET”，只能是 met、partial、missing 之一。"),
        ({"verdict": None}, "verdict 写成了“NoneType”"),
        ({"verdict": "not_applicable"}, "这项要求只能是 met、partial、missing 之一"),
        ({"quotes": "原文"}, "字段 quotes 的形式不对。"),
        ({"quotes": [5]}, "字段 quotes.0 的形式不对。"),
        ({"quotes": [{"paragraph": 1, "quote": None}]}, "字段 quotes.0.quote 的形式不对。"),
        ({"reason": None}, "字段 reason 的形式不对。"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_kept(changed: dict[str, object], says: str) -> None:
    read = answers.read(said([{**ONE, **changed}, TWO]), ALLOWED)
    assert set(read.items) == {"a.two"}
    assert says in read.wrong["a.one"]


def test_a_field_left_out() -> None:
    raw = {key: value for key, value in ONE.items() if key != "reason"}
    assert answers.read(said([raw]), ALLOWED).wrong == {"a.one": "缺少字段 reason。"}


def test_a_paragraph_that_is_no_number_is_no_hint_but_the_quote_stays() -> None:
    for paragraph in ("第三段", None, -1, 3.5, True, 10**12):
        read = answers.read(said([item("a.one", "met", (paragraph, "原文"))]), ALLOWED)
        assert read.items["a.one"].quotes[0].paragraph is None


def test_a_requirement_answered_twice() -> None:
    assert set(answers.read(said([ONE, ONE]), ALLOWED).items) == {"a.one"}
    read = answers.read(said([ONE, {**ONE, "verdict": "missing"}, TWO]), ALLOWED)
    assert set(read.items) == {"a.two"}
    assert "两次" in read.wrong["a.one"]


def test_a_field_written_twice_is_wrong() -> None:
    text = '{"verdicts":[{"id":"a.one","verdict":"missing","verdict":"met","quotes":[],"reason":"","suggestion":""}]}'
    assert answers.read(text, ALLOWED).wrong == {"a.one": "同一个字段写了两次。"}


def test_ids_that_nobody_asked_for() -> None:
    read = answers.read(said([ONE, item("a.zzz"), item("a.two_extra")]), ALLOWED)
    assert read.unknown == ("a.zzz", "a.two_extra")
    assert set(read.items) == {"a.one"}


@pytest.mark.parametrize(
    "broken", [BOTH.replace('"', "'"), BOTH[:-1] + ",}", BOTH.replace('"verdicts": [', '"verdicts": [,')]
)
def test_broken_json_is_not_repaired(broken: str) -> None:
    read = answers.read(broken, ALLOWED)
    assert not read.whole
    for id_, kept in read.items.items():
        assert json.dumps(next(one for one in (ONE, TWO) if one["id"] == id_), ensure_ascii=False) in broken
        assert kept.verdict in ("met", "missing")


def test_not_a_number_is_no_json() -> None:
    assert not answers.read('{"verdicts":[{"id":"a.one","verdict":NaN}]}', ALLOWED).items


@given(st.text() | st.text(alphabet='{}[]",:verdictsidmet0 \\n<think>/`'))
def test_no_text_raises(text: str) -> None:
    answers.read(text, ALLOWED)


ITEMS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(sorted(ALLOWED)),
        "verdict": st.sampled_from(["met", "partial", "missing"]),
        "quotes": st.lists(
            st.fixed_dictionaries({"paragraph": st.integers(0, 99), "quote": st.text(max_size=20)}), max_size=2
        ),
        "reason": st.text(max_size=30),
        "suggestion": st.text(max_size=30),
    }
)
PROSE = st.text(alphabet="好的，结果如下：。 \n以上", max_size=30)


@given(
    st.lists(ITEMS, unique_by=lambda one: one["id"], max_size=3),
    PROSE,
    PROSE,
    st.sampled_from(["{}", "```json\n{}\n```", "<think>想</think>{}"]),
)
def test_whole_items_survive_whatever_stands_around_them(items, before, after, around) -> None:
    text = around.replace("{}", said(items))
    if around.startswith("<think>"):
        before = ""
    read = answers.read(f"{before}\n{text}\n{after}", ALLOWED)
    assert {id_: one.model_dump() for id_, one in read.items.items()} == {one["id"]: one for one in items}


@given(st.lists(ITEMS, unique_by=lambda one: one["id"], min_size=1, max_size=3), st.data())
def test_of_any_cut_the_whole_items_are_kept(items, data) -> None:
    text = said(items)
    cut = data.draw(st.integers(0, len(text)))
    read = answers.read(text[:cut], ALLOWED)
    assert set(read.items) == {one["id"] for one in items if json.dumps(one, ensure_ascii=False) in text[:cut]}


def test_an_id_that_stands_twice_over_items_is_wrong() -> None:
    text = '{"a.one": {"verdict": "missing", "reason": "x"}, "a.one": {"verdict": "met", "quotes": ["全年"], "reason": "x"}}'
    read = answers.read(text, ALLOWED)
    assert not read.items
    assert set(read.wrong) == {"a.one"}


@pytest.mark.parametrize(
    ("quote", "paragraph"),
    [
        ({"paragraph": "12", "quote": "全年办结"}, 12),
        ({"paragraph": "[12]", "quote": "全年办结"}, 12),
        ({"paragraph": "第12段", "quote": "全年办结"}, 12),
        ({"paragraph": "12、13", "quote": "全年办结"}, None),
        ({"paragraph": "一二", "quote": "全年办结"}, None),
        ("全年办结", None),
    ],
)
def test_the_paragraph_is_only_a_hint(quote: object, paragraph: int | None) -> None:
    read = answers.read(said([{**ONE, "quotes": [quote]}]), ALLOWED)
    [found] = read.items["a.one"].quotes
    assert (found.paragraph, found.quote) == (paragraph, "全年办结")
