# Every target sets up what it needs, from a fresh checkout on: a virtual environment in .venv, builds in build/.
# make demo | test | bench | dev | fuzz | asan | stubs | clean

SHELL := /bin/bash
PYTHON ?= python3
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
FUZZ_SECONDS ?= 60

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/stamps
# What pip brought (cmake, ninja, python) comes before what the machine has.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# One build folder for pip, so that only what changed is compiled again.
export SKBUILD_BUILD_DIR := build/pip
export CMAKE_BUILD_PARALLEL_LEVEL := $(JOBS)

PACKAGE := pyproject.toml CMakeLists.txt $(shell find cpp python -type f ! -path '*/__pycache__/*')
PIP := $(PY) -m pip install --quiet --no-build-isolation
GENERATOR = $(if $(shell PATH="$(PATH)" command -v ninja),-G Ninja)
# $(1): a build folder. The long output is kept in it and shown where something fails.
CONFIGURE = mkdir -p $(1); log=$(1)/configure.log; cmake $(GENERATOR) -S . -B $(1) -DPython_EXECUTABLE=$(CURDIR)/$(PY) \
  -DWIRECOPY_BUILD_TESTS=ON
TO_LOG = >$$log 2>&1 || { cat $$log; exit 1; }
BUILD_AND_TEST = cmake --build $(1) >$(1)/build.log 2>&1 || { cat $(1)/build.log; exit 1; }; \
  ctest --test-dir $(1) --output-on-failure --no-tests=error -j $(JOBS) >$(1)/ctest.log 2>&1 || \
    { grep -Ev '(Start +[0-9]+:|Passed +)' $(1)/ctest.log; exit 1; }; \
  grep 'tests passed' $(1)/ctest.log
# Not -O2: it doubles the time to compile and finds no more.
ASAN := -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS
FUZZ := -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer
CLANG ?= $(firstword $(foreach name,clang++ $(foreach n,22 21 20 19 18 17 16 15 14,clang++-$(n)),$(shell command -v $(name))))
# ON: many warnings, all of them errors, as the project itself is held to.
DEV ?= OFF
SAY = @printf '\n==> %s\n'

.PHONY: demo test test-cpp test-asan test-python test-notebooks bench dev fuzz asan stubs clean gtest
.NOTPARALLEL:
.DELETE_ON_ERROR:

demo: $(STAMP)/package
	$(VENV)/bin/wirecopy demo

test: test-cpp test-asan test-python test-notebooks
	$(SAY) 'All tests passed: C++, C++ under ASan and UBSan, Python, notebooks'

$(STAMP)/venv: python/packaging/setup_venv.py python/packaging/wirecopy_backend.py python/packaging/icu_probe.cpp \
    pyproject.toml
	@echo '==> Setting up $(VENV)'
	@$(PYTHON) python/packaging/setup_venv.py $(VENV)
	@mkdir -p $(STAMP) && touch $@

# A package with its test extras is also the package.
$(STAMP)/package: $(STAMP)/venv $(PACKAGE)
	@echo '==> Building and installing the package'
	@$(PIP) .
	@touch $@

$(STAMP)/test: $(STAMP)/venv $(PACKAGE)
	@echo '==> Building and installing the package, with what its tests need'
	@$(PIP) '.[test]'
	@touch $@ $(STAMP)/package

gtest:
	@if ! echo '#include <gtest/gtest.h>' | $${CXX:-c++} -E -x c++ - >/dev/null 2>&1; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo '==> Installing GoogleTest (apt-get install libgtest-dev)'; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libgtest-dev; } >/dev/null || \
	      { echo 'make: GoogleTest is missing and could not be installed: apt-get install libgtest-dev' >&2; exit 1; }; \
	  else \
	    echo 'make: GoogleTest is missing. Install it: apt-get install libgtest-dev (brew install googletest)' >&2; exit 1; \
	  fi; \
	fi

test-cpp: $(STAMP)/venv gtest
	$(SAY) 'C++ tests'
	@$(call CONFIGURE,build/tests) -DCMAKE_BUILD_TYPE=Release -DWIRECOPY_DEV=$(DEV) \
	  -DWIRECOPY_BUILD_EXAMPLES=ON $(TO_LOG)
	@$(call BUILD_AND_TEST,build/tests)
	@cmake --build build/tests --target all_verify_interface_header_sets >build/tests/headers.log 2>&1 || \
	  { cat build/tests/headers.log; exit 1; }
	@echo 'Each public header compiles alone'

test-asan asan: $(STAMP)/venv gtest
	$(SAY) 'C++ tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@$(call CONFIGURE,build/asan) -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS='$(ASAN)' $(TO_LOG)
	@$(call BUILD_AND_TEST,build/asan)

test-python: $(STAMP)/test gtest
	$(SAY) 'Python tests'
	@$(PY) -m pytest -q tests

test-notebooks: $(STAMP)/test
	$(SAY) 'Notebooks'
	@$(PY) -m pytest -q --nbmake --nbmake-timeout=300 -p no:cacheprovider notebooks

# Some peers need a compiler and ICU's headers; the table says which are not there.
bench: $(STAMP)/test
	@$(PIP) '.[test,bench]' || for peer in bm25s PyICU stringzilla tokenizers sparse-dot-topn rensa datasketch gaoya SetSimilaritySearch; do \
	  $(PY) -m pip install --quiet $$peer || echo "make: $$peer could not be installed; its cells stay empty"; \
	done
	$(SAY) 'Benchmarks'
	@$(PY) tests/bench/run.py

# The package in editable form: what changes in python/wirecopy counts at once, C++ is rebuilt at import.
dev: $(STAMP)/venv
	@$(PIP) -e '.[test]' --config-settings=editable.rebuild=true --config-settings=editable.verbose=false
	@rm -f $(STAMP)/package $(STAMP)/test
	@echo 'Editable install in $(VENV); make demo and make test go back to a plain one'

stubs: $(STAMP)/test
	@cd build && ../$(PY) -m pybind11_stubgen wirecopy._core -o stubs --exit-code >/dev/null
	@cp build/stubs/wirecopy/_core.pyi python/wirecopy/_core.pyi
	@echo 'Wrote python/wirecopy/_core.pyi'

fuzz: $(STAMP)/venv
	@[ -n '$(CLANG)' ] || { echo 'make: fuzzing needs clang. Install it: apt-get install clang' >&2; exit 1; }
	@$(call CONFIGURE,build/fuzz) -DCMAKE_CXX_COMPILER=$(CLANG) -DCMAKE_BUILD_TYPE=RelWithDebInfo \
	  -DWIRECOPY_BUILD_TESTS=OFF -DWIRECOPY_BUILD_FUZZERS=ON -DCMAKE_CXX_FLAGS='$(FUZZ)' $(TO_LOG)
	@cmake --build build/fuzz >build/fuzz/build.log 2>&1 || { cat build/fuzz/build.log; exit 1; }
	@for source in tests/fuzz/fuzz_*.cpp; do \
	  name=$$(basename $$source .cpp); mkdir -p build/fuzz/found/$$name; \
	  corpus=tests/fuzz/corpus/$$name; [ -d $$corpus ] || corpus=; \
	  log=build/fuzz/$$name.log; echo "==> $$name for $(FUZZ_SECONDS) s"; \
	  build/fuzz/fuzz/$$name -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/$$name- build/fuzz/found/$$name $$corpus >$$log 2>&1 || { tail -n 60 $$log; exit 1; }; \
	  sed -n 's/^stat::number_of_executed_units: */inputs tried: /p' $$log; \
	done

clean:
	rm -rf build dist $(VENV) wirecopy-demo
