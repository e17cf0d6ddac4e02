"""setup_venv.py FOLDER: makes a virtual environment that holds what building wirecopy needs; run by make.

Where the venv module cannot be used (Debian keeps it in a package of its own), uv or virtualenv does it, the latter
fetched by pip. Packages come from wherever the user's pip is set to look. Exits non-zero with what to install when
there is no way at all.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYPROJECT = HERE.parent.parent / "pyproject.toml"


def stop(message):
    raise SystemExit(f"make: {message}")


def has_module(name):
    return importlib.util.find_spec(name) is not None


def tries(folder):
    """The ways to make an environment with pip in it, best first: (command, environment)."""
    if has_module("venv") and has_module("ensurepip"):
        yield [sys.executable, "-m", "venv", folder], None
    if shutil.which("uv"):
        yield ["uv", "venv", "--quiet", "--seed", "--python", sys.executable, folder], None
    if has_module("virtualenv"):
        yield [sys.executable, "-m", "virtualenv", "--quiet", folder], None
    if has_module("pip"):
        tools = str(Path(folder).resolve().parent / "build" / "virtualenv")
        fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", tools, "virtualenv"]
        quiet = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
        if subprocess.run(fetch, env=quiet).returncode == 0:
            yield [sys.executable, "-m", "virtualenv", "--quiet", folder], {**os.environ, "PYTHONPATH": tools}


def make_environment(folder):
    """Makes the environment unless a working one stands there; returns its interpreter."""
    python = Path(folder) / "bin" / "python"
    check = [str(python), "-m", "pip", "--version"]
    if python.exists() and subprocess.run(check, capture_output=True).returncode == 0:
        return str(python)
    for command, environment in tries(folder):
        shutil.rmtree(folder, ignore_errors=True)
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode == 0:
            return str(python)
    stop(
        "no way to make a Python environment. Install one of: apt-get install python3-venv; "
        "apt-get install python3-virtualenv; apt-get install python3-pip; uv"
    )


def build_requirements(python):
    """Installs what pyproject.toml and the backend ask for, so that later builds are incremental."""
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    read = "import sys\ntry:\n import tomllib\nexcept ImportError:\n from pip._vendor import tomli as tomllib\n"
    read += "print(*tomllib.load(open(sys.argv[1], 'rb'))['build-system']['requires'], sep='\\n')"
    fixed = subprocess.run([python, "-c", read, str(PYPROJECT)], check=True, capture_output=True, text=True)
    subprocess.run([*pip, *fixed.stdout.split("\n")[:-1]], check=True)
    ask = "import sys; sys.path.insert(0, sys.argv[1]); import wirecopy_backend as b; "
    ask += "print(*b.get_requires_for_build_wheel(), sep='\\n')"
    more = subprocess.run(
        [python, "-c", ask, str(HERE)], check=True, capture_output=True, text=True, cwd=PYPROJECT.parent
    )
    wanted = [line for line in more.stdout.split("\n") if line]
    if wanted:
        subprocess.run([*pip, *wanted], check=True)


def main(folder):
    if sys.version_info < (3, 10):  # noqa: UP036 - this file is what says so
        stop(f"wirecopy needs Python 3.10 or newer; {sys.executable} is {sys.version.split()[0]}. "
             "Name another: make PYTHON=python3.11 ...")
    compiler = os.environ.get("CXX") or next(filter(shutil.which, ("c++", "g++", "clang++")), None)
    if not compiler:
        stop("no C++ compiler. Install one: apt-get install g++")
    build_requirements(make_environment(folder))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except subprocess.CalledProcessError as error:
        stop(f"{' '.join(map(str, error.cmd[:6]))} ... failed with code {error.returncode}\n{error.stderr or ''}")
