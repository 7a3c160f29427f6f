# The Open Door. `make` explains the targets. Only make and Python 3.11 to 3.14 have to be there before.
PORT ?= 8000
SITE := _build/html
BIN := .venv/bin
IN_RANGE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python3.14 python,$(shell $(p) -c "$(IN_RANGE)" 2>/dev/null && echo $(p))))

# What a stored notebook run depends on besides the notebook itself.
INPUTS := $(shell find src data book/questions book/references.bib -type f -not -name '*.pyc' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help book site test bench bench-grading lab outputs exercises clean

help: ## Explain the targets
	@echo "The Open Door: NATO enlargement and Kosovo"; echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'

book: site ## Build the site and serve it on http://127.0.0.1:8000 (PORT=... for another port)
	@$(BIN)/article10 serve $(SITE) --port $(PORT)

site: .venv/ready _build/.jupyter_cache/fresh ## Build the site into _build/html
	@echo "Building the book (log: _build/book.log)"
	@mkdir -p $(SITE) && find $(SITE) -mindepth 1 -maxdepth 1 -not -name lite -exec rm -rf {} +
	@$(BIN)/jupyter-book build book --config _config.yml --path-output . --all -W --keep-going \
	  > _build/book.log 2>&1 || { grep -E "WARNING|ERROR|Error" _build/book.log >&2; \
	  echo "The book did not build: see the lines above and _build/book.log" >&2; exit 2; }
	@$(BIN)/article10 lite $(SITE)
	@echo "The site is in $(SITE)"

test: site ## Install what is missing and run every test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/article10 validate
	@$(BIN)/python tools/bubblewrap.py
	@CHROMIUM="$$($(BIN)/python tests/browser/chromium.py)" && export CHROMIUM && \
	  $(BIN)/python -m pytest --nbval --nbval-cell-timeout 120 --nbval-kernel-name python3 tests book

bench: site ## Print page weights, drawing and interaction times, build times
	@CHROMIUM="$$($(BIN)/python tests/browser/chromium.py)" && export CHROMIUM && \
	  $(BIN)/python benchmarks/site.py

bench-grading: .venv/ready ## Time grading beside nbgrader's own; fails when a budget is not kept
	@$(BIN)/python tools/bubblewrap.py
	@$(BIN)/python benchmarks/grading.py $(SIZES)

lab: .venv/ready ## Open JupyterLab on the module
	@$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --LabApp.default_url=/lab/tree/book/public-opinion.ipynb

outputs: .venv/ready ## Run the chapters and store their outputs
	@$(BIN)/python tools/outputs.py book/*.ipynb book/*/*.ipynb

exercises: .venv/ready ## Generate the student release of every unit from solutions/
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/article10 exercises build

clean: ## Remove everything that was made
	rm -rf _build node_modules .venv .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready: pyproject.toml constraints.txt package.json tools/install.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 was not found. Install it, or name it: make PYTHON=/path/to/python3.12" >&2; exit 2; }
	@$(PYTHON) tools/install.py

# A stored run is good only for the data and the package that it was made with.
_build/.jupyter_cache/fresh: $(INPUTS)
	@rm -rf $(@D) && mkdir -p $(@D) && touch $@
