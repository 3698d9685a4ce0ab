# Every task of the repository. The work is done by the scripts in scripts/; `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help setup run test check house docs catalogue pictures soak bench wheels

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## install all that is needed: Debian packages, .venv with the pinned packages, typefaces (does nothing when done)
	@scripts/packages.sh run
	@scripts/venv.sh
	@scripts/fonts.sh

run: setup ## try the system out with demonstration data on http://127.0.0.1:8000 (PORT=… for another); Ctrl-C stops it
	@scripts/run.sh

test: setup ## run the whole suite on PostgreSQL and Redis, what depends on the database on SQLite too; it starts its own servers
	@scripts/packages.sh test
	@scripts/test.sh

soak: setup ## the long tests at full size: many processes at one list, on both databases
	@scripts/packages.sh test
	@scripts/soak.sh

bench: setup ## measure pages, moves, reminders and documents at 3,000 and 100,000 branches (BRANCHES=…), into docs/measurements.md
	@scripts/packages.sh test
	@scripts/services.sh .venv/bin/python -m tests.bench

check: setup ## read the tree: style, types, settings of a real site, migrations, sizes, hosts outside
	@scripts/check.sh

house: setup ## measure the plan of the house: sizes, rooms, circles, directions of imports
	@.venv/bin/python -m scripts.house

docs: setup ## write the documents that come from the code (procedure, permissions, the order of rooms, what of the handbook is run)
	@DEMO=1 .venv/bin/python manage.py write_docs
	@.venv/bin/python -m scripts.rooms
	@.venv/bin/python -m scripts.handbook

catalogue: setup ## write down what the migrations make of an empty database, after a new migration
	@scripts/packages.sh test
	@scripts/catalogue.sh

pictures: setup ## take the pictures of the README anew
	@scripts/packages.sh test
	@.venv/bin/pytest -q tests/browser/pictures.py

wheels: setup ## fetch every package the system runs on, for a machine without network, into wheels/ (MACHINE=aarch64 for another kind)
	@scripts/wheels.sh
