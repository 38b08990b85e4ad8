"""The command ``fajian``: parse, call, print. Every command imports its own part when it runs."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from checker.commands.console import Command, Group, colour, complain, run, terminal_width

if TYPE_CHECKING:
    from checker.output._layout import Look
    from checker.settings import Settings

app = typer.Typer(
    name="fajian",
    cls=Group,
    help="法鉴：对照审核标准，检查法治政府建设年度报告写全了没有、写实了没有、文稿有没有毛病。",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
rubric_app = typer.Typer(
    cls=Group,
    help="查看、核对、编写审核标准。",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(rubric_app, name="rubric")

roster_app = typer.Typer(
    cls=Group,
    help="新建单位名册。",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(roster_app, name="roster")

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="文件、文件夹（包括其中各级子文件夹）或压缩包（.zip），可以写多个。"),
]
File = Annotated[str, typer.Argument(metavar="FILE", help="一个文件。")]
RubricName = Annotated[str | None, typer.Option("--rubric", metavar="ID|FILE", help="审核标准的编号或文件（.yaml）。")]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="auto|rules|llm|hybrid",
        help="引擎：rules 只用规则；llm 由模型判定各项要求；hybrid 规则与模型一起；auto 设置了模型就用 hybrid，否则用 rules（默认）。",
    ),
]
Form = Annotated[str | None, typer.Option("--format", metavar="text|json|md|html", help="输出形式，默认 text。")]
Output = Annotated[str | None, typer.Option("--output", metavar="PATH", help="写到这个文件；检查多份报告时是文件夹。")]
TextOrJson = Annotated[str, typer.Option("--format", metavar="text|json", help="输出形式，默认 text。")]
Unit = Annotated[
    str | None,
    typer.Option(
        "--unit-type",
        metavar="government|department|township|zone",
        help="报送单位的类型（政府、部门、乡镇街道、开发区），不写则自动识别。",
    ),
]
Due = Annotated[
    str | None,
    typer.Option("--due", metavar="DATE", help="报送期限，如 2026-03-01 或 2026年3月1日，不写则按标准。"),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="按哪一天看：期限已过而文稿未写日期的，予以提示。"),
]
Concurrency = Annotated[
    int | None,
    typer.Option(
        "--concurrency",
        metavar="N",
        help="用模型时同时调用几次，默认 8；只用规则时同时处理几份，默认与处理器核数相同。",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="只列出将要检查的文件；用模型时估算调用次数、token 和费用，不发送任何内容。")
]
MaxCost = Annotated[
    float | None,
    typer.Option("--max-cost", metavar="N", help="本次模型费用的上限，按价格表 prices.toml 计，到了就不再调用。"),
]
MaxCalls = Annotated[
    int | None, typer.Option("--max-calls", metavar="N", help="本次调用模型的次数上限，到了就不再调用。")
]
Record = Annotated[
    str | None, typer.Option("--record", metavar="DIR", help="把模型的回答记录在这个文件夹，以后可以重放。")
]
Annotate = Annotated[
    str | None,
    typer.Option(
        "--annotate",
        metavar="OUT.docx",
        help="另写一份批注件：原文不动，在判定和问题所指的词句上加批注（.docx 加批注，.pdf 加高亮和注释）；一次一份报告。",
    ),
]
Replay = Annotated[
    str | None, typer.Option("--replay", metavar="DIR", help="只用这个文件夹里记录的回答，不连接任何接口。")
]


def _version(wanted: bool) -> None:
    if wanted:
        from checker.version import program_version

        print(f"法鉴 fajian {program_version()}")
        raise typer.Exit(0)


@app.callback()
def program(
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本。")
    ] = False,
) -> None:
    """What stands before any command."""
    from checker.settings import home

    os.environ.setdefault("FAJIAN_HOME", str(home()))


@app.command(cls=Command, help="检查报告：各部分齐不齐、实不实，文稿有没有毛病，逐条列出依据的原文和修改建议。")
def check(
    paths: Paths,
    rubric: RubricName = None,
    engine: Engine = None,
    form: Form = None,
    output: Output = None,
    unit_type: Unit = None,
    due: Due = None,
    as_of: AsOf = None,
    concurrency: Concurrency = None,
    annotate: Annotate = None,
    dry_run: DryRun = False,
    max_cost: MaxCost = None,
    max_calls: MaxCalls = None,
    record: Record = None,
    replay: Replay = None,
) -> int:
    """Check reports; the exit status is the contract's."""
    from checker import checking, parallel, settings
    from checker.commands import delivery
    from checker.errors import UsageError

    if concurrency is not None and concurrency < 1:
        raise UsageError("“--concurrency”应当是不小于 1 的整数。")
    given = settings.load()
    name = _form(form, output)
    bounds = {"max_calls": max_calls, "max_cost": max_cost, "record": record, "replay": replay}
    chosen, terms = _engine(engine, given, soon=not dry_run, concurrency=concurrency, **bounds)
    options = checking.Options(
        rubric=checking.load_checked(rubric or given.rubric or "fazhi-annual-report"),
        engine=chosen,
        terms=terms,
        unit_type=_unit_type(unit_type or given.unit_type),
        due=_day(due, "--due"),
        as_of=_day(as_of, "--as-of"),
    )
    passed_over: list[str] = []
    inputs = checking.find(paths, passed_over)
    _tell_passed_over(passed_over)
    look = _look(output)
    sources = [item.source for item in inputs]
    where = None if dry_run else delivery.target(output, sources, name)
    if where is None:
        return _dry_run(inputs, options, name)
    annotation = _annotation(annotate, sources, where)
    _tell_engine(options)
    workers = parallel.cores() if terms else concurrency or parallel.cores()
    present = delivery.presenter(name, look)
    if annotation is None:
        results = checking.present_all(inputs, options, present, workers=workers)
    else:
        results = annotation.take(checking.present_all(inputs, options, annotation.presenter(present), workers=workers))
    rows = delivery.deliver(results, where, name, look, _progress(len(inputs)))
    _tell(rows, where, look)
    _tell_usage(terms)
    if annotation is not None:
        _tell_annotation(annotation)
    return _status(rows)


