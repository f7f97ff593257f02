"""One lock behind every door: make, conda, and the package's own dependencies."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK, re.M))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _requirements():
    extras = PROJECT["optional-dependencies"].values()
    return [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]


def _conda_pip_lines():
    [pip] = [entry["pip"] for entry in CONDA["dependencies"] if isinstance(entry, dict)]
    return pip


def test_every_dependency_of_the_project_is_pinned_in_the_lock():
    names = {_normal(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in _requirements()}

    assert names <= {_normal(pin) for pin in PINS}


def test_a_bound_in_pyproject_holds_for_the_pin():
    for line in _requirements():
        if bound := re.fullmatch(r"([\w.-]+)==([\d.]+)\.\*", line):
            assert PINS[bound[1]].startswith(bound[2] + ".")


def test_every_pin_has_hashes_and_no_line_has_an_address():
    entries = re.split(r"\n(?=\S)", LOCK.strip())

    assert len(entries) == len(re.findall(r"^\S+==", LOCK, re.M))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?:|--(?:extra-)?index|--find-links|file:", LOCK)


def test_conda_brings_python_and_pip_and_leaves_the_rest_to_the_lock():
    names = [entry for entry in CONDA["dependencies"] if isinstance(entry, str)]

    assert [re.match(r"\w+", name)[0] for name in names] == ["python", "pip"]
    assert names[0].startswith("python" + PROJECT["requires-python"])
    assert CONDA["channels"] == ["conda-forge"]
    assert _conda_pip_lines() == ["-r requirements.lock"]


def test_no_file_names_a_package_index():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    pattern = re.compile("pypi" + r"\.org/simple|files\.python" + "hosted")
    for name in filter(None, tracked):
        path = ROOT / name
        if path.is_file():
            assert not pattern.search(path.read_text(encoding="utf-8", errors="replace")), name


@pytest.mark.door
def test_conda_s_door_opens(tmp_path):
    """Do to a fresh environment what conda does, then the line that environment.yml adds."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    binary = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    # conda writes the pip section into a file beside environment.yml and hands that to pip.
    listed = ROOT / "condaenv.door.requirements.txt"
    listed.write_text("\n".join(_conda_pip_lines()) + "\n", encoding="utf-8")
    pip = [binary / "python", "-m", "pip", "install", "--quiet"]
    try:
        subprocess.run([*pip, "-U", "-r", listed], cwd=ROOT, check=True)
    finally:
        listed.unlink()
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)
    listed = subprocess.run(
        [binary / "analysis", "list"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "02_what_did_the_film_take" in listed.stdout
