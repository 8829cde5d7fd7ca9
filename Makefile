# The two commands that matter: `make demo` and `make test`. Both set everything up first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo test soak lock browser clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up (a minute or two the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -W ignore -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . 2>$(VENV)/setup.log \
	  || { cat $(VENV)/setup.log; exit 1; }
	@touch $(READY)

demo: setup
	@$(BIN)/syndication up --demo --port $(PORT)

test: setup browser
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests

# The whole pipeline under N faults from a seed: `make soak SEED=7 N=200 M=200 DATABASE=postgresql`; see docs/reliability.md. Then the
# reading of feeds, fuzzed for MINUTES; see docs/feeds-in.md.
soak: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -W ignore -m tests.soak $(if $(SEED),--seed $(SEED)) --faults $(or $(N),100) \
	  --deliveries $(or $(M),120) --database $(or $(DATABASE),sqlite)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -W ignore -m tests.soak feeds $(if $(SEED),--seed $(SEED)) --minutes $(or $(MINUTES),20)

browser: setup
	@$(BIN)/python -m tests.browser

lock:
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host --extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) var