@app.command(cls=Command, help="显示程序读出的文字和结构：哪些是标题、正文、落款，哪些被当作杂质或页眉页脚放在一边。")
def read(
    file: File,
    form: TextOrJson = "text",
) -> int:
    """Show what the program read."""
    from checker import checking
    from checker.output import _reading as reading

    sys.stdout.write(reading.show(checking.read(file), _choice(form, ("text", "json"), "--format"), _look()))
    return 0


# ── briefings and batches ────────────────────────────────────────────────────────────────────────────────────────────


@app.command(
    cls=Command, help="起草给领导看的简报：一份报告的，几份报告的，或者一个批次（fajian batch 的结果文件夹）的。"
)
def brief(
    paths: Paths,
    rubric: RubricName = None,
    engine: Engine = None,
    length: Annotated[
        str,
        typer.Option("--length", metavar="short|page|full", help="篇幅：short 200 字以内，page 一页，full 三页以内。"),
    ] = "page",
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="md|docx|html|json", help="输出形式，默认 md（或按 --output 的扩展名）。"),
    ] = None,
    output: Annotated[str | None, typer.Option("--output", metavar="PATH", help="写到这个文件。")] = None,
    template: Annotated[
        str | None, typer.Option("--template", metavar="FILE.docx", help="本单位的 Word 模板，只用于 docx 形式。")
    ] = None,
    unit_type: Unit = None,
    due: Due = None,
    as_of: AsOf = None,
    concurrency: Concurrency = None,
    max_cost: MaxCost = None,
    max_calls: MaxCalls = None,
    record: Record = None,
    replay: Replay = None,
) -> int:
    """Draft a briefing."""
    from pathlib import Path

    from checker import checking, parallel, settings
    from checker.commands import briefing
    from checker.output import briefings
    from checker.output.official import load

    given = settings.load()
    name = _briefing_form(form, output)
    chosen_length: Any = _choice(length, briefing.LENGTHS, "--length")
    office = load(Path(template)) if template else None
    if office is not None and not getattr(briefings.form(name), "TAKES_TEMPLATE", False):
        from checker.errors import UsageError

        raise UsageError("“--template”只用于 docx 形式，请加 --format docx。")
    bounds = {"max_calls": max_calls, "max_cost": max_cost, "record": record, "replay": replay}
    chosen, terms = _engine(engine, given, soon=True, concurrency=concurrency, **bounds)
    options = checking.Options(
        rubric=checking.load_checked(rubric or given.rubric or "fazhi-annual-report"),
        engine=chosen,
        terms=terms,
        unit_type=_unit_type(unit_type or given.unit_type),
        due=_day(due, "--due"),
    )
    _tell_engine(options)
    kept = briefing.of_batch(paths[0]) if len(paths) == 1 and os.path.isdir(paths[0]) else None
    brought = kept or briefing.checked(paths, options, parallel.cores())
    drafted = briefing.write(brought, options, length=chosen_length, as_of=_day(as_of, "--as-of"))
    briefing.deliver(drafted, name, output, _look(output), office)
    for sentence in dict.fromkeys((*brought.errors, *drafted.warnings)):
        complain(sentence)
    if drafted.left_out:
        complain(f"有 {drafted.left_out} 句话的数字或名称在原文里核对不上，没有写进简报。")
    _tell_usage(terms)
    if output:
        complain(f"简报已写到 {output}。")
    return 2 if brought.errors else 0


