"""The labelled reports as a unit may send them: whatever the form, the verdicts are the same, and so are the findings."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from raw_ofd import Document, ofd, set_report
from web_layouts import LAYOUTS
from web_pages import Site, rows_of

from checker.checking import Options, check_all, find
from checker.model import CheckResult
from checker.parallel import cores
from checker.rubric import load_rubric
from tests.tools import render

pytestmark = [pytest.mark.full, pytest.mark.system("soffice"), pytest.mark.timeout(900)]

SOURCES = sorted((Path(__file__).parent.parent / "data" / "labelled").rglob("*.src.txt"))
LOOKS = ("styled", "plain", "messy")
FORMS = ("txt", *LOOKS, "pdf", "html", "ofd", "site")
SAME = 0.98
# A site leaves away what stood round the report, and puts a title over it.
OF_THE_FORM = {"site": {"text.residue", "secrecy.mark"}}


def lay_out(folder: Path) -> None:
    """Every source in every form, a folder a form; ``site``: on pages of a dozen makes, one after the other."""
    for form in FORMS:
        (folder / form).mkdir()
    for index, source in enumerate(SOURCES):
        name = source.name.removesuffix(".src.txt")
        for form in ("txt", "html"):
            render.render(source, folder / form / f"{name}.{form}")
        for look in LOOKS:
            render.render(source, folder / look / f"{name}.docx", look)
        text = source.read_text(encoding="utf-8")
        (folder / "ofd" / f"{name}.ofd").write_bytes(ofd(Document(set_report(render.parse(text)))))
        page = LAYOUTS[sorted(LAYOUTS)[index % len(LAYOUTS)]](Site(index), rows_of(text))
        (folder / "site" / f"{name}.html").write_text(page, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    files = sorted(map(str, (folder / "plain").iterdir()))
    subprocess.run([*command, "--outdir", str(folder / "pdf"), *files], check=True, capture_output=True, timeout=600)


def verdicts(result: CheckResult) -> Iterator[tuple[str, str | None]]:
    """All that is decided about a report, by name."""
    yield "conclusion", result.conclusion
    for section in result.sections:
        yield section.id, section.status
        for requirement in section.requirements:
            yield f"{section.id}.{requirement.id}", requirement.verdict


def findings(result: CheckResult, form: str) -> Counter[str]:
    return Counter(found.rule for found in result.findings if found.rule not in OF_THE_FORM.get(form, ()))


def test_every_form_of_a_report_gives_the_same_verdicts_and_findings(tmp_path: Path) -> None:
    lay_out(tmp_path)
    options = Options(load_rubric())
    found: dict[str, dict[str, CheckResult]] = {}
    for form in FORMS:
        results = list(check_all(find([str(tmp_path / form)]), options, workers=cores()))
        assert [result.error for result in results] == [None] * len(SOURCES)
        found[form] = {Path(result.source).stem: result for result in results}
    for form in FORMS[1:]:
        same = count = 0
        for name, one in found["txt"].items():
            other = found[form][name]
            wanted, got = dict(verdicts(one)), dict(verdicts(other))
            assert wanted.keys() == got.keys()
            count += len(wanted)
            same += sum(wanted[key] == got[key] for key in wanted)
            assert findings(one, form) == findings(other, form), (form, name)
            assert one.report is not None
            assert other.report is not None
            assert (one.report.unit, one.report.year) == (other.report.unit, other.report.year), (form, name)
        assert count >= 25 * len(SOURCES)
        assert same >= SAME * count, f"{form}: {same} of {count}"
