# Two commands do everything: `make demo` and `make test`. The rest is for those who work on kg.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
SAMPLES := seeds/documents
SLOW := browser or neo4j or fuzz or wheel or office or slow

.PHONY: install demo test check format types contract quick system-deps bench lock golden train fuzz clean help

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1  /p' $(MAKEFILE_LIST)

install: .venv/.installed ## make .venv with the locked versions

.venv/.installed: requirements.lock setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kg needs Python 3.11 or later: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(PY) -m kg.store.selftest
	@touch $@

demo: install ## build the graph of the sample documents and say where its page is
	$(BIN)/kg build $(SAMPLES) --manifest $(SAMPLES)/manifest.csv --out out
	@echo
	@echo "Open out/graph.html in a browser, then ask (README.md has more):"
	@echo "  $(BIN)/kg path 龙山镇 周巷镇"
	@echo "  $(BIN)/kg metrics 慈溪市 --metric 地区生产总值"
	@echo "  $(BIN)/kg query 'MATCH (p:Project)-[:LOCATED_IN]->(t:Place) RETURN p.name, t.name LIMIT 10'"

test: install check ## every check and test
	$(PY) -m pytest -q -m "$(SLOW)" tests

check: install format types contract quick ## the quick door: a minute at most

format:
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types:
	$(BIN)/mypy

contract:
	$(BIN)/lint-imports --no-cache > .lint-imports.log || (cat .lint-imports.log; exit 1)
	@rm -f .lint-imports.log
	$(BIN)/kg check

quick:
	$(PY) -m pytest -q -n auto --dist loadfile -m "not ($(SLOW))" tests

system-deps: ## what the tests need from the system: browser, fonts, Java, Maven (needs root)
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk pandoc poppler-utils
	command -v java >/dev/null || apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless
	command -v mvn >/dev/null || apt-get install -y -qq --no-install-recommends maven

bench: install ## speed and memory beside the baselines, in one run
	$(PY) benchmarks/run.py
	$(PY) benchmarks/page.py

lock: ## requirements.lock anew, from what setup.cfg asks for
	$(PYTHON) tools/lock.py

golden: install ## write the golden files of the samples anew
	$(PY) tools/golden.py
	$(PY) tools/page_script.py
	$(PY) tools/notebook.py

train: install ## train the weights on tests/gold/train, and on the documents in KG_GOLD where it is set
	$(BIN)/kg train

fuzz: install ## the long differential test of the two Cypher engines
	KG_FUZZ=20000 $(PY) -m pytest -q -m fuzz tests

clean:
	rm -rf .venv build dist out *.egg-info