@app.command(
    cls=Command, help="检查一整批：按名册看谁报了、谁迟了、谁没报，出台账、总览、简报、函件和每份报告的检查结果。"
)
def batch(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="各单位报来的文件所在的文件夹，或者压缩包（.zip）。")],
    roster: Annotated[
        str | None,
        typer.Option("--roster", metavar="FILE", help="单位名册（.xlsx 或 .csv），用 fajian roster new 新建。"),
    ] = None,
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="结果放在这个文件夹，默认“法鉴结果”。")] = "法鉴结果",
    rubric: RubricName = None,
    engine: Engine = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="按哪一天看是否逾期，默认今天。")] = None,
    store: Annotated[
        str | None, typer.Option("--store", metavar="URL", help="存储：文件路径或数据库地址，默认在结果文件夹里。")
    ] = None,
    previous: Annotated[
        str | None, typer.Option("--previous", metavar="DIR", help="上一年的报告，看上年的问题和计划今年有没有回应。")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DIR", help="公开的文本，与报送的比对。")
    ] = None,
    template: Annotated[
        str | None, typer.Option("--template", metavar="FILE.docx", help="简报和函件用的本单位 Word 模板。")
    ] = None,
    concurrency: Concurrency = None,
    max_cost: MaxCost = None,
    max_calls: MaxCalls = None,
    record: Record = None,
    replay: Replay = None,
) -> int:
    """Check a whole batch; the exit status is the contract's."""
    import datetime as dt

    from checker import checking, settings
    from checker.commands import batching

    given = settings.load()
    bounds = {"max_calls": max_calls, "max_cost": max_cost, "record": record, "replay": replay}
    chosen, terms = _engine(engine, given, soon=True, concurrency=concurrency, **bounds)
    options = checking.Options(
        rubric=checking.load_checked(rubric or given.rubric or "fazhi-annual-report"), engine=chosen, terms=terms
    )
    wanted = batching.Wanted(
        folder=folder,
        out=out,
        options=options,
        as_of=_day(as_of, "--as-of") or dt.date.today(),
        roster=roster,
        store=store,
        previous=previous,
        published=published,
        template=template,
        office=given.office,
    )
    _tell_engine(options)
    status = batching.execute(wanted, _look())
    _tell_usage(terms)
    return status


