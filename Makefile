# Every target sets itself up: the first call makes .venv and installs what is needed.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test golden check size wheel-test images compose-test format content site fit vectors bench lock clean

help:
	@echo "make demo     the tutor in a chat page on this machine, no token needed"
	@echo "make test     all tests (in a browser too, where there is Chromium or Google Chrome)"
	@echo "make golden   record what messages become; the difference shows what a change did"
	@echo "make check    ruff, mypy --strict, the import contracts and make size"
	@echo "make size     lines, modules and the largest folder of each package, and its budget"
	@echo "make content  schema, links and every example of the knowledge base"
	@echo "make site     the knowledge base as pages in build/site; BOT=username adds links into the bot"
	@echo "make images   the Docker images unsqueeze-bot and unsqueeze-sandbox"
	@echo "make fit      teach the matcher the wordings of the content: adapter.npz, coefficients.json"
	@echo "make vectors  the vectors of wordings that are new, so that a first start is quick"
	@echo "make bench    the figures the documentation quotes, as ratios"
	@echo "make lock     write constraints.txt from this environment"

.venv/.runtime: pyproject.toml scripts/bootstrap.py
	@$(PYTHON) scripts/bootstrap.py runtime

.venv/.dev: pyproject.toml scripts/bootstrap.py
	@$(PYTHON) scripts/bootstrap.py dev

demo: .venv/.runtime
	@$(BIN)/unsqueeze demo

test: .venv/.dev
	@$(PYTHON) scripts/bootstrap.py browser
	$(BIN)/pytest $(PYTEST_ARGS)

golden: .venv/.dev
	UNSQUEEZE_RECORD_GOLDEN=1 $(BIN)/pytest tests/golden $(PYTEST_ARGS)

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory size

size: .venv/.dev
	@$(BIN)/python scripts/size.py

# What only a wheel can lack, tried on the built one outside the checkout: what a user installs.
wheel-test: .venv/.dev
	@scripts/wheel_test.sh $(PYTEST_ARGS)

# Offline, say: DOCKER_BUILD='docker build . --build-context wheels=FOLDER'.
DOCKER_BUILD ?= docker build .
# Of one commit, two builds differ in nothing: its date is the images' date.
STAMP = --build-arg REVISION=$(shell git rev-parse --short HEAD) \
	--build-arg SOURCE_DATE_EPOCH=$(shell git log -1 --format=%ct)

# Side by side, since each waits for the network, the disk and one processor by turns.
images:
	@$(MAKE) --no-print-directory --jobs=2 image-bot image-sandbox

image-%:
	$(DOCKER_BUILD) $(STAMP) --progress plain --target $* --tag unsqueeze-$*

# A conversation with the two containers, and the sandbox's attack suite on its image.
compose-test: .venv/.dev
	UNSQUEEZE_TEST_DOCKER=1 $(BIN)/pytest tests/compose $(PYTEST_ARGS)

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

content: .venv/.dev
	$(BIN)/unsqueeze knowledge check

site: .venv/.dev
	$(BIN)/unsqueeze knowledge site build/site $(if $(BOT),--bot $(BOT))

# -P: the folder of a bench must not come before the packages, where sandbox.py would hide sandbox/.
bench: .venv/.dev
	@failed=0; for each in sandbox.py "matching.py $(QUESTIONS)" turn.py; do \
		$(BIN)/python -P bench/$$each || failed=1; done; exit $$failed

lock: .venv/.dev
	@$(PYTHON) scripts/bootstrap.py lock

# Teach the encoder the wordings and fit the matcher to the content: half an hour.
fit: .venv/.dev
	$(BIN)/python -P scripts/fit_matching.py

# Encode wordings that were written since, so that nobody's first start has to.
vectors: .venv/.dev
	$(BIN)/python -P scripts/ship_vectors.py

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
