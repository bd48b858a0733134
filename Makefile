# Everything runs in .venv, made from the hash-pinned requirements*.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help install install-dev demo run check test proof bench lock clean

help:
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

install: $(VENV)/.runtime ## set .venv up for the bot (demo, run and check do it themselves)

install-dev: $(VENV)/.dev ## set .venv up for work on the bot (test, proof and bench do it themselves)

demo: $(VENV)/.runtime ## try the bot on this machine: no token, no network
	@$(BIN)/python -m bot demo

run: $(VENV)/.runtime ## run the bot against Telegram, with the settings in .env
	@$(BIN)/python -m bot run

check: $(VENV)/.runtime ## say what is wrong with the settings, the database or the token
	@$(BIN)/python -m bot check

test: $(VENV)/.dev ## lint, types, import contract, migrations and all tests
	@echo "== lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "== types"
	@$(BIN)/mypy
	@echo "== import contract"
	@$(BIN)/lint-imports --no-logo
	@echo "== tests"
	@$(BIN)/python -m pytest -q -rs -n 2 --dist loadfile --no-loadscope-reorder

proof: $(VENV)/.dev ## the long proofs, with what they measure
	@$(BIN)/python -m pytest -m proof -s

bench: $(VENV)/.dev ## what looking, planning and sending cost
	@$(BIN)/python -m tests.bench.looking
	@$(BIN)/python -m tests.bench.planning
	@$(BIN)/python -m tests.bench.sending

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

lock: $(VENV)/.dev ## bring requirements*.lock in line with pyproject.toml (newer versions: make lock NEWER=1)
	@$(COMPILE) $(if $(NEWER),--upgrade) --group lock -o requirements-uv.lock
	@$(COMPILE) $(if $(NEWER),--upgrade) pyproject.toml -o requirements.lock
	@$(COMPILE) $(if $(NEWER),--upgrade) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove .venv and what the tools keep (never data)
	@rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +

# pip does the work where uv cannot: no build of it for the machine, or packages that only pip is
# set up to reach.
define INSTALL
	@echo "Installing $< ..."
	@[ -x $(BIN)/uv ] && $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $< \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
endef

$(VENV)/.runtime: requirements.lock $(VENV)/.uv
	$(INSTALL)

$(VENV)/.dev: requirements-dev.lock $(VENV)/.uv
	$(INSTALL)

$(VENV)/.uv: requirements-uv.lock $(VENV)/.made
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< \
		|| echo "uv could not be installed; pip does its work, more slowly."
	@touch $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Sarafan needs Python 3.11 or newer; $(PYTHON) is: $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Name another one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu this mends it:" >&2; \
		echo "    apt-get install python3-venv" >&2; exit 1; }
	@touch $@
