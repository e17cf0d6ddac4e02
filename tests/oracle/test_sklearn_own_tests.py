"""scikit-learn's own tests of its text vectorizers, from where it is installed, with wirecopy's classes in them."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest
import sklearn

# What fails with wirecopy's classes, and why; docs/coming-from-scikit-learn.md says it to users.
KNOWN = {
    "test_countvectorizer_sort_features_64bit_sparse_indices[csr_matrix]": "calls the private method _sort_features",
    "test_countvectorizer_sort_features_64bit_sparse_indices[csr_array]": "calls the private method _sort_features",
}
if tuple(map(int, sklearn.__version__.split(".")[:2])) < (1, 7):
    names = ("max_features[CountVectorizer]", "max_features[TfidfVectorizer]", "max_df", "min_df")
    KNOWN |= {f"test_vectorizer_{name}": "asks for stop_words_, which scikit-learn 1.7 took away" for name in names}
CLASSES = ("CountVectorizer", "HashingVectorizer", "TfidfTransformer", "TfidfVectorizer")

# Run in a process of its own, for it puts other classes into scikit-learn's module.
PROGRAM = f"""
import sys
import pytest

import sklearn.feature_extraction.text as text

arguments = ["-q", "--tb=no", "-W", "ignore", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", ".", "--pyargs",
             "sklearn.feature_extraction.tests.test_text"]
pytest.main([*arguments, "--junitxml", "theirs.xml"])
for name in [name for name in sys.modules if name.startswith("sklearn.feature_extraction.tests")]:
    del sys.modules[name]
import wirecopy
for name in {CLASSES!r}:
    setattr(text, name, getattr(wirecopy, name))
pytest.main([*arguments, "--junitxml", "ours.xml"])
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """For theirs and ours: name of each test to whether it passed."""
    folder = tmp_path_factory.mktemp("sklearn")
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM], cwd=folder, capture_output=True, text=True, timeout=600,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    found = {}
    for name in ("theirs", "ours"):
        path = folder / f"{name}.xml"
        assert path.exists(), run.stdout + run.stderr
        cases = ElementTree.parse(path).getroot().iter("testcase")
        found[name] = {
            case.get("name"): case.find("failure") is None and case.find("error") is None
            for case in cases
            if case.find("skipped") is None
        }
    return found


def test_scikit_learn_passes_its_own_tests(outcomes) -> None:
    assert len(outcomes["theirs"]) >= 100
    assert [name for name, passed in outcomes["theirs"].items() if not passed] == []


def test_ours_pass_them_too(outcomes) -> None:
    assert outcomes["ours"].keys() == outcomes["theirs"].keys()
    failed = [name for name, passed in outcomes["ours"].items() if not passed]
    assert sorted(failed) == sorted(KNOWN.keys() & outcomes["theirs"].keys())


def test_none_of_ours_is_made_of_scikit_learns() -> None:
    check = (
        "import sys, wirecopy as wc\n"
        "assert not any(name.split('.')[0] == 'sklearn' for name in sys.modules)\n"
        f"for name in {CLASSES!r}:\n"
        "    modules = {base.__module__.split('.')[0] for base in getattr(wc, name).__mro__}\n"
        "    assert modules == {'wirecopy', 'builtins'}\n"
        "wc.TfidfVectorizer(stop_words='english').fit_transform(['one text', 'another text'])\n"
        "wc.HashingVectorizer().fit_transform(['one text'])\n"
        "assert not any(name.split('.')[0] == 'sklearn' for name in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
