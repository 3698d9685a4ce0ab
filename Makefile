# Every task of the repository. The work is done by the scripts in scripts/; `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help setup run test check docs soak bench

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## install all that is needed: Debian packages, .venv with the pinned packages, typefaces (does nothing when done)
	@scripts/packages.sh run
	@scripts/venv.sh
	@scripts/fonts.sh

run: setup ## try the system out with demonstration data on http://127.0.0.1:8000 (PORT=… for another); Ctrl-C stops it
	@scripts/run.sh

test: setup ## run the whole suite, first on PostgreSQL and Redis, then on SQLite; it starts its own servers
	@scripts/packages.sh test
	@scripts/test.sh

soak: setup ## the long tests at full size: many processes at one list, on both databases
	@scripts/packages.sh test
	@scripts/soak.sh

bench: setup ## print what pages, moves and documents cost on a large year (BRANCHES=3000), beside the least they could cost
	@scripts/packages.sh test
	@scripts/services.sh .venv/bin/python -m tests.bench
	@env -u DATABASE_URL .venv/bin/python -m tests.bench
	@.venv/bin/python -m tests.bench_documents

check: setup ## read the tree: style, types, settings of a real site, migrations, sizes, hosts outside
	@scripts/check.sh

docs: setup ## write the documents that come from the code (docs/procedure.md, docs/permissions.csv)
	@DEMO=1 .venv/bin/python manage.py write_docs
