"""A wheel that is installed somewhere else is the whole program: the rubrics, prompts and examples travel with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {"rubrics": "*.yaml", "prompts": "*", "examples": "*", "examples-batch": "**/*"}


def run(command: list[str | Path], cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=clean | {"PYTHONUTF8": "1"} | env,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], cwd=folder)
    return folder


@pytest.fixture(scope="module")
def elsewhere(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment, away from the checkout, with the wheel; it borrows the libraries of the one that runs this."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (wheel,) = built.glob("*.whl")
    run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], cwd=folder)
    python = folder / "venv" / "bin" / "python"
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    assert uv, "uv is one of the extra `dev`"
    run([uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", python, wheel], cwd=folder)
    # A path in a .pth is searched after the environment's own packages, and the .pth files there are not read: the
    # editable install of the checkout stays out of sight.
    own = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], cwd=folder).stdout.strip()
    borrowed = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    Path(own, "borrowed.pth").write_text("\n".join(borrowed) + "\n", encoding="utf-8")
    return folder


def fajian(elsewhere: Path, *arguments: str) -> str:
    program = elsewhere / "venv" / "bin" / "fajian"
    return run([program, *arguments], cwd=elsewhere, FAJIAN_HOME=str(elsewhere / "home")).stdout


def test_wheel_carries_what_users_edit(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"cli.py", "checker/__init__.py"} <= names
    for folder, pattern in SHIPPED.items():
        tracked = {path.name for path in (ROOT / folder).glob(pattern) if path.is_file()}
        assert tracked, f"{folder} is empty"
        missing = tracked - {Path(name).name for name in names if name.startswith(f"checker/_shipped/{folder}/")}
        assert not missing, folder
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"checker", "cli.py"}


def test_sdist_carries_everything_else(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "CHANGELOG.md", "Makefile", "constraints.txt", "tests/conftest.py", "cli.py"} <= names
    assert not {name for name in names if name.startswith((".venv", ".git/", "dist/", "out/"))}


def test_installed_elsewhere_it_runs_its_own_code(elsewhere: Path) -> None:
    script = "import checker, cli; print(checker.__file__); print(cli.__file__)"
    found = run([elsewhere / "venv" / "bin" / "python", "-c", script], cwd=elsewhere).stdout.split("\n")
    assert all(Path(path).is_relative_to(elsewhere) for path in found if path), found


def test_installed_elsewhere_it_finds_its_rubrics(elsewhere: Path) -> None:
    assert "fazhi-annual-report" in fajian(elsewhere, "rubric", "list")


def test_installed_elsewhere_the_demo_works(elsewhere: Path) -> None:
    assert fajian(elsewhere, "demo").strip()
