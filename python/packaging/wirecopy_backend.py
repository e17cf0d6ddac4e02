"""The build backend: scikit-build-core, plus, as wheels for the build alone, the C++ libraries this machine lacks.

What `pip install .` needs is the same everywhere except for ICU and Eigen: a machine that has them keeps its own.
"""

import glob
import os
import pathlib
import platform
import shlex
import shutil
import subprocess
import sys

from scikit_build_core import build as _backend
from scikit_build_core.build import *  # noqa: F403

ICU_WHEEL = "icukit-pyicu>=78"
EIGEN_WHEEL = "cmeel-eigen>=3.4"

_ICU_PROBE = pathlib.Path(__file__).with_name("icu_probe.cpp")


def _prefixes():
    """Folders besides the system's that CMake will look into."""
    names = ("CMAKE_PREFIX_PATH", "ICU_ROOT", "Eigen3_ROOT", "CONDA_PREFIX")
    found = [p for name in names for p in os.environ.get(name, "").split(os.pathsep) if p]
    return [*found, "/usr", "/usr/local"]


def _has_icu():
    for prefix in _prefixes()[:-2]:
        if os.path.exists(os.path.join(prefix, "include", "unicode", "brkiter.h")):
            return True
    compiler = shlex.split(os.environ.get("CXX") or next(filter(shutil.which, ("c++", "g++", "clang++")), ""))
    if not compiler:
        return False
    command = [*compiler, "-std=c++17", str(_ICU_PROBE), "-licuuc", "-o", os.devnull]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def _has_eigen():
    places = ("share/eigen3/cmake", "lib/cmake/eigen3", "lib*/cmake/eigen3", "share/cmake/eigen3")
    return any(glob.glob(os.path.join(p, place, "Eigen3Config.cmake")) for p in _prefixes() for place in places)


def missing_libraries(settings=None):
    """Requirements for the C++ libraries that this machine does not have."""
    settings = settings or {}
    choice = settings.get("cmake.define.WIRECOPY_ICU") or os.environ.get("WIRECOPY_ICU") or "auto"
    # The ICU wheel exists for this platform only; elsewhere CMake's own message says what to install.
    has_wheel = sys.platform == "linux" and platform.machine() == "x86_64"
    requirements = []
    if choice == "wheel" or (choice == "auto" and has_wheel and not _has_icu()):
        requirements.append(ICU_WHEEL)
    if not _has_eigen():
        requirements.append(EIGEN_WHEEL)
    return requirements


def get_requires_for_build_wheel(config_settings=None):
    return [*_backend.get_requires_for_build_wheel(config_settings), *missing_libraries(config_settings)]


def get_requires_for_build_editable(config_settings=None):
    return [*_backend.get_requires_for_build_editable(config_settings), *missing_libraries(config_settings)]