@roster_app.command("new", cls=Command, help="新建一份空名册（.xlsx），带填写说明和下拉选项。")
def roster_new(file: Annotated[str, typer.Argument(metavar="FILE.xlsx", help="新名册的文件名。")]) -> int:
    """Write a starting roster."""
    from checker.batch.roster_form import create

    create(file)
    print(file)
    complain("已新建，照“说明”页逐行填写；填好后用 fajian batch 文件夹 --roster " + file + " 检查整批。")
    return 0


# ── rubrics ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@rubric_app.command("list", cls=Command, help="列出现有的审核标准。")
def rubric_list() -> int:
    """List the rubrics that can be named by id."""
    from checker.commands import cataloguing

    sys.stdout.write(cataloguing.overview(_look()))
    return 0


@rubric_app.command("show", cls=Command, help="显示一个审核标准：各部分、各项要求、判定的含义、依据和期限。")
def rubric_show(name: Annotated[str, typer.Argument(metavar="ID", help="标准的编号或文件（.yaml）。")]) -> int:
    """Print a rubric in words."""
    from checker.commands import cataloguing
    from checker.rubric import load_rubric

    sys.stdout.write(cataloguing.show(load_rubric(name), _look()))
    return 0


@rubric_app.command(
    "lint", cls=Command, help="核对一个标准文件：写法对不对，所附例句是否判得出来；有问题时退出码为 1。"
)
def rubric_lint(file: Annotated[str, typer.Argument(metavar="FILE", help="标准文件（.yaml）或编号。")]) -> int:
    """Look for what is wrong in a rubric; 1 where something is."""
    from checker import linting

    outcome = linting.lint(file)
    for problem in outcome.problems:
        print(problem)
    if outcome.problems:
        complain(f"共 {len(outcome.problems)} 个问题。")
        return 1
    print(outcome.summary)
    return 0


@rubric_app.command("new", cls=Command, help="新建一个标准文件，以现有标准为底本，只写要改的地方。")
def rubric_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="新标准的编号，如 my-county。")],
    here: Annotated[bool, typer.Option("--here", help="放在当前文件夹，而不是个人设置的文件夹。")] = False,
) -> int:
    """Write a starting file."""
    from checker.commands import cataloguing

    path = cataloguing.create(name, here=here)
    print(path)
    complain(
        f"已新建，用编辑器打开修改；改好后用 fajian rubric lint {path} 核对，用 --rubric {path if here else name} 使用。"
    )
    return 0


@rubric_app.command("schema", cls=Command, help="输出标准文件的 JSON Schema，供编辑器提示和校验。")
def rubric_schema() -> int:
    """Print the JSON schema."""
    import json

    from checker.commands import cataloguing

    print(json.dumps(cataloguing.schema(), ensure_ascii=False, indent=2))
    return 0


# ── measuring and looking round ──────────────────────────────────────────────────────────────────────────────────────


