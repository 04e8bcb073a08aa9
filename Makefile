# Every target works in a fresh clone. Variables: docs/settings.md.
.DEFAULT_GOAL := help
.PHONY: help run dev test check proof bench calibrate screenshots observatory

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run:  ## install, prepare and serve at http://127.0.0.1:8000 (PORT changes it, DEMO=0 leaves out the demo patient)
	@bin/serve

dev:  ## the same with DEBUG, starting again whenever the code changes
	@bin/serve dev

test:  ## all tests: on SQLite with coverage, on PostgreSQL, in a browser, with real servers
	@bin/test

check:  ## format, lint, types, missing migrations, deployment settings
	@bin/check

proof:  ## send the whole permission matrix, half on each database, and plant every hole in the code
	@bin/venv requirements-dev.txt
	WHOLE=1 TEST_DATABASE_URL= .venv/bin/python -m pytest -q -n 2 --dist worksteal tests/permissions
	WHOLE=1 bin/with-postgresql .venv/bin/python -m pytest -q -n 2 --dist worksteal tests/permissions/test_matrix.py

bench:  ## measure the site beside bare Django and write docs/performance.md
	@bin/bench

calibrate:  ## simulate diaries whose truth is known and write docs/calibration.md
	@bin/venv requirements-dev.txt
	@.venv/bin/python -m tests.calibration

screenshots:  ## write a picture of each page to docs/screenshots
	@bin/venv requirements-dev.txt
	@.venv/bin/python -m tests.browser.screenshots

observatory:  ## scan the site behind the sample nginx with MDN's HTTP Observatory (needs node, nginx and root)
	@bin/venv requirements-dev.txt
	@.venv/bin/python -m tests.operation.observatory
