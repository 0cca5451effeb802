.DEFAULT_GOAL := help
.PHONY: demo test test-postgres faults refusals serve lint bench walk pictures setup lock migration help
BIN := .venv/bin

# Homebrew's libraries are not on the search path of every Python for macOS.
ifeq ($(shell uname),Darwin)
LIBRARIES := DYLD_FALLBACK_LIBRARY_PATH="$$(brew --prefix)/lib"
endif

demo: setup ## Set up, fill a demonstration and open it; options in ARGS, for example ARGS="--no-serve"
	@$(LIBRARIES) $(BIN)/assurance demo $(ARGS)

test: ## Set up, then check style, types, layers and behaviour
	@.ci/setup test
	@$(MAKE) --no-print-directory lint
	@$(LIBRARIES) $(BIN)/pytest -q -n 3 --dist loadgroup $(ARGS)

test-postgres: ## Run the tests with every installation at a throw-away PostgreSQL server; some of them with ARGS
	@.ci/setup test
	@ASSURANCE_TEST_DATABASE=postgresql $(LIBRARIES) $(BIN)/pytest -q -n 3 --dist loadgroup $(ARGS)

faults: ## Try the faults that take minutes; one of them with ARGS="-k backup"
	@.ci/setup test
	@ASSURANCE_FAULTS=1 $(LIBRARIES) $(BIN)/pytest -q -rs -s tests/faults $(ARGS)

refusals: ## Print what must be refused, with the tests that prove it; ARGS="--run" runs them, ARGS="N-12" picks rows
	@$(LIBRARIES) $(BIN)/python -m tests.catalogue $(ARGS)

serve: setup ## Set up and serve the installation in instance/; options in ARGS
	@$(LIBRARIES) $(BIN)/assurance serve $(ARGS)

lint: ## Check style, types and layers, without tests
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

walk: ## Walk a procurement to the opening of its tenders in a real browser; pictures into ARGS, a folder
	@$(LIBRARIES) $(BIN)/python -m tests.journeys.by_hand.in_chromium $(ARGS)

bench: ## Measure against baselines, into instance/bench; sections in ARGS, for example ARGS=evaluation
	@$(LIBRARIES) $(BIN)/python -m bench $(ARGS)

pictures: ## Renew the guides and all pictures from a demonstration that is built for it (needs Chromium and pdftoppm)
	@$(LIBRARIES) $(BIN)/python -m docs.making

setup: ## Only make the checkout ready: system libraries, .venv, web assets
	@.ci/setup run

lock: ## Renew the three lock files (needs uv)
	@.ci/lock

migration: ## Draft the next migration from the models: make migration NAME=gate_notes
	@$(BIN)/python -m assurance.persistence.migrate $(NAME)
	@$(BIN)/ruff format --quiet migrations

help: ## Say what each target does
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-14s %s\n", $$1, $$2}'