@app.command("eval", cls=Command, help="用标注好的报告（NAME.gold.json 及同名的报告文件）衡量检查得准不准。")
def evaluate(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="标注好的报告所在的文件夹。")],
    rubric: RubricName = None,
    engine: Engine = None,
    compare: Annotated[
        str | None, typer.Option("--compare", metavar="ENGINE,ENGINE", help="比较两个或更多引擎，如 rules,llm,hybrid。")
    ] = None,
    planted: Annotated[
        bool,
        typer.Option("--planted", help="在每份报告上逐一作已知的更改，看该变的变了没有、不该变的变了没有（较慢）。"),
    ] = False,
    concurrency: Concurrency = None,
    max_cost: MaxCost = None,
    max_calls: MaxCalls = None,
    record: Record = None,
    replay: Replay = None,
    form: TextOrJson = "text",
) -> int:
    """Measure one engine or several on labelled reports, or one on known changes of them."""
    from checker import checking, evaluation, parallel, settings
    from checker.errors import UsageError

    given = settings.load()
    names = [name.strip() for name in compare.split(",")] if compare else [engine or given.engine or "auto"]
    if compare and (len(names) < 2 or len(set(names)) < len(names)):
        raise UsageError("“--compare”应写两个或更多不同的引擎，用逗号隔开，如 rules,llm,hybrid。")
    if compare and planted:
        raise UsageError("“--planted”和“--compare”不能同时使用，请分两次运行。")
    chosen = _choice(form, ("text", "json"), "--format")
    loaded = checking.load_checked(rubric or given.rubric or "fazhi-annual-report")
    bounds = {"max_calls": max_calls, "max_cost": max_cost, "record": record, "replay": replay}
    bounds_of: dict[str, Any] = {name: {} if name == "rules" else bounds for name in names}
    engines = [_engine(name, given, concurrency=concurrency, **bounds_of[name]) for name in names]
    all_options = [checking.Options(rubric=loaded, engine=name, terms=terms) for name, terms in engines]
    if planted and all_options[0].terms is not None:
        raise UsageError("“--planted”只用规则引擎，请加 --engine rules。")
    if planted:
        from checker.evaluation import planted_page
        from checker.evaluation.planted import evaluate as evaluate_planted

        figures = evaluate_planted(folder, all_options[0], workers=parallel.cores())
        sys.stdout.write(planted_page.show(figures, chosen, _look()))
        return 0
    runs = []
    for options in all_options:
        _tell_engine(options)
        runs.append(evaluation.measure(folder, options, workers=parallel.cores()))
        _tell_usage(options.terms)
    sys.stdout.write(evaluation.show(runs, chosen, _look()))
    return 0


@app.command(cls=Command, help="看看这台机器能做什么：能读哪些文件、有没有模型和字体，缺的怎样补。")
def doctor() -> int:
    """Say what this machine can do."""
    from checker import settings
    from checker.commands import diagnosis

    sys.stdout.write(diagnosis.report(settings.load(), _look()))
    return 0


@app.command(cls=Command, help="用随程序附带的示例报告演示一遍。")
def demo() -> int:
    """Check the examples that ship."""
    from checker.commands import demonstration

    return demonstration.run(_look())


def main() -> None:
    """The console script."""
    sys.exit(run(app))


# ── options ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _look(output: str | None = None) -> Look:
    from checker.output._layout import Look

    return Look(terminal_width(), colour=output is None and colour())


def _choice(value: str, allowed: tuple[str, ...], flag: str) -> str:
    from checker.errors import UsageError

    if value not in allowed:
        raise UsageError(f"“{flag}”应为 {'、'.join(allowed)} 之一，没有“{value}”。")
    return value


def _form(name: str | None, output: str | None) -> str:
    """The form that is named, else the one that the output's suffix tells, else text."""
    from checker.output import form, forms

    if name is None and output:
        suffixes = {form(known).SUFFIX: known for known in forms()}
        name = next((known for suffix, known in suffixes.items() if output.lower().endswith(suffix)), None)
    form(name or "text")
    return name or "text"


def _briefing_form(name: str | None, output: str | None) -> str:
    """The form that is named, else the one that the output's suffix tells, else Markdown."""
    from checker.output.briefings import form, forms

    if name is None and output:
        suffixes = {form(known).SUFFIX: known for known in forms()}
        name = next((known for suffix, known in suffixes.items() if output.lower().endswith(suffix)), None)
    form(name or "md")
    return name or "md"


def _annotation(path: str | None, sources: list[str], where: Any) -> Any:
    """The wish for an annotated file, if there is one."""
    if path is None:
        return None
    from checker.commands import annotating

    return annotating.wanted(path, sources, where)


def _engine(
    name: str | None, given: Settings, *, soon: bool = False, concurrency: int | None = None, **bounds: Any
) -> Any:
    """The engine and the terms on which it asks a model (None: it asks none). ``soon``: the model will be asked in this run."""
    from checker.checking import choose_engine

    engine, terms = choose_engine(name or given.engine or "auto", given, concurrency=concurrency, **bounds)
    idle = "、".join("--" + flag.replace("_", "-") for flag, value in bounds.items() if value is not None)
    if terms is None and idle:
        complain(f"规则引擎不调用模型，{idle} 不起作用。")
    if terms is not None and soon:
        terms.expect_calls()
    return engine, terms


