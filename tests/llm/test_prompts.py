"""Every prompt is rendered from every rubric; the instructions are the same for every report."""

from pathlib import Path

import pytest

from checker import settings
from checker.errors import UsageError
from checker.llm import prompts
from checker.llm.model import Profile
from checker.llm.tokens import Tokens
from checker.rubric import Rubric, load_rubric, rubric_files, shipped

GROUPED = """
id: local
version: "1"
title: 本地标准
sections:
  - id: first
    title: 第一部分
    level: required
    requirements:
      - {id: plain, title: 单列的要求, level: required, question: 写了没有？, rule: {kind: causes}}
    groups:
      - id: set
        title: 一组要求
        requirements:
          - {id: one, title: 要求一, level: coverage, question: 写了一没有？, verdicts: {met: 写了。, missing: 没写。}, rule: {kind: causes}}
          - {id: two, title: 要求二, level: coverage, question: 写了二没有？, verdicts: {met: 写了。, missing: 没写。}, rule: {kind: causes},
             applies_to: [government], suggest: {missing: 请补写二。}}
  - {id: empty, title: 没有要求的部分, level: optional}
"""


@pytest.fixture
def grouped(tmp_path: Path) -> Rubric:
    file = tmp_path / "local.yaml"
    file.write_text(GROUPED, encoding="utf-8")
    return load_rubric(file)


@pytest.mark.parametrize("name", sorted(rubric_files()))
def test_every_requirement_of_every_shipped_rubric_is_told(name: str) -> None:
    rubric = load_rubric(name)
    told = prompts.system(rubric)
    for id_, requirement in prompts.requirements(rubric).items():
        assert f"{id_} {requirement.title}" in told
        assert requirement.question in told
        for meaning in requirement.verdicts.values():
            assert meaning in told
    assert "undefined" not in told.lower()


def test_a_rubric_with_groups_and_without_words_for_its_verdicts(grouped: Rubric) -> None:
    told = prompts.system(grouped)
    assert "〔一组要求〕" in told
    assert told.count("〔") == 1
    assert "只适用于政府。" in told
    assert told.count("met：写了。") == 1  # two requirements, the same meaning
    assert "met：写了，而且具体。" in told  # a requirement without words of its own
    assert "改法：请补写二。" in told
    assert "没有要求的部分" not in told
    assert "first.set.one" not in told


def test_only_some_requirements(grouped: Rubric) -> None:
    told = prompts.system(grouped, ("first.two",))
    assert "first.two" in told
    assert "first.one" not in told
    assert "met：写了。" in told


def test_the_users_message_says_what_is_known_and_what_is_asked() -> None:
    told = prompts.user(
        paragraphs="[0] 正文", fence="ab12", count=3, year=2025, unit_type="township", asked=["a.b"], part=True
    )
    assert "<<<报告 ab12\n[0] 正文\n>>>报告 ab12" in told
    assert "报告年度：2025年，下一年度：2026年。单位类型：乡镇（街道）。" in told
    assert "这次只判断以下 1 项：a.b。" in told
    assert "报告的一部分" in told
    bare = prompts.user(paragraphs="[0] 正文", fence="ab12", count=3)
    assert "年度" not in bare
    assert "请对全部 3 项要求逐项作答。" in bare


def test_the_reports_words_are_never_a_template() -> None:
    told = prompts.user(paragraphs="[0] {{ 7 * 7 }}{% if 1 %}", fence="ab12", count=1)
    assert "{{ 7 * 7 }}{% if 1 %}" in told


def test_the_repair_names_each_problem() -> None:
    told = prompts.repair({"a.b": "没有回答。"}, whole="不是要求的 JSON 对象。", quotes=True)
    assert "- 不是要求的 JSON 对象。\n- a.b：没有回答。" in told


def test_the_users_own_prompt_wins_and_changes_the_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = prompts.sha256()
    monkeypatch.setenv("FAJIAN_HOME", str(tmp_path))
    assert prompts.sha256() == before
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "system.j2").write_text("按{{ rubric.title }}审。", encoding="utf-8")
    assert prompts.system(load_rubric()) == "按法治政府建设年度报告审。"
    assert prompts.sha256() != before


def test_a_name_that_is_not_filled_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAJIAN_HOME", str(tmp_path))
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "repair.j2").write_text("{{ nobody }}", encoding="utf-8")
    with pytest.raises(UsageError, match=r"repair\.j2"):
        prompts.repair({})


def test_every_prompt_ships() -> None:
    assert {file.name for file in shipped("prompts").glob("*.j2")} == {*prompts.NAMES, *prompts.BRIEFING_NAMES}
    assert str(settings.home()) not in prompts.system(load_rubric())


def test_the_built_in_rubric_leaves_room_for_a_report_in_one_cheap_call() -> None:
    """A report of 4,300 characters and these instructions are to cost about 6,500 tokens by o200k (0.71 a character)."""
    tokens = Tokens(Profile(name="x", tokens_per_character=0.71))
    assert tokens.count(prompts.system(load_rubric())) <= 2_950