def _unit_type(value: str | None) -> Any:
    from checker.settings import UNIT_TYPES

    return _choice(value, UNIT_TYPES, "--unit-type") if value is not None else None


def _day(value: str | None, flag: str) -> Any:
    from checker.errors import UsageError
    from checker.text import dates

    if value is None:
        return None
    found = next(dates(value.strip()), None)
    if found is None or (found.start, found.end) != (0, len(value.strip())):
        raise UsageError(f"“{flag}”应写成日期，如 2026-03-01 或 2026年3月1日，没有“{value}”这样的日期。")
    return found.date


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _dry_run(inputs: Any, options: Any, form: str) -> int:
    import json

    readable = [item.source for item in inputs if not item.error]
    plan = {"engine": options.engine, "rubric": options.rubric.id, "files": readable, "calls": 0}
    told = f"将用规则引擎、按标准 {options.rubric.id} 检查 {len(readable)} 个文件；不调用模型，不向外发送任何内容。"
    failed = [item.error for item in inputs if item.error]
    if options.terms is not None:
        from checker.commands import estimating

        estimate = estimating.estimate(inputs, options)
        plan |= estimate.as_json()
        told = estimate.told(options, len(readable))
        failed = list(estimate.errors)
    if form == "json":
        print(json.dumps({"schema_version": "1", "results": [], "dry_run": plan}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(readable))
    for error in failed:
        complain(error)
    complain(told)
    return 2 if failed else 0


def _tell_engine(options: Any) -> None:
    """Which engine judges and where text is sent, before anything is."""
    if options.terms is not None:
        from checker.commands import estimating

        complain(estimating.announced(options))


def _tell_usage(*all_terms: Any) -> None:
    """What a run with a model came to."""
    for terms in all_terms:
        if terms is not None:
            from checker.commands import estimating

            for sentence in estimating.came_to(terms):
                complain(sentence)


def _progress(total: int) -> Any:
    """Counts on one line of standard error, where that is a terminal and standard output is not."""
    shown = total > 1 and sys.stderr.isatty() and not sys.stdout.isatty()

    def step(done: int) -> None:
        if shown:
            end = "\n" if done == total else ""
            print(f"\r已检查 {done}/{total}", end=end, file=sys.stderr, flush=True)

    return step


def _tell_passed_over(paths: list[str]) -> None:
    """Files beside the reports that nobody checks are named, so that none is thought to be fine."""
    if not paths:
        return
    from checker.checking import printable

    shown = "、".join(printable(os.path.basename(path)) for path in paths[:5])
    complain(f"另有 {len(paths)} 个文件不是文稿，没有检查：{shown}{'……' if len(paths) > 5 else ''}。")


def _tell(rows: Any, where: Any, look: Look) -> None:
    """Where the results went, and what could not be read, on standard error."""
    from checker.output import summary

    for row in rows:
        if row.error:
            complain(row.error if row.error.startswith(row.source) else f"{row.source}：{row.error}")
    if where.paths is None:
        if where.hint:
            complain(where.hint)
        return
    if len(rows) > 1:
        complain("\n".join(summary.lines(rows, look)))
        first = f"，从 {where.index} 看起" if where.index else ""
        complain(f"{len(rows)} 份结果已写到文件夹 {where.paths[0].parent}{first}。")
    else:
        complain(f"结果已写到 {where.paths[0]}。")


def _tell_annotation(annotation: Any) -> None:
    """Write the annotated file, and say where it is."""
    told = annotation.write()
    if told:
        complain(told)


def _status(rows: Any) -> int:
    """The highest that applies: 3 no verdicts because of the model, 2 a file could not be read, 1 not a pass."""
    if any(row.unanswered for row in rows):
        return 3
    if any(row.error for row in rows):
        return 2
    return 1 if any(row.conclusion != "pass" for row in rows) else 0


if __name__ == "__main__":
    main()
